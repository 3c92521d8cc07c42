package downloads

import (
	"fmt"
	"testing"
)

// BenchmarkOpen is the start of a client: with a list of ten thousand, with an empty one, and in a new folder.
func BenchmarkOpen(b *testing.B) {
	for _, entries := range []int{0, 10_000} {
		b.Run(fmt.Sprintf("%d entries", entries), func(b *testing.B) {
			home := b.TempDir()
			open := func() *Queue {
				q, err := Open(b.Context(), Config{Dir: home, Hold: true})
				if err != nil {
					b.Fatal(err)
				}
				return q
			}
			q := open()
			dir, specs := b.TempDir(), make([]Spec, entries)
			for i := range specs {
				specs[i] = Spec{URL: fmt.Sprintf("https://host.example/file-%d.iso", i), Dir: dir, Size: 1 << 20, SHA256: fmt.Sprintf("%064x", i+1)}
			}
			if _, err := q.Add(b.Context(), specs...); err != nil {
				b.Fatal(err)
			}
			_ = q.Close()
			for b.Loop() {
				_ = open().Close()
			}
		})
	}
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			q, err := Open(b.Context(), Config{Dir: b.TempDir(), Hold: true})
			if err != nil {
				b.Fatal(err)
			}
			_ = q.Close()
		}
	})
}
