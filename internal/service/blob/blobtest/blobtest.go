// Package blobtest is the suite of promises that each implementation of package blob keeps.
package blobtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/service/blob"
)

// Run runs the suite. open opens a new, empty store, which ends with the test.
func Run(t *testing.T, open func(t *testing.T) blob.Store) {
	t.Helper()
	for _, c := range []struct {
		name string
		test func(t *testing.T, s blob.Store)
	}{
		{"Put", testPut}, {"PutChecked", testPutChecked}, {"PutBrokenOff", testPutBrokenOff},
		{"Parts", testParts}, {"PartsThatDoNotMatch", testMismatch}, {"Ranges", testRanges}, {"Delete", testDelete}, {"List", testList},
		{"Writable", testWritable}, {"Large", testLarge}, {"Stat", testStat}, {"PartsOfAnotherLength", testPartsAgain},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// read returns an object's bytes; "" when it is not there.
func read(t *testing.T, s blob.Store, key string) string {
	t.Helper()
	o, size, err := s.Open(t.Context(), key)
	if errors.Is(err, blob.ErrNotFound) {
		return ""
	}
	must(t, err)
	defer func() { _ = o.Close() }()
	text, err := io.ReadAll(o)
	must(t, err)
	if int64(len(text)) != size {
		t.Errorf("%d bytes of %d", len(text), size)
	}
	return string(text)
}

// keys returns what is in a store, with a "+" where it is not whole.
func keys(ctx context.Context, t *testing.T, s blob.Store, prefix string) map[string]int64 {
	t.Helper()
	found := map[string]int64{}
	for i, err := range s.List(ctx, prefix) {
		must(t, err)
		if i.Modified.IsZero() {
			t.Errorf("%s has no time", i.Key)
		}
		if !i.Whole {
			i.Key = "+" + i.Key
		}
		found[i.Key] = i.Size
	}
	return found
}

func testPut(t *testing.T, s blob.Store) {
	for range 2 {
		i, err := s.Put(t.Context(), "", strings.NewReader("text"))
		if err != nil || i.Key != sum("text") || i.Size != 4 || !i.Whole {
			t.Fatalf("%+v %v", i, err)
		}
	}
	if got := read(t, s, sum("text")); got != "text" {
		t.Errorf("%q", got)
	}
	if got := keys(t.Context(), t, s, ""); len(got) != 1 {
		t.Errorf("%v", got)
	}
}

func testPutChecked(t *testing.T, s blob.Store) {
	if _, err := s.Put(t.Context(), sum("text"), strings.NewReader("text")); err != nil {
		t.Error(err)
	}
	if _, err := s.Put(t.Context(), sum("text"), strings.NewReader("another")); !errors.Is(err, blob.ErrMismatch) {
		t.Error(err)
	}
	if read(t, s, sum("text")) != "text" || read(t, s, sum("another")) != "" || len(keys(t.Context(), t, s, "")) != 1 {
		t.Errorf("%v", keys(t.Context(), t, s, ""))
	}
}

func testPutBrokenOff(t *testing.T, s blob.Store) {
	broken := errors.New("broken off")
	if _, err := s.Put(t.Context(), "", io.MultiReader(strings.NewReader("te"), errorReader{broken})); !errors.Is(err, broken) {
		t.Error(err)
	}
	if got := keys(t.Context(), t, s, ""); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

type errorReader struct{ err error }

func (r errorReader) Read([]byte) (int, error) { return 0, r.err }

func testParts(t *testing.T, s blob.Store) {
	ctx, key := t.Context(), "attachments/a1"
	must(t, s.WritePart(ctx, key, 0, []byte("one ")))
	must(t, s.WritePart(ctx, key, 4, []byte("broken off")))
	if read(t, s, key) != "" {
		t.Error("a part was seen")
	}
	must(t, s.WritePart(ctx, key, 4, []byte("two")))
	must(t, s.Finish(ctx, key, 7, sum("one two")))
	if got := read(t, s, key); got != "one two" {
		t.Errorf("%q", got)
	}
	// It was finished, and the caller could not note it: the last part comes again.
	must(t, s.WritePart(ctx, key, 4, []byte("two")))
	must(t, s.Finish(ctx, key, 7, sum("one two")))
	if got := read(t, s, key); got != "one two" || len(keys(ctx, t, s, "")) != 1 {
		t.Errorf("%q %v", got, keys(ctx, t, s, ""))
	}
	if err := s.Finish(ctx, "attachments/none", 1, sum("x")); !errors.Is(err, blob.ErrNotFound) {
		t.Error(err)
	}
}

func testMismatch(t *testing.T, s blob.Store) {
	ctx, key := t.Context(), "attachments/a1"
	must(t, s.WritePart(ctx, key, 0, []byte("wrong and long")))
	for _, size := range []int64{4, 14, 99} {
		if err := s.Finish(ctx, key, size, sum("text")); !errors.Is(err, blob.ErrMismatch) {
			t.Error(err)
		}
	}
	if read(t, s, key) != "" {
		t.Error("it was seen")
	}
	must(t, s.WritePart(ctx, key, 0, []byte("text")))
	must(t, s.Finish(ctx, key, 4, sum("text")))
	if got := read(t, s, key); got != "text" {
		t.Errorf("%q", got)
	}
}

func testRanges(t *testing.T, s blob.Store) {
	i, err := s.Put(t.Context(), "", strings.NewReader("0123456789"))
	must(t, err)
	o, _, err := s.Open(t.Context(), i.Key)
	must(t, err)
	defer func() { _ = o.Close() }()
	for _, c := range []struct {
		offset int64
		want   string
	}{{7, "789"}, {0, "012"}, {4, "456"}} {
		_, err := o.Seek(c.offset, io.SeekStart)
		must(t, err)
		part := make([]byte, 3)
		if _, err := io.ReadFull(o, part); err != nil || string(part) != c.want {
			t.Errorf("%q %v", part, err)
		}
	}
}

func testDelete(t *testing.T, s blob.Store) {
	ctx := t.Context()
	i, err := s.Put(ctx, "", strings.NewReader("text"))
	must(t, err)
	must(t, s.WritePart(ctx, "attachments/a1", 0, []byte("x")))
	for range 2 {
		must(t, s.Delete(ctx, i.Key))
		must(t, s.Delete(ctx, "attachments/a1"))
	}
	if got := keys(ctx, t, s, ""); len(got) != 0 || read(t, s, i.Key) != "" {
		t.Errorf("%v", got)
	}
}

func testList(t *testing.T, s blob.Store) {
	ctx := t.Context()
	_, err := s.Put(ctx, "", strings.NewReader("text"))
	must(t, err)
	must(t, s.WritePart(ctx, "attachments/a1", 0, []byte("xy")))
	must(t, s.WritePart(ctx, "attachments/a2", 0, []byte("x")))
	must(t, s.Finish(ctx, "attachments/a2", 1, sum("x")))
	if got := keys(ctx, t, s, ""); len(got) != 3 || got[sum("text")] != 4 || got["+attachments/a1"] != 2 || got["attachments/a2"] != 1 {
		t.Errorf("%v", got)
	}
	if got := keys(ctx, t, s, "attachments/"); len(got) != 2 {
		t.Errorf("%v", got)
	}
	for _, err := range s.List(ctx, "") {
		must(t, err)
		break
	}
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	for _, err := range s.List(canceled, "") {
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}

// testLarge sends an object that no store takes in one.
func testLarge(t *testing.T, s blob.Store) {
	ctx, text := t.Context(), strings.Repeat("0123456789abcdef", 9<<16)+"end"
	for name, r := range map[string]io.Reader{"can be read twice": strings.NewReader(text), "can be read once": io.MultiReader(strings.NewReader(text))} {
		i, err := s.Put(ctx, sum(text), r)
		if err != nil || i.Size != int64(len(text)) || i.Key != sum(text) {
			t.Fatalf("%s: %+v %v", name, i, err)
		}
	}
	if _, err := s.Put(ctx, sum("another"), strings.NewReader(text)); !errors.Is(err, blob.ErrMismatch) {
		t.Error(err)
	}
	if read(t, s, sum(text)) != text {
		t.Error("it is not what was put")
	}
	must(t, s.WritePart(ctx, "attachments/large", 0, []byte(text[:5<<20])))
	must(t, s.WritePart(ctx, "attachments/large", 5<<20, []byte(text[5<<20:])))
	if err := s.Finish(ctx, "attachments/large", int64(len(text)), sum("another")); !errors.Is(err, blob.ErrMismatch) {
		t.Error(err)
	}
	if err := s.Finish(ctx, "attachments/large", int64(len(text))-4, sum(text[:len(text)-4])); err != nil {
		t.Error(err)
	}
	if read(t, s, "attachments/large") != text[:len(text)-4] || len(keys(ctx, t, s, "")) != 2 {
		t.Errorf("%v", keys(ctx, t, s, ""))
	}
}

func testStat(t *testing.T, s blob.Store) {
	i, err := s.Put(t.Context(), "", strings.NewReader("text"))
	must(t, err)
	if again, err := s.Stat(t.Context(), i.Key); err != nil || again.Size != 4 || !again.Whole || again.Key != i.Key || again.Modified.IsZero() {
		t.Errorf("%+v %v", again, err)
	}
	must(t, s.WritePart(t.Context(), "attachments/a1", 0, []byte("x")))
	for _, key := range []string{sum("another"), "attachments/a1", "attachments"} {
		if _, err := s.Stat(t.Context(), key); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("%s: %v", key, err)
		}
	}
}

// testPartsAgain begins anew with parts of another length: those of before do not count.
func testPartsAgain(t *testing.T, s blob.Store) {
	ctx, key := t.Context(), "attachments/a1"
	for offset, text := range []string{"a", "b", "c", "d"} {
		must(t, s.WritePart(ctx, key, int64(offset), []byte(text)))
	}
	if err := s.Finish(ctx, key, 4, sum("text")); !errors.Is(err, blob.ErrMismatch) {
		t.Error(err)
	}
	must(t, s.WritePart(ctx, key, 0, []byte("te")))
	must(t, s.WritePart(ctx, key, 2, []byte("xt")))
	must(t, s.Finish(ctx, key, 4, sum("text")))
	if got := read(t, s, key); got != "text" || len(keys(ctx, t, s, "")) != 1 {
		t.Errorf("%q %v", got, keys(ctx, t, s, ""))
	}
}

func testWritable(t *testing.T, s blob.Store) {
	if err := s.Writable(t.Context()); err != nil {
		t.Fatal(err)
	}
	for info, err := range s.List(t.Context(), "") {
		t.Errorf("%+v is left: %v", info, err)
	}
}
