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

// TestFindAnswersMessages scores the files of testdata: none certain and wrong, and at least so many of a hundred right.
func TestFindAnswersMessages(t *testing.T) {
	for _, file := range []struct {
		name  string
		least int // of a hundred
	}{{"messages.tsv", 96}, {"heldout.txt", 96}, {"posts.tsv", 96}, {"kinds.tsv", 96}, {"corpus.tsv", 98}} {
		t.Run(file.name, func(t *testing.T) {
			messages := readMessages(t, "testdata/"+file.name)
			right, wrong := score(t, messages)
			t.Logf("%d of %d right\n%s", right, len(messages), strings.Join(wrong, "\n"))
			if right*100 < len(messages)*file.least {
				t.Errorf("%d of %d right; wanted %d of a hundred", right, len(messages), file.least)
			}
		})
	}
}

// TestFindAnswersCasesOfReports holds wordings and codes that public reports of sign-in clients name.
func TestFindAnswersCasesOfReports(t *testing.T) {
	messages := readMessages(t, "testdata/reports.tsv")
	right, wrong := score(t, messages)
	if right != len(messages) {
		t.Errorf("%d of %d right\n%s", right, len(messages), strings.Join(wrong, "\n"))
	}
}

// TestClassifierKnowsLinesThatItDidNotLearn leaves every fifth line out, so that a line which only repeats others, or contradicts them,
// shows.
func TestClassifierKnowsLinesThatItDidNotLearn(t *testing.T) {
	x, all := theLibrary().lessons()
	var learnt, left []example
	for i, e := range all {
		if i%5 == 0 {
			left = append(left, e)
		} else {
			learnt = append(learnt, e)
		}
	}
	c := train(x, learnt)
	right := 0
	for _, e := range left {
		best := slices.Index(c.read(e.text).chances, slices.Max(c.read(e.text).chances))
		if c.labels[best] == e.label {
			right++
		}
	}
	t.Logf("%d of %d right (%.1f %%)", right, len(left), 100*float64(right)/float64(len(left)))
	if right*100 < len(left)*85 {
		t.Errorf("%d of %d right", right, len(left))
	}
}

func TestSameLinesMakeSameClassifier(t *testing.T) {
	x, all := theLibrary().lessons()
	all = all[:500]
	first, second := train(x, all), train(x, all)
	for _, text := range []string{"my phone is lost", "Levy on täynnä", "ディスクがいっぱい", "Passwort falsch"} {
		if a, b := first.read(text), second.read(text); !slices.Equal(a.chances, b.chances) {
			t.Errorf("%q: %v and %v", text, a.best, b.best)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	messages := readMessages(b, "testdata/messages.tsv")
	Find("the first search trains the classifier")
	for i := 0; b.Loop(); i++ {
		Find(messages[i%len(messages)].text)
	}
}

func BenchmarkTrain(b *testing.B) {
	x, all := theLibrary().lessons()
	for b.Loop() {
		train(x, all)
	}
}
