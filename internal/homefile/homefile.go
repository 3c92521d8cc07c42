// Package homefile keeps the JSON files of the home folder, each with a version of its form.
//
// It promises three different things for three different files:
//   - one of an older version is read as it is; the first write keeps a copy of it beside, under its name with ".v" and its version,
//     and writes the present form. Version 0 is the form of Program Connect 0.1, which names none.
//   - one of a newer version is refused with a fault of code home.newer, and never touched, set aside or written over.
//   - one that is damaged is set aside under its name with ".damaged", and reported; what is standard holds then.
//
// Files are written whole (package atomicfile), for their owner alone. It knows nothing of what a file says.
//
// Start reading at File.
package homefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/programconnect/programconnect/internal/atomicfile"
	"github.com/programconnect/programconnect/internal/fault"
)

// longest is how many bytes a file may hold: a damaged one must not eat the memory.
const longest = 4 << 20

// File is one file, and how this program writes it. Its value must be a JSON object without a member "version".
type File[T any] struct {
	Path     string
	Version  int                // of what this program writes, 1 or more
	Upgrades []Upgrade          // Upgrades[n] makes version n+1 of version n
	Standard func() T           // what holds where there is no file, and for members that it lacks; nil: the zero value
	Report   func(*fault.Error) // takes the fault of a damaged file that was set aside; nil: nobody does
}

// Upgrade makes the next version's JSON of a version's.
type Upgrade func(old []byte) ([]byte, error)

// SameForm is an Upgrade where the form did not change.
func SameForm(old []byte) ([]byte, error) { return old, nil }

// Under returns an Upgrade for a file whose whole content becomes one member of an object.
func Under(member string) Upgrade {
	return func(old []byte) ([]byte, error) { return json.Marshal(map[string]json.RawMessage{member: old}) }
}

// Read returns what the file holds. It writes nothing, but sets a damaged file aside.
func (f File[T]) Read() (T, error) {
	value, _, err := f.load()
	return value, err
}

// load returns the value and the version that the file on the disk has; -1 where there is none.
func (f File[T]) load() (T, int, error) {
	data, err := atomicfile.Read(f.Path, longest)
	if errors.Is(err, fs.ErrNotExist) {
		return f.standard(), -1, nil
	}
	if err != nil && !errors.Is(err, atomicfile.ErrTooLong) {
		return f.standard(), -1, DiskFault(Reading, f.Path, err)
	}
	value, version, err := f.decode(data)
	if err == nil || fault.Of(err).Code == NewerCode {
		return value, version, err
	}
	return f.standard(), -1, f.setAside(data)
}

func (f File[T]) standard() T {
	if f.Standard == nil {
		var zero T
		return zero
	}
	return f.Standard()
}

// decode returns the value of a file's bytes and their version. An error other than that of a newer version says that they are damaged.
func (f File[T]) decode(data []byte) (T, int, error) {
	version, err := versionOf(data)
	if err != nil {
		return f.standard(), version, err
	}
	if version > f.Version {
		return f.standard(), version, newerFault(f.Path)
	}
	for n := version; n < f.Version; n++ {
		if data, err = f.Upgrades[n](data); err != nil {
			return f.standard(), version, err
		}
	}
	value := f.standard()
	if err := json.Unmarshal(data, &value); err != nil {
		return f.standard(), version, err
	}
	return value, version, nil
}

// versionOf returns the version that an object names; 0 where it names none: that is how 0.1 wrote.
func versionOf(data []byte) (int, error) {
	var head struct {
		Version json.RawMessage `json:"version"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return 0, err
	}
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		return 0, errors.New("no object")
	}
	if version, err := strconv.Atoi(string(head.Version)); err == nil && version > 0 {
		return version, nil
	}
	return 0, nil
}

// setAside renames a damaged file and reports it. A file that another process has put in order meanwhile stays.
func (f File[T]) setAside(damaged []byte) error {
	now, err := atomicfile.Read(f.Path, longest)
	if err == nil && damaged != nil && !bytes.Equal(now, damaged) {
		return nil
	}
	kept := f.Path + ".damaged"
	for n := 2; there(kept); n++ {
		kept = f.Path + ".damaged-" + strconv.Itoa(n)
	}
	if err := atomicfile.Rename(f.Path, kept); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return DiskFault(SettingAside, f.Path, err)
	}
	if f.Report != nil {
		f.Report(damagedFault(f.Path, kept))
	}
	return nil
}

func there(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// Write replaces what the file holds. Where several processes write a file, each must hold its lock: see Change.
func (f File[T]) Write(value T) error {
	_, version, err := f.load()
	if err != nil {
		return err
	}
	return f.replace(value, version)
}

// replace writes over a file of a version that is not newer.
func (f File[T]) replace(value T, before int) error {
	data, err := f.encode(value)
	if err != nil {
		return fault.Of(err)
	}
	if err := makeFolder(f.Path); err != nil {
		return err
	}
	if before >= 0 && before < f.Version {
		old, err := atomicfile.Read(f.Path, longest)
		if err == nil {
			err = atomicfile.Write(f.copyOf(before), old, 0o600)
		}
		if err != nil {
			return DiskFault(Writing, f.Path, err)
		}
	}
	if err := atomicfile.Write(f.Path, data, 0o600); err != nil {
		return DiskFault(Writing, f.Path, err)
	}
	return nil
}

// encode returns the object with its version in front.
func (f File[T]) encode(value T) ([]byte, error) {
	object, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	if len(object) < 2 || object[0] != '{' {
		return nil, fmt.Errorf("homefile: %T is no JSON object", value)
	}
	head := `{"version":` + strconv.Itoa(f.Version)
	if object[1] != '}' {
		head += ","
	}
	var out bytes.Buffer
	if err := json.Indent(&out, append([]byte(head), object[1:]...), "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// Change reads the file, changes what it held and writes it, while no other process does. It waits ten seconds at most for one that
// does. Nothing is written when change fails.
func (f File[T]) Change(change func(*T) error) (T, error) {
	if err := makeFolder(f.Path); err != nil {
		return f.standard(), err
	}
	held, err := atomicfile.Lock(f.Path)
	if err != nil {
		return f.standard(), DiskFault(Locking, f.Path, err)
	}
	defer held.Unlock()
	value, version, err := f.load()
	if err != nil {
		return value, err
	}
	if err := change(&value); err != nil {
		return value, err
	}
	return value, f.replace(value, version)
}

// Remove deletes the file and the copies of older versions. A file of a newer version stays.
func (f File[T]) Remove() error {
	if _, _, err := f.load(); err != nil {
		return err
	}
	for n := range f.Version {
		if err := atomicfile.Remove(f.copyOf(n)); err != nil {
			return DiskFault(Removing, f.Path, err)
		}
	}
	if err := atomicfile.Remove(f.Path); err != nil {
		return DiskFault(Removing, f.Path, err)
	}
	return nil
}

func (f File[T]) copyOf(version int) string { return f.Path + ".v" + strconv.Itoa(version) }

func makeFolder(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return DiskFault(MakingFolder, dir, err)
	}
	return nil
}
