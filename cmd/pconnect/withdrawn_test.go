package main

import (
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

func TestWithdrawnFileIsNotToBeUsed(t *testing.T) {
	w := api.Withdrawn{Package: "tools", Title: "Tools", Version: "1.0", File: "tools.zip", SHA256: strings.Repeat("a", 64), Reason: "It deletes files.", Time: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
	rows := statusRows(api.Status{Withdrawn: []api.Withdrawn{w}})
	text := withdrawnText(w).String()
	if !strings.Contains(text, "withdrawn by its owner") || !strings.Contains(text, "do not use it") || !strings.HasSuffix(text, "It deletes files.") || len(rows) != 3 {
		t.Errorf("%q, %d rows", text, len(rows))
	}
}
