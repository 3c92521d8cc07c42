package service

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// answersKept is how long an answer is kept for whoever asks again with its key.
const answersKept = 90 * 24 * time.Hour

// warnedLapsed notes that somebody was told that their access has lapsed.
const warnedLapsed = -1

// Sweep does what the calendar asks for: it warns people by mail 30, 14 and 1 days before their access lapses, and writes to them
// when it has, mails the news of feedback that have waited for an hour, drops answers kept for repeated sends after 90 days and what is
// older in the record of downloads than the settings say, and deletes old bytes that nothing names. Each mail is sent once; calling it often does no harm.
func (o *Owner) Sweep(ctx context.Context) error {
	if err := o.data().Answers.Forget(ctx, o.now().Add(-answersKept)); err != nil {
		return ownerError(err)
	}
	if kept := o.config.DownloadsKept; kept > 0 {
		if _, err := o.data().Downloads.Forget(ctx, o.now().Add(-kept)); err != nil {
			return ownerError(err)
		}
	}
	if err := o.rules.digests.send(ctx); err != nil {
		return ownerError(err)
	}
	if err := o.warnIdle(ctx); err != nil {
		return err
	}
	_, err := o.Collect(ctx) // the last: a store for bytes that is away keeps nothing else waiting
	return err
}

// warnIdle writes to people whose access lapses soon or has lapsed.
func (o *Owner) warnIdle(ctx context.Context) error {
	list, err := o.data().Rights.Idle(ctx, o.now().Add(idleWarns-idleLimit))
	if err != nil {
		return ownerError(err)
	}
	for _, i := range list {
		a := api.Access{State: api.AccessGranted}
		o.rules.access.lapse(&a, i.Used)
		days := a.Warning
		if a.State == api.AccessLapsed {
			days = warnedLapsed
		}
		if days == 0 || i.Warned == days {
			continue
		}
		if err := o.warn(ctx, i, days, a.Lapses); err != nil {
			return ownerError(err)
		}
	}
	return nil
}

// warn notes the warning and puts its mail into the outbox in one unit of work.
func (o *Owner) warn(ctx context.Context, i store.Idle, days int, lapses time.Time) error {
	what := i.Title
	if i.Engagement == "" {
		what = o.config.Program.Name
	}
	m := Mail{To: i.Address, Time: o.now(), Subject: what + ": your access lapses in " + strconv.Itoa(days) + " days",
		Text: "You have not used “" + what + "” for a while. Your access lapses on " + lapses.Format("2 January 2006") + ".\n\n" +
			"Open one of its packages to keep it.\n"}
	switch days {
	case 1:
		m.Subject = what + ": your access lapses tomorrow"
	case warnedLapsed:
		m.Subject = what + ": your access has lapsed"
		m.Text = "You did not use “" + what + "” for 180 days, so your access has lapsed. " +
			"Ask for access again if you need it.\n"
	}
	return o.write(ctx, func(d store.Data) error {
		if err := d.Rights.NoteWarning(ctx, i, days); errors.Is(err, store.ErrNotFound) {
			return nil // another instance warns
		} else if err != nil {
			return err
		}
		return o.post(ctx, d, m, o.now().Add(mailLife))
	})
}
