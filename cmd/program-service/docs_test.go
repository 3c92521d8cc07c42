package main

import (
	"bufio"
	"io"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"
)

func document(t *testing.T, parts ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{"..", "..", "docs"}, parts...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// blocks returns the blocks of a document in a language.
func blocks(text, language string) []string {
	var all []string
	for _, found := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```").FindAllStringSubmatch(text, -1) {
		all = append(all, found[1])
	}
	return all
}

// splitLine splits a command line as a shell does, as far as the documents need it.
func splitLine(text string) []string {
	var list []string
	for _, found := range regexp.MustCompile(`"([^"]*)"|'([^']*)'|\S+`).FindAllStringSubmatch(text, -1) {
		if found[1]+found[2] != "" {
			list = append(list, found[1]+found[2])
		} else {
			list = append(list, found[0])
		}
	}
	return list
}

// TestCommandsOfHostingAreRun runs each command of docs/hosting.md in its order, with its settings and its manifest, on a folder
// and a mail server of the test. The authority can't be asked, so what looks strictly finds that.
func TestCommandsOfHostingAreRun(t *testing.T) {
	text := document(t, "hosting.md")
	dir := t.TempDir()
	data, work := filepath.Join(dir, "data"), filepath.Join(dir, "work")
	for _, folder := range []string{data, work, filepath.Join(dir, "backups")} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	go mailServer(listener)
	here := strings.NewReplacer("/var/lib/program-service", filepath.ToSlash(data), "/var/lib/rehearsal", filepath.ToSlash(filepath.Join(dir, "rehearsal")),
		"/var/backups", filepath.ToSlash(filepath.Join(dir, "backups")), "smtp.contoso.example:587", listener.Addr().String(),
		"terms.md", filepath.ToSlash(filepath.Join(work, "terms.md")), " tools.json", " "+filepath.ToSlash(filepath.Join(work, "tools.json")))
	described := blocks(text, "json")
	if len(described) != 2 {
		t.Fatal("the settings and the manifest are not where they were")
	}
	write(t, filepath.Join(data, "program.json"), here.Replace(described[0]))
	write(t, filepath.Join(data, "mail-password"), "secret\n")
	write(t, filepath.Join(work, "tools.json"), described[1])
	write(t, filepath.Join(work, "tools.zip"), "tools")
	write(t, filepath.Join(work, "terms.md"), "# Terms\n")
	ran := 0
	for _, block := range blocks(text, "sh") {
		for _, line := range strings.Split(strings.TrimSpace(block), "\n") {
			rest, ours := strings.CutPrefix(line, "program-service ")
			if !ours {
				if arguments := splitLine(here.Replace(line)); arguments[0] == "cp" && len(arguments) == 3 {
					text, err := os.ReadFile(arguments[1])
					if err != nil {
						t.Fatal(line, err)
					}
					write(t, arguments[2], string(text))
				} else if !strings.HasPrefix(line, "go build ") && !strings.HasPrefix(line, "export ") {
					t.Errorf("%s is not run", line)
				}
				continue
			}
			if strings.HasPrefix(rest, "serve ") { // it would not end: its flags are read
				serve, flags, err := newRoot(io.Discard).Find(splitLine(rest))
				if err == nil {
					err = serve.ParseFlags(flags)
				}
				if err != nil {
					t.Errorf("%s: %v", line, err)
				}
				continue
			}
			want := 0
			if strings.Contains(line, "--strict") {
				want = 1
			}
			if status, out, trouble := command(t, splitLine(here.Replace(rest))...); status != want || out == "" {
				t.Errorf("%s: %d %s%s", line, status, out, trouble)
			}
			ran++
		}
	}
	if ran < 18 {
		t.Errorf("only %d commands were found", ran)
	}
}

// mailServer takes mails until its listener is closed.
func mailServer(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer func() { _ = conn.Close() }()
			_, _ = io.WriteString(conn, "220 x\r\n")
			data := false
			for lines := bufio.NewScanner(conn); lines.Scan(); {
				answer := "250 ok\r\n"
				switch text := lines.Text(); {
				case data && text != ".":
					continue
				case strings.HasPrefix(text, "EHLO"):
					answer = "250-x\r\n250 AUTH PLAIN\r\n"
				case strings.HasPrefix(text, "AUTH"):
					answer = "235 ok\r\n"
				case text == "DATA":
					data, answer = true, "354 go on\r\n"
				case text == ".":
					data = false
				case text == "QUIT":
					_, _ = io.WriteString(conn, "221 bye\r\n")
					return
				}
				_, _ = io.WriteString(conn, answer)
			}
		}()
	}
}

