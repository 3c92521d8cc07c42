package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/spf13/cobra"
)

// schemaObject is a JSON schema of an object, as far as it is compared.
type schemaObject struct {
	Type       string                  `json:"type"`
	Properties map[string]schemaObject `json:"properties"`
	Closed     *bool                   `json:"additionalProperties"`
	Required   []string                `json:"required"`
}

// TestSchemaIsOfTheSettings compares docs/program.schema.json with what is read, name by name and type by type.
func TestSchemaIsOfTheSettings(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "program.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	var schema schemaObject
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	compareSchema(t, "", schema, reflect.TypeFor[settings]())
	for _, name := range schema.Required { // what the schema asks for is what is refused without it
		var all map[string]any
		if err := json.Unmarshal([]byte(hostedJSON), &all); err != nil {
			t.Fatal(err)
		}
		delete(all, name)
		half, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "program.json")
		write(t, path, string(half))
		if _, err := readSettings(path); err == nil {
			t.Errorf("settings without %s are taken", name)
		}
	}
}

func compareSchema(t *testing.T, at string, schema schemaObject, of reflect.Type) {
	t.Helper()
	if schema.Closed == nil || *schema.Closed {
		t.Errorf("%s takes names that are not read", at)
	}
	known := map[string]bool{}
	for f := range fieldsOf(of) {
		name := jsonName(f)
		known[name] = true
		kind := f.Type
		for kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		want := map[reflect.Kind]string{reflect.String: "string", reflect.Bool: "boolean", reflect.Slice: "array", reflect.Struct: "object", reflect.Int: "integer", reflect.Float64: "number"}[kind.Kind()]
		described, there := schema.Properties[name]
		if !there || described.Type != want {
			t.Errorf("%s%s is a %s, and is described as %q", at, name, want, described.Type)
		}
		if kind.Kind() == reflect.Struct {
			compareSchema(t, at+name+".", described, kind)
		}
	}
	for name := range schema.Properties {
		if !known[name] {
			t.Errorf("%s%s is described, and not read", at, name)
		}
	}
}

// TestEverySettingOfTheServerIsAFlag keeps flags, variables and the settings file together.
func TestEverySettingOfTheServerIsAFlag(t *testing.T) {
	root := newRoot(io.Discard)
	serve, _, err := root.Find([]string{"serve"})
	if err != nil {
		t.Fatal(err)
	}
	later := []string{"database", "database-password-file", "store"} // read by what opens them
	for f := range fieldsOf(reflect.TypeFor[server]()) {
		name := strings.ReplaceAll(jsonName(f), "_", "-")
		if !slices.Contains(later, name) && (!slices.Contains(layered, name) || serve.Flag(name) == nil) {
			t.Errorf("%s is no flag", name)
		}
	}
}

func TestFlagBeforeVariableBeforeFile(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "program.json"), strings.Replace(hostedJSON, `"id"`,
		`"server":{"listen":"file:1","log":"json","downloads_days":7,"traces_part":0.5,"proxies":["10.0.0.0/8","::1"],"key":"key.pem","proxy_bytes":true,"link_life":"2m"},"id"`, 1))
	for _, c := range []struct {
		args        []string
		environment map[string]string
		want        map[string]string
	}{
		{nil, nil, map[string]string{"listen": "file:1", "log": "json", "downloads-days": "7", "traces-part": "0.5", "proxies": "[10.0.0.0/8,::1]", "key": filepath.Join(dir, "key.pem"), "proxy-bytes": "true", "link-life": "2m0s", "metrics": ""}},
		{nil, map[string]string{"PROGRAM_SERVICE_LISTEN": "environment:1", "PROGRAM_SERVICE_DOWNLOADS_DAYS": "9"}, map[string]string{"listen": "environment:1", "downloads-days": "9", "log": "json"}},
		{[]string{"--listen", "flag:1", "--log"}, map[string]string{"PROGRAM_SERVICE_LISTEN": "environment:1"}, map[string]string{"listen": "flag:1", "log": "text"}},
	} {
		for name, value := range c.environment {
			t.Setenv(name, value)
		}
		got := map[string]string{}
		root := newRoot(io.Discard)
		serve, _, err := root.Find([]string{"serve"})
		if err != nil {
			t.Fatal(err)
		}
		serve.RunE = func(cmd *cobra.Command, _ []string) error {
			for name := range c.want {
				got[name] = cmd.Flag(name).Value.String()
			}
			return nil
		}
		root.SetArgs(append([]string{"serve", "--data", dir}, c.args...))
		if err := root.ExecuteContext(t.Context()); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%v %v: %v %v", c.args, c.environment, got, err)
		}
	}
}

