package sample

import (
	"context"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/program"
)

func TestScratch(t *testing.T) {
	start := time.Now()
	h, err := Start(context.Background(), Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Log("start", time.Since(start))
	p, err := program.Discover(context.Background(), h.Address(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(p)
	people, err := h.Service().People(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		t.Logf("%+v", p)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
}
