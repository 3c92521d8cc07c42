//go:build unix

package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// patience is how long the server may take for anything.
const patience = time.Minute

// Cluster is a PostgreSQL of its own.
type Cluster struct {
	bin, dir string
	owner    *syscall.Credential // nil: the user that runs the tests

	mu      sync.Mutex
	running *exec.Cmd
	ended   chan error
	made    int // databases
}

// New makes a cluster and starts it. Remove stops and deletes it.
func New() (*Cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("/tmp", "pg") // a socket's path has 107 characters at most
	if err != nil {
		return nil, err
	}
	c := &Cluster{bin: bin, dir: dir}
	if err := c.build(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := c.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return c, nil
}

// binaries returns the folder of the newest server that the system has.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		path, err := exec.LookPath("postgres")
		if err != nil {
			return "", errors.New("there is no postgres in /usr/lib/postgresql or PATH: install the package postgresql")
		}
		found = []string{path}
	}
	slices.SortFunc(found, func(a, b string) int { return major(a) - major(b) })
	return filepath.Dir(found[len(found)-1]), nil
}

func major(path string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	if err != nil {
		return 0
	}
	return n
}

// build makes the cluster's files. PostgreSQL refuses to run as root: another user owns them then.
func (c *Cluster) build() error {
	if os.Geteuid() == 0 {
		owner, err := someUser()
		if err != nil {
			return err
		}
		c.owner = owner
		if err := os.Chown(c.dir, int(owner.Uid), int(owner.Gid)); err != nil {
			return err
		}
	}
	// The texts of the service sort by their bytes, whatever the database's language is.
	if out, err := c.command("initdb", "-D", c.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync").CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	settings := []string{"listen_addresses=''", "unix_socket_directories='" + c.dir + "'", "fsync=off", "full_page_writes=off", "max_connections=300",
		"shared_buffers='64MB'", "log_min_messages=fatal", "log_line_prefix=''"}
	file, err := os.OpenFile(filepath.Join(c.data(), "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteString("\n" + strings.Join(settings, "\n") + "\n")
	return errors.Join(err, file.Close())
}

// someUser returns a user that is not root: PostgreSQL's own, or nobody.
func someUser() (*syscall.Credential, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			continue
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			continue
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("it does not run as root, and there is no other user")
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...) //nolint:noctx // a server outlives the test that starts it
	cmd.Dir = c.dir
	cmd.Env = []string{"LC_ALL=C", "PATH=" + os.Getenv("PATH"), "TZ=UTC"}
	cmd.SysProcAttr = attributes(c.owner)
	return cmd
}

// Start starts the server and waits until it answers.
func (c *Cluster) Start() error {
	if err := c.launch(); err != nil {
		return err
	}
	db, err := sql.Open("pgx", c.address("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if err = db.PingContext(ctx); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, c.Stop())
		case ended := <-c.ended:
			return fmt.Errorf("the server ended: %w", errors.Join(ended, err))
		case <-tick.C:
		}
	}
}

func (c *Cluster) launch() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	log, err := os.OpenFile(filepath.Join(c.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	c.running = c.command("postgres", "-D", c.data())
	c.running.Stdout, c.running.Stderr = log, log
	c.ended = make(chan error, 1)
	started := make(chan error)
	go func() {
		// The thread that starts it must live as long as it: the server is stopped with it, when the tests are killed.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := c.running.Start()
		started <- err
		if err == nil {
			c.ended <- c.running.Wait()
		}
	}()
	return <-started
}

// Stop stops the server at once: connections end, what was committed is there when it starts again.
func (c *Cluster) Stop() error { return c.signal(syscall.SIGINT) }

// Crash kills the server as a failure would: it recovers when it starts again.
func (c *Cluster) Crash() error { return c.signal(syscall.SIGQUIT) }

func (c *Cluster) signal(s syscall.Signal) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running == nil {
		return nil
	}
	if err := c.running.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-c.ended: //nolint:errcheck // how it ended does not matter
	case <-time.After(patience):
		return errors.Join(errors.New("the server does not stop"), c.running.Process.Kill())
	}
	c.running = nil
	return nil
}

// Remove stops the server and deletes its files.
func (c *Cluster) Remove() error {
	return errors.Join(c.Stop(), os.RemoveAll(c.dir))
}

// Create makes a database and returns its address.
func (c *Cluster) Create() (string, error) {
	db, err := sql.Open("pgx", c.address("postgres"))
	if err != nil {
		return "", err
	}
	defer func() { _ = db.Close() }()
	name := c.next()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if _, err := db.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	return c.address(name), nil
}

func (c *Cluster) next() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.made++
	return "test" + strconv.Itoa(c.made)
}

func (c *Cluster) address(name string) string {
	return (&url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/" + name, RawQuery: url.Values{"host": {c.dir}}.Encode()}).String()
}
