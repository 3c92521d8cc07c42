package service

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/programconnect/programconnect/internal/service/store"
)

// Recorder holds the commands of a program's owner on the record of downloads, and on people as they stand in it: who holds a
// file, and taking a person out. Their errors are faults.
type Recorder struct{ *base }

// Download is a row of the record of downloads.
type Download = store.Download

// DownloadQuery narrows what is read of the record; zero values do not.
type DownloadQuery struct {
	Package string
	File    string // a file's name, or its SHA-256
	Person  string // an address that only one has, or an id
	Since   time.Time
}

// recordPage is how many rows of the record are read at once.
const recordPage = 1000

// EachDownload calls f with the rows of the record, oldest first, until f returns an error, which it returns.
func (o *Recorder) EachDownload(ctx context.Context, q DownloadQuery, f func(Download) error) error {
	filter := store.DownloadFilter{Package: q.Package, File: q.File, Since: q.Since, Limit: recordPage}
	if q.Person != "" {
		p, err := findPerson(ctx, o.data(), q.Person)
		if err != nil {
			return ownerError(err)
		}
		filter.Person = p.ID()
	}
	for {
		rows, err := o.data().Downloads.List(ctx, filter)
		if err != nil {
			return ownerError(err)
		}
		for _, row := range rows {
			if err := f(row); err != nil {
				return err
			}
		}
		if len(rows) < recordPage {
			return nil
		}
		filter.After = rows[len(rows)-1].Number
	}
}

// Holder is somebody who holds a file, or may hold it.
type Holder struct {
	Person, Name, Address          string
	Package, Version, File, SHA256 string
	Whole                          bool      // it came whole; otherwise a link was given
	Last                           time.Time // of the last row
}

// Holders returns who holds the files that a query is about: each person and file once, those who have it whole first. Rows of
// people who were erased name nobody and are counted in nobody.
func (o *Recorder) Holders(ctx context.Context, q DownloadQuery) (holders []Holder, nobody int, err error) {
	type key struct{ person, pack, sha256 string }
	found := map[key]*Holder{}
	err = o.EachDownload(ctx, q, func(d Download) error {
		if d.Person == "" {
			nobody++
			return nil
		}
		h := found[key{d.Person, d.Package, d.SHA256}]
		if h == nil {
			h = &Holder{Person: d.Person, Package: d.Package, SHA256: d.SHA256}
			found[key{d.Person, d.Package, d.SHA256}] = h
		}
		h.Name, h.Address, h.Version, h.File, h.Last = d.Name, d.Address, d.Version, d.File, d.Time
		h.Whole = h.Whole || d.Act == store.DownloadWhole
		return nil
	})
	for _, h := range found {
		holders = append(holders, *h)
	}
	slices.SortFunc(holders, func(a, b Holder) int {
		return cmp.Or(cmp.Compare(order(!a.Whole), order(!b.Whole)), cmp.Compare(a.Address, b.Address), cmp.Compare(a.Person, b.Person),
			cmp.Compare(a.Package, b.Package), cmp.Compare(a.SHA256, b.SHA256))
	})
	return holders, nobody, err
}

// Erased is what was removed when a person was erased, and what stays.
type Erased = store.Erased

// Erase takes a person out of the data: registration, access, feedback with its attachments, mails on their way, and their name in
// the record of downloads. Their answers in the ledger stay, since each holds the hash of the one before it, and decisions of the
// owner against them stay without a word, so that nobody comes back in by being erased.
func (o *Recorder) Erase(ctx context.Context, who, by string) (Erased, error) {
	if err := checkLines("who", by); err != nil {
		return Erased{}, err
	}
	var done Erased
	err := o.store.Write(ctx, func(d store.Data) error {
		p, err := findPerson(ctx, d, who)
		if err != nil {
			return err
		}
		done, err = d.Erasures.Erase(ctx, store.Erasure{Person: p.ID(), Who: by, Time: o.now()})
		return err
	})
	for _, id := range done.Attachments {
		err = errors.Join(err, o.blobs.Delete(ctx, attachmentKey(id)))
	}
	return done, ownerError(err)
}

// WouldErase returns what Erase would remove, and removes nothing.
func (o *Recorder) WouldErase(ctx context.Context, who string) (Erased, error) {
	var would Erased
	kept := errors.New("service: nothing is erased") // takes the unit of work back
	err := o.store.Write(ctx, func(d store.Data) error {
		p, err := findPerson(ctx, d, who)
		if err != nil {
			return err
		}
		if would, err = d.Erasures.Erase(ctx, store.Erasure{Person: p.ID(), Time: o.now()}); err != nil {
			return err
		}
		return kept
	})
	if errors.Is(err, kept) {
		err = nil
	}
	return would, ownerError(err)
}

// Erasures lists who was erased, oldest first. After an old backup was restored, they are erased again.
func (o *Recorder) Erasures(ctx context.Context) ([]store.Erasure, error) {
	list, err := o.data().Erasures.Erasures(ctx)
	return list, ownerError(err)
}
