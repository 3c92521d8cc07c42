package downloads_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/testing/downloadtest"
)

// told is one fault on a server of its own, and the entry that meets it.
type told struct {
	fault  downloadtest.ServerFault
	hashed bool
	id     downloads.ID
	dir    string
}

// TestHostileServerYieldsTheRightFileOrATypedReason lets every fault be told to an entry that knows the hash, and, where
// a fault can be found out without one, to an entry that knows the size only. Never a wrong file, never a wait
// without a reason, and never the token at another origin.
func TestHostileServerYieldsTheRightFileOrATypedReason(t *testing.T) {
	content := downloadtest.NewContent(3, 2<<20+17)
	other := serve(t, downloadtest.ServerOptions{})
	other.Handle("/file", &downloadtest.File{Content: content})
	other.Handle("/other", &downloadtest.File{Content: downloadtest.NewContent(4, content.Size)})

	sources := links{}
	var all []*told
	specs := map[bool][]downloads.Spec{} // those that hang, and the others
	for i, fault := range downloadtest.ServerFaults(other) {
		for _, hashed := range []bool{true, false} {
			if fault.Hash && !hashed {
				continue
			}
			server := serve(t, downloadtest.ServerOptions{})
			server.Handle("/file", fault.Handler(server, &downloadtest.File{Content: content, NoHead: strings.HasPrefix(fault.Name, "HEAD")}))
			key := downloads.SourceKey(fmt.Sprintf("fault-%d-%v", i, hashed))
			sources[key] = downloads.Link{URL: server.URL + "/file", Header: http.Header{"Authorization": {"Bearer " + downloadtest.Canary + string(key)}}}
			one := &told{fault: fault, hashed: hashed, dir: t.TempDir()}
			spec := downloads.Spec{Source: key, Name: "file.bin", Title: fault.Name, Dir: one.dir, Size: content.Size}
			if hashed {
				spec.SHA256 = content.SHA256()
			}
			all = append(all, one)
			specs[fault.Hangs] = append(specs[fault.Hangs], spec)
		}
	}
	if len(downloadtest.ServerFaults(other)) < 40 {
		t.Errorf("only %d lies", len(downloadtest.ServerFaults(other)))
	}
	// Only those that hang get short times: an honest answer on a loaded machine may take its time.
	queues := map[bool]*downloads.Queue{}
	homes := map[bool]string{true: t.TempDir(), false: t.TempDir()}
	for hangs, tuning := range map[bool]downloads.Tuning{true: quick(), false: quick()} {
		if hangs {
			tuning.StallAfter, tuning.HeaderTimeout, tuning.SlowFor, tuning.SlowRate = time.Second, time.Second, time.Second, 4<<10
		}
		queues[hangs] = openQueue(t, downloads.Config{
			Dir: homes[hangs], Tuning: tuning, Settings: downloads.Settings{Parallel: 16, Tries: 3},
			Sources: func(downloads.SourceKey) downloads.Source { return sources },
		})
		for i, id := range add(t, queues[hangs], specs[hangs]...) {
			byFault(all, hangs)[i].id = id
		}
	}
	snapshots := map[bool]*downloads.Snapshot{}
	for hangs, queue := range queues {
		mine := byFault(all, hangs)
		snapshots[hangs] = until(t, queue, "an end or a reason for every entry", func(s *downloads.Snapshot) bool {
			for _, one := range mine {
				if !rests(s.Entry(one.id)) && (!one.fault.Endless || len(queue.Log(one.id)) == 0) {
					return false
				}
			}
			return true
		})
	}
	for _, one := range all {
		name := one.fault.Name
		if !one.hashed {
			name += ", no hash"
		}
		t.Run(name, func(t *testing.T) {
			judgeFault(t, queues[one.fault.Hangs], snapshots[one.fault.Hangs].Entry(one.id), one, content)
		})
	}
	for _, value := range other.AuthorizationValues() {
		if strings.Contains(value, downloadtest.Canary) {
			t.Error("another origin saw the token")
		}
	}
	for hangs, queue := range queues {
		if err := queue.Close(); err != nil {
			t.Error(err)
		}
		noCanary(t, homes[hangs])
	}
}

