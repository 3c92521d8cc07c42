package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/testing/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// canary is a password that nothing may say.
const canary = "CANARY-3f9c"

// commands runs commands one after the other, and looks for the password in what they say.
func commands(t *testing.T, list []wanted) {
	t.Helper()
	for _, c := range list {
		status, out, trouble := command(t, c.args...)
		if status != c.status || !strings.Contains(out+trouble, c.says) || strings.Contains(out+trouble, canary) {
			t.Errorf("%v: status %d, not %d; it says\n%s%s\nnot %q", c.args, status, c.status, out, trouble, c.says)
		}
	}
}

type wanted struct {
	args   []string
	status int
	says   string
}

// TestSampleOnPostgres serves the sample on PostgreSQL with two instances, beside owner's commands.
func TestSampleOnPostgres(t *testing.T) {
	t.Setenv(databaseVariable, pgtest.Address(t))
	dir := filepath.Join(t.TempDir(), "data")
	first := serving(t, dir)
	second := serving(t, dir)
	for _, address := range []string{first, second} {
		p, err := client.Discover(t.Context(), address, &http.Transport{DisableKeepAlives: true})
		if err != nil || p.Kind != api.KindSample {
			t.Fatalf("%+v %v", p, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "service", "service.db")); err == nil {
		t.Error("there is a SQLite file, too")
	}
	commands(t, []wanted{
		{[]string{"people", "--data", dir}, 0, "@"},
		{[]string{"audit", "--data", dir}, 0, "answers hold"},
		{[]string{"check", "--data", dir}, 0, "settings can be read"},
		{[]string{"engagement", "more", "--title", "More", "--join", "everyone", "--description", "About", "--data", dir}, 0, "more"},
	})
}

// TestMoveAndBackupByCommand takes a hosted program to PostgreSQL, backs it up there, and restores the backup.
func TestMoveAndBackupByCommand(t *testing.T) {
	dir := hostedFolder(t)
	address := pgtest.Address(t)
	backup := filepath.Join(t.TempDir(), "backup")
	inFolder, elsewhere := t.TempDir(), t.TempDir()
	commands(t, []wanted{
		{[]string{"move", "--data", dir}, 2, "--to"},
		{[]string{"move", "--data", dir, "--to", address}, 0, "each was compared"},
		{[]string{"people", "--data", dir}, 2, "have moved to postgres://postgres@/test"},
		{[]string{"engagement", "more", "--title", "More", "--join", "everyone", "--description", "About", "--data", dir, "--database", address}, 0, "more"},
		{[]string{"move", "--data", dir, "--to", address}, 2, "holds something already"},
		{[]string{"audit", "--data", dir, "--database", address}, 0, "answers hold"},
		{[]string{"backup", backup, "--data", dir, "--database", address}, 0, "The backup is there"},
		{[]string{"restore", backup, "--data", inFolder}, 0, "The program of"},
		{[]string{"check", "--data", inFolder}, 0, "settings can be read"},
		{[]string{"restore", backup, "--data", elsewhere, "--database", address}, 2, "holds something already"},
	})
	t.Setenv(databaseVariable, pgtest.Address(t))
	commands(t, []wanted{
		{[]string{"restore", backup, "--data", elsewhere}, 0, "The program of"},
		{[]string{"engagement", "more", "--title", "More again", "--join", "everyone", "--description", "About", "--data", elsewhere}, 0, "more"},
		{[]string{"restore", backup, "--data", elsewhere}, 2, "There is a program already"},
	})
}

// TestDatabasePasswordIsNeverSaid has wrong settings of each kind, with a password in them.
func TestDatabasePasswordIsNeverSaid(t *testing.T) {
	dir := hostedFolder(t)
	for _, address := range []string{
		"postgres://anna:" + canary + "@127.0.0.1:1/none",
		"postgres://anna:" + canary + "@127.0.0.1:1/none?sslmode=" + canary,
		"postgres://anna:" + canary + "@127.0.0.1:port/none",
		"postgres://anna:" + canary + "@[::1/none",
		"postgres://anna@127.0.0.1:1/none?password=" + canary,
		"postgres://anna:" + canary + "%zz@127.0.0.1:1/none",
		"postgres://anna:" + canary + "@nowhere.invalid/none",
	} {
		for _, args := range [][]string{{"people"}, {"serve", "--listen", "127.0.0.1:0", "--address", "https://program.example", "--log"}, {"backup", filepath.Join(dir, "b")}, {"audit"}, {"check", "--json"}} {
			t.Setenv(databaseVariable, address)
			status, out, trouble := command(t, append(args, "--data", dir)...)
			if status == 0 || strings.Contains(out+trouble, canary) {
				t.Errorf("%s, by the environment: %d %s%s", address, status, out, trouble)
			}
		}
		t.Setenv(databaseVariable, "")
		status, out, trouble := command(t, "people", "--data", dir, "--database", address)
		if status != 2 || strings.Contains(out+trouble, canary) {
			t.Errorf("%s, by a flag: %d %s%s", address, status, out, trouble)
		}
	}
	file := filepath.Join(t.TempDir(), "password")
	write(t, file, canary+"\n")
	t.Setenv(databasePasswordVariable, file)
	commands(t, []wanted{{[]string{"people", "--data", dir, "--database", "postgres://anna@127.0.0.1:1/none"}, 7, "can't use its PostgreSQL database"}})
	t.Setenv(databasePasswordVariable, "")
	t.Setenv("PGPASSWORD", canary)
	commands(t, []wanted{
		{[]string{"people", "--data", dir, "--database", "postgres://anna@127.0.0.1:1/none"}, 7, "can't use its PostgreSQL database"},
		{[]string{"move", "--data", dir, "--to", "postgres://anna:" + canary + "@127.0.0.1:1/none"}, 2, "A password can't stand in --to"},
	})
}
