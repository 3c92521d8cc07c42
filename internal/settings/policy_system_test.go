package settings

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/programconnect/programconnect/internal/desktop"
	"github.com/programconnect/programconnect/internal/fault"
)

// TestStrangersFileNeitherSetsNorLiftsPolicy has a policy file in each state, without and with what the system's management sets.
func TestStrangersFileNeitherSetsNorLiftsPolicy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "policy.json")
	if err := os.WriteFile(path, []byte(`{"parallel": 9, "limit_rate": 1048576}`), 0o600); err != nil {
		t.Fatal(err)
	}
	managed := map[string]json.RawMessage{"parallel": json.RawMessage("2")}
	for _, c := range []struct {
		name     string
		owned    error
		managed  map[string]json.RawMessage
		why      error // of the management
		parallel int   // 0: not fixed
		limit    int64 // 0: not fixed
		ignored  bool
		noPolicy bool
		isAFault bool
		both     bool
	}{
		{name: "the administrator's", parallel: 9, limit: 1 << 20},
		{name: "the administrator's, and management", managed: managed, parallel: 2, limit: 1 << 20, both: true},
		{name: "none", owned: fs.ErrNotExist, noPolicy: true},
		{name: "none, and management", owned: fs.ErrNotExist, managed: managed, parallel: 2},
		{name: "a stranger's", owned: desktop.ErrStranger, ignored: true, noPolicy: true},
		{name: "a stranger's, and management", owned: desktop.ErrStranger, managed: managed, parallel: 2, ignored: true},
		{name: "the administrator's, and others write it", owned: desktop.ErrOthersWrite, isAFault: true},
		{name: "it can't be found out", owned: errors.New("no answer"), isAFault: true},
		{name: "others write what management sets", owned: desktop.ErrStranger, managed: managed, why: desktop.ErrOthersWrite, isAFault: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := policyUnder(path, func(string) error { return c.owned },
				func() (map[string]json.RawMessage, string, error) { return c.managed, "the registry", c.why })
			if c.isAFault {
				if f := fault.Of(err); f == nil || f.Code != "session.policy" {
					t.Errorf("%+v %v", p, err)
				}
				return
			}
			if err != nil || (p.Ignored == path) != c.ignored || (p.Notice() != nil) != c.ignored || (p.File == "") != c.noPolicy {
				t.Fatalf("%+v %v", p, err)
			}
			if c.both && p.File != path+", the registry" {
				t.Errorf("it is of %s", p.File)
			}
			if (p.Parallel == nil) != (c.parallel == 0) || p.Parallel != nil && *p.Parallel != c.parallel {
				t.Errorf("parallel is %v", p.Parallel)
			}
			if (p.LimitRate == nil) != (c.limit == 0) || p.LimitRate != nil && *p.LimitRate != c.limit {
				t.Errorf("limit_rate is %v", p.LimitRate)
			}
		})
	}
}
