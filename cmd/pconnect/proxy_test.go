package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// proxy URLVAR FILEVAR: a proxy that refuses every tunnel and writes the hosts that were asked for into the file.
func proxy(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: proxy URLVAR FILEVAR")
	}
	name := filepath.Join(ts.Getenv("WORK"), "proxy-seen")
	ts.Check(os.WriteFile(name, nil, 0o600))
	var mu sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		file, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		if err == nil {
			_, _ = fmt.Fprintln(file, r.Host)
			_ = file.Close()
		}
		http.Error(w, "no way through", http.StatusForbidden)
	}))
	ts.Defer(server.Close)
	ts.Setenv(args[0], server.URL)
	ts.Setenv(args[1], name)
}
