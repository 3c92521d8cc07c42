package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

// traveller is somebody at a computer of their own who uses pconnect in one language, within this process.
type traveller struct {
	t        *testing.T
	dir      string
	language string
	person   string // who signs in: a key of the sample's people, or "new"
	foreign  []string
}

// heard is what one command wrote.
type heard struct {
	name string
	out  string // standard output and error
	err  error
}

// run runs one command. typed is what the person types; without it nobody is asked.
func (v *traveller) run(typed string, args ...string) heard {
	v.t.Helper()
	var out bytes.Buffer
	h := v.host(typed, &out)
	c := newCLI(h, args)
	err := c.execute(args)
	if err != nil {
		c.trouble(err)
		v.remember(err)
	}
	return heard{"pconnect " + strings.Join(args, " "), strings.ReplaceAll(out.String(), v.dir, ""), err}
}

// host is the traveller's computer.
func (v *traveller) host(typed string, out io.Writer) host {
	env := map[string]string{"PROGRAM_CONNECT_HOME": filepath.Join(v.dir, "home"), "PROGRAM_CONNECT_LANGUAGE": v.language}
	return host{stdin: strings.NewReader(typed), stdout: out, stderr: out, inTerminal: typed != "", keyring: fileKeyring(filepath.Join(v.dir, "keyring.json")),
		getenv: func(name string) string { return env[name] }, policy: filepath.Join(v.dir, "no-policy.json"),
		openBrowser: func(ctx context.Context, address string) error {
			go func() { _, _ = visitor.New(v.script(), nil).Visit(context.WithoutCancel(ctx), address) }()
			return nil
		}}
}

// must is run, of a command that has to end with a status.
func (v *traveller) must(status int, typed string, args ...string) heard {
	v.t.Helper()
	h := v.run(typed, args...)
	if got := fault.ExitStatus(h.err); got != status {
		v.t.Fatalf("%s: pconnect %s ended with %d, not %d:\n%s", v.language, strings.Join(args, " "), got, status, h.out)
	}
	return h
}

// field reads one value out of what a command writes with --json.
func (v *traveller) field(pattern string, args ...string) string {
	v.t.Helper()
	h := v.must(0, "", append(args, "--json")...)
	found := regexp.MustCompile(pattern).FindStringSubmatch(h.out)
	if found == nil {
		v.t.Fatalf("pconnect %s: no %s in %s", strings.Join(args, " "), pattern, h.out)
	}
	return found[1]
}

func (v *traveller) script() visitor.Script {
	s := visitor.Script{SignUp: v.person == "new", Name: "Nelly New", Address: "nelly@outlook.example", Password: "a-good-password", Other: true, Code: v.code}
	for _, p := range authority.People() {
		if p.Key == v.person {
			s.Address, s.Password, s.Kind = p.Address, p.Password, string(p.Kind)
		}
	}
	return s
}

// code is the newest code that was mailed to an address.
func (v *traveller) code(_ context.Context, address string) (string, error) {
	return mailedCode(filepath.Join(v.dir, "home"), address)
}

// remember keeps the texts of a fault that are no messages: somebody else's words, which no catalogue can hold. pconnect has none.
func (v *traveller) remember(err error) {
	f := fault.Of(err)
	for _, text := range append([]i18n.Text{f.Title, f.Cause, f.Safe}, f.Steps...) {
		if text.ID() != "" || text.IsZero() {
			continue
		}
		if strings.HasPrefix(f.Code, "pconnect.") && f.Code != "pconnect.no-browser" && !strings.HasPrefix(text.String(), "--account") {
			v.t.Errorf("%s says %q without a message", f.Code, text)
		}
		v.foreign = append(v.foreign, text.String())
	}
	for _, wrong := range wrongFields(f) {
		if text := asText(wrong.Message); text.ID() == "" {
			v.foreign = append(v.foreign, text.String())
		}
	}
}

