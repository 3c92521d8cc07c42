package session

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/homefile"
	"github.com/programconnect/programconnect/internal/settings"
)

// SampleName and CollaborateName are the names of the programs that are always there.
const (
	SampleName      = "sample"
	CollaborateName = "collaborate"
)

// ProgramInfo is one program of the list.
type ProgramInfo struct {
	Name    string      `json:"name"`             // short, for --program
	Kind    string      `json:"kind"`             // api.KindSample, KindHosted or KindPortal
	Address string      `json:"address,omitzero"` // empty for the sample program until it runs
	Program api.Program `json:"program"`          // what is known of it, perhaps from the last time
	Last    bool        `json:"last"`             // the one used last
}

// allowed reports whether the administrator's policy lets a program be used.
func (p ProgramInfo) allowed(policy settings.Policy) bool {
	if p.Kind == api.KindHosted {
		return policy.AllowsAddress(p.Address)
	}
	return policy.AllowsBuiltIn(p.Name)
}

func sampleInfo() ProgramInfo {
	return ProgramInfo{Name: SampleName, Kind: api.KindSample, Program: api.Program{ID: SampleName, Kind: api.KindSample,
		Name:        "Sample program",
		Description: "A whole program on this computer: sign in, register, accept, download. It needs no network and no account with anyone."}}
}

func collaborateInfo() ProgramInfo {
	const page = "https://partner.microsoft.com/dashboard/collaborate"
	return ProgramInfo{Name: CollaborateName, Kind: api.KindPortal, Address: page,
		Program: api.Program{ID: CollaborateName, Kind: api.KindPortal, Name: "Microsoft Collaborate", Address: page,
			Description: "Pages in the browser. The guide leads through them; paste a download link here and it joins the queue."}}
}

// book is programs.json: the programs added by hand, and what is remembered of each program. It is never changed once it is in use.
type book struct {
	Last     string            `json:"last"`
	Programs []bookEntry       `json:"programs"`
	Accounts map[string]string `json:"accounts"` // program name > id of the account chosen there
	Pins     map[string]pin    `json:"pins"`     // origin > what the program there said of itself when it was added
}

type bookEntry struct {
	Name    string      `json:"name"`
	Address string      `json:"address"`
	Program api.Program `json:"program"`
	Added   time.Time   `json:"added"`
}

func (e bookEntry) info() ProgramInfo {
	return ProgramInfo{Name: e.Name, Kind: api.KindHosted, Address: e.Address, Program: e.Program}
}

// programList is programs.json as this process knows it. The desktop app and the terminal share the file.
type programList struct {
	file homefile.File[book]

	disk sync.Mutex // one reading or writing at a time; no reader of the list takes it

	mu  sync.Mutex
	now book
}

func readPrograms(path string, report func(*fault.Error)) (*programList, error) {
	l := &programList{file: programsFile(path, report)}
	return l, l.reread()
}

// programsFile returns how programs.json is read and written.
func programsFile(path string, report func(*fault.Error)) homefile.File[book] {
	return homefile.File[book]{Path: path, Version: 2, Upgrades: []homefile.Upgrade{homefile.SameForm, pinPrograms}, Report: report}
}

// book returns the list as it was read last. It never waits for the disk.
func (l *programList) book() book {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now
}

func (l *programList) put(b book) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now = b
}

// reread reads the file anew: another process may have added a program or chosen an account.
func (l *programList) reread() error {
	l.disk.Lock()
	defer l.disk.Unlock()
	found, err := l.file.Read()
	if err == nil {
		l.put(found)
	}
	return err
}

// change changes the file under a lock between processes, as it is by then.
func (l *programList) change(change func(*book) error) error {
	l.disk.Lock()
	defer l.disk.Unlock()
	found, err := l.file.Change(func(b *book) error {
		if b.Accounts == nil {
			b.Accounts = map[string]string{}
		}
		return change(b)
	})
	if err == nil {
		l.put(found)
	}
	return err
}

// Programs returns the programs: the sample program first, then those added by address, then the web portals; only those that the
// administrator's policy allows.
func (a *App) Programs() []ProgramInfo {
	policy := a.Settings.Policy()
	return slices.DeleteFunc(a.allPrograms(), func(p ProgramInfo) bool { return !p.allowed(policy) })
}

