package ui

import (
	"cmp"
	"context"
	"sync"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/internal/settings"
	"github.com/programconnect/programconnect/ui/widgets"
)

// area is where in the app the person is.
type area int

const (
	areaNone    area = iota // before it is known where to begin
	areaWelcome             // the programs
	areaJourney             // sign in, register, agreement, access: whichever the service asks for next
	areaPackages
	areaDownloads
	areaHelp
	areaAccount
	areaSignIn  // the sign-in although an account is remembered: another one, or the same again
	areaReading // an agreement read or answered again from the account
	areaSettings
	areaFeedback
	areaEngagements
)

// screen is what fills the window beside the rail or under the steps.
type screen interface {
	object() fyne.CanvasObject
	apply(view) // a new snapshot, on the screens' goroutine; also once before the screen is shown
	leave()     // the screen is taken away
}

// Shell is the window: the steps at its head or the rail at its left, the screen, and what stands over it: toasts and
// hints.
type Shell struct {
	texts    // in the language of the person
	cfg      Config
	win      fyne.Window
	ctx      context.Context
	end      context.CancelFunc
	lifetime *lifetime // of the whole window
	workers  sync.WaitGroup

	session atomic.Pointer[session.Session] // the program in use; nil until one was chosen
	puller  *puller

	view          view
	area          area
	key           string // names what is shown, so that a screen is built anew only when it is another
	screen        screen
	thanks        bool    // an agreement was just accepted: the thank-you page comes before the packages
	attempting    bool    // a sign-in is under way
	parked        *signIn // waits for the browser while the person reads Help
	reading       string  // id of the agreement shown at placeReading
	readFrom      area    // where the person was before
	wantedPackage string  // a deep link asked for this package; it is chosen once the catalogue is there
	startLink     string  // a deep link that came before the accounts were known
	begun         bool
	before        []area // the areas that were left, for Alt Left
	programs      programs
	feedback      feedbackState

	body    *fyne.Container
	frame   *fyne.Container
	steps   *stepsHeader
	rail    *rail
	foot    *footer
	notices *notices
	hints   *widgets.Hints
	undo    *undoBar
	dialogs dialogs
	keys    keyboard
	guides  guides
	files   files
	notify  notifier
	hidden  hiddenEntries
	tray    tray
	window  window
	look    look
	palette palette
	drops   drops

	speeds speedLog
	// reasons for access that were typed and not sent
	accessDrafts accessDrafts
}

// New makes the window without showing it. Call Show, then run the app; Close when it has ended.
func New(cfg Config) *Shell {
	s := &Shell{cfg: cfg.withDefaults(), hidden: hiddenEntries{}, body: container.NewStack()}
	s.ctx, s.end = context.WithCancel(context.Background())
	s.lifetime = newLifetime(s.ctx)
	s.puller = newPuller(s)
	s.undo, s.dialogs, s.keys = &undoBar{shell: s}, dialogs{shell: s}, keyboard{s}
	s.guides, s.files = guides{shell: s}, files{shell: s}
	s.window, s.look, s.palette, s.drops = window{shell: s}, look{s}, palette{s}, drops{s}
	s.programs = programs{shell: s, known: map[string]session.Snapshot{}}
	s.foot, s.hints = newFooter(s), widgets.NewHints(shellClock{s})
	s.view = s.puller.snapshot()
	chosen := s.cfg.Session.Settings.Now()
	s.look.use(chosen)
	s.texts = s.textsOf(chosen)
	s.translateToolkit()

	s.win = s.cfg.App.NewWindow("")
	s.win.SetPadded(false)
	s.layOut()
	s.window.openSize(rememberedSize(s.cfg.Size))
	s.win.SetCloseIntercept(s.window.closing)
	s.keys.listen()
	s.window.listenToFocus()
	s.drops.watch(nil)
	return s
}

// textsOf returns the texts in the language of the settings, else in that of the configuration or the system.
func (s *Shell) textsOf(chosen settings.Settings) texts {
	return textsIn(cmp.Or(chosen.Language, s.cfg.Language))
}

// layOut builds what stands around the screen, in the language of the person. In the order of the focus the screen comes
// before the rail.
func (s *Shell) layOut() {
	s.win.SetTitle(s.tr(msgProgramConnect))
	s.steps, s.rail, s.notices = newStepsHeader(s), newRail(s), newNotices(s)
	content := container.NewStack(container.New(stackedLayout{}, s.steps.box, s.notices.box, s.body), s.foot.toasts)
	form := &widgets.WindowLayout{RailIndex: 1, OnBreakpoint: func(b widgets.Breakpoint) { s.rail.setMode(b.Rail) }}
	s.frame = container.New(form, content, s.rail.box)
	s.win.SetContent(container.NewStack(s.frame, s.hints))
}

