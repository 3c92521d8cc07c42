package client

import (
	"io"

	"github.com/programconnect/programconnect/internal/guide"
)

// redactor writes each record of a log without its secrets. The code that logs keeps secrets out by itself; this is the second
// wall. slog writes one whole record at a time.
type redactor struct{ to io.Writer }

func (r redactor) Write(p []byte) (int, error) {
	if _, err := io.WriteString(r.to, guide.Redact(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}
