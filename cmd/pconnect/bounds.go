package main

import (
	"context"
	"errors"
	"strconv"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// bounds are the flags that say how long a command that downloads goes on.
type bounds struct {
	maxTime string // --max-time
	tries   int    // --tries
}

func (b *bounds) flags(p *printer, cmd *cobra.Command) {
	cmd.Flags().StringVar(&b.maxTime, "max-time", "", p.help(&goi18n.Message{ID: "pconnect.flag.max-time",
		Other: "total time, e.g. 90s, 20m or 2h; then it ends with status 7, and what came is kept"}))
	cmd.Flags().IntVar(&b.tries, "tries", 0, p.help(&goi18n.Message{ID: "pconnect.download.flag.tries",
		Other: "tries without one byte until it gives up, 1 to 100; 8 by default, about a minute"}))
}

// limit checks the flags and returns the total time, 0 for no bound.
func (b bounds) limit() (time.Duration, error) {
	if b.tries < 0 || b.tries > mostTries {
		return 0, usage("tries", i18n.T(&goi18n.Message{ID: "pconnect.download.tries", Other: "Tries can be 1 to 100."}))
	}
	if b.maxTime == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(b.maxTime)
	if seconds, bad := strconv.Atoi(b.maxTime); bad == nil { // as curl takes it
		d, err = time.Duration(seconds)*time.Second, nil
	}
	if err != nil || d <= 0 {
		return 0, usage("max-time", i18n.T(&goi18n.Message{ID: "pconnect.max-time.wrong", Other: "“{{.Time}}” is not a time."},
			"Time", b.maxTime),
			i18n.T(&goi18n.Message{ID: "pconnect.max-time.step", Other: "Write it as 90s, 20m or 2h."}))
	}
	return d, nil
}

// within does something within a total time. What breaks off because the time is over is a fault that says so.
func within(ctx context.Context, limit time.Duration, do func(context.Context) error) error {
	if limit == 0 {
		return do(ctx)
	}
	over := maxTimeFault(limit)
	ctx, stop := context.WithTimeoutCause(ctx, limit, over)
	defer stop()
	err := do(ctx)
	if err != nil && errors.Is(context.Cause(ctx), over) {
		return over
	}
	return err
}

func maxTimeFault(limit time.Duration) *fault.Error {
	return &fault.Error{Kind: fault.Network, Code: "pconnect.max-time", Guide: "network", Safe: partKept(), Steps: []i18n.Text{againLaterStep()},
		Title: i18n.T(&goi18n.Message{ID: "pconnect.max-time.title", Other: "It was not finished within {{.Time}}."},
			"Time", limit.String())}
}
