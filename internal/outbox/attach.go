package outbox

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Attach takes a file's name, size and SHA-256 into a draft that has count files already. What the form does not allow is refused before
// a byte is read.
func Attach(path string, rules *api.AttachmentRules, count int) (File, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return File{}, attachFault(path, err)
	}
	info, err := os.Stat(absolute)
	if err != nil || !info.Mode().IsRegular() {
		return File{}, attachFault(path, err)
	}
	f := File{Path: absolute, Name: filepath.Base(absolute), Size: info.Size()}
	if why := notAllowed(f, rules, count); !why.IsZero() {
		return File{}, rulesFault(f.Name, why)
	}
	file, err := os.Open(absolute)
	if err != nil {
		return File{}, attachFault(path, err)
	}
	defer func() { _ = file.Close() }()
	sum := sha256.New()
	if f.Size, err = io.Copy(sum, io.LimitReader(file, f.Size+1)); err != nil {
		return File{}, attachFault(path, err)
	}
	f.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return f, nil
}

// notAllowed returns why the form does not take a file, by the rules that the service goes by too; empty when it does.
func notAllowed(f File, rules *api.AttachmentRules, count int) i18n.Text {
	if rules != nil && count >= rules.Count {
		return i18n.N(&goi18n.Message{ID: "feedback.attachment-rules.count.cause", One: "At most {{.Count}} file goes with one item.",
			Other: "At most {{.Count}} files go with one item."}, rules.Count)
	}
	// The hash is not known yet and not what is asked about here.
	for _, wrong := range rules.Check(api.NewAttachment{Name: f.Name, Size: f.Size, SHA256: strings.Repeat("0", 64)}) {
		return i18n.Verbatim(wrong.Message)
	}
	return i18n.Text{}
}
