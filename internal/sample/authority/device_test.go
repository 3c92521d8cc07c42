package authority_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

func (w *world) startDevice() map[string]any {
	w.t.Helper()
	return w.post("/common/oauth2/v2.0/devicecode", url.Values{"client_id": {authority.ClientID}, "scope": {"openid profile offline_access " + authority.Scope}})
}

func (w *world) poll(d map[string]any) map[string]any {
	w.t.Helper()
	return w.post("/common/oauth2/v2.0/token", url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:device_code"}, "client_id": {authority.ClientID},
		"device_code": {text(d, "device_code")}})
}

func (w *world) wantError(body map[string]any, want string) {
	w.t.Helper()
	if text(body, "error") != want {
		w.t.Fatalf("error %q, not %q: %s", text(body, "error"), want, text(body, "error_description"))
	}
}

func TestDeviceCodePolling(t *testing.T) {
	clock := newClock()
	w := start(t, authority.Config{Now: clock.Now})
	d := w.startDevice()
	if d["interval"] != 5.0 || d["expires_in"] != 900.0 || !strings.Contains(text(d, "message"), text(d, "user_code")) || text(d, "verification_uri") != w.DeviceURL() {
		t.Fatalf("the device is told %v s, %v s, %s", d["interval"], d["expires_in"], text(d, "verification_uri"))
	}
	w.wantError(w.poll(d), "authorization_pending")
	clock.Advance(5 * time.Second)
	w.wantError(w.poll(d), "authorization_pending")
	clock.Advance(time.Second)
	w.wantError(w.poll(d), "slow_down") // and from now on 10 s
	clock.Advance(6 * time.Second)
	w.wantError(w.poll(d), "slow_down") // 15 s
	clock.Advance(15 * time.Second)
	w.wantError(w.poll(d), "authorization_pending")
	if c := w.Counts(); c.Polls != 5 || c.FastPolls != 2 || c.MinPollGap != time.Second {
		t.Fatalf("counted %+v", c)
	}

	script := w.person("rita")
	typed := text(d, "user_code")
	script.UserCode = strings.ToLower(typed[:4] + "-" + typed[4:])
	if out := w.visit(visitor.New(script, nil), w.DeviceURL()); out.End != visitor.Done {
		t.Fatalf("ended %s after %v: %s", out.End, out.Pages, out.Text)
	}
	if out := w.visit(visitor.New(script, nil), w.DeviceURL()); out.End != visitor.AtForm {
		t.Fatalf("the same code a second time ended %s", out.End)
	}
	clock.Advance(15 * time.Second)
	body := w.poll(d)
	if who, err := w.Verify(t.Context(), text(body, "access_token")); err != nil || who.Address != authority.AddressRita {
		t.Fatalf("the device got %+v, %v; %s", who, err, text(body, "error"))
	}
	w.wantError(w.poll(d), "bad_verification_code")
}

func TestDeviceCodeDeclinedOrExpired(t *testing.T) {
	clock := newClock()
	w := start(t, authority.Config{Now: clock.Now})
	d := w.startDevice()
	script := w.person("rita")
	script.UserCode, script.Decline = text(d, "user_code"), true
	if out := w.visit(visitor.New(script, nil), w.DeviceURL()); out.End != visitor.Done || !strings.Contains(out.Title, "turned down") {
		t.Fatalf("ended %s: %s", out.End, out.Title)
	}
	w.wantError(w.poll(d), "authorization_declined")

	late := w.startDevice()
	clock.Advance(16 * time.Minute)
	script.UserCode = text(late, "user_code")
	if out := w.visit(visitor.New(script, nil), w.DeviceURL()); out.End != visitor.AtForm {
		t.Fatalf("an old code ended %s", out.End)
	}
	w.wantError(w.poll(late), "expired_token")
}
