package service

import (
	"context"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// The bounds of a page of a list that is read as a whole: packages, engagements, agreements, receipts.
const (
	receiptLength = 200       // receipts; each has at most some thousand bytes
	listLength    = 500       // entries
	listBytes     = 1_000_000 // bytes of JSON after which a page ends; far below api.MaxJSON
)

// cursor returns the text that names the page after; empty on the last page.
func cursor(next int64) string {
	if next == 0 {
		return ""
	}
	return strconv.FormatInt(next, 10)
}

// readCursor returns the number of a request's cursor; 0 for the first page.
func readCursor(q *request) (int64, error) {
	after := q.URL.Query().Get("after")
	if after == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(after, 10, 64)
	if err != nil || n <= 0 {
		return 0, unknownPage()
	}
	return n, nil
}

func unknownPage() error { return fieldsProblem(wrong("after", api.CodeFieldPage, nil)) }

// page is a part of a list, encoded entry by entry.
type page struct {
	entries []jsontext.Value
	next    string // id of its last entry; empty on the last page
}

// pageOf returns the page of a list that begins after the entry of an id.
func pageOf[T any](list []T, after string, id func(*T) string) (page, error) {
	first := 0
	if after != "" {
		for first < len(list) && id(&list[first]) != after {
			first++
		}
		if first == len(list) {
			return page{}, unknownPage()
		}
		first++
	}
	p := page{entries: []jsontext.Value{}}
	size := 0
	for i := first; i < len(list); i++ {
		text, err := api.Encode(&list[i])
		if err != nil {
			return page{}, err
		}
		if len(p.entries) == listLength || (size > 0 && size+len(text) > listBytes) {
			p.next = id(&list[i-1])
			break
		}
		size += len(text)
		p.entries = append(p.entries, text)
	}
	return p, nil
}

// listPage returns the page that a request asks for of what a person sees, from the snapshot.
func listPage[T any](b *base, q *request, list func(context.Context, store.Data, Identity) ([]T, error), id func(*T) string) (page, error) {
	d, err := b.seen(q.Context(), q.person.ID())
	if err != nil {
		return page{}, err
	}
	all, err := list(q.Context(), d, q.person)
	if err != nil {
		return page{}, err
	}
	return pageOf(all, q.URL.Query().Get("after"), id)
}
