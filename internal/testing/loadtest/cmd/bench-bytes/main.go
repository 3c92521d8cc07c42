// Command bench-bytes measures how a program service sends the bytes of files from its folder: one large file beside nginx with
// the same file in the same run, over HTTP/1.1 with and without TLS and over HTTP/2; and what memory many slow readers cost.
//
// The service runs in a process of its own, as nginx does. curl reads, so that neither has a better client. The figures depend on
// the machine; the ratio is what is looked at.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"slices"
	"time"

	"github.com/programconnect/programconnect/internal/testing/loadtest"
)

// sizes are how much is measured.
type sizes struct {
	file    int64 // MiB
	rounds  int
	readers int
	time    time.Duration
}

func main() {
	log.SetFlags(0)
	var z sizes
	var dir string
	flag.Int64Var(&z.file, "file", 1024, "how large the file is, in MiB")
	flag.IntVar(&z.rounds, "rounds", 5, "how often each is measured")
	flag.IntVar(&z.readers, "readers", 500, "how many slow readers there are")
	flag.DurationVar(&z.time, "time", 15*time.Second, "how long slow readers read")
	flag.StringVar(&dir, "serve", "", "be the service on a folder")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	run := func() error { return measure(ctx, z) }
	if dir != "" {
		run = func() error { return serve(ctx, dir, z) }
	}
	err := run()
	stop()
	if err != nil {
		log.Fatal(err)
	}
}

// way is a way on which bytes come.
type way struct {
	name, flag string
	tls        bool
}

var ways = []way{{"HTTP/1.1", "--http1.1", false}, {"HTTP/1.1 with TLS", "--http1.1", true}, {"HTTP/2", "--http2", true}}

func measure(ctx context.Context, z sizes) error {
	dir, err := os.MkdirTemp("", "bench-bytes")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	ours, err := startService(ctx, dir, z)
	if err != nil {
		return err
	}
	defer ours.stop()
	theirs, err := startNginx(ctx, dir, ours.file)
	if err != nil {
		return err
	}
	defer theirs.stop()
	fmt.Printf("%d MiB from a folder, by curl, median of %d rounds\n", z.file, z.rounds)
	for _, w := range ways {
		if err := compare(ctx, w, z.rounds, ours, theirs); err != nil {
			return err
		}
	}
	for _, over := range []bool{false, true} {
		if err := slow(ctx, z, over, ours); err != nil {
			return err
		}
	}
	return nil
}

// compare reads from both in turn.
func compare(ctx context.Context, w way, rounds int, ours, theirs *server) error {
	var our, their []float64
	for n := range rounds + 1 {
		for _, one := range []struct {
			from *server
			to   *[]float64
		}{{ours, &our}, {theirs, &their}} {
			speed, err := read(ctx, w.flag, one.from.link(w.tls, n))
			if err != nil {
				return err
			}
			if n > 0 { // the first fills the system's memory
				*one.to = append(*one.to, speed)
			}
		}
	}
	slices.Sort(our)
	slices.Sort(their)
	a, b := our[len(our)/2], their[len(their)/2]
	fmt.Printf("  %-18s service %6.0f MB/s   nginx %6.0f MB/s   %.2f of it\n", w.name, a/1e6, b/1e6, a/b)
	return nil
}

// slow has many readers read slowly, and says what memory the service took.
func slow(ctx context.Context, z sizes, tls bool, ours *server) error {
	name := "HTTP/1.1"
	if tls {
		name = "HTTP/2 with TLS"
	}
	links := make([]string, len(ours.plain))
	for i := range links {
		links[i] = ours.link(tls, i)
	}
	if err := ours.forgetPeak(); err != nil {
		return err
	}
	total, err := loadtest.RunSlow(ctx, loadtest.Slow{Addresses: links, Readers: z.readers, Rate: 16 << 10, Time: z.time, HTTP2: tls})
	if err != nil {
		return err
	}
	peak, err := ours.peak()
	fmt.Printf("%d slow readers over %s took %.0f MB; the service took %.0f MB of memory at most (128 MB is the bound)\n",
		z.readers, name, float64(total)/1e6, float64(peak)/1e6)
	return err
}
