package outbox_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/outbox"
)

func TestAttachRefusesByRulesBeforeReading(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huge.log")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	// A sparse file that nobody could read to its end while a test runs.
	if err := errors.Join(file.Truncate(1<<43), file.Close()); err != nil {
		t.Skip("this disk has no sparse files: ", err)
	}
	rules := &api.AttachmentRules{Size: 50 << 20, Count: 3, Endings: []string{".log"}}
	_, err = outbox.Attach(path, rules, 0)
	if !fault.Is(err, fault.Usage) || !strings.Contains(fault.Of(err).Text(), "50 MiB") {
		t.Errorf("a file of 8 TiB: %v", err)
	}
	small := filepath.Join(t.TempDir(), "a.exe")
	if err := os.WriteFile(small, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, try := range []struct {
		path  string
		rules *api.AttachmentRules
		count int
	}{{small, rules, 0}, {small, nil, 0}, {path + "x", rules, 0}, {filepath.Dir(path), rules, 0}, {path, rules, 3}} {
		if _, err := outbox.Attach(try.path, try.rules, try.count); !fault.Is(err, fault.Usage) {
			t.Errorf("%s with %d: %v", filepath.Base(try.path), try.count, err)
		}
	}
}
