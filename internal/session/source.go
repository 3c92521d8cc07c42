package session

import (
	"context"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// sourceKey is what the queue keeps for a program's file: three escaped parts, no secret.
func sourceKey(name, pack, file string) downloads.SourceKey {
	return downloads.SourceKey(url.PathEscape(name) + "/" + url.PathEscape(pack) + "/" + url.PathEscape(file))
}

// ReadSource takes a SourceKey apart.
func ReadSource(key downloads.SourceKey) (name, pack, file string, ok bool) {
	parts := strings.Split(string(key), "/")
	if len(parts) != 3 {
		return "", "", "", false
	}
	for i, part := range parts {
		text, err := url.PathUnescape(part)
		if err != nil || text == "" {
			return "", "", "", false
		}
		parts[i] = text
	}
	return parts[0], parts[1], parts[2], true
}

// source gives the queue what it asks for links: one for all of a program's files.
func (a *App) source(downloads.SourceKey) downloads.Source { return linker{a} }

// linker asks the program's service for fresh links.
type linker struct{ app *App }

// Link asks for a link with the token of the account in use. Refusals come back as the service's faults; the queue makes a waiting
// entry of them. After a refusal the session's snapshot is read anew, so that the screen shows the step at once.
func (l linker) Link(ctx context.Context, key downloads.SourceKey, _ downloads.Refresh) (downloads.Link, error) {
	name, pack, file, ok := ReadSource(key)
	if !ok {
		return downloads.Link{}, &fault.Error{Kind: fault.Usage, Code: "session.source", Title: i18n.Verbatim("This download does not say where it comes from."),
			Steps: []i18n.Text{i18n.Verbatim("Remove it and start it again from the packages.")}}
	}
	s, err := l.app.sessionOf(ctx, name)
	if err != nil {
		return downloads.Link{}, err
	}
	if err := l.app.someone(ctx, s); err != nil {
		return downloads.Link{}, err
	}
	link, err := s.client.Link(ctx, pack, file)
	if err != nil {
		s.refused(ctx, err)
		return downloads.Link{}, err
	}
	return downloads.Link{URL: link.URL, ETag: link.ETag, Size: link.Size, Expires: link.Expires, Mirrors: link.Mirrors}, nil
}

// sessionOf is Session for the queue: it does not become the program used last.
func (a *App) sessionOf(ctx context.Context, name string) (*Session, error) {
	if err := a.rereadBook(); err != nil {
		return nil, err
	}
	info, err := a.Program(name)
	if err != nil {
		return nil, err
	}
	return a.open(ctx, info)
}

// someone tells whether somebody is signed in, having looked for a sign-in of another process where nobody is.
func (a *App) someone(ctx context.Context, s *Session) error {
	err := s.ready()
	if err == nil {
		return nil
	}
	if looked := a.opts.Accounts.RetryKeyring(ctx); looked != nil {
		a.log.Info("keyring not read again", "fault", fault.Of(looked).Code)
	}
	return s.ready()
}

// refused reads the status anew after the service said no to a transfer.
func (s *Session) refused(ctx context.Context, err error) {
	switch fault.Of(err).Kind {
	case fault.SignIn, fault.Terms, fault.Registration, fault.Permission:
		if trouble := s.Refresh(ctx); trouble != nil {
			s.app.log.Info("status not refreshed", "program", s.info.Name, "fault", fault.Of(trouble).Code)
		}
	}
}

// release lets entries that wait for a sign-in, for terms or for access ask again.
func (s *Session) release() {
	s.app.outbox.Wake()
	queue := s.app.Queue()
	if queue == nil {
		return // another process holds the queue, see releaseEverywhere
	}
	for _, why := range waitsForPerson() {
		queue.Release(why)
	}
}

// releaseEverywhere is release in the process that holds the queue too. It is for what the person just did, not for what was merely seen.
func (s *Session) releaseEverywhere(ctx context.Context) {
	s.release()
	s.app.releaseElsewhere(ctx)
}

// refusal reads a refusal of the file's own server: problem details, or nothing.
func refusal(answer *http.Response) *fault.Error {
	kind, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if err != nil || kind != api.ProblemType {
		return nil
	}
	var problem api.Problem
	if err := api.Decode(io.LimitReader(answer.Body, 64<<10), 64<<10, &problem); err != nil {
		return nil
	}
	return problem.Fault()
}

// queueSettings is the queue's part of the settings.
func queueSettings(s Settings) downloads.Settings {
	settings := downloads.Settings{Parallel: s.Parallel, Connections: s.Connections, PerHost: s.PerHost, LimitRate: s.LimitRate}
	if s.QuietFrom != "" {
		settings.QuietHours = []downloads.Hours{{From: minutes(s.QuietFrom), To: minutes(s.QuietUntil)}}
	}
	return settings
}

// minutes reads "22:30" as minutes since midnight; Settings.Check has seen it before.
func minutes(hour string) int {
	digit := func(i int) int { return int(hour[i] - '0') }
	return (digit(0)*10+digit(1))*60 + digit(3)*10 + digit(4)
}
