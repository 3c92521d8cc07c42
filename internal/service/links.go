package service

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/store"
)

// links holds the rules of signed links: who gets one, and what it is good for.
type links struct {
	*base
	agreements *agreements
	admission  *admission
	passes     *passes
}

// make returns a link to a file for somebody who may have it now, and the package's engagement.
func (l *links) make(ctx context.Context, p Identity, id, name string) (link api.Link, engagement string, err error) {
	d := l.data()
	if _, err := l.admission.registered(ctx, d, p); err != nil { // before it is said what is there
		return api.Link{}, "", err
	}
	k, err := l.packageOf(ctx, d, id)
	if err != nil {
		return api.Link{}, "", err
	}
	if err := l.admission.mayHave(ctx, p, k); err != nil {
		return api.Link{}, "", err
	}
	if l.expired(k) {
		return api.Link{}, "", refuse(api.CodePackageExpired, nil)
	}
	f, err := fileOf(ctx, d, id, name)
	if err != nil {
		return api.Link{}, "", err
	}
	if from := l.config.direct(); from != nil && f.Content == store.ContentObject {
		link, err = l.direct(ctx, from, f)
	} else {
		link, err = l.sign(ctx, d, p, k, f)
	}
	return link, k.Engagement, err
}

// direct makes a link of the store's own, which ends by time alone. Its tag is the store's: the client learns it there.
func (l *links) direct(ctx context.Context, from blob.Linker, f store.File) (api.Link, error) {
	expires := l.now().Add(l.config.Limits.LinkLife).Truncate(time.Second)
	addresses, err := from.Links(ctx, f.SHA256, l.config.Limits.LinkLife, blob.Sent{Name: f.Name, ContentType: f.ContentType})
	if err != nil {
		return api.Link{}, err
	}
	return api.Link{URL: addresses[0], Mirrors: addresses[1:], Expires: expires, Size: f.Size, SHA256: f.SHA256}, nil
}

// fileOf returns a file of a package, or the refusal of one that is not there.
func fileOf(ctx context.Context, d store.Data, id, name string) (store.File, error) {
	f, err := d.Packages.File(ctx, id, name)
	if errors.Is(err, store.ErrNotFound) {
		err = notFound()
	}
	return f, err
}

// sign makes the link: HMAC-SHA256 over method, path, object, person, the accepted agreements, expiry and key.
func (l *links) sign(ctx context.Context, d store.Data, p Identity, k api.Package, f store.File) (api.Link, error) {
	signer, err := d.Keys.Signing(ctx, store.KeyLinks)
	if err != nil {
		return api.Link{}, err
	}
	terms, err := l.termsHash(ctx, p, k.Engagement)
	if err != nil {
		return api.Link{}, err
	}
	expires := l.now().Add(l.config.Limits.LinkLife).Truncate(time.Second)
	path := filePath(k.ID, f.Name)
	query := url.Values{"u": {p.ID()}, "t": {terms}, "e": {strconv.FormatInt(expires.Unix(), 10)}, "k": {signer.ID}}
	query.Set("s", linkSignature(signer.Secret, path, f.SHA256, query))
	return api.Link{URL: l.config.BaseURL() + path + "?" + query.Encode(), Expires: expires,
		ETag: strongTag(f.SHA256), Size: f.Size, SHA256: f.SHA256}, nil
}

func filePath(id, name string) string {
	return "/files/" + url.PathEscape(id) + "/" + url.PathEscape(name)
}

