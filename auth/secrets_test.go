package auth

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/sample/authority"
)

func (r *rig) note(err error) {
	if err != nil {
		r.errs = append(r.errs, err)
	}
}

// searchForSecrets runs at the end of every test that has a rig: no token, code or verifier stands in a log,
// an error, a snapshot or a file.
func (r *rig) searchForSecrets() {
	_ = r.Close()
	var folders []string
	folders = append(folders, r.log.String(), fmt.Sprintf("%v %+v %#v", r.Snapshot(), r.Snapshot(), r.Snapshot()))
	for _, err := range r.errs {
		for e := err; e != nil; e = errors.Unwrap(e) {
			folders = append(folders, fmt.Sprintf("%v %+v %#v", e, e, e))
		}
		folders = append(folders, fault.Of(err).Text())
	}
	_ = filepath.WalkDir(r.dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			raw, _ := os.ReadFile(path)
			folders = append(folders, path+string(raw))
		}
		return nil
	})
	for _, folder := range folders {
		if strings.Contains(folder, "canary") {
			r.t.Errorf("a canary got out: %.200s", folder)
		}
		for _, length := range r.tap.Found(folder) {
			r.t.Errorf("a secret of %d characters got out", length)
		}
	}
}

func TestBrokenReplyIsNeverQuoted(t *testing.T) {
	r := newRig(t)
	account := r.signIn("common", authority.AddressRita, "work")
	if n := r.tap.Count(); n < 6 {
		t.Fatalf("the tap saw %d secrets", n)
	}
	for _, kind := range []authority.FaultKind{authority.InvalidJSON, authority.HTMLPage, authority.ServerError} {
		for _, point := range []authority.Endpoint{authority.TokenPoint, authority.MetadataPoint, authority.KeysPoint} {
			r.auth.SetFault(authority.Fault{Kind: kind, Endpoint: point, Canary: "canary-token-in-a-broken-reply"})
			_, err := r.try(r.at("common"), SignInOptions{}, r.script(authority.AddressRita, "work"))
			r.note(err)
			r.later(hourAndMore)
			_, err = r.Token(r.ctx(), r.at("common"), account.ID)
			if err == nil && point == authority.TokenPoint {
				t.Errorf("%s at %s was taken", kind, point)
			}
			r.note(err)
			r.auth.ClearFaults()
		}
	}
}

func TestGiantReplyMemory(t *testing.T) {
	for _, point := range []authority.Endpoint{authority.MetadataPoint, authority.KeysPoint, authority.TokenPoint, authority.DevicePoint} {
		r := newRig(t)
		r.auth.SetFault(authority.Fault{Kind: authority.GiantPage, Endpoint: point})
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var err error
		switch point {
		case authority.DevicePoint:
			_, err = r.SignInWithCode(r.ctx(), r.at("common"), SignInOptions{}, func(DeviceCode) {})
		default:
			_, err = r.try(r.at("common"), SignInOptions{}, r.script(authority.AddressRita, "work"))
		}
		runtime.ReadMemStats(&after)
		allocated := after.TotalAlloc - before.TotalAlloc
		f := fault.Of(err)
		if f == nil || f.Code != "auth.authority-answer" || len([]rune(f.Error())) > 400 {
			t.Errorf("%s: %+v", point, f)
		}
		t.Logf("%s: %.1f MiB allocated in all, %d characters shown", point, float64(allocated)/(1<<20), len([]rune(f.Error())))
		if allocated > 4<<20 {
			t.Errorf("%s: %d bytes allocated", point, allocated)
		}
	}
}
