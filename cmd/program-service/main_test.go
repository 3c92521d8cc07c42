package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/smtpmail"
)

// command runs one command and gives its status and both outputs.
func command(t *testing.T, args ...string) (int, string, string) {
	t.Helper()
	var out, trouble bytes.Buffer
	status := run(t.Context(), args, &out, &trouble)
	return status, out.String(), trouble.String()
}

// serving runs serve until the test ends and gives the address that it says.
func serving(t *testing.T, dir string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		var trouble bytes.Buffer
		status := run(ctx, []string{"serve", "--sample", "--json", "--listen", "127.0.0.1:0", "--data", dir}, w, &trouble)
		_ = w.CloseWithError(io.EOF)
		ended <- status
	}()
	var text strings.Builder
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		text.WriteString(lines.Text())
		if lines.Text() == "}" {
			break
		}
	}
	var s started
	if err := json.Unmarshal([]byte(text.String()), &s); err != nil || s.Address == "" {
		t.Fatalf("%q %v", text.String(), err)
	}
	t.Cleanup(func() {
		cancel()
		if status := <-ended; status != 0 {
			t.Errorf("serve ended with %d", status)
		}
	})
	return s.Address
}

func TestCommandsWorkBesideAServer(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	address := serving(t, dir)
	p, err := client.Discover(t.Context(), address, &http.Transport{DisableKeepAlives: true})
	if err != nil || p.Kind != api.KindSample || p.SampleAuthority == "" {
		t.Fatalf("%+v %v", p, err)
	}
	files := t.TempDir()
	if err := os.WriteFile(filepath.Join(files, "tool.zip"), []byte("tool"), 0o600); err != nil {
		t.Fatal(err)
	}
	manifest := filepath.Join(files, "tool.json")
	if err := os.WriteFile(manifest, []byte(`{"id":"tool","engagement":"iot","title":"Tool","type":"tool","version":"1","sources":[{"path":"tool.zip"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	terms := filepath.Join(files, "terms.md")
	if err := os.WriteFile(terms, []byte("# New terms\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"publish", manifest}, 0, "Tool 1 is published as tool."},
		{[]string{"withdraw", "tool"}, 0, "withdrawn"},
		{[]string{"withdraw", "tool"}, 2, "no package"},
		{[]string{"agreement", terms, "--id", "licence", "--title", "Licence terms", "--version", "2.0", "--kind", "eula", "--grace", "2099-01-31"}, 0, "version 2.0"},
		{[]string{"agreement", terms, "--id", "licence", "--title", "Licence terms", "--version", "2.0"}, 2, "published already"},
		{[]string{"agreement", terms, "--id", "licence", "--title", "T", "--version", "3", "--grace", "tomorrow"}, 2, "2027-01-31"},
		{[]string{"engagement", "lab2", "--title", "Second lab"}, 0, "lab2"},
		{[]string{"engagement", "lab3"}, 2, "title"},
		{[]string{"invite", "new@people.example", "--engagement", "lab2"}, 0, "invited"},
		{[]string{"invite", "nobody"}, 2, "e-mail address"},
		{[]string{"invitations"}, 0, "new@people.example"},
		{[]string{"approve", "rita@fabrikam.example", "--engagement", "hardware-lab"}, 0, "has access"},
		{[]string{"decline", "rita@fabrikam.example", "--engagement", "lab2", "--reason", "Full."}, 0, "declined"},
		{[]string{"revoke", "nobody@people.example"}, 2, "Nobody"},
		{[]string{"people"}, 0, "rita@fabrikam.example"},
		{[]string{"people", "--waiting"}, 0, "Nobody."},
		{[]string{"export", "ledger"}, 0, `"receipts"`},
		{[]string{"audit"}, 0, "All 3 answers hold."},
		{[]string{"keys", "rotate"}, 0, "New keys"},
		{[]string{"publish", filepath.Join(files, "none.json")}, 2, "not there"},
		{[]string{"publish", terms}, 2, "manifest"},
	} {
		status, out, trouble := command(t, append(c.args, "--data", dir)...)
		if status != c.status || !strings.Contains(out+trouble, c.says) || c.status != 0 && out != "" {
			t.Errorf("%v: %d\n%s%s", c.args, status, out, trouble)
		}
	}
	var items []api.Item
	_, out, _ := command(t, "feedback", "export", "--data", dir)
	if err := json.Unmarshal([]byte(out), &items); err != nil || len(items) != 2 {
		t.Fatalf("%d items %v", len(items), err)
	}
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"feedback", "list", "--state", "active"}, 0, "does not start"},
		{[]string{"feedback", "reply", items[0].ID, "Thank you."}, 0, "The reply is there."},
		{[]string{"feedback", "state", items[0].ID, "closed"}, 0, "closed now"},
		{[]string{"feedback", "state", items[0].ID, "lost"}, 2, "new, active, resolved, closed"},
		{[]string{"feedback", "reply", "none", "x"}, 2, "no item"},
		{[]string{"feedback", "export", "--format", "csv"}, 0, "id,engagement,type"},
		{[]string{"feedback", "export", "--format", "xls"}, 2, "json and csv"},
	} {
		if status, out, trouble := command(t, append(c.args, "--data", dir)...); status != c.status || !strings.Contains(out+trouble, c.says) {
			t.Errorf("%v: %d\n%s%s", c.args, status, out, trouble)
		}
	}
	status, out, _ := command(t, "people", "--json", "--data", dir)
	var people []service.Person
	if err := json.Unmarshal([]byte(out), &people); err != nil || status != 0 || len(people) != 3 {
		t.Errorf("%d %d %v", status, len(people), err)
	}
}

func TestWrongUse(t *testing.T) {
	empty := t.TempDir()
	half := t.TempDir()
	if err := os.WriteFile(filepath.Join(half, "program.json"), []byte(`{"id":"x"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"nonsense"}, {"serve"}, {"people"}, {"serve", "extra", "--data", empty}, {"people", "--wrong"}, {"invite", "--data", empty},
		{"people", "--data", empty}, {"serve", "--data", empty}, {"people", "--data", half}, {"serve", "--sample", "--data", empty, "--listen", "0.0.0.0:0"},
		{"serve", "--data", half, "--certificate", "x"},
	} {
		status, out, trouble := command(t, args...)
		if status != 2 || out != "" || trouble == "" {
			t.Errorf("%v: %d %q %q", args, status, out, trouble)
		}
	}
	if status, out, _ := command(t, "--help"); status != 0 || !strings.Contains(out, "serve") {
		t.Errorf("help: %d", status)
	}
}

func TestServeHostedProgram(t *testing.T) {
	dir := t.TempDir()
	text := `{"id":"hosted","name":"Hosted","authority":"https://login.invalid/common","client_id":"c","scopes":["api://x/Program.Access"],"audience":"x","scope":"Program.Access","approval":true}`
	if err := os.WriteFile(filepath.Join(dir, "program.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, trouble := command(t, "engagement", "main", "--title", "Main", "--join", "everyone", "--data", dir); status != 0 {
		t.Fatal(trouble)
	}
	if status, _, _ := command(t, "serve", "--data", dir, "--listen", "0.0.0.0:0"); status != 2 {
		t.Errorf("without a public address: %d", status)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // it listens, sees that it is to end, and ends well
	var out, trouble bytes.Buffer
	if status := run(ctx, []string{"serve", "--data", dir, "--listen", "127.0.0.1:0", "--address", "https://program.example"}, &out, &trouble); status != 0 && status != 130 {
		t.Errorf("%d %s", status, trouble.String())
	}
}

func TestMailHeadersCanNotBeInjected(t *testing.T) {
	if _, err := smtpmail.Message("from@x.example", service.Mail{To: "to@x.example\r\nBcc: evil@x.example"}); err == nil {
		t.Error("an address with a line end was taken")
	}
	m, err := smtpmail.Message("from@x.example", service.Mail{To: "to@x.example", Subject: "ä\r\nBcc: evil@x.example", Text: "one\ntwo"})
	if text := string(m); err != nil || strings.Contains(text, "\r\nBcc:") || !strings.HasSuffix(strings.TrimRight(text, "\r\n"), "\r\n\r\none\r\ntwo") {
		t.Errorf("%v %q", err, text)
	}
}