// newcomer goes the whole way of a new person, and takes every wrong turn on it.
func (v *traveller) newcomer() (all []heard) {
	v.person = "new"
	do := func(status int, typed string, args ...string) { all = append(all, v.must(status, typed, args...)) }
	do(0, "", "status")
	do(0, "", "accounts")
	do(3, "", "packages", "list")
	do(0, "", "sign-in", "--create")
	do(4, "", "download", "iot-installer")
	do(2, "", "register", "--no-input")
	do(2, "", "register", "--from", "nothing.json")
	do(130, "Finland\nFI\nindividual\nfabrikam devices\nNelly's workshop\nNelly New\nnelly@outlook.example\n\nStreet 1\nTown\n00100\n\nmaybe\n\n12\n", "register")
	do(0, "", "status")
	do(4, "", "status", "--check")
	do(0, "", "mailbox")
	code, err := mailedCode(filepath.Join(v.dir, "home"), "nelly@outlook.example")
	if err != nil {
		v.t.Fatal(err)
	}
	do(0, "", "register", "--code", code)
	do(5, "", "download", "iot-installer")
	id := v.field(`"agreements":\[\{"id":"([^"]+)"`, "agreements", "list")
	sha := v.field(`"sha256":"([^"]+)"`, "agreements", "show", id)
	do(0, "", "agreements", "list")
	do(2, "", "agreements", "accept", id)
	do(2, "", "agreements", "show", id, "--previous")
	do(0, "", "agreements", "decline", id)
	do(5, "maybe\n", "agreements", "accept", id)
	do(0, "", "agreements", "accept", id, "--sha256", sha)
	do(0, "", "agreements", "ledger")
	do(0, "", "agreements", "export", "--output", filepath.Join(v.dir, "ledger.json"))
	do(8, "", "agreements", "export", "--output", filepath.Join(v.dir, "no", "ledger.json"))
	v.packages(do)
	do(0, "", "sign-out")
	do(0, "", "status")
	return all
}

// packages looks at what there is, downloads one, damages and repairs it.
func (v *traveller) packages(do func(int, string, ...string)) {
	files := filepath.Join(v.dir, "files")
	do(0, "", "packages", "list")
	do(0, "", "packages", "list", "--search", "nothing has this")
	do(0, "", "packages", "show", "iot-installer")
	do(2, "", "packages", "show", "nothing-like-it")
	do(6, "", "download", "lab-drawing")
	do(0, "", "queue", "list")
	do(0, "", "download", "iot-installer/EULA.md", "--dir", files)
	do(0, "", "download", "iot-installer/EULA.md", "--dir", files)
	do(0, "", "verify", filepath.Join(files, "EULA.md"))
	do(0, "", "download", "iot-installer/WindowsDeveloperProgramforIoT.msi", "--dir", files, "--no-wait")
	do(0, "", "queue", "list")
	do(0, "", "queue", "cancel", "2")
	do(9, "", "verify", filepath.Join(files, "EULA.md"), "--sha256", strings.Repeat("0", 64))
	do(2, "", "verify", filepath.Join(files, "nothing"))
	do(2, "", "queue", "pause", "77")
	do(2, "", "queue", "pause", "one")
	do(2, "", "queue", "move", "1", "first")
	do(2, "", "queue", "limit", "fast")
	do(2, "", "queue", "limit", "5")
}

