// Command throttled serves generated content with a limit for each TCP connection, which nginx does not have. It
// prints its address and the content's SHA-256, and serves until its stdin closes.
//
//	throttled -size BYTES -rate BYTES_A_SECOND [-slow-nth N -slow-rate BYTES_A_SECOND] [-latency DURATION]
package main

import (
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/programconnect/programconnect/internal/testing/downloadtest"
)

func main() {
	var throttle downloadtest.Throttle
	size := flag.Int64("size", 128<<20, "bytes of /file")
	flag.Int64Var(&throttle.Rate, "rate", 8<<20, "bytes a second for each connection")
	flag.IntVar(&throttle.SlowNth, "slow-nth", 0, "every nth connection is slow; 0: none")
	flag.Int64Var(&throttle.SlowRate, "slow-rate", 256<<10, "bytes a second of a slow connection")
	latency := flag.Duration("latency", 0, "until each answer begins")
	flag.Parse()
	server, err := downloadtest.NewServer(downloadtest.ServerOptions{Throttle: throttle})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer server.Close()
	content := downloadtest.NewContent(1, *size)
	file := &downloadtest.File{Content: content}
	server.Handle("/file", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(*latency):
			file.ServeHTTP(w, r)
		case <-r.Context().Done():
		}
	}))
	fmt.Println(server.URL+"/file", content.SHA256())
	_, _ = io.Copy(io.Discard, os.Stdin)
}