func TestSettingsFileElsewhere(t *testing.T) {
	etc, data := t.TempDir(), t.TempDir()
	file := filepath.Join(etc, "iot.json")
	write(t, file, strings.Replace(hostedJSON, `"id"`, `"server":{"data":"`+filepath.ToSlash(data)+`"},"id"`, 1))
	if status, out, trouble := command(t, "--config", file, "engagement", "main", "--title", "Main"); status != 0 || !strings.Contains(out, "main") {
		t.Fatal(status, trouble)
	}
	t.Setenv("PROGRAM_SERVICE_CONFIG", file)
	if status, out, trouble := command(t, "engagement", "list"); status != 0 || !strings.Contains(out, "Main") {
		t.Fatal(status, trouble)
	}
	if _, err := os.Stat(filepath.Join(data, "service", "service.db")); err != nil {
		t.Error(err)
	}
	t.Setenv("PROGRAM_SERVICE_LINK_LIFE", "long")
	if status, _, trouble := command(t, "serve"); status != 2 || !strings.Contains(trouble, "PROGRAM_SERVICE_LINK_LIFE has a value that --link-life does not take") {
		t.Error(status, trouble)
	}
}

func TestForwardedHeadersCountFromProxiesAlone(t *testing.T) {
	front, err := parseProxies([]string{"10.0.0.0/8", "192.0.2.7"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		peer         string
		header       map[string][]string
		remote, host string
	}{
		{"10.1.2.3:1", map[string][]string{"X-Forwarded-For": {"203.0.113.9"}, "X-Forwarded-Host": {"program.example"}}, "203.0.113.9:0", "program.example"},
		{"192.0.2.7:1", map[string][]string{"X-Forwarded-For": {"1.1.1.1, 203.0.113.9, 10.0.0.1"}}, "203.0.113.9:0", "here"},
		{"192.0.2.7:1", map[string][]string{"X-Forwarded-For": {"1.1.1.1", "203.0.113.9"}}, "203.0.113.9:0", "here"},
		{"192.0.2.7:1", map[string][]string{"X-Forwarded-For": {"10.0.0.5"}}, "10.0.0.5:0", "here"},
		{"192.0.2.7:1", map[string][]string{"X-Forwarded-For": {"unknown"}, "X-Forwarded-Host": {"a.example, b.example"}}, "192.0.2.7:1", "here"},
		{"203.0.113.9:1", map[string][]string{"X-Forwarded-For": {"10.0.0.1"}, "X-Forwarded-Host": {"evil.example"}, "X-Forwarded-Proto": {"https"}, "Forwarded": {"for=1.1.1.1"}}, "203.0.113.9:1", "here"},
		{"[::ffff:10.1.2.3]:1", map[string][]string{"X-Forwarded-For": {"2001:db8::1"}}, "[2001:db8::1]:0", "here"},
	} {
		q := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://here/", nil)
		q.RemoteAddr = c.peer
		q.Header = c.header
		front.behind(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if r.RemoteAddr != c.remote || r.Host != c.host || len(r.Header) != 0 {
				t.Errorf("%s %v: from %s to %s, %v is left", c.peer, c.header, r.RemoteAddr, r.Host, r.Header)
			}
		})).ServeHTTP(httptest.NewRecorder(), q)
	}
	if _, err := parseProxies([]string{"proxy.example"}); err == nil {
		t.Error("a name is taken for an address")
	}
	if !front.contain(netip.MustParseAddr("10.255.0.1")) {
		t.Error("a network is not read")
	}
}