// member is a registered person: engagements, feedback, settings, help.
func (v *traveller) member() (all []heard) {
	v.person = "rita"
	do := func(status int, typed string, args ...string) { all = append(all, v.must(status, typed, args...)) }
	do(0, "", "sign-in")
	do(0, "", "sign-in", "--account", "rita@fabrikam.example")
	do(0, "", "accounts")
	do(0, "", "access")
	do(2, "", "sign-out", "--all", "somebody")
	do(3, "", "sign-out", "somebody@example.com")
	do(0, "", "engagements")
	do(0, "", "engagements", "show", "insider")
	do(2, "", "engagements", "show", "nothing-like-it")
	do(5, "", "engagements", "join", "insider")
	do(0, "", "engagements", "request", "hardware-lab", "I build boards.")
	do(0, "", "feedback", "form", "--engagement", "iot")
	do(0, "", "feedback", "list")
	do(2, "", "feedback", "list", "--state", "lost")
	do(2, "", "feedback", "new", "--engagement", "iot", "--title", "T")
	do(2, "", "feedback", "new", "--engagement", "iot", "--type", "bug", "--title", "T")
	do(2, "", "feedback", "new", "--engagement", "iot", "--type", "suggestion", "--title", "T", "--field", "nothing")
	do(2, "", "feedback", "new", "--diagnostics", "--no-input")
	do(130, "something\nbug\n\nA title\n", "feedback", "new", "--engagement", "iot")
	do(0, "", "feedback", "new", "--engagement", "iot", "--type", "suggestion", "--title", "Later", "--field", "description=D", "--draft")
	do(0, "", "feedback", "drafts")
	key := v.field(`"key":"([^"]+)"[^{]*"title":"Later"`, "feedback", "drafts")
	do(0, "", "feedback", "drafts", "show", key)
	do(0, "", "feedback", "send", key)
	do(0, "", "feedback", "send")
	do(2, "", "feedback", "drafts", "show", "nothing-like-it")
	do(0, "", "feedback", "list", "--save", "All")
	do(0, "", "feedback", "queries")
	do(0, "", "feedback", "queries", "remove", "All")
	id := v.field(`"items":\[\{"id":"([^"]+)"`, "feedback", "list", "--mine")
	do(0, "", "feedback", "comment", id, "A word.")
	do(2, "", "feedback", "comment", id, " ")
	do(0, "", "feedback", "show", id)
	do(0, "", "feedback", "vote", id)
	do(0, "", "feedback", "vote", id, "--undo")
	do(0, "", "feedback", "follow", id)
	do(0, "", "feedback", "follow", id, "--undo")
	do(0, "", "feedback", "export", "--output", filepath.Join(v.dir, "items.json"))
	do(2, "", "feedback", "export", "--format", "xml")
	v.rest(do)
	return all
}

func (v *traveller) rest(do func(int, string, ...string)) {
	do(0, "", "programs")
	do(2, "", "programs", "remove", "nothing-like-it")
	do(7, "", "programs", "add", "http://127.0.0.1:1")
	do(0, "", "settings")
	do(0, "", "settings", "set", "parallel=2", "limit_rate=8M")
	do(2, "", "settings", "set", "nothing=1")
	do(2, "", "settings", "set", "parallel")
	do(2, "", "settings", "set", "parallel=many")
	do(2, "", "settings", "set", "parallel=99")
	do(0, "", "guides")
	do(0, "", "guides", "show", "register", "--check")
	do(2, "", "guides", "show", "nothing-like-it")
	do(0, "", "doctor")
	do(0, "", "doctor", "AADSTS50020", "--note")
	do(0, "", "doctor", "zzzz qqqq")
	do(2, "", "doctor", "")
	do(0, "", "man", filepath.Join(v.dir, "man"))
	do(2, "", "download", "a", "--connections", "17")
	do(2, "", "download", "a", "--tries", "-1")
	do(2, "", "download", "a", "b", "--name", "one")
	do(2, "", "download", "")
	do(0, "", "sign-out", "--all")
}

