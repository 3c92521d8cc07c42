package downloadtest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
)

// RoleVariable names the environment variable that makes a test binary play a role instead of running its tests.
const RoleVariable = "DOWNLOADS_HARNESS_ROLE"

// Role returns the role this process was started for, "" in the process of the tests. TestMain asks it first.
func Role() string { return os.Getenv(RoleVariable) }

// Process is this binary, started again in a role. It reads one JSON value (its job) from stdin, and writes lines of
// JSON to stdout; its stdin stays open until it shall end by itself.
type Process struct {
	Lines <-chan json.RawMessage // what it writes; closed when it has ended

	command *exec.Cmd
	stdin   io.Closer
	stderr  tail
	done    chan struct{}
	err     error
	cancel  context.CancelFunc
}

// Start starts the role with a job. It ends with the context at the latest.
func Start(ctx context.Context, role string, job any) (*Process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	p := &Process{done: make(chan struct{}), cancel: cancel}
	p.command = exec.CommandContext(ctx, self, "-test.run=^$")
	// The race detector waits a second at the end of each process, for nothing that is needed here.
	p.command.Env = append(os.Environ(), RoleVariable+"="+role, "GORACE=atexit_sleep_ms=0 "+os.Getenv("GORACE"))
	p.command.Stderr = &p.stderr
	stdin, err := p.command.StdinPipe()
	if err != nil {
		cancel()
		return nil, err
	}
	p.stdin = stdin
	stdout, err := p.command.StdoutPipe()
	if err != nil {
		cancel()
		return nil, err
	}
	if err := p.command.Start(); err != nil {
		cancel()
		return nil, err
	}
	lines := make(chan json.RawMessage, 16)
	p.Lines = lines
	go p.read(stdout, lines)
	if err := json.NewEncoder(stdin).Encode(job); err != nil {
		p.Kill()
		return nil, fmt.Errorf("the process did not take its job: %w: %s", err, p.stderr.String())
	}
	return p, nil
}

// read hands the lines on and collects how the process ended.
func (p *Process) read(stdout io.Reader, lines chan<- json.RawMessage) {
	scanner := bufio.NewScanner(stdout)
	scanner.Buffer(nil, 16<<20)
	for scanner.Scan() {
		line := json.RawMessage(bytes.Clone(scanner.Bytes()))
		if json.Valid(line) { // a line cut by a kill is none
			lines <- line
		}
	}
	p.err = p.command.Wait()
	p.cancel()
	close(p.done)
	close(lines)
}

// Kill ends the process as kill -9 does and waits until it is gone. What it wrote and nobody read is dropped.
func (p *Process) Kill() {
	_ = p.command.Process.Kill()
	p.drain()
}

// Abort makes the process write where each of its goroutines is (see Stderr) and die of it.
func (p *Process) Abort() {
	if p.command.Process.Signal(syscall.SIGQUIT) != nil {
		_ = p.command.Process.Kill() // Windows knows no such signal
	}
	p.drain()
}

// Finish closes the process's stdin, which asks it to end, and returns how it ended.
func (p *Process) Finish() error {
	_ = p.stdin.Close()
	p.drain()
	if p.err != nil {
		return fmt.Errorf("the process ended with %w: %s", p.err, p.stderr.String())
	}
	return p.Failure()
}

// Failure returns what is an error however the process ended: a data race or a panic.
func (p *Process) Failure() error {
	text := p.stderr.String()
	if strings.Contains(text, "DATA RACE") || strings.Contains(text, "panic:") || strings.Contains(text, "fatal error:") {
		return fmt.Errorf("the process reported: %s", text)
	}
	return nil
}

// Stderr returns the end of what the process wrote there.
func (p *Process) Stderr() string { return p.stderr.String() }

// Pid returns the process's number.
func (p *Process) Pid() int { return p.command.Process.Pid }

func (p *Process) drain() {
	for range p.Lines {
	}
	<-p.done
}

// tail keeps the last 256 KiB of what is written to it.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if over := len(t.text) - 256<<10; over > 0 {
		t.text = t.text[over:]
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}
