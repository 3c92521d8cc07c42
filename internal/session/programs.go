package session

import (
	"context"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// SampleName and CollaborateName are the names of the programs that are always there.
const (
	SampleName      = "sample"
	CollaborateName = "collaborate"
)

// ProgramInfo is one program of the list.
type ProgramInfo struct {
	Name    string      `json:"name"`             // short, for --program
	Kind    string      `json:"kind"`             // program.KindSample, KindHosted or KindPortal
	Address string      `json:"address,omitzero"` // empty for the sample program until it runs
	Program api.Program `json:"program"`          // what is known of it, perhaps from the last time
	Last    bool        `json:"last"`             // the one used last
}

// book is programs.json: the programs added by hand, and what is remembered of each program.
type book struct {
	Last     string            `json:"last"`
	Programs []entry           `json:"programs"`
	Accounts map[string]string `json:"accounts"` // program name > id of the account chosen there
}

type entry struct {
	Name    string      `json:"name"`
	Address string      `json:"address"`
	Program api.Program `json:"program"`
	Added   time.Time   `json:"added"`
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

// Programs lists the programs: the sample program first, then those added by address, then the web portals; only those that the
// administrator's policy allows.
func (a *App) Programs() []ProgramInfo {
	return slices.DeleteFunc(a.allPrograms(), func(p ProgramInfo) bool { return !a.opts.Policy.Allows(p) })
}

func (a *App) allPrograms() []ProgramInfo {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := []ProgramInfo{sampleInfo()}
	if a.sample != nil {
		list[0].Address = a.sample.Address()
	}
	if s := a.sessions[SampleName]; s != nil {
		list[0].Program = s.about
	}
	for _, e := range a.book.Programs {
		list = append(list, ProgramInfo{Name: e.Name, Kind: api.KindHosted, Address: e.Address, Program: e.Program})
	}
	list = append(list, collaborateInfo())
	last := a.book.Last
	for i := range list {
		list[i].Last = list[i].Name == last || (last == "" && i == 0)
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
		return ProgramInfo{}, a.opts.Policy.notAllowed(all[slices.IndexFunc(all, meant)].Name)
	}
	var names []string
	for _, p := range list {
		names = append(names, p.Name)
	}
	return ProgramInfo{}, &fault.Error{Kind: fault.Usage, Code: "session.unknown-program", Title: i18n.Verbatim("There is no program called “" + name + "” here."),
		Cause: i18n.Verbatim("Known are: " + strings.Join(names, ", ") + "."), Field: "program",
		Steps: []i18n.Text{i18n.Verbatim("Use one of these names, or add the program by its address.")}}
}

// AddProgram asks an address for its program and puts it on the list. https only, or http to this computer. An address that is
// already there is read again.
func (a *App) AddProgram(ctx context.Context, address string) (ProgramInfo, error) {
	address, err := client.CleanAddress(address)
	if err != nil {
		return ProgramInfo{}, err
	}
	if !a.opts.Policy.Allows(ProgramInfo{Kind: api.KindHosted, Address: address}) {
		return ProgramInfo{}, a.opts.Policy.notAllowed(address)
	}
	about, err := client.Discover(ctx, address, a.opts.Transport)
	if err != nil {
		return ProgramInfo{}, err
	}
	var info ProgramInfo
	err = a.changeBook(func(b *book) error {
		i := slices.IndexFunc(b.Programs, func(e entry) bool { return e.Address == address })
		if i < 0 {
			b.Programs = append(b.Programs, entry{Name: freeName(about, *b), Address: address, Added: a.opts.Clock().UTC()})
			i = len(b.Programs) - 1
		}
		b.Programs[i].Program = about
		e := b.Programs[i]
		info = ProgramInfo{Name: e.Name, Kind: api.KindHosted, Address: e.Address, Program: e.Program}
		return nil
	})
	return info, err
}

// RemoveProgram takes a program off the list. Its accounts and downloads stay; drafts stay too, for the day it is added again.
// The sample program and the portals cannot be removed.
func (a *App) RemoveProgram(_ context.Context, name string) error {
	info, err := a.Program(name)
	if err != nil {
		return err
	}
	if info.Kind != api.KindHosted || name == "" {
		return &fault.Error{Kind: fault.Usage, Code: "session.built-in", Title: i18n.Verbatim("“" + info.Program.Name + "” is built in and stays."),
			Steps: []i18n.Text{i18n.Verbatim("Remove a program that was added by its address.")}, Field: "program"}
	}
	a.mu.Lock()
	delete(a.sessions, info.Name)
	a.mu.Unlock()
	return a.changeBook(func(b *book) error {
		b.Programs = slices.DeleteFunc(b.Programs, func(e entry) bool { return e.Name == info.Name })
		delete(b.Accounts, info.Name)
		if b.Last == info.Name {
			b.Last = ""
		}
		return nil
	})
}

// UseProgram remembers the program as the one used last.
func (a *App) UseProgram(name string) error {
	a.mu.Lock()
	same := a.book.Last == name
	a.mu.Unlock()
	if same {
		return nil
	}
	return a.changeBook(func(b *book) error { b.Last = name; return nil })
}

var notInName = regexp.MustCompile(`[^a-z0-9]+`)

// freeName makes a short name for --program out of the program's id, with a number where it is taken.
func freeName(about api.Program, b book) string {
	stem := strings.Trim(notInName.ReplaceAllString(strings.ToLower(about.ID), "-"), "-")
	if stem == "" {
		stem = "program"
	}
	if len(stem) > 40 {
		stem = strings.Trim(stem[:40], "-")
	}
	taken := func(name string) bool {
		return name == SampleName || name == CollaborateName || slices.ContainsFunc(b.Programs, func(e entry) bool { return e.Name == name })
	}
	name := stem
	for n := 2; taken(name); n++ {
		name = stem + "-" + strconv.Itoa(n)
	}
	return name
}

func system() string { return runtime.GOOS + "/" + runtime.GOARCH }
