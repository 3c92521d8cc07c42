package service

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

// postLink gives a signed address of a file to somebody who may have it now.
func (s *Service) postLink(q *request) (any, error) {
	id := q.PathValue("id")
	found, err := loadPackages(q.Context(), s.store.db, id)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, notFoundProblem()
	}
	if err := s.may(q.Context(), q.person, found[0].Engagement); err != nil {
		return nil, err
	}
	if s.expired(found[0]) {
		return nil, conflictProblem("This package has expired.", "Its files are no longer given out. See whether a newer version is there.")
	}
	f, err := loadFile(q.Context(), s.store.db, id, q.PathValue("name"))
	if err != nil {
		return nil, err
	}
	link, err := s.sign(q.Context(), q.person, found[0], f)
	if err != nil {
		return nil, err
	}
	return link, s.use(q.Context(), q.person.ID(), found[0].Engagement)
}

func (s *Service) expired(k api.Package) bool {
	return !k.Expires.IsZero() && !s.now().Before(k.Expires)
}

// sign makes the link: HMAC-SHA256 over method, path, object, person, the accepted agreements, expiry and key.
func (s *Service) sign(ctx context.Context, p Identity, k api.Package, f stored) (api.Link, error) {
	signer, err := currentKey(ctx, s.store.db, forLinks)
	if err != nil {
		return api.Link{}, err
	}
	terms, err := s.termsHash(ctx, p.ID(), k.Engagement)
	if err != nil {
		return api.Link{}, err
	}
	expires := s.now().Add(s.config.Limits.LinkLife).Truncate(time.Second)
	path := "/files/" + url.PathEscape(k.ID) + "/" + url.PathEscape(f.Name)
	query := url.Values{"u": {p.ID()}, "t": {terms}, "e": {strconv.FormatInt(expires.Unix(), 10)}, "k": {signer.id}}
	query.Set("s", linkSignature(signer.secret, path, f.SHA256, query))
	return api.Link{URL: s.config.BaseURL() + path + "?" + query.Encode(), Expires: expires, ETag: strongTag(f.SHA256), Size: f.Size, SHA256: f.SHA256}, nil
}

// linkSignature signs GET, which HEAD shares.
func linkSignature(secret []byte, path, object string, q url.Values) string {
	mac := hmac.New(sha256.New, secret)
	_, _ = mac.Write([]byte(strings.Join([]string{"program-connect link 1", "GET", path, object, q.Get("u"), q.Get("t"), q.Get("e"), q.Get("k")}, "\n")))
	return hex.EncodeToString(mac.Sum(nil))
}

func strongTag(hash string) string { return `"` + hash + `"` }

// termsHash stands for the texts that count for an engagement now: a link dies with any of them.
func (s *Service) termsHash(ctx context.Context, person, engagement string) (string, error) {
	list, err := s.agreements(ctx, s.store.db, person)
	if err != nil {
		return "", err
	}
	var texts []string
	for _, a := range list {
		if a.Required && (a.Engagement == "" || a.Engagement == engagement) {
			texts = append(texts, a.ID+":"+a.SHA256)
		}
	}
	slices.Sort(texts)
	sum := sha256.Sum256([]byte(strings.Join(texts, "\n")))
	return hex.EncodeToString(sum[:16]), nil
}

// checkLink reads a signed link and gives the person it was made for.
func (s *Service) checkLink(ctx context.Context, id string, f stored, q url.Values) (Identity, error) {
	for _, name := range []string{"u", "t", "e", "k", "s"} {
		if len(q[name]) != 1 {
			return Identity{}, linkProblem()
		}
	}
	k, err := keyByID(ctx, s.store.db, forLinks, q.Get("k"))
	if err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			return Identity{}, linkProblem()
		}
		return Identity{}, err
	}
	path := "/files/" + url.PathEscape(id) + "/" + url.PathEscape(f.Name)
	if !hmac.Equal([]byte(linkSignature(k.secret, path, f.SHA256, q)), []byte(q.Get("s"))) {
		return Identity{}, linkProblem()
	}
	expires, err := strconv.ParseInt(q.Get("e"), 10, 64)
	now := s.now()
	if err != nil || now.Unix() >= expires || expires > now.Add(longestLink).Unix()+1 {
		return Identity{}, linkProblem()
	}
	if !k.until.IsZero() && now.Sub(k.until) > longestLink {
		return Identity{}, linkProblem()
	}
	return identity(ctx, s.store.db, q.Get("u"))
}
