package service_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service"
)

// The variables that make the test binary an instance of the service.
const (
	instanceFolder   = "SERVICE_TEST_FOLDER"
	instanceDatabase = "SERVICE_TEST_DATABASE"
)

// instanceConfig is that of an instance in a process of its own, which knows everybody by a token with their name.
func instanceConfig(address func() string) service.Config {
	return service.Config{Program: api.Program{ID: "test", Name: "Test program", Authority: "https://authority.invalid/common", ClientID: "client",
		Scopes: []string{"scope"}, Contact: "owner@program.example"}, BaseURL: address, Limits: service.Limits{RequestsPerSecond: 10_000},
		Verifier: service.VerifierFunc(func(_ context.Context, bearer string) (service.Identity, error) {
			name := strings.TrimPrefix(bearer, "token-")
			return service.Identity{TenantID: "11111111-1111-1111-1111-111111111111", ObjectID: "object-" + name, Name: name, Address: name + "@people.example", Kind: "work"}, nil
		})}
}

// runInstance serves until it is killed, and publishes packages beside that. It says its address, and what was published.
func runInstance() int {
	trouble := func(err error) int {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return trouble(err)
	}
	address := "http://" + listener.Addr().String()
	d := testData{dir: os.Getenv(instanceFolder), database: os.Getenv(instanceDatabase)}
	s, err := d.open(context.Background(), instanceConfig(func() string { return address }))
	if err != nil {
		return trouble(err)
	}
	go func() {
		ticker := time.NewTicker(50 * time.Millisecond)
		defer ticker.Stop()
		for n := 0; ; n++ {
			<-ticker.C
			id := fmt.Sprintf("p-%d-%d", os.Getpid(), n)
			files := []service.NewFile{{Name: "one.bin", Bytes: strings.NewReader("one of " + id)}, {Name: "two.bin", Bytes: strings.NewReader("two of " + id)}}
			if _, err := s.PublishPackage(context.Background(), api.Package{ID: id, Engagement: "main", Title: id, Type: "tool", Version: "1"}, files); err == nil {
				fmt.Println("published", id)
			}
		}
	}()
	fmt.Println("address", address)
	return trouble(service.NewServer(s.Handler()).Serve(listener))
}

// fleet are instances in processes of their own, on the same data.
type fleet struct {
	t    *testing.T
	data testData

	mu        sync.Mutex
	processes []*exec.Cmd
	addresses []string
	next      int
	published []string
}

func newFleet(t *testing.T, d testData, instances int) *fleet {
	t.Helper()
	f := &fleet{t: t, data: d, processes: make([]*exec.Cmd, instances), addresses: make([]string, instances)}
	for i := range instances {
		f.start(i)
	}
	t.Cleanup(func() {
		for i := range instances {
			f.kill(i)
		}
	})
	return f
}

// start starts an instance and waits until it says its address.
func (f *fleet) start(i int) {
	f.t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), instanceFolder+"="+f.data.dir, instanceDatabase+"="+f.data.database)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	noError(f.t, err)
	noError(f.t, cmd.Start())
	address := make(chan string, 1)
	go f.listen(out, address)
	said, ok := <-address
	if !ok {
		f.t.Fatal("an instance ended before it served")
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.processes[i], f.addresses[i] = cmd, said
}

// listen reads what an instance says.
func (f *fleet) listen(out io.Reader, address chan<- string) {
	defer close(address)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		what, value, _ := strings.Cut(lines.Text(), " ")
		switch what {
		case "address":
			address <- value
		case "published":
			f.mu.Lock()
			f.published = append(f.published, value)
			f.mu.Unlock()
		}
	}
}

// kill kills an instance as kill -9 does.
func (f *fleet) kill(i int) {
	f.mu.Lock()
	cmd := f.processes[i]
	f.mu.Unlock()
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // it says that it was killed
}

// RoundTrip sends a request to one instance after the other, as a balancer without sessions.
func (f *fleet) RoundTrip(q *http.Request) (*http.Response, error) {
	f.mu.Lock()
	f.next++
	address := f.addresses[f.next%len(f.addresses)]
	f.mu.Unlock()
	q = q.Clone(q.Context())
	q.URL.Host = strings.TrimPrefix(address, "http://")
	return http.DefaultTransport.RoundTrip(q)
}

// long reports whether the long forms of the tests run.
func long() bool { return os.Getenv("PROGRAM_CONNECT_LONG") != "" }

// amount returns how many of something a test has: in its short form, and in its long one.
func amount(short, full int) int {
	if long() {
		return full
	}
	return short
}

// oncePerRun skips a test in the run of the tests on PostgreSQL: it has its own database in any run.
func oncePerRun(t *testing.T) {
	t.Helper()
	if os.Getenv(onPostgres) != "" {
		t.Skip("it needs no run of its own")
	}
}

// key returns an idempotency key.
func key(parts ...int) string {
	var text []string
	for _, p := range parts {
		text = append(text, strconv.Itoa(p))
	}
	return "k-" + strings.Join(text, "-")
}
