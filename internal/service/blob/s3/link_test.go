package s3_test

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/blob/s3"
	"github.com/programconnect/programconnect/internal/testing/s3test"
)

// ask asks for an address and returns the answer with its text.
func ask(t *testing.T, method, address, ranges string) (*http.Response, string) {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), method, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if ranges != "" {
		q.Header.Set("Range", ranges)
	}
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(text)
}

// followLinks follows links and turns them to what they are not for.
func followLinks(t *testing.T, s *s3.Store) {
	i, err := s.Put(t.Context(), "", strings.NewReader("0123456789"))
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.Put(t.Context(), "", strings.NewReader("another"))
	if err != nil {
		t.Fatal(err)
	}
	links, err := s.Links(t.Context(), i.Key, time.Minute, blob.Sent{Name: "Übersicht 1.msi", ContentType: "application/x-msi"})
	if err != nil || len(links) != 1 {
		t.Fatalf("%q %v", links, err)
	}
	link := links[0]
	if strings.Contains(link, s3test.SecretKey) || strings.Contains(link, url.QueryEscape(s3test.SecretKey)) {
		t.Error("the secret is in the link")
	}
	answer, text := ask(t, http.MethodGet, link, "bytes=4-6")
	if answer.StatusCode != http.StatusPartialContent || text != "456" {
		t.Errorf("%s %q", answer.Status, text)
	}
	answer, text = ask(t, http.MethodGet, link, "")
	if answer.StatusCode != http.StatusOK || text != "0123456789" || answer.Header.Get("Content-Type") != "application/x-msi" ||
		answer.Header.Get("Content-Disposition") != "attachment; filename*=utf-8''%C3%9Cbersicht%201.msi" {
		t.Errorf("%s %q %v", answer.Status, text, answer.Header)
	}
	unsigned, _, _ := strings.Cut(link, "&X-Amz-Signature")
	for what, c := range map[string][2]string{
		"another method":  {http.MethodPut, link},
		"deleting":        {http.MethodDelete, link},
		"its head":        {http.MethodHead, link},
		"another object":  {http.MethodGet, strings.Replace(link, i.Key, other.Key, 1)},
		"a longer life":   {http.MethodGet, strings.Replace(link, "X-Amz-Expires=60", "X-Amz-Expires=6000", 1)},
		"another name":    {http.MethodGet, strings.Replace(link, "bersicht", "berschrift", 1)},
		"without its end": {http.MethodGet, unsigned},
	} {
		if answer, text := ask(t, c[0], c[1], ""); answer.StatusCode < 400 || strings.Contains(text, "0123456789") {
			t.Errorf("%s: %s %q", what, answer.Status, text)
		}
	}
	if _, text := ask(t, http.MethodGet, link, ""); text != "0123456789" {
		t.Errorf("%q is left", text)
	}
}

func TestLinks(t *testing.T) {
	s3test.SetKeys(t)
	server := s3test.Start(t)
	s := open(t, s3.Options{}, server.Setting("files"))
	followLinks(t, s)
	i, err := s.Put(t.Context(), "", strings.NewReader("text"))
	if err != nil {
		t.Fatal(err)
	}
	links, err := s.Links(t.Context(), i.Key, 5*time.Minute, blob.Sent{})
	if err != nil {
		t.Fatal(err)
	}
	server.Advance(4 * time.Minute)
	if answer, _ := ask(t, http.MethodGet, links[0], ""); answer.StatusCode != http.StatusOK {
		t.Error(answer.Status)
	}
	server.Advance(61 * time.Second)
	if answer, _ := ask(t, http.MethodGet, links[0], ""); answer.StatusCode != http.StatusForbidden {
		t.Error(answer.Status)
	}
}

func TestLinksOnARealServer(t *testing.T) {
	s3test.SetKeys(t)
	followLinks(t, open(t, s3.Options{}, s3test.StartVersity(t, os.Getenv("S3_SERVER")).Setting("files")))
}

// TestLinksOfCopiesAndFronts compares the hosts that stand in links with the settings.
func TestLinksOfCopiesAndFronts(t *testing.T) {
	s3test.SetKeys(t)
	s := open(t, s3.Options{}, "s3://files/p?endpoint=https://store.example&region=r1&public=https://cdn.example "+
		"s3://files-us?endpoint=https://us.example&region=r2&style=host s3://files-asia?region=ap-northeast-1")
	links, err := s.Links(t.Context(), "0a", 15*time.Minute, blob.Sent{Name: "a"})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"https://cdn.example/files/p/0a?", "https://files-us.us.example/0a?", "https://files-asia.s3.dualstack.ap-northeast-1.amazonaws.com/0a?"} {
		if i >= len(links) || !strings.HasPrefix(links[i], want) || !strings.Contains(links[i], "X-Amz-Expires=900") {
			t.Errorf("%q is not %s", links, want)
		}
	}
}
