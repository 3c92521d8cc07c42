package ui

import (
	"context"
	"slices"
	"strconv"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// limitChoices are the speed limits that the drop-downs offer, in bytes a second; 0 is none.
func limitChoices(now int64) []int64 {
	choices := []int64{0, 512 << 10, 1 << 20, 2 << 20, 5 << 20, 10 << 20, 25 << 20}
	if !slices.Contains(choices, now) {
		choices = append(choices, now)
		slices.Sort(choices)
	}
	return choices
}

// limitNames are what the choices are called.
func (tx texts) limitNames(choices []int64, none *goi18n.Message) []string {
	var words []string
	for _, choice := range choices {
		if choice == 0 {
			words = append(words, tx.tr(none))
		} else {
			words = append(words, tx.perSecondText(float64(choice)))
		}
	}
	return words
}

// setLimitOfAll sets the speed limit of all downloads together. It is a setting like any other, so it outlives the app.
func (s *Shell) setLimitOfAll(limit int64) {
	//nolint:contextcheck // settings are saved whole, also when the window is closed meanwhile
	act(s, s.lifetime, func(context.Context) error {
		chosen := s.cfg.Session.Settings.Now()
		chosen.LimitRate = limit
		return s.cfg.Session.SetSettings(chosen)
	}, func(err error) {
		s.puller.wake()
		if err != nil {
			s.dialogs.tell(err)
		}
	})
}

// limitText and parseLimit turn bytes a second into MiB and back.
func limitText(perSecond int64) string {
	return strconv.FormatFloat(float64(perSecond)/(1<<20), 'f', -1, 64)
}

func parseLimit(text string) (int64, bool) {
	text = strings.ReplaceAll(strings.TrimSpace(text), ",", ".")
	if text == "" {
		return 0, true
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || !(value >= 0) || value > 1e6 || (value > 0 && value*(1<<20) < 1024) {
		return 0, false
	}
	return int64(value * (1 << 20)), true
}
