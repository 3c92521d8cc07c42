package authority_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long a browser on a loaded machine may take for one thing.
const patience = 120 * time.Second

// chromium is a real browser, driven through the DevTools protocol over a pipe.
type chromium struct {
	t       *testing.T
	to      io.WriteCloser
	mu      sync.Mutex
	next    int
	waiting map[int]chan reply
	page    string   // the session of the one tab
	blocked []string // what the content security policy refused
	gone    chan struct{}
}

type reply struct {
	Result json.RawMessage
	Error  *struct{ Message string }
}

// openChromium starts the browser with an empty profile; it skips the test where there is none.
func openChromium(t *testing.T) *chromium {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("the sign-in pages in a real browser need chromium, which is missing")
	}
	profile, err := os.MkdirTemp("", "chromium")
	if err != nil {
		t.Fatal(err)
	}
	inR, inW, err1 := os.Pipe()
	outR, outW, err2 := os.Pipe()
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-extensions", "--no-proxy-server", "--window-size=900,900", "--user-data-dir="+profile, "--remote-debugging-pipe", "about:blank")
	cmd.ExtraFiles = []*os.File{inR, outW} // 3 and 4 in the browser
	cmd.Env = append(os.Environ(), "HOME="+profile, "XDG_CONFIG_HOME="+profile, "XDG_CACHE_HOME="+profile, "DBUS_SESSION_BUS_ADDRESS=disabled:")
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Skipf("chromium did not start: %v", err)
	}
	_, _ = inR.Close(), outW.Close()
	c := &chromium{t: t, to: inW, waiting: map[int]chan reply{}, gone: make(chan struct{})}
	go c.read(outR)
	t.Cleanup(func() {
		_, _ = c.call("", "Browser.close", nil), inW.Close()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		<-c.gone
		_ = outR.Close()
		_ = os.RemoveAll(profile)
		if t.Failed() {
			t.Logf("chromium said: %.2000s", said.String())
		}
	})
	var target struct{ TargetID string }
	c.into(c.call("", "Target.createTarget", map[string]any{"url": "about:blank"}), &target)
	var session struct{ SessionID string }
	c.into(c.call("", "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}), &session)
	c.page = session.SessionID
	c.must("Page.enable", nil)
	c.must("Log.enable", nil)
	return c
}

// read takes replies and events until the browser ends. Messages end with a zero byte.
func (c *chromium) read(r io.Reader) {
	defer close(c.gone)
	in := bufio.NewReaderSize(r, 1<<20)
	for {
		raw, err := in.ReadBytes(0)
		if err != nil {
			return
		}
		var m struct {
			ID     int
			Method string
			Params struct {
				Entry struct{ Source, Text string }
			}
			reply
		}
		if json.Unmarshal(bytes.TrimSuffix(raw, []byte{0}), &m) != nil {
			continue
		}
		c.mu.Lock()
		if w := c.waiting[m.ID]; w != nil && m.ID != 0 {
			delete(c.waiting, m.ID)
			w <- m.reply
		}
		if m.Method == "Log.entryAdded" && strings.Contains(m.Params.Entry.Text, "Content Security Policy") {
			c.blocked = append(c.blocked, m.Params.Entry.Text)
		}
		c.mu.Unlock()
	}
}

func (c *chromium) call(session, method string, params map[string]any) reply {
	c.mu.Lock()
	c.next++
	m := map[string]any{"id": c.next, "method": method}
	if params != nil {
		m["params"] = params
	}
	if session != "" {
		m["sessionId"] = session
	}
	w := make(chan reply, 1)
	c.waiting[c.next] = w
	raw, err := json.Marshal(m)
	if err == nil {
		_, err = c.to.Write(append(raw, 0))
	}
	c.mu.Unlock()
	fail := func(why string) reply { return reply{Error: &struct{ Message string }{why}} }
	if err != nil {
		return fail(err.Error())
	}
	select {
	case r := <-w:
		return r
	case <-c.gone:
		return fail("the browser ended")
	case <-time.After(patience):
		return fail("the browser did not answer " + method)
	}
}

func (c *chromium) into(r reply, v any) {
	c.t.Helper()
	if r.Error != nil {
		c.t.Fatal(r.Error.Message)
	}
	if err := json.Unmarshal(r.Result, v); err != nil {
		c.t.Fatal(err)
	}
}

func (c *chromium) must(method string, params map[string]any) {
	c.t.Helper()
	if r := c.call(c.page, method, params); r.Error != nil {
		c.t.Fatalf("%s: %s", method, r.Error.Message)
	}
}

// eval runs an expression in the page, as a person's eyes would: its own script is not involved.
func (c *chromium) eval(expression string) (value any, ok bool) {
	r := c.call(c.page, "Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true})
	var out struct {
		Result           struct{ Value any }
		ExceptionDetails any
	}
	if r.Error != nil || json.Unmarshal(r.Result, &out) != nil || out.ExceptionDetails != nil {
		return nil, false
	}
	return out.Result.Value, true
}

// until waits for an expression to become true, over page loads.
func (c *chromium) until(what, expression string) {
	c.t.Helper()
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		if v, ok := c.eval("document.readyState === 'complete' && !!(" + expression + ")"); ok && v == true {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	where, _ := c.eval("location.pathname + ': ' + document.body.innerText.slice(0, 600)")
	c.t.Fatalf("waiting for %s; the browser shows %v; blocked: %v", what, where, c.refused())
}

func (c *chromium) refused() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.blocked
}

func (c *chromium) open(address string) {
	c.t.Helper()
	c.must("Page.navigate", map[string]any{"url": address})
}

// at waits for a page of the authority by name.
func (c *chromium) at(page string) {
	c.t.Helper()
	c.until("the page "+page, fmt.Sprintf("document.querySelector('main[data-page=%q]')", page))
}

// atApp waits until the browser is back at the app.
func (c *chromium) atApp() { c.t.Helper(); c.until("the app", "document.title === 'The app'") }

// fill types into the field with a label, by keyboard.
func (c *chromium) fill(label, text string) {
	c.t.Helper()
	find := fmt.Sprintf("[...document.querySelectorAll('label')].find(l => l.innerText.trim() === %q)", label)
	c.until("the field "+label, "(l => l && l.control && (l.control.focus(), l.control.select(), document.activeElement === l.control))("+find+")")
	c.must("Input.insertText", map[string]any{"text": text})
}

// enter presses the Enter key, which must do what the main button does.
func (c *chromium) enter() {
	c.t.Helper()
	for _, kind := range []string{"keyDown", "keyUp"} {
		c.must("Input.dispatchKeyEvent", map[string]any{"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"})
	}
}

// click presses the button whose text begins so, with the mouse, where it stands on the screen.
func (c *chromium) click(text string) {
	c.t.Helper()
	find := fmt.Sprintf("[...document.querySelectorAll('button')].find(b => b.innerText.trim().startsWith(%q))", text)
	c.until("the button "+text, find)
	v, ok := c.eval("(b => { b.scrollIntoView({block: 'center'}); const r = b.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] })(" + find + ")")
	at, isList := v.([]any)
	if !ok || !isList || len(at) != 2 {
		c.t.Fatalf("the button %s is nowhere", text)
	}
	for _, kind := range []string{"mousePressed", "mouseReleased"} {
		c.must("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1})
	}
}
