package ui

import (
	"github.com/programconnect/programconnect/internal/settings"
	"github.com/programconnect/programconnect/ui/widgets"
)

// look is the theme and the interface size.
type look struct{ shell *Shell }

// use puts the theme and the interface size of the settings into force, live: the screen stays where it was scrolled.
func (l look) use(chosen settings.Settings) {
	s := l.shell
	if now, ok := s.cfg.App.Settings().Theme().(*widgets.AppTheme); ok && now.Choice() == chosen.Theme && now.Scale() == chosen.Size {
		return
	}
	positions := widgets.ScrollPositions(s.body)
	s.cfg.App.Settings().SetTheme(widgets.NewTheme(chosen.Theme, chosen.Size))
	if len(positions) > 0 {
		s.cfg.Post(func() { widgets.RestoreScroll(s.body, positions) }) // the new sizes are laid out by then
	}
}
