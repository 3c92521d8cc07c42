// Command fetch downloads files with package downloads and prints nothing: the smallest program around the engine, for
// measuring it. Exit status 0: every file is there, verified and durable.
//
//	fetch -dir DIR [-home DIR] [-sha256 HEX] [-size N] [-connections N] [-parallel N] [-ca FILE] URL...
//	fetch -dir DIR -list FILE      one "URL SHA256 SIZE" a line
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/programconnect/programconnect/downloads"
)

type options struct {
	dir, home, sha256, ca, list    string
	size                           int64
	connections, parallel, perHost int
}

func main() {
	var o options
	flag.StringVar(&o.dir, "dir", ".", "folder for the files")
	flag.StringVar(&o.home, "home", "", "folder for the queue; a new one when empty")
	flag.StringVar(&o.sha256, "sha256", "", "expected hash, for one URL")
	flag.StringVar(&o.ca, "ca", "", "certificate to trust")
	flag.StringVar(&o.list, "list", "", "file with URL SHA256 SIZE on each line")
	flag.Int64Var(&o.size, "size", -1, "expected bytes, for one URL")
	flag.IntVar(&o.connections, "connections", 0, "connections a file")
	flag.IntVar(&o.parallel, "parallel", 0, "files at once")
	flag.IntVar(&o.perHost, "per-host", 0, "connections a host")
	flag.Parse()
	if err := run(o, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(o options, urls []string) error {
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return err
	}
	if o.home == "" {
		if o.home, err = os.MkdirTemp("", "fetch-"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(o.home) }()
	}
	specs, err := specsOf(o, dir, urls)
	if err != nil {
		return err
	}
	transport := downloads.NewTransport(nil)
	if o.ca != "" {
		pem, err := os.ReadFile(o.ca)
		if err != nil {
			return err
		}
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(pem)
		if transport.TLSClientConfig == nil {
			transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		}
		transport.TLSClientConfig.RootCAs = pool
	}
	ctx := context.Background()
	queue, err := downloads.Open(ctx, downloads.Config{Dir: o.home, HTTP: transport,
		Settings: downloads.Settings{Connections: o.connections, Parallel: o.parallel, PerHost: o.perHost}})
	if err != nil {
		return err
	}
	defer func() { _ = queue.Close() }()
	ids, err := queue.Add(ctx, specs...)
	if err != nil {
		return err
	}
	return queue.Wait(ctx, ids...)
}

func specsOf(o options, dir string, urls []string) ([]downloads.Spec, error) {
	var specs []downloads.Spec
	for _, url := range urls {
		specs = append(specs, downloads.Spec{URL: url, Dir: dir, Size: o.size, SHA256: o.sha256})
	}
	if o.list == "" {
		return specs, nil
	}
	file, err := os.Open(o.list)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		spec := downloads.Spec{Dir: dir}
		if _, err := fmt.Sscan(strings.TrimSpace(lines.Text()), &spec.URL, &spec.SHA256, &spec.Size); err != nil {
			return nil, fmt.Errorf("%s: %w", o.list, err)
		}
		specs = append(specs, spec)
	}
	return specs, nil
}
