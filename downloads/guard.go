package downloads

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding"
	"hash"
	"io/fs"
	"os"
	"sync/atomic"

	"github.com/programconnect/programconnect/downloads/internal/platform"
	"github.com/programconnect/programconnect/downloads/internal/segment"
)

// guard notices what others do to the part file of a run. What is hashed is the stream; what gets the name must be the
// same bytes in the file. So our own handle stays open from before the first byte until the file has its name, and
//
//   - each time grab has written, and just before it writes again, the file's stamp (length, times, names) is looked at:
//     it must be as our own last write left it;
//   - at each checkpoint and at the end the part file's name must lead to the file of our handle, in the folder that the
//     path leads to. That grab wrote into another file shows in the length of ours.
//
// A file that was cut, deleted, replaced or moved ends the run. Where only the times differ, what is written is read again
// and compared with the hash of the stream. Without a difference nothing is read.
type guard struct {
	env    *environment
	folder *folder
	name   string
	file   *os.File
	info   os.FileInfo

	last      platform.Stamp // after our last write; of grab's goroutine, and of the run's when grab has ended
	begun     bool           // grab has opened the file
	sightings atomic.Int64   // how often somebody else may have written
	cleared   atomic.Int64   // how many of these were found to be harmless
}

// newGuard begins to guard an open part file. What was done to it before is not its matter.
func newGuard(env *environment, x *folder, name string, file *os.File) (*guard, error) {
	g := &guard{env: env, folder: x, name: name, file: file}
	var err error
	if g.info, err = file.Stat(); err != nil {
		return nil, err
	}
	return g, g.rest()
}

// rest notes the file as it is as our own last write.
func (g *guard) rest() (err error) {
	g.last, err = platform.StampOf(g.file)
	return err
}

// wrote looks at the file after grab has written all of its first bytes up to size.
func (g *guard) wrote(size int64) error {
	if err := g.rest(); err != nil {
		return diskFault(err, g.folder.dir)
	}
	if g.last.Size != size || g.last.Links == 0 {
		return fromZero(partGoneFault())
	}
	return nil
}

// resumes looks at the file before grab writes again behind its first bytes up to size.
func (g *guard) resumes(size int64) error {
	now, err := platform.StampOf(g.file)
	switch {
	case err != nil:
		return diskFault(err, g.folder.dir)
	case now.Size != size || now.Links == 0:
		return fromZero(partGoneFault())
	case !g.begun && size == 0: // grab has emptied the empty file, which changes its times
		g.last = now
	case now != g.last:
		g.sightings.Add(1)
		g.last = now
	}
	g.begun = true
	return nil
}

// here checks that the folder's path and a name still lead to what is open.
func (g *guard) here(name string) error {
	if err := g.inPath(); err != nil {
		return err
	}
	return g.inFolder(name)
}

// inPath checks that the path still leads to the folder that is open.
func (g *guard) inPath() error {
	if !g.folder.there() {
		return diskFault(fs.ErrNotExist, g.folder.dir)
	}
	return nil
}

// inFolder checks that a name in the folder leads to our file, wherever the folder is now.
func (g *guard) inFolder(name string) error {
	info, err := g.folder.root.Lstat(name)
	if err != nil || !os.SameFile(info, g.info) {
		return fromZero(partGoneFault())
	}
	return nil
}

// checkpoint checks what is about to be committed: the first bytes up to offset, whose hash has this state. They are
// read again only when somebody else may have written. That the folder was moved away takes nothing from them.
func (g *guard) checkpoint(ctx context.Context, offset int64, state []byte) error {
	if err := g.inFolder(g.name); err != nil {
		return err
	}
	seen := g.sightings.Load()
	if seen == g.cleared.Load() {
		return nil
	}
	if err := g.compare(ctx, offset, state); err != nil {
		return err
	}
	g.cleared.Store(seen)
	return nil
}

// suspected reports whether somebody else may have written since what is there was read last.
func (g *guard) suspected() bool { return g.sightings.Load() != g.cleared.Load() }

// compare reads the first bytes up to offset and compares their hash with a state.
func (g *guard) compare(ctx context.Context, offset int64, state []byte) error {
	sum, err := g.read(ctx, offset)
	if err != nil {
		return err
	}
	now, err := sum.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil || !bytes.Equal(now, state) {
		return fromZero(partGoneFault())
	}
	return nil
}

// confirm checks that the file holds the size bytes whose SHA-256 was computed on their way.
func (g *guard) confirm(ctx context.Context, size int64, sum []byte) error {
	seen := g.sightings.Load()
	now, err := platform.StampOf(g.file)
	switch {
	case err != nil:
		return diskFault(err, g.folder.dir)
	case now.Size != size || now.Links == 0:
		return fromZero(partGoneFault())
	case now == g.last && !g.suspected():
		return nil
	}
	found, err := g.read(ctx, size)
	if err != nil {
		return err
	}
	if !bytes.Equal(found.Sum(nil), sum) {
		return fromZero(partGoneFault())
	}
	g.last = now // what is written while we read shows in the next look
	g.cleared.Store(seen)
	return nil
}

// marked takes over the times that our own mark of the origin has changed.
func (g *guard) marked() error {
	now, err := platform.StampOf(g.file)
	if err != nil {
		return diskFault(err, g.folder.dir)
	}
	if now.Size != g.last.Size || now.Modified != g.last.Modified {
		g.sightings.Add(1)
	}
	g.last = now
	return nil
}

// stamp returns the stamp by which the next run knows that nobody has written since; "" when that can't be told.
func (g *guard) stamp(size int64) string {
	now, err := platform.StampOf(g.file)
	if err != nil || now.Size != size || g.suspected() {
		return ""
	}
	return now.String()
}

// read hashes the first bytes of the file up to size.
func (g *guard) read(ctx context.Context, size int64) (hash.Hash, error) {
	sum := sha256.New()
	g.env.reread.Add(size)
	if err := hashRange(ctx, g.file, 0, size, make([]byte, segment.ChunkSize), sum); err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, diskFault(err, g.folder.dir)
	}
	return sum, nil
}
