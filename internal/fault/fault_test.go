package fault_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

func TestWrappedErrorIsFoundButNeverShown(t *testing.T) {
	secret := errors.New("refresh_token=CANARY")
	e := &fault.Error{
		Kind: fault.Network, Title: i18n.Verbatim("Can't reach the server."), Cause: i18n.Verbatim("It closed the connection."),
		Safe: i18n.Verbatim("Nothing is lost."), Steps: []i18n.Text{i18n.Verbatim("Try again.")}, Err: secret,
	}
	err := fmt.Errorf("outer: %w", e)
	if !errors.Is(err, secret) {
		t.Error("the wrapped error is not found")
	}
	for _, text := range []string{e.Error(), e.Text(), fault.Of(err).Text(), fault.Of(secret).Text()} {
		if strings.Contains(text, "CANARY") {
			t.Errorf("a wrapped error is shown: %q", text)
		}
	}
	if !fault.Is(err, fault.Network) || fault.Is(secret, fault.Network) {
		t.Error("Is does not tell the kinds apart")
	}
}

func TestExitStatusOfEachKind(t *testing.T) {
	want := map[fault.Kind]int{
		fault.Other: 1, fault.Usage: 2, fault.SignIn: 3, fault.Registration: 4, fault.Terms: 5, fault.Permission: 6,
		fault.Network: 7, fault.Disk: 8, fault.Verification: 9, fault.Busy: 10, fault.Interrupted: 130,
	}
	for kind, status := range want {
		if got := fault.ExitStatus(&fault.Error{Kind: kind}); got != status {
			t.Errorf("%s: %d, want %d", kind, got, status)
		}
	}
	if fault.ExitStatus(nil) != 0 {
		t.Error("no error must be 0")
	}
	for err, status := range map[error]int{fmt.Errorf("x: %w", context.Canceled): 130, context.DeadlineExceeded: 7, errors.New("x"): 1} {
		if got := fault.ExitStatus(err); got != status {
			t.Errorf("%v: %d, want %d", err, got, status)
		}
	}
}

func TestOfUntypedErrorSaysWhatToDo(t *testing.T) {
	for _, err := range []error{errors.New("x"), context.Canceled, context.DeadlineExceeded} {
		e := fault.Of(err)
		if e.Title.String() == "" || e.Safe.String() == "" || len(i18n.Strings(e.Steps)) == 0 {
			t.Errorf("%v: %+v", err, e)
		}
	}
	if fault.Of(nil) != nil {
		t.Error("no error is no fault")
	}
}
