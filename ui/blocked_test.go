package ui

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/auth"
)

// guard fails a test when what waits is asked for on the goroutine of the screens: in these tests that is the goroutine
// which made the guard, since the rig runs what was posted there.
type guard struct {
	t       *testing.T
	screens string
}

func newGuard(t *testing.T) guard {
	t.Helper()
	return guard{t: t, screens: goroutine()}
}

// look fails the test when it is called on the screens' goroutine.
func (g guard) look(what string) {
	if goroutine() == g.screens {
		stack := make([]byte, 16<<10)
		g.t.Errorf("%s was asked for on the screens' goroutine:\n%s", what, stack[:runtime.Stack(stack, false)])
	}
}

// goroutine returns what names the goroutine that calls it.
func goroutine() string {
	line := make([]byte, 64)
	line = line[:runtime.Stack(line, false)]
	name, _, _ := bytes.Cut(line, []byte(" ["))
	return string(name)
}

type guardedKeyring struct {
	auth.Keyring
	guard guard
}

func (k *guardedKeyring) Get(service, user string) (string, error) {
	k.guard.look("the keyring")
	return k.Keyring.Get(service, user)
}

func (k *guardedKeyring) Set(service, user, value string) error {
	k.guard.look("the keyring")
	return k.Keyring.Set(service, user, value)
}

func (k *guardedKeyring) Delete(service, user string) error {
	k.guard.look("the keyring")
	return k.Keyring.Delete(service, user)
}

type guardedTransport struct {
	http.RoundTripper
	guard guard
}

func (g guardedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	g.guard.look("the network")
	return g.RoundTripper.RoundTrip(r)
}

// backgroundFunctions run what they are given away from the screens' goroutine.
var backgroundFunctions = map[string]bool{"work": true, "act": true, "submit": true, "submitFor": true, "aside": true}

// waitingMethods are what waits for the disk, the network or the keyring, by the names of methods of the session.
var waitingMethods = map[string]bool{"AddProgram": true, "ConfirmProgram": true, "RemoveProgram": true, "SetSettings": true,
	"SignOutAll": true, "SignOut": true, "UseProgram": true, "UseAccount": true, "DownloadLink": true, "Reveal": true,
	"RetryKeyring": true, "Ready": true, "AcceptInvitation": true, "DeclineInvitation": true, "Ledger": true, "Packages": true,
	"Package": true, "Decide": true, "Diagnostics": true, "Mail": true}

// waitingFunctions are the same of packages.
var waitingFunctions = map[string]bool{"os.ReadFile": true, "os.WriteFile": true, "os.MkdirAll": true, "os.Create": true,
	"os.Remove": true, "os.Rename": true, "os.Stat": true, "os.Open": true, "os.ReadDir": true, "guide.LoadProgress": true}

// onItsOwn are functions that run in the background as a whole: to call one waits as well, so whoever does is there already.
var onItsOwn = map[string]bool{"readLinkFile": true, "hashOf": true, "addLink": true, "copyInto": true,
	"fetchCatalogue": true, "usableFolder": true, "nearestFolder": true, "freeIn": true}

// TestWhatWaitsRunsInBackground reads the source: what waits for a disk, a network or a keyring is called only in a
// function that is handed to one of those of work.go.
func TestWhatWaitsRunsInBackground(t *testing.T) {
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	files := token.NewFileSet()
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range waitingOnScreens(parsed) {
			t.Errorf("%s: %s waits on the screens' goroutine", files.Position(found.Pos()), calledName(found))
		}
	}
}

// waitingOnScreens returns the calls in a file that wait outside of the background.
func waitingOnScreens(file *ast.File) []*ast.CallExpr {
	background, done := map[ast.Node]bool{}, map[ast.Node]bool{}
	var found []*ast.CallExpr
	var stack []ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		switch n := n.(type) {
		case *ast.FuncDecl:
			background[n] = onItsOwn[n.Name.Name]
		case *ast.GoStmt:
			background[n] = true
		case *ast.FuncLit:
			background[n] = done[n] || takesContext(n.Type) // what work.go and the screens' own helpers run in the background
		case *ast.CallExpr:
			if isBackground(n) && len(n.Args) > 1 {
				done[n.Args[len(n.Args)-2]] = true // the last one is told of the outcome
			}
			if waits(n) && !within(stack, background) {
				found = append(found, n)
			}
		}
		return true
	})
	return found
}

func isBackground(call *ast.CallExpr) bool {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return backgroundFunctions[f.Name]
	case *ast.IndexExpr:
		name, ok := f.X.(*ast.Ident)
		return ok && backgroundFunctions[name.Name]
	}
	return false
}

// takesContext reports whether a function is given a context: nothing on the screens' goroutine has one.
func takesContext(f *ast.FuncType) bool {
	for _, field := range f.Params.List {
		if kind, ok := field.Type.(*ast.SelectorExpr); ok && kind.Sel.Name == "Context" {
			return true
		}
	}
	return false
}

func within(stack []ast.Node, background map[ast.Node]bool) bool {
	for _, n := range stack {
		if background[n] {
			return true
		}
	}
	return false
}

// waits reports whether a call is one of those that wait.
func waits(call *ast.CallExpr) bool {
	if name, ok := call.Fun.(*ast.Ident); ok && onItsOwn[name.Name] {
		return true
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	if name, ok := selector.X.(*ast.Ident); ok && waitingFunctions[name.Name+"."+selector.Sel.Name] {
		return true
	}
	return waitingMethods[selector.Sel.Name]
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return "a call"
}

// TestGuardSeesTheScreensGoroutine shows that the guard fails where it should.
func TestGuardSeesTheScreensGoroutine(t *testing.T) {
	g := guard{screens: goroutine()}
	if goroutine() != g.screens {
		t.Fatal("one goroutine has two names")
	}
	other := make(chan string)
	go func() { other <- goroutine() }()
	if <-other == g.screens {
		t.Fatal("two goroutines have one name")
	}
	source := `package ui
func (s *Shell) wrong() { s.cfg.Session.SetSettings(x) }
func (s *Shell) right() { act(s, l, func() error { return s.cfg.Session.SetSettings(x) }, nil) }
func (s *Shell) asked() { freeIn("/") }
func (s *Shell) told() { act(s, l, f, func(error) { s.cfg.Session.SetSettings(x) }) }`
	parsed, err := parser.ParseFile(token.NewFileSet(), "x.go", source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	if found := waitingOnScreens(parsed); len(found) != 3 {
		t.Errorf("%d of the 3 wrong calls were found", len(found))
	}
}

// BenchmarkTenThousandElsewhere is a new snapshot of 10,000 downloads while another screen than theirs is open: the rail,
// the pulse and the notifications. A frame has 16 ms.
func BenchmarkTenThousandElsewhere(b *testing.B) {
	r := newRig(b, quietApp(b))
	r.shell.goTo(areaSettings)
	before := manyEntries(10_000)
	for i := 0; b.Loop(); i++ {
		before = withOneChanged(before, i%len(before.Entries))
		v := r.shell.view
		v.Queue = before
		r.shell.apply(v)
	}
}
