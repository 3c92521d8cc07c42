package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/testing/s3test"
)

// TestStoreBySetting publishes into a store that a flag or the environment names.
func TestStoreBySetting(t *testing.T) {
	dir := t.TempDir()
	serving(t, dir) // fills the sample program
	server := s3test.Start(t)
	file := filepath.Join(t.TempDir(), "tool.bin")
	if err := os.WriteFile(file, []byte("the tool"), 0o600); err != nil {
		t.Fatal(err)
	}
	publish := func(id string, more ...string) (int, string) {
		manifest := filepath.Join(t.TempDir(), "package.json")
		text := `{"id":"` + id + `","engagement":"iot","title":"Tool","type":"tool","version":"1","sources":[{"path":"` + filepath.ToSlash(file) + `"}]}`
		if err := os.WriteFile(manifest, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		status, out, trouble := command(t, append([]string{"publish", manifest, "--data", dir}, more...)...)
		return status, out + trouble
	}
	if status, text := publish("a", "--store", server.Setting("p")); status != 2 || !strings.Contains(text, "AWS_ACCESS_KEY_ID") {
		t.Errorf("without keys: %d %s", status, text)
	}
	s3test.SetKeys(t)
	if status, text := publish("a", "--store", server.Setting("p")); status != 0 {
		t.Fatalf("%d %s", status, text)
	}
	t.Setenv(storeVariable, server.Setting("q"))
	if status, text := publish("b"); status != 0 {
		t.Fatalf("%d %s", status, text)
	}
	for _, prefix := range []string{"p", "q"} {
		if !hasPut(server, prefix) {
			t.Errorf("nothing was put into %s: %q", prefix, server.Requests())
		}
	}
	backup := filepath.Join(t.TempDir(), "backup")
	if status, out, trouble := command(t, "backup", backup, "--data", dir); status != 0 || !strings.Contains(out, "they are in the store") {
		t.Errorf("%d %s %s", status, out, trouble)
	}
	for _, wrong := range []string{"files", "s3://user:" + s3test.SecretKey + "@bucket", "s3://bucket?endpoint=http://store.example&secret=" + s3test.SecretKey} {
		if status, text := publish("c", "--store", wrong); status != 2 || strings.Contains(text, s3test.SecretKey) {
			t.Errorf("%d %s", status, text)
		}
	}
	server.GoAway(503)
	if status, out, trouble := command(t, "sweep", "--data", dir); status != 7 || strings.Contains(out+trouble, "CANARY") {
		t.Errorf("%d %s %s", status, out, trouble)
	}
}

func hasPut(server *s3test.Server, prefix string) bool {
	for _, request := range server.Requests() {
		if strings.HasPrefix(request, "PUT /bucket/"+prefix+"/") {
			return true
		}
	}
	return false
}