// linkSignature signs GET, which HEAD shares.
func linkSignature(secret []byte, path, object string, q url.Values) string {
	mac := hmac.New(sha256.New, secret)
	parts := []string{"program-connect link 1", "GET", path, object, q.Get("u"), q.Get("t"), q.Get("e"), q.Get("k")}
	_, _ = mac.Write([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(mac.Sum(nil))
}

func strongTag(hash string) string { return `"` + hash + `"` }

// termsHash stands for the texts that count for an engagement now: a link ends with any of them.
func (l *links) termsHash(ctx context.Context, p Identity, engagement string) (string, error) {
	d, err := l.seen(ctx, p.ID())
	if err != nil {
		return "", err
	}
	list, err := l.agreements.counting(ctx, d, p, engagement)
	if err != nil {
		return "", err
	}
	texts := make([]string, len(list))
	for i, a := range list {
		texts[i] = a.ID + ":" + a.SHA256
	}
	slices.Sort(texts)
	sum := sha256.Sum256([]byte(strings.Join(texts, "\n")))
	return hex.EncodeToString(sum[:16]), nil
}

// admit returns the file of a signed link to somebody who may have it now.
func (l *links) admit(ctx context.Context, id, name, rawQuery string) (pass, error) {
	link := id + "/" + name + "?" + rawQuery
	version, err := l.store.Version(ctx)
	if err != nil {
		return pass{}, err
	}
	asked := l.now()
	if p, ok := l.passes.find(link, version, asked); ok {
		return p, nil
	}
	p, err := l.check(ctx, id, name, rawQuery)
	if err != nil {
		return pass{}, err
	}
	p.version = version // of before the check: what was written meanwhile is not missed
	p.asked = asked
	l.passes.keep(link, p)
	return p, nil
}

// check reads a link and asks for everything that it stands for.
func (l *links) check(ctx context.Context, id, name, rawQuery string) (pass, error) {
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return pass{}, refuse(api.CodeLink, nil)
	}
	d := l.data()
	f, err := d.Packages.File(ctx, id, name)
	if errors.Is(err, store.ErrNotFound) {
		return pass{}, refuse(api.CodeLink, nil) // as with a link that is wrong: who holds none learns nothing of what is there
	}
	if err != nil {
		return pass{}, err
	}
	person, err := l.personOf(ctx, d, id, f, query)
	if err != nil {
		return pass{}, err
	}
	p := pass{file: f, person: person, pack: id, terms: query.Get("t")}
	return p, l.holds(ctx, d, p)
}

// holds asks for everything that a link stands for but its time.
func (l *links) holds(ctx context.Context, d store.Data, p pass) error {
	k, err := l.packageOf(ctx, d, p.pack)
	if err != nil {
		return err
	}
	if err := l.admission.mayHave(ctx, p.person, k); err != nil {
		return err
	}
	terms, err := l.termsHash(ctx, p.person, k.Engagement)
	if err != nil {
		return err
	}
	if terms != p.terms || l.expired(k) {
		return refuse(api.CodeLink, nil)
	}
	return nil
}

// still returns a refusal when the person of a link may no longer have its file. An answer that runs may outlast the link's time.
func (l *links) still(ctx context.Context, p pass) error {
	running := strings.Join([]string{"running", p.pack, p.file.Name, p.person.ID(), p.terms}, "\n")
	version, err := l.store.Version(ctx)
	if err != nil {
		return err
	}
	asked := l.now()
	if _, ok := l.passes.find(running, version, asked); ok { // another connection for the same file has just asked
		return nil
	}
	d := l.data()
	f, err := fileOf(ctx, d, p.pack, p.file.Name)
	if err != nil {
		return err
	}
	if f.SHA256 != p.file.SHA256 {
		return refuse(api.CodeLink, nil)
	}
	if err := l.holds(ctx, d, p); err != nil {
		return err
	}
	p.version = version
	p.asked = asked
	l.passes.keep(running, p)
	return nil
}

// personOf checks a link's signature and time and returns the person it was made for.
func (l *links) personOf(ctx context.Context, d store.Data, id string, f store.File, q url.Values) (Identity, error) {
	refused := refuse(api.CodeLink, nil)
	for _, name := range []string{"u", "t", "e", "k", "s"} {
		if len(q[name]) != 1 {
			return Identity{}, refused
		}
	}
	k, err := d.Keys.Key(ctx, store.KeyLinks, q.Get("k"))
	if errors.Is(err, store.ErrNotFound) {
		return Identity{}, refused
	}
	if err != nil {
		return Identity{}, err
	}
	if !hmac.Equal([]byte(linkSignature(k.Secret, filePath(id, f.Name), f.SHA256, q)), []byte(q.Get("s"))) {
		return Identity{}, refused
	}
	expires, err := strconv.ParseInt(q.Get("e"), 10, 64)
	now := l.now()
	if err != nil || now.Unix() >= expires || expires > now.Add(longestLink).Unix()+1 {
		return Identity{}, refused
	}
	if !k.Until.IsZero() && now.Sub(k.Until) > longestLink {
		return Identity{}, refused
	}
	p, err := d.People.Person(ctx, q.Get("u"))
	if errors.Is(err, store.ErrNotFound) {
		return Identity{}, refused // erased since
	}
	if err != nil {
		return Identity{}, err
	}
	return identityOf(p), nil
}
