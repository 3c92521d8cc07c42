package ui

import (
	"context"
	"runtime"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/guide"
)

// helpRequest is what Help opens with: a guide, or a text for the doctor.
type helpRequest struct {
	guide   string
	ask     string
	message string // the error that led to the guide; fills the guide's texts to copy
}

// guides opens guides and the doctor, and knows what they ask about the person's session.
type guides struct {
	shell   *Shell
	request helpRequest     // what Help opens with next
	ticks   *guide.Progress // steps that were ticked off, kept in the home folder; nil until they were read
}

// open shows a guide, from wherever the person is.
func (g *guides) open(id string) { g.show(helpRequest{guide: id}) }

// ask opens the doctor with a text.
func (g *guides) ask(text string) { g.show(helpRequest{ask: text}) }

func (g *guides) show(request helpRequest) {
	g.request = request
	g.shell.goTo(areaHelp)
	g.shell.screen.apply(g.shell.view)
}

// explain opens the guide of an error, or the doctor with its title and cause.
func (g *guides) explain(f *fault.Error) {
	id := f.Guide
	if _, ok := guide.ByID(id); !ok {
		claimed, _ := guide.ByCode(f.Code)
		id = claimed.ID
	}
	if id == "" {
		g.ask(joined(" ", f.Title.String(), f.Cause.String()))
		return
	}
	g.show(helpRequest{guide: id, message: messageOf(f)})
}

// load reads the ticks. A file that can't be read is an empty list: ticks are not worth an error on the screen.
func (g *guides) load() {
	s := g.shell
	home := s.cfg.Session.Home()
	work(s, s.lifetime, func(context.Context) (*guide.Progress,
		error) {
		return guide.LoadProgress(home)
	},
		func(ticks *guide.Progress, _ error) {
			g.ticks = ticks
			if open, ok := s.screen.(*help); ok {
				open.showTicks()
			}
		})
}

// done reports whether a step of a guide was ticked off.
func (g *guides) done(id, step string) bool {
	return g.ticks != nil && g.ticks.Done(g.program(), id, step)
}

// doneText says how much of a guide was ticked off; empty for nothing.
func (g *guides) doneText(of guide.Guide) string {
	if g.ticks == nil {
		return ""
	}
	done, all := g.ticks.Count(g.program(), of)
	if done == 0 {
		return ""
	}
	return g.shell.tr(&goi18n.Message{ID: "ui.guides.steps", Other: "{{.Done}} of {{.Count}}"}, "Done",
		done, "Count", all)
}

// tick ticks a step off, or takes that back.
func (g *guides) tick(id, step string, on bool) {
	s, ticks, program, home := g.shell, g.ticks, g.program(), g.shell.cfg.Session.Home()
	act(s, s.lifetime, func(context.Context) error {
		if ticks == nil { // the person was quicker than the disk
			ticks, _ = guide.LoadProgress(home)
		}
		return ticks.Set(program, id, step, on)
	}, func(err error) {
		if err != nil {
			s.dialogs.tell(err)
		}
	})
}

// program is the name of the program in use, empty when none is.
func (g *guides) program() string {
	if current := g.shell.session.Load(); current != nil {
		return current.Name()
	}
	return ""
}

// details is what somebody who helps needs to know, read out of the message and the session; guide.Note
// redacts what looks like a secret.
func (g *guides) details(message, code string) guide.Details {
	s := g.shell
	d := guide.Facts(message)
	d.Language, d.App, d.System = s.tag(), "Program Connect "+s.cfg.Version, runtime.GOOS+"/"+runtime.GOARCH
	if code != "" {
		d.Code = code
	}
	snap := s.view.Session
	d.Program, d.Contact = snap.Program.Name, snap.Program.Contact
	if a := snap.Account; a != nil {
		d.Name, d.Address, d.AccountKind, d.Organisation, d.Tenant = a.Name, a.Address, string(a.Kind), a.Organisation, a.TenantID
	}
	if d.Time.IsZero() {
		d.Time = s.cfg.Clock()
	}
	return d
}

// checker looks at what guides ask about, in the session as it is.
func (g *guides) checker() guide.Checker {
	if g.shell.cfg.Checker != nil {
		return g.shell.cfg.Checker
	}
	if current := g.shell.session.Load(); current != nil {
		return current
	}
	return guide.CheckerFunc(func(context.Context, guide.Check) guide.Outcome { return guide.Outcome{State: guide.Unknown} })
}
