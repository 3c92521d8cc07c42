package service

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

const (
	digestPause = time.Hour // between two mails with news to one person
	digestItems = 20        // that one mail names
	digestBatch = 100       // people who are mailed at once
	titleLength = 80        // characters of an item's title in a mail
	lineLength  = 160       // characters of somebody's words in a mail
)

// digests holds the rules of mails about items: who hears what of the items that they follow, and how often. The first news
// come at once, then at most one mail an hour tells of all that happened. Since the mails come from the program's own address,
// they hold no more of somebody's words than a title and a first line, without web addresses.
type digests struct {
	*base
	admission *admission
}

// tell adds news of an item for everybody who follows it, the one who caused them aside, and mails those who wait no longer.
// A mail that can't be sent is no trouble of theirs.
func (t *digests) tell(ctx context.Context, item, cause, news string) {
	line, err := t.line(ctx, cause, news)
	if err == nil {
		err = t.data().Digests.Add(ctx, item, cause, line, t.now())
	}
	if err == nil {
		err = t.send(ctx)
	}
	if err != nil {
		t.config.Log.Warn("mails about an item were not sent", "item", item)
	}
}

// line returns one line of news: who caused them, and the first line of their words.
func (t *digests) line(ctx context.Context, cause, news string) (string, error) {
	who := "The program's owner"
	if cause != ownerPerson {
		reg, err := t.data().Registrations.Registration(ctx, cause)
		if err != nil {
			return "", err
		}
		who = quotable(reg.Form.PublisherName, titleLength)
	}
	first, _, more := strings.Cut(strings.TrimSpace(news), "\n")
	line := quotable(first, lineLength)
	if more && !strings.HasSuffix(line, "…") {
		line += " …"
	}
	return who + ": “" + line + "”", nil
}

// quotable returns somebody's words fit for a mail of the program: one line, not long, without web addresses.
func quotable(text string, limit int) string {
	parts := strings.Fields(api.CleanLine(text, limit))
	for i, part := range parts {
		lower := strings.ToLower(part)
		if strings.Contains(lower, ":/") || strings.Contains(lower, "www.") || strings.Contains(lower, "@") || strings.Contains(lower, ".") && strings.Contains(lower, "/") {
			parts[i] = "[address]"
		}
	}
	return strings.Join(parts, " ")
}

// send mails everybody for whom news wait and who had no mail for an hour.
func (t *digests) send(ctx context.Context) error {
	people, err := t.data().Digests.Due(ctx, t.now().Add(-digestPause), digestBatch)
	if err != nil {
		return err
	}
	var failed error
	for _, person := range people {
		failed = errors.Join(failed, t.sendTo(ctx, person))
	}
	return failed
}

// sendTo mails one person's news: those of what they may see now, to the address that they have verified. They are taken first: a
// mail that is lost is better than one that comes again and again.
func (t *digests) sendTo(ctx context.Context, person string) error {
	var list []store.News
	err := t.store.Write(ctx, func(d store.Data) (err error) {
		list, err = d.Digests.Take(ctx, person, t.now().Add(-digestPause), t.now())
		return err
	})
	if err != nil {
		return err
	}
	known, err := t.data().People.Person(ctx, person)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var visible []store.News
	for _, n := range list {
		var refusal *api.Problem
		switch err := t.visible(ctx, identityOf(known), n); {
		case err == nil:
			visible = append(visible, n)
		case !errors.As(err, &refusal):
			return err
		}
	}
	if len(visible) == 0 {
		return nil
	}
	reg, err := registrationOf(ctx, t.data(), person)
	if err != nil {
		return err
	}
	return t.config.Mail.Send(ctx, Mail{To: reg.Form.Contact.Email, Time: t.now(), Subject: t.config.Program.Name + ": news about feedback that you follow",
		Text: digestText(visible)})
}

// visible returns a refusal unless a person may see an item now: one that the owner has hidden is told to nobody.
func (t *digests) visible(ctx context.Context, p Identity, n store.News) error {
	if err := t.admission.may(ctx, p, n.Engagement); err != nil {
		return err
	}
	_, err := itemOf(ctx, t.data(), n.Item, p.ID())
	return err
}

// digestText returns the text of a mail with news.
func digestText(list []store.News) string {
	var text strings.Builder
	for i, n := range list {
		if i == digestItems {
			fmt.Fprintf(&text, "And %d more.\n\n", len(list)-i)
			break
		}
		fmt.Fprintf(&text, "“%s”", quotable(n.Title, titleLength))
		if n.Count > 1 {
			fmt.Fprintf(&text, " (%d times something new, the last:)", n.Count)
		}
		fmt.Fprintf(&text, "\n%s\n\n", n.Line)
	}
	return text.String() + "Read all of it in the app, under Feedback. To hear no more of an item, stop following it there.\n" +
		"You get at most one such mail an hour.\n"
}
