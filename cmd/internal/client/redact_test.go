package client

import (
	"strings"
	"testing"
)

// logged is what a line becomes on its way into the log.
func logged(t *testing.T, line string) string {
	t.Helper()
	var log strings.Builder
	if n, err := (redactor{&log}).Write([]byte(line)); err != nil || n != len(line) {
		t.Fatal(n, err)
	}
	return log.String()
}

func TestLogHoldsNoSecret(t *testing.T) {
	const canary = "CANARY-4711"
	for _, line := range []string{
		`msg="token" t=eyJhbGciOiJSUzI1NiJ9.eyJ` + canary + `.sig-` + canary,
		`Authorization: Bearer ` + canary,
		`GET https://files.example.com/a/b.msi?sig=` + canary + `&expires=1`,
		`{"refresh_token":"` + canary + `","x":1}`,
		`msg="{\"refresh_token\":\"` + canary + `\"}"`,
		`callback code=` + canary + `&state=` + canary,
		`password: ` + canary,
		`user_code=` + canary,
	} {
		if got := logged(t, line); strings.Contains(got, canary) {
			t.Errorf("the secret stayed: %s", got)
		}
	}
}

func TestLogKeepsOrdinaryLines(t *testing.T) {
	const line = `time=2026-01-02 level=INFO msg="download done" file=a.msi code=downloads.done url=https://example.com/a.msi`
	if got := logged(t, line); !strings.Contains(got, "file=a.msi") || !strings.Contains(got, "https://example.com/a.msi") {
		t.Errorf("got %s", got)
	}
}