// roundTrip is a network of one answer.
type roundTrip func(q *http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(q *http.Request) (*http.Response, error) { return f(q) }

func TestCheckSaysWhatToDo(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	answers := func(status int, body, date string) *http.Client {
		return &http.Client{Transport: roundTrip(func(q *http.Request) (*http.Response, error) {
			w := httptest.NewRecorder()
			w.Header().Set("Date", date)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
			if q.URL.Host != "login.example" || !strings.HasSuffix(q.URL.Path, "/v2.0/.well-known/openid-configuration") {
				t.Error(q.URL)
			}
			return w.Result(), nil
		})}
	}
	const about = `{"issuer":"https://login.example/common/v2.0","jwks_uri":"https://login.example/keys"}`
	right := now.Add(30 * time.Second).Format(http.TimeFormat)
	for name, c := range map[string]struct {
		http             *http.Client
		authority, clock string
	}{
		"well":        {answers(200, about, right), lookOK, lookOK},
		"fast clock":  {answers(200, about, now.Add(-3*time.Minute).Format(http.TimeFormat)), lookOK, lookTrouble},
		"no such":     {answers(404, "", right), lookTrouble, lookSkipped},
		"another":     {answers(200, `{"issuer":""}`, right), lookTrouble, lookSkipped},
		"unreachable": {&http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) { return nil, errors.New("down") })}, lookTrouble, lookSkipped},
	} {
		l := &look{o: &options{}, settings: settings{Authority: "https://login.example/common"}, http: c.http, now: func() time.Time { return now }}
		authority, clock := l.authority(t.Context())
		if authority.State != c.authority || clock.State != c.clock || authority.State == lookTrouble && authority.Step == "" {
			t.Errorf("%s: %+v %+v", name, authority, clock)
		}
	}
	for name, c := range map[string]struct {
		from, until time.Duration
		address     string
		want        string
	}{
		"well": {-time.Hour, 90 * 24 * time.Hour, "https://program.example", lookOK}, "soon": {-time.Hour, 24 * time.Hour, "", lookWarn},
		"over": {-time.Hour, -time.Minute, "", lookTrouble}, "not yet": {time.Hour, 2 * time.Hour, "", lookTrouble},
		"another name": {-time.Hour, 90 * 24 * time.Hour, "https://other.example", lookTrouble},
	} {
		certificate := &x509.Certificate{NotBefore: now.Add(c.from), NotAfter: now.Add(c.until), DNSNames: []string{"program.example"}}
		if got := certificateAt(certificate, c.address, now); got.State != c.want || got.State != lookOK && got.Step == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for name, c := range map[string]struct {
		filed map[string]string
		want  string
	}{
		"nothing": {nil, lookOK}, "everywhere": {map[string]string{"listen": "0.0.0.0:80"}, lookWarn}, "named": {map[string]string{"listen": ":80", "proxies": "10.0.0.0/8"}, lookOK},
		"unnamed": {map[string]string{"address": "https://program.example"}, lookWarn}, "wrong": {map[string]string{"proxies": "x"}, lookTrouble},
		"its own": {map[string]string{"listen": ":443", "certificate": "x", "address": "https://program.example"}, lookOK},
	} {
		if got := (&look{o: &options{filed: c.filed}}).proxies(); got.State != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for free, want := range map[int64]string{1 << 40: lookOK, 1 << 20: lookWarn} {
		if got := (&look{o: &options{}, room: func(string) (int64, error) { return free, nil }}).space(); got.State != want {
			t.Errorf("%d: %+v", free, got)
		}
	}
}

func TestCheckOfAFolder(t *testing.T) {
	dir := hostedFolder(t)
	write(t, filepath.Join(dir, "password"), "secret")
	if err := os.Chmod(filepath.Join(dir, "password"), 0o644); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "program.json"), strings.Replace(hostedJSON, `"id"`, `"mail":{"server":"127.0.0.1:1","from":"a@b.example","password_file":"password"},"id"`, 1))
	status, out, trouble := command(t, "check", "--data", dir)
	if status != 0 {
		t.Fatal(trouble)
	}
	for _, says := range []string{"ok       database    It can be written.", "ok       store       An object was written, read and deleted.", "trouble  mail        The mail server can't be reached", "-> Look at server, user and password_file", "warning  secrets     Others can read"} {
		if !strings.Contains(out, says) {
			t.Errorf("%q is not in:\n%s", says, out)
		}
	}
	left, err := os.ReadDir(filepath.Join(dir, "service", "files"))
	if err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
	if status, _, trouble := command(t, "check", "--strict", "--data", dir); status != 1 || !strings.Contains(trouble, "mail: The mail server") {
		t.Error(status, trouble)
	}
}

// TestFiguresAndLogOfAServer starts a server with both, asks it something, and reads them.
func TestFiguresAndLogOfAServer(t *testing.T) {
	dir := hostedFolder(t)
	free, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	metrics := free.Addr().String()
	_ = free.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, w := io.Pipe()
	var log bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		status := run(ctx, []string{"serve", "--json", "--data", dir, "--listen", "127.0.0.1:0", "--metrics", metrics, "--log=json"}, w, &log)
		_ = w.CloseWithError(io.EOF)
		ended <- status
	}()
	var text strings.Builder
	for lines := bufio.NewScanner(r); lines.Scan(); {
		text.WriteString(lines.Text())
		if lines.Text() == "}" {
			break
		}
	}
	var s started
	if err := json.Unmarshal([]byte(text.String()), &s); err != nil || s.Address == "" {
		t.Fatal(text.String(), err)
	}
	go func() { _, _ = io.Copy(io.Discard, r) }()
	get := func(address string) string {
		t.Helper()
		q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Authorization", "Bearer canary")
		w, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = w.Body.Close() }()
		text, err := io.ReadAll(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	get(s.Address + "/openapi.json?secret=canary")
	figures := get("http://" + metrics + "/metrics")
	counted := `program_service_requests_total{method="GET",route="/openapi.json",status="200"} 1`
	for patience := time.Now().Add(time.Minute); !strings.Contains(figures, counted) && time.Now().Before(patience); { // it is counted after its answer
		figures = get("http://" + metrics + "/metrics")
	}
	if !strings.Contains(figures, counted) || !strings.Contains(figures, `program_service_store_writable{store="database"} 1`) {
		t.Error(figures)
	}
	if u, err := url.Parse(s.Address); err != nil || strings.Contains(get("http://"+u.Host+"/metrics"), "program_service_") {
		t.Error("the figures are served to everybody", err)
	}
	http.DefaultClient.CloseIdleConnections()
	cancel()
	if status := <-ended; status != 0 && status != 130 {
		t.Error(status, log.String())
	}
	if !strings.Contains(log.String(), `"route":"/openapi.json","remote":"127.0.0.1","status":200`) || strings.Contains(log.String(), "canary") {
		t.Error(log.String())
	}
}