// byFault gives those that hang, or the others.
func byFault(all []*told, hangs bool) []*told {
	var some []*told
	for _, one := range all {
		if one.fault.Hangs == hangs {
			some = append(some, one)
		}
	}
	return some
}

// judgeFault says whether an entry made the right thing of a fault.
func judgeFault(t *testing.T, queue *downloads.Queue, e *downloads.Entry, one *told, content *downloadtest.Content) {
	for _, line := range queue.Log(e.ID) {
		if strings.Contains(line.Text, downloadtest.Canary) {
			t.Errorf("the log holds a secret")
		}
	}
	if e.State == downloads.Done {
		if one.hashed || one.fault.Twin == 0 || downloadtest.NewContent(content.Seed+one.fault.Twin, content.Size).Compare(e.Path) != nil {
			same(t, content, e.Path)
		}
		onlyThese(t, one.dir, e.Name)
		if one.fault.Outcome == downloadtest.MustRefuse {
			t.Errorf("it became done")
		}
		return
	}
	if one.fault.Outcome == downloadtest.MustFinish {
		t.Errorf("it did not become done")
	}
	fault := e.Fault
	if fault == nil && one.fault.Endless {
		return // it goes on, and its log tells how
	}
	if fault == nil {
		t.Fatalf("%s without a reason", e.State)
	}
	if fault.Code == "" || fault.Code == "unexpected" || fault.Title.String() == "" || fault.Safe.String() == "" || len(i18n.Strings(fault.Steps)) == 0 || strings.Contains(fault.Text(), downloadtest.Canary) {
		t.Errorf("the reason is not whole: %+v", fault)
	}
	if t.Failed() {
		t.Logf("%s %s: %s\n%s", e.State, e.Wait, fault.Code, fault.Text())
		for _, line := range queue.Log(e.ID) {
			t.Log(line.Text)
		}
	} else if testing.Verbose() {
		t.Logf("%s %s: %s", e.State, e.Wait, fault.Code)
	}
}

// TestMemoryStaysBoundedWhateverAServerSends measures a process of its own.
func TestMemoryStaysBoundedWhateverAServerSends(t *testing.T) {
	content := downloadtest.NewContent(5, 2<<20)
	other := serve(t, downloadtest.ServerOptions{})
	heavy := map[string]bool{"a gzip bomb": true, "endless body without a length": true, "endless body of other bytes": true, "1 MiB of headers": true,
		"headers that never end": true, "a length of 8 EiB": true, "redirect of 60 KiB": true, "an ETag of 30 KiB": true}
	var specs []downloads.Spec
	for _, fault := range downloadtest.ServerFaults(other) {
		if !heavy[fault.Name] {
			continue
		}
		server := serve(t, downloadtest.ServerOptions{})
		server.Handle("/file", fault.Handler(server, &downloadtest.File{Content: content}))
		spec := specOf(server, "/file", content, t.TempDir(), true)
		spec.Title = fault.Name
		specs = append(specs, spec)
	}
	if len(specs) != len(heavy) {
		t.Fatalf("%d of %d lies were found", len(specs), len(heavy))
	}
	last := runToEnd(t, job{Home: t.TempDir(), Specs: specs, Tuning: quick(), Settings: downloads.Settings{Tries: 3, Parallel: 4}})
	for i, e := range last.Entries {
		if e.State == downloads.Done {
			if err := content.Compare(e.Path); err != nil {
				t.Errorf("%s: %v", specs[i].Title, err)
			}
		}
	}
	// The race detector alone takes several times what the engine does: the bound is the one against growth.
	most := int64(600 << 10)
	if strict() {
		most = 64 << 10
	}
	t.Logf("peak memory: %d KiB", last.Peak)
	if last.Peak > most {
		t.Errorf("peak memory %d KiB, at most %d expected", last.Peak, most)
	}
}
