package postgres_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestNeitherClientCarriesTheDriver looks at what the clients are built of.
func TestNeitherClientCarriesTheDriver(t *testing.T) {
	const module = "github.com/programconnect/programconnect/"
	for command, want := range map[string]bool{"pconnect": false, "program-connect": false, "program-service": true} {
		list := exec.CommandContext(t.Context(), "go", "list", "-deps", module+"cmd/"+command)
		list.Env = append(list.Environ(), "CGO_ENABLED=0")
		text, err := list.Output()
		if err != nil {
			t.Skipf("go list can't be asked here: %v", err)
		}
		if carries := strings.Contains(string(text), "github.com/jackc/") || strings.Contains(string(text), module+"internal/service/store/postgres"); carries != want {
			t.Errorf("%s carries the driver: %v", command, carries)
		}
	}
}
