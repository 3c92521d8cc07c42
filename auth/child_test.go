package auth

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/programconnect/programconnect/internal/sample/authority"
)

// folderRing is a keyring that several processes share, for tests alone: one file for each item.
type folderRing string

func (f folderRing) file(service, user string) string {
	sum := sha256.Sum256([]byte(service + "\n" + user))
	return filepath.Join(string(f), hex.EncodeToString(sum[:]))
}

func (f folderRing) Get(service, user string) (string, error) {
	raw, err := os.ReadFile(f.file(service, user))
	if errors.Is(err, os.ErrNotExist) {
		return "", ErrNotInKeyring
	}
	return string(raw), err
}

func (f folderRing) Set(service, user, value string) error {
	tmp, err := os.CreateTemp(string(f), "new")
	if err != nil {
		return err
	}
	if _, err := tmp.WriteString(value); err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), f.file(service, user))
}

func (f folderRing) Delete(service, user string) error {
	if err := os.Remove(f.file(service, user)); errors.Is(err, os.ErrNotExist) {
		return ErrNotInKeyring
	} else if err != nil {
		return err
	}
	return nil
}

// runChild is one process of several: it renews tokens of all accounts in turn.
func runChild() int {
	dir, address := os.Getenv("AUTH_TEST_CHILD"), os.Getenv("AUTH_TEST_ADDRESS")
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(os.Getenv("AUTH_TEST_CERT")))
	a, err := Open(Config{Dir: filepath.Join(dir, "lock"), Keyring: folderRing(filepath.Join(dir, "ring")), KeyringDeadline: patience,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer func() { _ = a.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	defer cancel()
	if err := a.Ready(ctx); err != nil {
		fmt.Println(err)
		return 1
	}
	calls, _ := strconv.Atoi(os.Getenv("AUTH_TEST_CALLS"))
	at := Authority{Origin: mustOrigin("https://program.example"), Program: "sample", URL: address + "/common", ClientID: authority.ClientID, Scopes: []string{authority.Scope}}
	for i := range calls {
		var list []Account
		for _, account := range a.List() {
			if account.Address != authority.AddressUma { // she comes and goes meanwhile
				list = append(list, account)
			}
		}
		if len(list) == 0 {
			fmt.Println("all accounts are gone", a.Snapshot().Fault)
			return 1
		}
		// A claims challenge of its own for each call, so that every call needs a refresh.
		claims := fmt.Sprintf(`{"id_token":{"call":{"value":"%d-%d"}}}`, os.Getpid(), i)
		if _, err := a.RenewWithClaims(ctx, at, list[i%len(list)].ID, claims); err != nil {
			fmt.Println(i, list[i%len(list)].Address, err, DetailsOf(err))
			return 1
		}
	}
	return 0
}

func TestFourProcessesShareKeyring(t *testing.T) {
	for run := range times(t, 3, "AUTH_PROCESS_RUNS") {
		t.Run(strconv.Itoa(run), func(t *testing.T) { fourProcesses(t, 4, 25) })
	}
}

func fourProcesses(t *testing.T, processes, calls int) {
	dir := t.TempDir()
	ring := folderRing(filepath.Join(dir, "ring"))
	if err := os.Mkdir(string(ring), 0o700); err != nil {
		t.Fatal(err)
	}
	var server *httptest.Server
	mux := http.NewServeMux()
	r := newRig(t, func(c *Config, a *authority.Config) {
		server = httptest.NewTLSServer(mux)
		a.Origin, a.ReuseLeeway = server.URL, -1
		c.Dir, c.Keyring = filepath.Join(dir, "lock"), ring
		a.BaseURL = func() string { return server.URL + "/pages" }
		c.Transport = server.Client().Transport
	})
	t.Cleanup(server.Close)
	mux.Handle("/pages/", r.auth.Pages())
	mux.Handle("/", r.auth.BackHandler())
	r.via = server.Client().Transport
	at := Authority{Origin: mustOrigin("https://program.example"), Program: "sample", URL: server.URL + "/common", ClientID: authority.ClientID, Scopes: []string{authority.Scope}}
	people := []string{authority.AddressRita, authority.AddressTwo, authority.AddressNora}
	for _, address := range people {
		r.through(at, address)
	}
	before := r.auth.Counts().Refreshes

	cert := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	var wg sync.WaitGroup
	for range processes {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "AUTH_TEST_CHILD="+dir, "AUTH_TEST_ADDRESS="+server.URL, "AUTH_TEST_CERT="+cert, "AUTH_TEST_CALLS="+strconv.Itoa(calls))
		wg.Go(func() {
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	for range 3 { // somebody signs in and out meanwhile
		uma := r.through(at, authority.AddressUma)
		if err := r.SignOut(r.ctx(), uma.ID); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
	c := r.auth.Counts()
	if c.Reused != 0 || c.Revoked != 0 || c.Refreshes-before != processes*calls {
		t.Errorf("%+v", c)
	}
	if err := r.RetryKeyring(r.ctx()); err != nil {
		t.Fatal(err)
	}
	if n := len(r.List()); n != len(people) {
		t.Errorf("%d accounts are left of %d", n, len(people))
	}
	for _, account := range r.List() {
		if _, err := r.RenewWithClaims(r.ctx(), at, account.ID, `{"id_token":{"last":null}}`); err != nil {
			t.Errorf("%s: %v %v", account.Address, err, DetailsOf(err))
		}
	}
}

// through signs somebody in at an authority that is not in process.
func (r *rig) through(at Authority, address string) Account {
	r.t.Helper()
	account, err := r.try(at, SignInOptions{}, r.script(address, ""))
	if err != nil {
		r.t.Fatalf("%s: %v %v", address, err, DetailsOf(err))
	}
	return account
}