// everyHelp asks for the help of every command and topic, and uses each wrongly.
func (v *traveller) everyHelp() (all []heard) {
	root := newRoot(newCLI(host{getenv: func(string) string { return "" }}, nil))
	walk(root, func(cmd *cobra.Command) {
		path := strings.Fields(cmd.CommandPath())[1:]
		all = append(all, v.must(0, "", append(path, "--help")...))
		if !cmd.Runnable() {
			return
		}
		all = append(all, v.must(2, "", append(path, "--no-such-flag")...), v.must(2, "", append(path, "-x")...), v.must(2, "", append(path, "--home")...),
			v.must(2, "", append(path, "--json=maybe")...), v.must(2, "", append(path, "--=x")...))
		if cmd.Args != nil {
			all = append(all, v.must(2, "", append(path, "one", "two", "three", "--limit-rate=x")...))
		}
		if cmd.Args != nil && cmd.Args(cmd, nil) != nil {
			all = append(all, v.must(2, "", path...))
		}
	})
	return append(all, v.must(0, "", "help", "json"), v.must(2, "", "help", "nothing-like-it"), v.must(2, "", "statsu"), v.must(2, "", "nothing-like-it"))
}

// data are all strings in what the program answers with --json: names, titles and texts that are in its own language.
func (v *traveller) data() []string {
	var all []string
	for _, args := range [][]string{{"packages", "list", "--expired"}, {"agreements", "list"}, {"agreements", "ledger"}, {"engagements"}, {"feedback", "form", "--engagement", "iot"},
		{"feedback", "list"}, {"feedback", "drafts"}, {"programs"}, {"status"}, {"accounts"}, {"queue"}, {"mailbox"}, {"access"}, {"settings"}, {"doctor"}, {"agreements", "show", "licence"}, {"guides"}} {
		h := v.run("", append(args, "--json")...)
		for line := range strings.Lines(h.out) {
			var value any
			if json.Unmarshal([]byte(line), &value) == nil {
				all = append(all, stringsIn(value)...)
			}
		}
	}
	return all
}

func stringsIn(value any) (all []string) {
	switch v := value.(type) {
	case string:
		for line := range strings.Lines(v) {
			all = append(all, strings.TrimSpace(line))
		}
	case []any:
		for _, inner := range v {
			all = append(all, stringsIn(inner)...)
		}
	case map[string]any:
		if code, ok := v["code"].(string); ok && strings.HasPrefix(code, "pconnect.") {
			return nil
		}
		for name, inner := range v {
			if name != "state" && name != "kind" && name != "decision" { // those are words of pconnect
				all = append(all, stringsIn(inner)...)
			}
		}
	}
	return all
}

// sameInAll are names and words that are written alike in every language: of things, of units and of what is typed.
var sameInAll = []string{"Program", "Connect", "pconnect", "Microsoft", "Linux", "Windows", "macOS", "Enter", "Ctrl", "MiB", "KiB", "json", "JSON", "csv", "CSV", "https",
	"http", "individual", "company", "installer", "image", "document", "bug", "bash", "fish", "powershell", "zsh", "source", "man", "SHA", "accept", "I", "NAME", "Nelly",
	"system", "type", "title", "exe", "App", "Code", "Status", "true", "false", "GiB", "Office", "Dynamics", "Web", "Support", "new", "active", "resolved", "closed",
	"linux", "windows", "darwin", "System", "mac", "docs", "fields", "Studio", "Labs", "All", "tejun"}

// sameLines are whole lines that are rightly alike, by language: words that two languages share.
var sameLines = []string{"Status", "Name", "Text", "Code:", "Page:", "Titel", "Engagement", "Feedback", "Download", "ID", "Version"}

// reader knows what in a line is no word of a language.
type reader struct {
	data  []string // of several words, longest first
	names map[string]bool
}

var notWords = regexp.MustCompile(`https?://\S+|[0-9a-f]{8}-[0-9a-f-]{27}|--?[a-z][a-z0-9-]*(=\S+)?|"[a-z0-9A-Z_-]+"|@[a-z]+\.txt|@?[a-z_]+(\.[a-z_]+)+|[A-Z][A-Z0-9_=./-]+|[\w.+-]+@[\w.-]+|[%/\\]\S+|\S+\.(md|msi|json|txt|log|exe|1|example)\b|[0-9a-f]{16,}|[\w-]+_[\w-]+|[a-z]+(-[a-z]+)+`)