func (a *App) allPrograms() []ProgramInfo {
	list := []ProgramInfo{sampleInfo()}
	if running := a.sample.running(); running != nil {
		list[0].Address = running.Address()
	}
	if s := a.sessions.get(SampleName); s != nil {
		list[0].Program = s.about
	}
	known := a.programs.book()
	for _, e := range known.Programs {
		list = append(list, e.info())
	}
	list = append(list, collaborateInfo())
	for i := range list {
		list[i].Last = list[i].Name == known.Last || (known.Last == "" && i == 0)
	}
	return list
}

// Program finds a program by its name or its address; "" is the one used last, else the sample program.
func (a *App) Program(name string) (ProgramInfo, error) {
	list := a.Programs()
	address, err := client.CleanAddress(name)
	if err != nil {
		address = ""
	}
	meant := func(p ProgramInfo) bool {
		return (name == "" && p.Last) || strings.EqualFold(p.Name, name) || (address != "" && p.Address == address)
	}
	if i := slices.IndexFunc(list, meant); i >= 0 {
		return list[i], nil
	}
	if name == "" && len(list) > 0 { // the one used last has been removed
		return list[0], nil
	}
	if all := a.allPrograms(); slices.ContainsFunc(all, meant) {
		return ProgramInfo{}, a.Settings.Policy().NotAllowed(all[slices.IndexFunc(all, meant)].Name)
	}
	return ProgramInfo{}, unknownProgramFault(name, list)
}

// AddProgram asks an address for its program and puts it on the list. https only, or http to this computer. An address that is
// already there is read again. What a person has to confirm is a fault with a Question.
func (a *App) AddProgram(ctx context.Context, address string) (ProgramInfo, error) {
	address, at, about, err := a.ask(ctx, address)
	if err != nil {
		return ProgramInfo{}, err
	}
	var info ProgramInfo
	err = a.programs.change(func(b *book) error {
		if q := b.judge(at, about); q != nil {
			return q.Fault()
		}
		b.keep(at, about)
		info = b.enter(address, about, a.opts.Clock().UTC())
		return nil
	})
	return info, err
}

// enter puts a program on the list, or what it says now on its entry.
func (b *book) enter(address string, about api.Program, now time.Time) ProgramInfo {
	i := slices.IndexFunc(b.Programs, func(e bookEntry) bool { return e.Address == address })
	if i < 0 {
		b.Programs = append(b.Programs, bookEntry{Name: freeName(about, *b), Address: address, Added: now})
		i = len(b.Programs) - 1
	}
	b.Programs[i].Program = about
	return b.Programs[i].info()
}

// RemoveProgram takes a program off the list. Its accounts and downloads stay; drafts stay too, for the day it is added again. What is
// pinned of it stays as well: whoever has its address by then is asked about when it is added again.
// The sample program and the portals can't be removed.
func (a *App) RemoveProgram(name string) error {
	info, err := a.Program(name)
	if err != nil {
		return err
	}
	if info.Kind != api.KindHosted || name == "" {
		return builtInFault(info.Program.Name)
	}
	a.sessions.remove(info.Name)
	return a.programs.change(func(b *book) error {
		b.Programs = slices.DeleteFunc(b.Programs, func(e bookEntry) bool { return e.Name == info.Name })
		delete(b.Accounts, info.Name)
		if b.Last == info.Name {
			b.Last = ""
		}
		return nil
	})
}

// UseProgram remembers the program as the one used last.
func (a *App) UseProgram(name string) error {
	if a.programs.book().Last == name {
		return nil
	}
	return a.programs.change(func(b *book) error { b.Last = name; return nil })
}

// forget takes an account out of what is remembered of the programs.
func (b *book) forget(account string) {
	maps.DeleteFunc(b.Accounts, func(_, id string) bool { return id == account })
}

var notInName = regexp.MustCompile(`[^a-z0-9]+`)

// longestStem is how much of a program's id goes into its short name.
const longestStem = 40

// freeName makes a short name for --program out of the program's id, with a number where it is taken.
func freeName(about api.Program, b book) string {
	stem := strings.Trim(notInName.ReplaceAllString(strings.ToLower(about.ID), "-"), "-")
	if stem == "" {
		stem = "program"
	}
	if len(stem) > longestStem {
		stem = strings.Trim(stem[:longestStem], "-")
	}
	taken := func(name string) bool {
		return name == SampleName || name == CollaborateName || slices.ContainsFunc(b.Programs, func(e bookEntry) bool { return e.Name == name })
	}
	name := stem
	for n := 2; taken(name); n++ {
		name = stem + "-" + strconv.Itoa(n)
	}
	return name
}
