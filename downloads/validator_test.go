package downloads

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

func TestOnlyAProperContentRangeIsUnderstood(t *testing.T) {
	for in, want := range map[string][3]int64{"bytes 0-99/1234": {0, 100, 1234}, "bytes 5-5/*": {5, 6, -1}} {
		from, to, total, ok := contentRange(in)
		if !ok || [3]int64{from, to, total} != want {
			t.Errorf("%q: %d %d %d %v", in, from, to, total, ok)
		}
	}
	for _, in := range []string{"", "bytes", "bytes 0-99", "bytes 99-0/100", "bytes 0-100/100", "bytes +1-2/3", "bytes -1-2/3", "bytes 0-1/ 2", "items 0-1/2",
		"bytes 0-99999999999999999999/1", "bytes */100", "bytes 0-1/2, bytes 1-2/3"} {
		if _, _, _, ok := contentRange(in); ok {
			t.Errorf("%q was understood", in)
		}
	}
}

func TestRetryAfterIsReadInBothFormsAndBounded(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for in, want := range map[string]time.Duration{"": 0, "120": 2 * time.Minute, "999999999999": time.Hour, "Sat, 21 Nov 2026 12:00:30 GMT": 30 * time.Second,
		"Fri, 20 Nov 2026 12:00:30 GMT": 0, "Sun, 22 Nov 2026 12:00:30 GMT": time.Hour, "soon": 0, "-5": 0} {
		if got := retryAfter(http.Header{"Retry-After": {in}}, now, time.Hour); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
}

func TestOnlyAStrongValidatorProvesThatBytesBelongTogether(t *testing.T) {
	date := "Sat, 21 Nov 2026 12:00:00 GMT"
	for _, c := range []struct {
		h      http.Header
		strong bool
	}{
		{http.Header{"Etag": {`"a"`}}, true},
		{http.Header{"Etag": {`W/"a"`}}, false},
		{http.Header{"Etag": {`a`}}, false},
		{http.Header{"Last-Modified": {"Sat, 21 Nov 2026 11:00:00 GMT"}, "Date": {date}}, true},
		{http.Header{"Last-Modified": {"Sat, 21 Nov 2026 11:59:30 GMT"}, "Date": {date}}, false},
		{http.Header{"Last-Modified": {"Sat, 21 Nov 2026 11:00:00 GMT"}}, false},
		{http.Header{}, false},
	} {
		if v := readValidator(c.h); v.Strong != c.strong || (v.ifRange() != "") != c.strong || v.same(v) != c.strong {
			t.Errorf("%v: %+v", c.h, v)
		}
	}
}

func TestOnlyHttpsAndLoopbackAreAcceptedAsAddresses(t *testing.T) {
	for in, ok := range map[string]bool{"https://host/x": true, "http://127.0.0.1:8080/x": true, "http://[::1]/x": true, "http://localhost/x": true, "http://host/x": false,
		"http://127.0.0.1.host/x": false, "ftp://host/x": false, "https://user:word@host/x": false, "https:///x": false, "http://[::ffff:127.0.0.1]/": true} {
		u, err := url.Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		if checkAddress(u).IsZero() != ok {
			t.Errorf("%s: %q", in, checkAddress(u))
		}
	}
}

func TestAnAddressIsShownWithoutItsSecrets(t *testing.T) {
	if got := bare("https://host/a%20b?sig=CANARY#CANARY"); got != "https://host/a%20b" {
		t.Error(got)
	}
}
