package housetest

import (
	"os/exec"
	"strings"
	"testing"
)

// TestClientsCarryNothingOfTheServer looks at what the commands are built of: drivers, figures, traces and mail of a hosted
// program are in the server, and in neither client.
func TestClientsCarryNothingOfTheServer(t *testing.T) {
	const module = "github.com/programconnect/programconnect/"
	for command, want := range map[string]bool{"pconnect": false, "program-connect": false, "program-service": true} {
		list := exec.CommandContext(t.Context(), "go", "list", "-deps", module+"cmd/"+command)
		list.Env = append(list.Environ(), "CGO_ENABLED=0")
		text, err := list.Output()
		if err != nil {
			t.Skipf("go list can't be asked here: %v", err)
		}
		for _, part := range []string{
			"github.com/jackc/pgx", module + "internal/service/store/postgres",
			"github.com/minio/minio-go", module + "internal/service/blob/s3",
			"github.com/prometheus/client_golang", "go.opentelemetry.io/otel/sdk", "github.com/wneessen/go-mail",
		} {
			if strings.Contains(string(text), part) != want {
				t.Errorf("%s and %s: wanted %t", command, part, want)
			}
		}
	}
}
