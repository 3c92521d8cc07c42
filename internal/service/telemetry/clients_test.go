package telemetry

import (
	"os/exec"
	"strings"
	"testing"
)

// TestClientsCarryNoFiguresAndNoMail looks at what the clients are built of: what only a hosted program needs is in the server alone.
func TestClientsCarryNoFiguresAndNoMail(t *testing.T) {
	const module = "github.com/programconnect/programconnect/"
	for command, want := range map[string]bool{"pconnect": false, "program-connect": false, "program-service": true} {
		list := exec.CommandContext(t.Context(), "go", "list", "-deps", module+"cmd/"+command)
		list.Env = append(list.Environ(), "CGO_ENABLED=0")
		text, err := list.Output()
		if err != nil {
			t.Skipf("go list can't be asked here: %v", err)
		}
		for _, library := range []string{"github.com/prometheus/client_golang", "go.opentelemetry.io/otel/sdk", "github.com/wneessen/go-mail"} {
			if strings.Contains(string(text), library) != want {
				t.Errorf("%s and %s: wanted %t", command, library, want)
			}
		}
	}
}
