package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/go-json-experiment/json"
)

// server is a server in a process of its own.
type server struct {
	process       *os.Process
	done          chan struct{}
	plain, secure []string // links to the file, one a person
	file          string   // on the disk
}

// link returns the link of the nth reader.
func (s *server) link(tls bool, n int) string {
	if tls {
		return s.secure[n%len(s.secure)]
	}
	return s.plain[n%len(s.plain)]
}

func (s *server) stop() {
	_ = s.process.Signal(syscall.SIGTERM)
	<-s.done
}

// forgetPeak has the system count the most memory anew.
func (s *server) forgetPeak() error {
	return os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.process.Pid), []byte("5"), 0)
}

// peak returns the most memory that the process has held, in bytes.
func (s *server) peak() (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 10, 64)
			return kib << 10, err
		}
	}
	return 0, errors.New("bench-bytes: the system does not say how much memory the process took")
}

// serving is what the service's process says when it serves.
type serving struct {
	Plain, Secure []string
	File          string
}

// startService starts this program once more, as the service.
func startService(ctx context.Context, dir string, z sizes) (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, self, "-serve", dir, "-file", strconv.FormatInt(z.file, 10), "-readers", strconv.Itoa(z.readers))
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s, err := start(command)
	if err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, err
	}
	var said serving
	if err := json.Unmarshal([]byte(line), &said); err != nil {
		return nil, err
	}
	s.plain, s.secure, s.file = said.Plain, said.Secure, said.File
	return s, nil
}

func start(command *exec.Cmd) (*server, error) {
	if err := command.Start(); err != nil {
		return nil, err
	}
	s := &server{process: command.Process, done: make(chan struct{})}
	go func() { defer close(s.done); _ = command.Wait() }()
	return s, nil
}

// nginxConfig serves one folder on two ports, as whoever sets nginx up for large files would.
const nginxConfig = `daemon off;
pid %[1]s/nginx.pid;
error_log %[1]s/nginx.log;
worker_processes auto;
events { worker_connections 2048; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  client_body_temp_path %[1]s/body; proxy_temp_path %[1]s/proxy; fastcgi_temp_path %[1]s/fastcgi; uwsgi_temp_path %[1]s/uwsgi; scgi_temp_path %[1]s/scgi;
  server {
    listen 127.0.0.1:%[2]s;
    listen 127.0.0.1:%[3]s ssl http2;
    ssl_certificate %[1]s/certificate.pem;
    ssl_certificate_key %[1]s/key.pem;
    root %[4]s;
  }
}
`

// startNginx starts nginx on the folder of the file.
func startNginx(ctx context.Context, dir, file string) (*server, error) {
	program, err := exec.LookPath("nginx")
	if err != nil {
		return nil, err
	}
	plain, secure, err := freePorts(ctx)
	if err != nil {
		return nil, err
	}
	if os.Getuid() == 0 { // its workers are another user then
		if err := open(dir, file); err != nil {
			return nil, err
		}
	}
	config := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, nginxConfig, dir, plain, secure, filepath.Dir(file)), 0o600); err != nil {
		return nil, err
	}
	s, err := start(exec.CommandContext(ctx, program, "-c", config))
	if err != nil {
		return nil, err
	}
	name := filepath.Base(file)
	s.plain = []string{"http://127.0.0.1:" + plain + "/" + name}
	s.secure = []string{"https://127.0.0.1:" + secure + "/" + name}
	return s, waitFor(ctx, "127.0.0.1:"+secure)
}

// open lets everybody on this computer read a file beneath a folder.
func open(dir, file string) error {
	for path := filepath.Dir(file); len(path) >= len(dir); path = filepath.Dir(path) {
		if err := os.Chmod(path, 0o711); err != nil {
			return err
		}
	}
	return os.Chmod(file, 0o644)
}

// read has curl read a link and returns the bytes a second.
func read(ctx context.Context, flag, link string) (float64, error) {
	text, err := exec.CommandContext(ctx, "curl", "-sSk", "--fail", flag, "-o", "/dev/null", "-w", "%{speed_download}", link).Output()
	if err != nil {
		return 0, fmt.Errorf("bench-bytes: curl: %w", err)
	}
	return strconv.ParseFloat(strings.TrimSpace(string(text)), 64)
}
