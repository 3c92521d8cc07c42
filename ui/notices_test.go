package ui

import (
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

func TestNoticeOfHomeFolderStaysUntilRead(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	v := r.shell.view
	v.Notices = []*fault.Error{{Code: "home.damaged", Title: i18n.Verbatim("programs.json was damaged"),
		Safe: i18n.Verbatim("It was set aside.")}}
	r.shell.apply(v)
	for _, text := range []string{"programs.json was damaged", "It was set aside.", "[Got it]"} {
		if !strings.Contains(r.text(), text) {
			t.Errorf("it does not say %q", text)
		}
	}
	r.shell.goTo(areaSettings)
	r.press("Got it")
	r.shell.goTo(areaWelcome)
	if strings.Contains(r.text(), "programs.json") {
		t.Error("what was read is told of again")
	}
}

func TestCrashIsOfferedAsReport(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.cfg.Crash = "panic: boom"
	r.shell.layOut()
	r.shell.key = ""
	r.shell.Show()
	r.sees("ended by a fault of its own")
	r.press("Copy the report")
	if r.copied != "panic: boom" || strings.Contains(r.text(), "fault of its own") {
		t.Errorf("copied %q\n%s", r.copied, r.text())
	}
}
