package smtpmail_test

import (
	"bufio"
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/smtpmail"
)

// server listens on this computer and gives each connection to f.
func server(t *testing.T, f func(net.Conn)) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go f(conn)
		}
	}()
	return l.Addr().String()
}

// TestSilentServerEndsWithTheContext: a server that takes the connection, or half of the talk, and then says nothing.
func TestSilentServerEndsWithTheContext(t *testing.T) {
	for name, said := range map[string]string{"from the start": "", "after its greeting": "220 here\r\n"} {
		t.Run(name, func(t *testing.T) {
			address := server(t, func(conn net.Conn) { _, _ = conn.Write([]byte(said)) })
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			started := time.Now()
			err := (&smtpmail.Mailer{Server: address, From: "program@program.example"}).Send(ctx, service.Mail{To: "anna@people.example"})
			if !errors.Is(err, context.DeadlineExceeded) || time.Since(started) > 10*time.Second {
				t.Errorf("after %s: %v", time.Since(started), err)
			}
		})
	}
}

func TestMailIsHandedOver(t *testing.T) {
	heard := make(chan string, 1)
	address := server(t, func(conn net.Conn) {
		defer func() { _ = conn.Close() }()
		say := func(line string) { _, _ = conn.Write([]byte(line + "\r\n")) }
		say("220 here")
		var all strings.Builder
		lines := bufio.NewScanner(conn)
		for lines.Scan() {
			all.WriteString(lines.Text() + "\n")
			switch command := strings.ToUpper(lines.Text()); {
			case command == "DATA":
				say("354 go on")
			case command == "QUIT":
				say("221 bye")
				heard <- all.String()
				return
			case command == ".", strings.HasPrefix(command, "EHLO"), strings.HasPrefix(command, "MAIL"), strings.HasPrefix(command, "RCPT"):
				say("250 fine")
			}
		}
	})
	m := service.Mail{ID: "abc", To: "anna@people.example", Subject: "Codé\r\nBcc: evil@x.example", Text: "one\n.\ntwo", Time: time.Unix(0, 0).UTC()}
	if err := (&smtpmail.Mailer{Server: address, From: "program@program.example"}).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got := <-heard
	for _, part := range []string{"MAIL FROM:<program@program.example>", "RCPT TO:<anna@people.example>", "Message-ID: <abc@program.example>", "\none\n..\ntwo\n"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is not in:\n%s", part, got)
		}
	}
	if strings.Contains(got, "\nBcc:") {
		t.Error("a header was put in")
	}
}
