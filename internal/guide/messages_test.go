package guide

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// messagesFlag names a file of messages to score: go test ./internal/guide -run TestScoreMessages -v -messages FILE
var messagesFlag = flag.String("messages", "", "a file of messages to score, each line the guides that are right, a tab and the message")

// message is what somebody posted, and the guides that are right (several: any of them; "-": none).
type message struct {
	want []string
	text string
}

// readMessages reads a file whose lines are guides, a tab and a message; further columns before these are left out.
func readMessages(t testing.TB, path string) []message {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var all []message
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) < 2 {
			t.Fatalf("no tab in %q", line)
		}
		m := message{strings.Fields(fields[len(fields)-2]), fields[len(fields)-1]}
		for _, id := range m.want {
			if _, ok := ByID(id); !ok && id != elsewhere {
				t.Fatalf("there is no guide %s: %q", id, line)
			}
		}
		all = append(all, m)
	}
	return all
}

// score returns how many messages are answered right, and the rest as lines.
func score(t testing.TB, messages []message) (right int, wrong []string) {
	t.Helper()
	for _, m := range messages {
		got, how := elsewhere, Certainty("no answer")
		if answers := Find(m.text); len(answers) > 0 {
			got, how = answers[0].Guide.ID, answers[0].Certainty
		}
		if slices.Contains(m.want, got) {
			right++
			continue
		}
		line := fmt.Sprintf("%s (%s), not %s: %s", got, how, strings.Join(m.want, " "), m.text)
		wrong = append(wrong, line)
		if how == Certain {
			t.Errorf("certain and wrong: %s", line)
		}
	}
	return right, wrong
}

func TestScoreMessages(t *testing.T) {
	if *messagesFlag == "" {
		t.Skip("no file of messages was named")
	}
	messages := readMessages(t, *messagesFlag)
	right, wrong := score(t, messages)
	t.Logf("%d of %d right (%.1f %%)\n%s", right, len(messages), 100*float64(right)/float64(len(messages)), strings.Join(wrong, "\n"))
}
