package downloads

import (
	"os"
	"path/filepath"
	"testing"
)

// TestRepairOfAFileOfAnotherLength: what is too much is cut off, and no more is fetched than what is wrong.
func TestRepairOfAFileOfAnotherLength(t *testing.T) {
	const size, piece = 600 << 10, 256 << 10
	data, sum := content(size, 95)
	other, _ := content(size, 96)
	extra := func(n int) []byte { return append(append([]byte{}, data...), other[:n]...) }
	s := serve(t, data)
	for name, c := range map[string]struct {
		file           []byte
		damaged        int64
		fetched        int64 // with piece hashes
		fetchedOfPlain int64 // without
		damagedOfPlain int64
	}{
		"one byte more":          {extra(1), 1, 0, 0, 1},
		"as much again":          {extra(size), size, 0, 0, size},
		"other bytes, and more":  {append(append([]byte{}, other[:piece]...), extra(1000)[piece:]...), piece + 1000, piece, size, size + 1000},
		"the last piece, longer": {append(append([]byte{}, data[:2*piece]...), other[:piece]...), piece, size - 2*piece, size, size + piece - (size - 2*piece)},
		"shorter":                {data[:2*piece], size - 2*piece, size - 2*piece, size - 2*piece, size - 2*piece},
		"empty":                  {nil, size, size, size, size},
	} {
		for _, pieces := range []bool{true, false} {
			what := name + map[bool]string{true: ", with piece hashes", false: ""}[pieces]
			t.Run(what, func(t *testing.T) {
				q := openQueue(t, Config{})
				spec := Spec{URL: s.URL + "/file.bin", Dir: t.TempDir(), Size: size, SHA256: sum}
				damaged, fetched := c.damagedOfPlain, c.fetchedOfPlain
				if pieces {
					spec.Pieces.Size = piece
					for from := 0; from < size; from += piece {
						spec.Pieces.SHA256 = append(spec.Pieces.SHA256, sumOf(data[from:min(from+piece, size)]))
					}
					damaged, fetched = c.damaged, c.fetched
				}
				id := add(t, q, spec)[0]
				if err := wait(t, q, id); err != nil {
					t.Fatal(err)
				}
				path := filepath.Join(spec.Dir, "file.bin")
				if err := os.WriteFile(path, c.file, 0o600); err != nil {
					t.Fatal(err)
				}
				r, err := q.Verify(t.Context(), id, false)
				if err != nil || r.OK || sumRanges(r.Damaged) != damaged {
					t.Errorf("found: %+v %v; want %d bytes damaged", r, err, damaged)
				}
				r, err = q.Verify(t.Context(), id, true)
				if err != nil || !r.OK || !r.Repaired || r.Fetched != fetched {
					t.Errorf("repaired: %+v %v; want %d bytes fetched", r, err, fetched)
				}
				arrived(t, path, data)
			})
		}
	}
}

func sumRanges(all []Range) (n int64) {
	for _, r := range all {
		n += r.To - r.From
	}
	return n
}
