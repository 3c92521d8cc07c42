package s3_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service/blob/s3"
	"github.com/programconnect/programconnect/internal/testing/s3test"
)

func TestParseAddresses(t *testing.T) {
	for _, c := range []struct {
		text, want string // want: bucket, prefix, server, public, region, host; empty: refused
	}{
		{"s3://files/program/1?endpoint=https://store.example:9000&region=eu", "files program/1/ https://store.example:9000 https://store.example:9000 eu false"},
		{"s3://files?endpoint=http://127.0.0.1:9000", "files  http://127.0.0.1:9000 http://127.0.0.1:9000 us-east-1 false"},
		{"s3://files/?region=eu-north-1", "files  https://s3.eu-north-1.amazonaws.com https://s3.eu-north-1.amazonaws.com eu-north-1 true"},
		{"s3://files.example?region=eu-north-1", "files.example  https://s3.eu-north-1.amazonaws.com https://s3.eu-north-1.amazonaws.com eu-north-1 false"},
		{"s3://files?endpoint=https://store.example&public=https://cdn.example&style=host", "files  https://store.example https://cdn.example us-east-1 true"},
		{"", ""}, {"files", ""}, {"https://files", ""}, {"s3://", ""}, {"s3://FILES", ""}, {"s3://f", ""}, {"s3://files/a//b", ""}, {"s3://files/a b", ""},
		{"s3://files/%2e%2e%00", ""}, {"s3://key:CANARY@files", ""}, {"s3://files#x", ""}, {"s3://files?secret=CANARY", ""},
		{"s3://files?endpoint=http://store.example", ""}, {"s3://files?endpoint=https://u:CANARY@store.example", ""}, {"s3://files?endpoint=https://store.example/path", ""},
		{"s3://files?endpoint=ftp://store.example", ""}, {"s3://files?public=http://cdn.example", ""}, {"s3://files?style=other", ""}, {"s3://files?region=", ""},
		{"s3://files?region=a&region=b", ""}, {"s3://files?region=a/b", ""}, {"s3://files?%zz", ""}, {"s3://files?x=" + strings.Repeat("a", 3000), ""},
	} {
		list, err := s3.ParseAddresses(c.text)
		got := ""
		if err == nil {
			a := list[0]
			got = fmt.Sprint(a.Bucket, " ", a.Prefix, " ", a.Server, " ", a.Public, " ", a.Region, " ", a.Host)
		} else if fault.Of(err).Code != "service.store-address" || strings.Contains(fault.Of(err).Text()+err.Error(), "CANARY") {
			t.Errorf("%.60q: %v", c.text, err)
		}
		if got != c.want {
			t.Errorf("%.60q: %q, not %q", c.text, got, c.want)
		}
	}
}

// TestCredentials come from the environment or a file.
func TestCredentials(t *testing.T) {
	file := filepath.Join(t.TempDir(), "credentials")
	if err := os.WriteFile(file, []byte("[default]\naws_access_key_id = "+s3test.AccessKey+"\naws_secret_access_key = "+s3test.SecretKey+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	damaged := filepath.Join(t.TempDir(), "damaged")
	if err := os.WriteFile(damaged, []byte("[default]\naws_secret_access_key: "+s3test.SecretKey+"\n["+s3test.SecretKey), 0o600); err != nil {
		t.Fatal(err)
	}
	server := s3test.Start(t)
	for _, c := range []struct {
		name, setting string
		environment   map[string]string
		want          string // a code; empty: it can be written
	}{
		{"environment", "", map[string]string{"AWS_ACCESS_KEY_ID": s3test.AccessKey, "AWS_SECRET_ACCESS_KEY": s3test.SecretKey}, ""},
		{"usual file", "", map[string]string{"AWS_SHARED_CREDENTIALS_FILE": file}, ""},
		{"named file", "&credentials=" + file, nil, ""},
		{"none", "", nil, "service.store-credentials"},
		{"half", "", map[string]string{"AWS_ACCESS_KEY_ID": s3test.AccessKey}, "service.store-credentials"},
		{"no file", "&credentials=" + file + "x", nil, "service.store-credentials"},
		{"damaged file", "&credentials=" + damaged, nil, "service.store-credentials"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_SHARED_CREDENTIALS_FILE"} {
				t.Setenv(name, c.environment[name])
			}
			t.Setenv("HOME", t.TempDir())
			addresses, err := s3.ParseAddresses(server.Setting("files") + c.setting)
			if err != nil {
				t.Fatal(err)
			}
			s, err := s3.Open(addresses, s3.Options{})
			if err == nil {
				err = s.Writable(t.Context())
			}
			if c.want == "" && err != nil || c.want != "" && (err == nil || fault.Of(err).Code != c.want) {
				t.Error(err)
			}
			if err != nil {
				hidesKeys(t, err)
			}
		})
	}
}

// hidesKeys fails when an error shows a key, however it is printed.
func hidesKeys(t *testing.T, err error) {
	t.Helper()
	text := err.Error() + fmt.Sprintf("%v %+v %#v", err, err, err)
	text += fault.Of(err).Text()
	for e := err; e != nil; {
		text += fmt.Sprintf("%+v", e)
		unwrapped, ok := e.(interface{ Unwrap() error })
		if !ok {
			break
		}
		e = unwrapped.Unwrap()
	}
	for _, key := range []string{s3test.SecretKey, s3test.AccessKey, "CANARY"} {
		if strings.Contains(text, key) {
			t.Errorf("%s shows a key", text)
		}
	}
}

// TestKeysAreInNoError has servers that say what they were sent.
func TestKeysAreInNoError(t *testing.T) {
	s3test.SetKeys(t)
	for _, status := range []int{http.StatusForbidden, http.StatusBadRequest, http.StatusInternalServerError, http.StatusNotFound, http.StatusTemporaryRedirect} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			text := s3test.SecretKey + r.Header.Get("Authorization")
			w.Header().Set("Location", "http://127.0.0.1:1/?"+s3test.AccessKey)
			w.Header().Set("X-Minio-Error-Code", s3test.SecretKey)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "<Error><Code>"+text+"</Code><Message>"+text+"</Message></Error>")
		}))
		defer server.Close()
		s := open(t, s3.Options{Attempts: 1, Wait: func(context.Context, time.Duration) error { return nil }}, "s3://bucket?endpoint="+server.URL)
		_, statErr := s.Stat(t.Context(), "0a")
		_, putErr := s.Put(t.Context(), "", strings.NewReader("text"))
		_, largeErr := s.Put(t.Context(), "", strings.NewReader(strings.Repeat("x", 9<<20)))
		for _, err := range []error{statErr, putErr, largeErr, s.Writable(t.Context()), s.Finish(t.Context(), "0a", 1, "x"), s.WritePart(t.Context(), "0a", 0, nil)} {
			if err == nil {
				t.Errorf("%d is taken for an answer", status)
				continue
			}
			hidesKeys(t, err)
		}
	}
}