var asciiWord = regexp.MustCompile(`[A-Za-z]{3,}`)

// words returns the words of a line that belong to a language.
func (r reader) words(line string, typed []string) (all []string) {
	for _, s := range r.data {
		line = strings.ReplaceAll(line, s, " ")
	}
	line = notWords.ReplaceAllString(line, " ")
	for _, word := range strings.FieldsFunc(line, func(c rune) bool { return !unicode.IsLetter(c) }) {
		if len([]rune(word)) >= 3 && !r.names[word] && !slices.Contains(sameInAll, word) && !slices.Contains(typed, word) {
			all = append(all, word)
		}
	}
	return all
}

func newReader(data []string) reader {
	r := reader{names: map[string]bool{"help": true}}
	for _, s := range data {
		if strings.ContainsFunc(s, func(c rune) bool { return !unicode.IsLetter(c) }) {
			r.data = append(r.data, s)
		} else {
			r.names[s] = true
		}
	}
	slices.SortFunc(r.data, func(a, b string) int { return len(b) - len(a) })
	r.data = slices.Compact(r.data)
	walk(newRoot(newCLI(host{getenv: func(string) string { return "" }}, nil)), func(cmd *cobra.Command) { r.names[cmd.Name()] = true })
	return r
}

// check looks for English in what a language wrote: lines that are word for word those of English, and, where the language is not
// written in Latin letters, any Latin word that is not a name. What is mixed together in one language is so in all.
func (r reader) check(t *testing.T, language string, english, other []heard) {
	t.Helper()
	if len(english) != len(other) {
		t.Fatalf("%d commands in English, %d in %s", len(english), len(other), language)
	}
	for i, h := range other {
		same := strings.Split(english[i].out, "\n")
		typed := slices.DeleteFunc(strings.FieldsFunc(h.name, func(c rune) bool { return !unicode.IsLetter(c) }), func(s string) bool { return len(s) < 3 })
		for line := range strings.SplitSeq(h.out, "\n") {
			line = strings.TrimSpace(line)
			if strings.HasPrefix(line, "pconnect ") || strings.HasPrefix(line, "source ") { // the form of a command, or an example
				continue
			}
			words := r.words(line, typed)
			if language == "ja" {
				words = slices.DeleteFunc(words, func(w string) bool { return !asciiWord.MatchString(w) })
				if len(words) > 0 {
					t.Errorf("ja, %s: %q is not Japanese: %s", h.name, words, line)
				}
				continue
			}
			if len(words) > 0 && !slices.Contains(sameLines, line) && slices.ContainsFunc(same, func(e string) bool { return strings.TrimSpace(e) == line }) {
				t.Errorf("%s, %s: the same in English: %s", language, h.name, line)
			}
		}
	}
}

// TestOneLanguageAtATime goes every way in every language and finds no English in another language.
func TestOneLanguageAtATime(t *testing.T) {
	type told struct {
		journey, help []heard
		data          []string
	}
	goEveryWay := func(t *testing.T, language string) told {
		v := &traveller{t: t, dir: t.TempDir(), language: language}
		all := v.newcomer()
		data := v.data()
		v.dir = t.TempDir()
		all = append(all, v.member()...)
		v.person = "rita"
		v.must(0, "", "sign-in")
		data = append(append(data, v.data()...), v.foreign...)
		return told{all, v.everyHelp(), append(data, "A word.", "A title", "Town", "Street 1", "Nelly's workshop", "Nelly New", "fabrikam devices", "FINLAND",
			// what the service says of a field: its own texts
			"Choose a country or region from the list.", "This is not the code that was mailed.")}
	}
	english := goEveryWay(t, "en")
	for _, language := range i18n.Languages()[1:] {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			other := goEveryWay(t, language)
			r := newReader(append(other.data, english.data...))
			r.check(t, language, english.journey, other.journey)
			r.check(t, language, english.help, other.help)
		})
	}
}