// TestOwnerDocNamesEveryCommand compares docs/owner.md with the commands, in both directions, and looks for each flag that it names.
func TestOwnerDocNamesEveryCommand(t *testing.T) {
	root := newRoot(io.Discard)
	flags := map[string]bool{}
	there := map[string]bool{}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, flag := range strings.Fields(c.LocalFlags().FlagUsages() + c.PersistentFlags().FlagUsages()) {
			if name, is := strings.CutPrefix(flag, "--"); is {
				flags[regexp.MustCompile(`^[a-z-]+`).FindString(name)] = true
			}
		}
		if path, below := strings.CutPrefix(c.CommandPath(), "program-service "); below && !c.HasSubCommands() || c.Runnable() && c.Name() == "people" {
			there[path] = true
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
	text := document(t, "owner.md")
	described := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]*`) \\|").FindAllStringSubmatch(text, -1) {
		for _, found := range regexp.MustCompile("`([^`]*)`").FindAllStringSubmatch(row[1], -1) {
			var path []string
			for _, word := range strings.Fields(found[1]) {
				if word != strings.ToLower(word) || strings.HasPrefix(word, "-") {
					break
				}
				path = append(path, word)
			}
			described[strings.Join(path, " ")] = true
		}
	}
	for _, path := range slices.Sorted(maps.Keys(there)) {
		if !described[path] && !strings.HasPrefix(path, "completion") && path != "help" && !strings.Contains(text, "`"+path) && !strings.Contains(text, "`program-service "+path) {
			t.Errorf("docs/owner.md does not say what %q does", path)
		}
	}
	for _, found := range regexp.MustCompile("`[^`]*?--([a-z][a-z-]*)").FindAllStringSubmatch(text, -1) {
		if !flags[found[1]] {
			t.Errorf("docs/owner.md names --%s, and there is no such flag", found[1])
		}
	}
}

func TestUnitAndComposeFileAreWellFormed(t *testing.T) {
	var compose struct {
		Services map[string]map[string]any `yaml:"services"`
		Secrets  map[string]any            `yaml:"secrets"`
		Volumes  map[string]any            `yaml:"volumes"`
	}
	if err := yaml.Unmarshal([]byte(document(t, "hosting", "compose.yaml")), &compose); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"service", "second", "database", "proxy"} {
		s := compose.Services[name]
		if s == nil || s["image"] == nil && s["build"] == nil {
			t.Errorf("%s: %v", name, s)
		}
		secrets, _ := s["secrets"].([]any)
		for _, secret := range secrets {
			if text, is := secret.(string); !is || compose.Secrets[text] == nil {
				t.Errorf("%s wants the secret %v", name, secret)
			}
		}
	}
	arguments, _ := compose.Services["service"]["command"].([]any)
	serve, _, err := newRoot(io.Discard).Find([]string{"serve"})
	if err != nil || len(arguments) == 0 {
		t.Fatal(err)
	}
	for _, a := range arguments {
		if name, is := strings.CutPrefix(a.(string), "--"); is {
			if name, _, _ = strings.Cut(name, "="); serve.Flag(name) == nil && serve.InheritedFlags().Lookup(name) == nil {
				t.Errorf("--%s is no flag of serve", name)
			}
		}
	}
	unit := document(t, "hosting", "program-service.service")
	if !strings.Contains(unit, "program-service serve --data /var/lib/program-service") {
		t.Error("the unit starts something else")
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not here: the unit's syntax is not checked")
	}
	// The binary and the user are not on this computer.
	here := strings.NewReplacer("/usr/local/bin/program-service", "/bin/true", "User=program-service", "User=root").Replace(unit)
	file := filepath.Join(t.TempDir(), "program-service.service")
	write(t, file, here)
	out, err := exec.CommandContext(t.Context(), analyze, "verify", "--man=no", file).CombinedOutput()
	if strings.Contains(string(out), "Failed to initialize manager") || strings.Contains(string(out), "Failed to create manager") {
		t.Skip("systemd-analyze can't work here: ", string(out))
	}
	if err != nil || strings.Contains(string(out), filepath.Base(file)) {
		t.Errorf("%v %s", err, out)
	}
}
