package session

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/redact"
)

// diagnosticLines is how many of the newest lines of the log go along.
const diagnosticLines = 100

// Diagnostics returns the text that a person may add to feedback. It is shown before it is sent, and what is shown is exactly
// what leaves: the app's version, the system, the queue's states and faults, and the end of the log, all without secrets,
// names of folders, addresses of people and queries of links.
func (a *App) Diagnostics() string {
	var b strings.Builder
	fmt.Fprintf(&b, "App: %s\nSystem: %s\nTime: %s\n", a.opts.Version, system(), a.opts.Clock().UTC().Format("2006-01-02 15:04:05 UTC"))
	fmt.Fprintf(&b, "Go: %s, %d processors\n", runtime.Version(), runtime.NumCPU())
	accounts := a.opts.Accounts.Snapshot()
	fmt.Fprintf(&b, "Accounts: %d, kept in: %s\n", len(accounts.Accounts), accounts.Storage)
	if queue := a.Queues.Current(); queue != nil {
		now := queue.Snapshot()
		fmt.Fprintf(&b, "Queue: %d running, %d queued, %d waiting, %d paused, %d stopped, %d done\n", now.Running, now.Queued, now.Waiting, now.Paused, now.Stopped, now.Completed)
		for _, e := range now.Entries {
			if e.Fault != nil {
				fmt.Fprintf(&b, "  %s: %s, %s (%d of %d bytes)\n", e.Name, e.State, e.Fault.Code, e.Done, e.Size)
			}
		}
	}
	if lines := lastLines(a.newestLog(), diagnosticLines); len(lines) > 0 {
		b.WriteString("Log:\n")
		for _, line := range lines {
			b.WriteString("  " + line + "\n")
		}
	}
	return a.redact(b.String())
}

// newestLog is the log that was written to last: the app and the terminal client each have their own.
func (a *App) newestLog() string {
	logs, err := filepath.Glob(a.path("log", "*.log"))
	if err != nil {
		return ""
	}
	newest, when := "", time.Time{}
	for _, path := range logs {
		if info, err := os.Stat(path); err == nil && info.ModTime().After(when) {
			newest, when = path, info.ModTime()
		}
	}
	return newest
}

// redact takes out secrets (package redact) and what shows who the person is: folders and account addresses.
func (a *App) redact(text string) string {
	text = redact.Text(text)
	if home, err := os.UserHomeDir(); err == nil && len(home) > 1 {
		text = strings.ReplaceAll(text, home, "~")
	}
	text = strings.ReplaceAll(text, filepath.Clean(a.opts.Home), "<app folder>")
	for _, account := range a.opts.Accounts.Snapshot().Accounts {
		if account.Address != "" {
			text = strings.ReplaceAll(text, account.Address, "<account>")
		}
	}
	return text
}

// lastLines returns the last lines of a file, oldest first; none when it can't be read.
func lastLines(path string, most int) []string {
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }()
	const tail = 64 << 10
	if info, err := file.Stat(); err == nil && info.Size() > tail {
		if _, err := file.Seek(-tail, io.SeekEnd); err != nil {
			return nil
		}
	}
	var lines []string
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		lines = append(lines, scanner.Text())
	}
	return lines[max(0, len(lines)-most):]
}
