package session

import (
	"bufio"
	"context"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/outbox"
	"github.com/programconnect/programconnect/internal/sample"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

// serviceRole makes this test's binary a program service on a folder and an address, until it is killed.
const serviceRole = "SESSION_TEST_SERVICE"

func runServiceRole() bool {
	dir, listen, ok := strings.Cut(os.Getenv(serviceRole), "|")
	if !ok {
		return false
	}
	if err := serveUntilInterrupted(dir, listen); err != nil {
		println("the service did not start:", err.Error())
		os.Exit(1)
	}
	return true
}

func serveUntilInterrupted(dir, listen string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	host, err := sample.Start(ctx, sample.Config{Dir: dir, Listen: listen, Share: true})
	if err != nil {
		return err
	}
	println("ready")
	<-ctx.Done()
	_ = host.Close()
	return nil
}

// served is a program service in a process of its own, that can be killed and started again on the same folder and port.
type served struct {
	t           *testing.T
	dir, listen string
	process     *exec.Cmd
}

func (s *served) start() {
	s.t.Helper()
	s.process = exec.Command(os.Args[0]) // lives until it is killed
	s.process.Env = append(os.Environ(), serviceRole+"="+s.dir+"|"+s.listen)
	said, err := s.process.StderrPipe()
	if err == nil {
		err = s.process.Start()
	}
	if err != nil {
		s.t.Error(err) // not Fatal: this runs beside the test too
		return
	}
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if lines.Text() == "ready" {
			return
		}
	}
	s.t.Error("the service never got ready")
}

func (s *served) kill() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
}

func TestFeedbackArrivesOnceThoughTheServiceIsKilled(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("kill -9 is not there on Windows")
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	service := &served{t: t, dir: t.TempDir(), listen: free.Addr().String()}
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	service.start()
	t.Cleanup(func() { service.kill() })

	st := newStage(t)
	line := newBadLine()
	st.opts.Transport = line
	s, err := st.Session(t.Context(), "http://"+service.listen)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range authority.People() {
		if p.Key == "rita" {
			st.person = visitor.Script{Address: p.Address, Password: p.Password}
		}
	}
	attempt, err := s.SignIn(t.Context(), auth.SignInOptions{})
	if err == nil {
		err = s.Finish(t.Context(), attempt)
	}
	if err != nil {
		t.Fatal(err)
	}
	engagement := takesFeedback(t, s)
	template := item(t, s, engagement, "A title")

	count, kills := 20, 3
	if n, err := strconv.Atoi(os.Getenv("FEEDBACK_ITEMS")); err == nil {
		count, kills = n, n/8 // 200 and 25 in the long form
	}
	// The killer waits a random while, kills, and starts the service again, while items go out.
	sending, stop := context.WithCancel(t.Context())
	killed := make(chan int)
	go func() {
		n := 0
		for ; n < kills; n++ {
			select {
			case <-sending.Done():
				killed <- n
				return
			case <-time.After(time.Duration(rand.IntN(400)) * time.Millisecond):
			}
			service.kill()
			service.start()
		}
		killed <- n
	}()
	line.bad.Store(true)
	for i := range count {
		template.Title = "Item " + strconv.Itoa(i)
		d, err := st.Outbox.Save(outbox.Draft{Program: s.Name(), Engagement: engagement, Item: template})
		if err != nil {
			t.Fatal(err)
		}
		sendUntilSent(t, st.Outbox, d.Key)
	}
	line.bad.Store(false)
	stop()
	n := <-killed
	all, err := s.Feedback.AllItems(t.Context(), engagement, client.ItemQuery{Mine: true})
	if err != nil {
		t.Fatal(err)
	}
	exactlyOnce(t, all, count)
	t.Logf("%d items, the service killed %d times", count, n)
}
