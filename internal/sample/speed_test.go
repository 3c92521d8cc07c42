package sample

import (
	"io"
	"net/http"
	"testing"
)

// BenchmarkServe reads the image over loopback.
func BenchmarkServe(b *testing.B) {
	h, err := Start(b.Context(), Config{Dir: b.TempDir(), tokens: everybody()})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = h.Close() }()
	link, err := as(h, "rita").Link(b.Context(), ImageID, imageName)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(ImageSize)
	buffer := make([]byte, 1<<20)
	for b.Loop() {
		q, err := http.NewRequestWithContext(b.Context(), http.MethodGet, link.URL, nil)
		if err != nil {
			b.Fatal(err)
		}
		w, err := http.DefaultTransport.RoundTrip(q)
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{w.Body}, buffer)
		if err != nil || n != ImageSize {
			b.Fatal(n, err)
		}
		_ = w.Body.Close()
	}
}

// BenchmarkRange asks for one byte: what the gate costs.
func BenchmarkRange(b *testing.B) {
	h, err := Start(b.Context(), Config{Dir: b.TempDir(), tokens: everybody()})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = h.Close() }()
	link, err := as(h, "rita").Link(b.Context(), ImageID, imageName)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		q, err := http.NewRequestWithContext(b.Context(), http.MethodGet, link.URL, nil)
		if err != nil {
			b.Fatal(err)
		}
		q.Header.Set("Range", "bytes=7-7")
		w, err := http.DefaultTransport.RoundTrip(q)
		if err != nil || w.StatusCode != http.StatusPartialContent {
			b.Fatal(w, err)
		}
		_, _ = io.Copy(io.Discard, w.Body)
		_ = w.Body.Close()
	}
}

// BenchmarkStatus and BenchmarkPackages are what a screen asks for most.
func BenchmarkStatus(b *testing.B) {
	h, err := Start(b.Context(), Config{Dir: b.TempDir(), tokens: everybody()})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = h.Close() }()
	for b.Loop() {
		if _, err := as(h, "rita").Status(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPackages(b *testing.B) {
	h, err := Start(b.Context(), Config{Dir: b.TempDir(), tokens: everybody()})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = h.Close() }()
	for b.Loop() {
		if _, err := as(h, "rita").Packages(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
