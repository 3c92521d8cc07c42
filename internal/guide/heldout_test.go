package guide

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// heldOutFloor is the first score. The goal is 92 of a hundred; what is not reached is said, and what was reached is kept.
const heldOutFloor = 57

// TestDoctorOnHeldOutMessages scores messages that the doctor was not tuned on.
func TestDoctorOnHeldOutMessages(t *testing.T) {
	data, err := os.ReadFile("testdata/heldout.txt")
	if err != nil {
		t.Fatal(err)
	}
	right, all := 0, 0
	for text := range strings.Lines(string(data)) {
		if strings.HasPrefix(text, "#") {
			continue
		}
		want, message, ok := strings.Cut(strings.TrimSpace(text), "\t")
		if !ok {
			t.Fatalf("no tab in %q", text)
		}
		all++
		got, how := "-", Certainty("")
		if answers := Find(message); len(answers) > 0 {
			got, how = answers[0].Guide.ID, answers[0].Certainty
		}
		switch {
		case slices.Contains(strings.Fields(want), got):
			right++
		case how == Certain:
			t.Errorf("certain and wrong: %s, not %s: %s", got, want, message)
		default:
			t.Logf("%s (%s), not %s: %s", got, how, want, message)
		}
	}
	if right < heldOutFloor {
		t.Errorf("%d were right at first", heldOutFloor)
	}
	t.Logf("%d of %d right (%.1f %%)", right, all, 100*float64(right)/float64(all))
}
