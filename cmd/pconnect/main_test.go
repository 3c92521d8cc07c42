package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/gofrs/flock"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

// TestMain makes this binary pconnect itself when a script (or a test) calls it by that name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"pconnect": func() { os.Exit(pconnect(os.Args[1:], scriptHost())) },
		"owner":    func() { os.Exit(ownerMain()) },
		"visit":    func() { os.Exit(visitMain(context.Background(), os.Args[1])) },
	})
}

// scriptHost is the host of a script: the keyring is a file of the script's folder, the browser is the scripted visitor, and all that is
// written is also kept in a transcript, where it is searched for secrets.
func scriptHost() host {
	h := systemHost()
	h.inTerminal = os.Getenv("PTY") != "" // a script can answer questions from a file
	h.outTerminal = h.inTerminal
	if name := os.Getenv("TRANSCRIPT"); name != "" {
		file, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			panic(err)
		}
		h.stdout, h.stderr = io.MultiWriter(h.stdout, file), io.MultiWriter(h.stderr, file)
	}
	if name := os.Getenv("KEYRING"); name != "" {
		h.keyring = fileKeyring(name)
	}
	if what := os.Getenv("OFFLINE"); what != "" {
		h.transport = offline{what, http.DefaultTransport}
	}
	h.policy = os.Getenv("POLICY")
	if os.Getenv("PERSON") != "" {
		h.openBrowser = func(ctx context.Context, address string) error {
			go visitMain(context.WithoutCancel(ctx), address)
			return nil
		}
	}
	return h
}

// offline is a network over which feedback ("feedback"), or its form too ("form"), does not come through.
type offline struct {
	what  string
	under http.RoundTripper
}

func (o offline) RoundTrip(r *http.Request) (*http.Response, error) {
	if (r.Method == http.MethodPost && strings.Contains(r.URL.Path, "/feedback")) || (o.what == "form" && strings.HasSuffix(r.URL.Path, "/form")) {
		return nil, errors.New("the network is cut")
	}
	return o.under.RoundTrip(r)
}

// visitMain follows the pages as the person in PERSON: a key of the sample's people, with ":decline" behind it or not, or "new".
func visitMain(ctx context.Context, address string) int {
	key, how, _ := strings.Cut(os.Getenv("PERSON"), ":")
	script := visitor.Script{SignUp: key == "new", Name: "Nelly New", Address: "nelly@outlook.example", Password: "a-good-password", Decline: how == "decline",
		Code: mailedTo, Other: true}
	for _, p := range append(authority.People(), authority.Troubled()...) {
		if p.Key == key {
			script.Address, script.Password, script.Kind = p.Address, p.Password, string(p.Kind)
		}
	}
	out, err := visitor.New(script, nil).Visit(ctx, address)
	if err != nil {
		fmt.Fprintln(os.Stderr, "visitor:", err)
		return 1
	}
	if out.End != visitor.AtApp {
		fmt.Fprintln(os.Stderr, "visitor: ended at", out.End, out.Title)
		return 1
	}
	return 0
}

// mailedTo reads the newest code for an address out of the sample program's outbox, as a person looks into the mailbox.
func mailedTo(_ context.Context, address string) (string, error) {
	return mailedCode(os.Getenv("PROGRAM_CONNECT_HOME"), address)
}

func mailedCode(home, address string) (string, error) {
	names, err := filepath.Glob(filepath.Join(home, "sample", "outbox", "*.json"))
	if err != nil {
		return "", err
	}
	slices.Sort(names)
	for _, name := range slices.Backward(names) {
		var mail struct{ To, Code string }
		text, err := os.ReadFile(name)
		if err == nil && json.Unmarshal(text, &mail) == nil && mail.Code != "" && strings.EqualFold(mail.To, address) {
			return mail.Code, nil
		}
	}
	return "", errors.New("no mail")
}

// fileKeyring is a keyring for tests: a file, so that one command's sign-in is there for the next. A command may end while its keyring
// is being read, so a change is a rename.
type fileKeyring string

func (k fileKeyring) items() (map[string]string, error) {
	items := map[string]string{}
	text, err := os.ReadFile(string(k))
	if errors.Is(err, fs.ErrNotExist) {
		return items, nil
	}
	if err != nil {
		return nil, err
	}
	return items, json.Unmarshal(text, &items)
}

func (k fileKeyring) change(do func(items map[string]string) error) error {
	lock := flock.New(string(k) + ".lock")
	if err := lock.Lock(); err != nil {
		return err
	}
	defer func() { _ = lock.Unlock() }()
	items, err := k.items()
	if err != nil {
		return err
	}
	if err := do(items); err != nil {
		return err
	}
	text, err := json.Marshal(items)
	if err != nil {
		return err
	}
	if err := os.WriteFile(string(k)+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(string(k)+".new", string(k))
}

func (k fileKeyring) Get(service, user string) (string, error) {
	items, err := k.items()
	if err != nil {
		return "", err
	}
	value, ok := items[service+"/"+user]
	if !ok {
		return "", auth.ErrNotInKeyring
	}
	return value, nil
}

func (k fileKeyring) Set(service, user, value string) error {
	return k.change(func(items map[string]string) error { items[service+"/"+user] = value; return nil })
}

func (k fileKeyring) Delete(service, user string) error {
	return k.change(func(items map[string]string) error {
		if _, ok := items[service+"/"+user]; !ok {
			return auth.ErrNotInKeyring
		}
		delete(items, service+"/"+user)
		return nil
	})
}
