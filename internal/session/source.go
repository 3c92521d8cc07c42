package session

import (
	"context"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
)

// sourceKey is what the queue keeps for a program's file: three escaped parts, no secret.
func sourceKey(name, pack, file string) downloads.SourceKey {
	return downloads.SourceKey(url.PathEscape(name) + "/" + url.PathEscape(pack) + "/" + url.PathEscape(file))
}

// ReadSource returns the parts of a SourceKey.
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

// source returns what the queue asks for links: one for all of a program's files.
func (a *App) source(downloads.SourceKey) downloads.Source { return linker{a} }

// linker asks the program's service for fresh links.
type linker struct{ app *App }

// Link asks for a link with the token of the account in use. Refusals come back as the service's faults; the queue makes a waiting
// entry of them. After a refusal the session's snapshot is read anew, so that the screen shows the step at once.
func (l linker) Link(ctx context.Context, key downloads.SourceKey, _ downloads.Refresh) (downloads.Link, error) {
	name, pack, file, ok := ReadSource(key)
	if !ok {
		return downloads.Link{}, noSourceFault()
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
		s.refreshRefused(ctx, err)
		return downloads.Link{}, err
	}
	reach := l.app.opts.Reach
	if err := reach.follow(s.info.Address, link.URL); err != nil {
		return downloads.Link{}, err
	}
	mirrors := slices.DeleteFunc(link.Mirrors, func(address string) bool { return reach.follow(s.info.Address, address) != nil })
	return downloads.Link{URL: link.URL, ETag: link.ETag, Size: link.Size, Expires: link.Expires, Mirrors: mirrors}, nil
}

// someone returns a fault when nobody is signed in, having looked for a sign-in of another process where nobody is.
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

// refreshRefused reads the status anew after the service said no to a transfer.
func (s *Session) refreshRefused(ctx context.Context, err error) {
	switch fault.Of(err).Kind {
	case fault.SignIn, fault.Terms, fault.Registration, fault.Permission:
		s.refreshAfter(ctx)
	}
}

// longestProblem is how many bytes of a refusal are read.
const longestProblem = 64 << 10

// refusal returns the refusal of the file's own server: its problem details, or nil.
func refusal(answer *http.Response) *fault.Error {
	kind, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if err != nil || kind != api.ProblemType {
		return nil
	}
	var problem api.Problem
	if err := api.Decode(io.LimitReader(answer.Body, longestProblem), longestProblem, &problem); err != nil {
		return nil
	}
	return problem.Fault()
}
