package service_test

import (
	"os"
	"os/exec"
	"testing"

	"github.com/programconnect/programconnect/internal/testing/pgtest"
)

// coreRules are the tests that run on PostgreSQL too whenever the tests run: what rests on units of work, on the ledger, and on the
// number by which instances notice changes.
const coreRules = "^Test(Files|Decision|NewVersion|Audit|Receipts|Join|Access|Invitation|FeedbackItem|FeedbackQuotas|OwnerModerates|Revocation|EachRange|" +
	"Unchanged|KeptLists|Lists|Withdrawn|Restart|MailAnd|Engagement|WhatWasMade|Running|OneOfTwenty|TakenName|OnlyTheNewest|CodeAttempts|NamesThat|Standing|" +
	"Address|Older|RandomWalks|AnswersAsk|LimitsHold|Instances|Concurrent)"

// TestRulesOnPostgres runs the rules' tests of this package on PostgreSQL: the core ones, or all with PROGRAM_CONNECT_LONG.
func TestRulesOnPostgres(t *testing.T) {
	if os.Getenv(onPostgres) != "" {
		t.Skip("this is that run")
	}
	pgtest.Need(t)
	args := []string{"-test.run=" + coreRules}
	if os.Getenv("PROGRAM_CONNECT_LONG") != "" {
		args = []string{"-test.run=."}
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], append(args, "-test.failfast=false", "-test.timeout=30m")...)
	cmd.Env = append(os.Environ(), onPostgres+"=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