// useSettings takes over settings that were just saved.
func (s *Shell) useSettings(chosen settings.Settings) {
	s.look.use(chosen)
	s.tray.use(chosen)
	if wanted := s.textsOf(chosen); wanted.tag() != s.tag() {
		s.useTexts(wanted)
	}
}

// carrier is a screen that can hand what is half typed over to its successor in another language.
type carrier interface{ carry(into screen) }

// useTexts builds everything anew in another language.
func (s *Shell) useTexts(wanted texts) {
	s.texts = wanted
	s.translateToolkit()
	s.layOut()
	before, positions := s.screen, widgets.ScrollPositions(s.body)
	s.key = ""
	s.apply(s.view)
	s.undo.show()
	if from, ok := before.(carrier); ok {
		from.carry(s.screen)
	}
	widgets.RestoreScroll(s.body, positions)
}

// Window is the app's window.
func (s *Shell) Window() fyne.Window { return s.win }

// Show puts the window on the screen, opens the program used last, and begins to follow the downloads.
func (s *Shell) Show() {
	s.arrange()
	s.win.Show()
	s.tray = tray{shell: s}
	s.tray.use(s.cfg.Session.Settings.Now())
	s.cfg.Post(func() { s.window.openSize(s.win.Canvas().Size()) })
	// Accounts are known once the keyring was read; until then nobody can tell where to begin.
	act(s, s.lifetime, s.cfg.Session.Accounts().Ready, func(error) { s.begin() })
	s.guides.load()
	s.workers.Add(1)
	go func() {
		defer s.workers.Done()
		s.puller.run()
	}()
}

// ComeForward brings the window to the front and opens a deep link (empty: none): the app was started once more.
func (s *Shell) ComeForward(link string) {
	s.window.comeToFront()
	if link != "" {
		s.OpenLink(link)
	}
}

// Close ends the work of the window and waits for it. It does not close the session: its owner does that.
func (s *Shell) Close() {
	s.undo.settle()
	s.window.noteSize()
	if s.cfg.KeepSize != nil && s.window.size != (fyne.Size{}) {
		s.cfg.KeepSize(s.window.size)
	}
	if s.screen != nil {
		s.screen.leave()
	}
	s.lifetime.end()
	s.end()
	s.workers.Wait()
}

// begin opens the program used last when somebody is signed in, else the list of programs.
func (s *Shell) begin() {
	if s.begun {
		s.comeBack() // the person did not wait for the keyring, and now it has answered
		return
	}
	s.begun = true
	if s.area != areaNone {
		return // the person was quicker
	}
	if s.startLink != "" {
		s.OpenLink(s.startLink)
		return
	}
	if len(s.cfg.Session.Accounts().List()) > 0 {
		s.useProgram("")
		return
	}
	s.goTo(areaWelcome)
}

// apply takes over a snapshot: where the person is may change by it, then every part shows it.
func (s *Shell) apply(v view) {
	if s.ctx.Err() != nil {
		return
	}
	s.notify.look(s, s.view, v)
	s.view = v
	s.speeds.note(v.Queue, v.Now)
	s.programs.note(v.Session)
	if s.window.away {
		s.window.restAway()
		return // nobody sees it
	}
	s.arrange()
	s.steps.apply(v)
	s.rail.apply(v)
	s.notices.apply(v)
	if s.screen != nil {
		s.screen.apply(v)
	}
}

func (s *Shell) ready() bool {
	return s.session.Load() != nil && s.view.Session.Step == api.StepReady && !s.thanks
}

// useProgram opens a program by its name; empty is the one used last.
func (s *Shell) useProgram(name string) {
	work(s, s.lifetime, func(ctx context.Context) (*session.Session, error) { return s.cfg.Session.Session(ctx, name) },
		func(opened *session.Session, err error) {
			if err != nil {
				s.goTo(areaWelcome)
				if !s.dialogs.confirmProgram(err) {
					s.dialogs.tell(err)
				}
				return
			}
			s.session.Store(opened)
			s.thanks = false
			s.view = s.puller.snapshot()
			s.goTo(areaJourney)
			act(s, s.lifetime, opened.Refresh, func(error) { s.puller.wake() }) // a refusal is in the snapshot
		})
}

// copyText puts a text on the clipboard and says so at the foot.
func (s *Shell) copyText(text string) {
	s.cfg.Copy(text)
	s.foot.say(s.tr(&goi18n.Message{ID: "ui.window.copied", Other: "Copied."}))
}

// openURL shows a page in the browser, when the address is one that may be opened.
func (s *Shell) openURL(address string) {
	if !mayOpen(address) {
		s.foot.say(s.tr(&goi18n.Message{ID: "ui.window.https-only", Other: "Only https addresses are opened."}))
		return
	}
	aside(s, func() error { return s.cfg.OpenURL(address) }, func(err error) {
		if err != nil {
			s.cfg.Copy(address)
			s.dialogs.tell(errNotOpened(err))
		}
	})
}
