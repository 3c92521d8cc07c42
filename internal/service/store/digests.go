package store

import (
	"context"
	"time"
)

// News is what happened to one item since somebody was last told.
type News struct {
	Item, Engagement, Title string
	Count                   int    // how many things happened
	Line                    string // the last of them, in one line
}

// Digests are the news of items that wait for those who follow them.
type Digests interface {
	// Add adds a line of news for everybody who follows an item, one person left out.
	Add(ctx context.Context, item, except, line string, at time.Time) error
	// Due returns up to limit people for whom news wait and who had no mail after a time, who wait longest first.
	Due(ctx context.Context, after time.Time, limit int) ([]string, error)
	// Take returns a person's news, oldest first, and removes them; they had a mail at this time then. Whoever had one after a
	// time already keeps theirs.
	Take(ctx context.Context, person string, after, at time.Time) ([]News, error)
}
