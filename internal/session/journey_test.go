package session

import (
	"os"
	"testing"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/sample"
	"github.com/programconnect/programconnect/internal/service"
)

const msi = sample.InstallerID + "/WindowsDeveloperProgramforIoT.msi"

// refuses asserts that a download is kept back by the step that the journey stands at.
func refuses(t *testing.T, s *Session, step api.Step, kind fault.Kind) {
	t.Helper()
	if got := s.Snapshot().Step; got != step {
		t.Fatalf("the step is %q, not %q", got, step)
	}
	if _, err := s.Catalogue.Download(t.Context(), msi, DownloadOptions{}); !fault.Is(err, kind) {
		t.Fatalf("a download at step %q gave %v, not a fault of kind %s", step, err, kind)
	}
}

func TestJourneyFromSignInToVerifiedFile(t *testing.T) {
	st := newStage(t)
	ctx := t.Context()
	refuses(t, st.session(t), StepSignIn, fault.SignIn)
	s := st.signIn(t, "new")
	refuses(t, s, api.StepRegister, fault.Registration)
	if err := s.Registration.Register(ctx, form()); err != nil {
		t.Fatal(err)
	}
	refuses(t, s, api.StepVerify, fault.Registration)
	if err := s.Registration.VerifyEmail(ctx, "000000"); !fault.Is(err, fault.Usage) {
		t.Fatalf("a wrong code gave %v", err)
	}
	code, err := st.code(ctx, "nelly@outlook.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Registration.VerifyEmail(ctx, code); err != nil {
		t.Fatal(err)
	}
	refuses(t, s, api.StepAgreement, fault.Terms)
	for s.Snapshot().Step == api.StepAgreement {
		waiting := api.Outstanding(*s.Snapshot().Status)[0]
		if _, err := s.Agreements.Decide(ctx, waiting.ID, waiting.SHA256, true); err != nil {
			t.Fatal(err)
		}
	}
	ids, err := s.Catalogue.Download(ctx, msi, DownloadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if e := st.wait(t, ids[0], "done", done); !e.Verified {
		t.Error("the file is not verified")
	}
	ledger, err := s.Agreements.Ledger(ctx)
	if err != nil || len(ledger.Receipts) == 0 || ledger.Receipts[0].Device.Name != "test" {
		t.Errorf("the ledger: %+v, %v", ledger.Receipts, err)
	}
}

func TestRegistrationDraftIsKeptAcrossRestarts(t *testing.T) {
	home, keyring := t.TempDir(), auth.MemoryKeyring()
	first := openStage(t, home, keyring, true)
	s := first.signIn(t, "nora")
	half := s.Registration.Draft()
	if half.Contact.Email != "nora@outlook.example" {
		t.Errorf("the form begins with the address %q", half.Contact.Email)
	}
	half.PublisherName, half.Country = "Nora's boards", "FI"
	if err := s.Registration.SaveDraft(half); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := openStage(t, home, keyring, true).session(t)
	if got := second.Registration.Draft(); got.PublisherName != "Nora's boards" {
		t.Errorf("on the other day the draft is %+v", got)
	}
	if err := second.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if second.Snapshot().Step != api.StepRegister {
		t.Errorf("and the step is %q", second.Snapshot().Step)
	}
	full := form()
	full.PublisherName = "Nora's boards"
	full.Contact.Email = "nora@outlook.example"
	if err := second.Registration.Register(t.Context(), full); err != nil {
		t.Fatal(err)
	}
	if second.Registration.HasDraft() {
		t.Error("the draft is still there after the program has taken it")
	}
}

func TestRefusedRegistrationKeepsTheDraft(t *testing.T) {
	st := openStage(t, t.TempDir(), auth.MemoryKeyring(), true)
	s := st.signIn(t, "nora")
	taken := form()
	taken.PublisherName = "fabrikamdevices"
	err := s.Registration.Register(t.Context(), taken)
	if f := fault.Of(err); f.Kind != fault.Usage || f.Field != "publisher_name" {
		t.Fatalf("a taken name gave %+v", f)
	}
	if got := s.Registration.Draft().PublisherName; got != "fabrikamdevices" {
		t.Errorf("the draft holds %q", got)
	}
}

func TestDownloadResumesAfterNewTermsAreAccepted(t *testing.T) {
	st := newStage(t)
	s := st.signIn(t, "rita")
	ctx := t.Context()
	ids, err := s.Catalogue.Download(ctx, msi, DownloadOptions{Paused: true})
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.Agreements.List(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.host.Service().PublishAgreement(ctx, service.NewAgreement{ID: list[0].ID, Title: list[0].Title, Kind: list[0].Kind, Version: "9",
		Text: "# New terms\n\nWithout a grace period.\n", Required: true}); err != nil {
		t.Fatal(err)
	}
	if err := st.Queues.Own().Resume(ids...); err != nil {
		t.Fatal(err)
	}
	e := st.wait(t, ids[0], "waiting for terms", waitsFor(downloads.WaitTerms))
	if e.Fault == nil || e.Fault.Agreement != list[0].ID {
		t.Errorf("the entry's fault does not name the agreement: %+v", e.Fault)
	}
	if err := s.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	if s.Snapshot().Step != api.StepAgreement {
		t.Errorf("the step is %q", s.Snapshot().Step)
	}
	current, err := s.Agreements.Find(ctx, list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Agreements.Decide(ctx, current.ID, current.SHA256, true); err != nil {
		t.Fatal(err)
	}
	st.wait(t, ids[0], "done", done)
}

func TestDownloadResumesAfterSignIn(t *testing.T) {
	st := newStage(t)
	s := st.signIn(t, "rita")
	ids, err := s.Catalogue.Download(t.Context(), msi, DownloadOptions{Paused: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SignOut(t.Context(), s.Snapshot().Account.ID); err != nil {
		t.Fatal(err)
	}
	if err := st.Queues.Own().Resume(ids...); err != nil {
		t.Fatal(err)
	}
	st.wait(t, ids[0], "waiting for a sign-in", waitsFor(downloads.WaitSignIn))
	st.signIn(t, "rita")
	e := st.wait(t, ids[0], "done", done)
	if _, err := os.Stat(e.Path); err != nil {
		t.Error(err)
	}
}

func TestDownloadRefusesAnotherSHA256(t *testing.T) {
	st := newStage(t)
	s := st.signIn(t, "rita")
	other := "0000000000000000000000000000000000000000000000000000000000000000"
	if _, err := s.Catalogue.Download(t.Context(), msi, DownloadOptions{SHA256: other}); !fault.Is(err, fault.Verification) {
		t.Errorf("another SHA-256 gave %v", err)
	}
	for _, what := range []string{"nothing", sample.InstallerID + "/nothing.msi", "", "/", sample.InstallerID + "/"} {
		if _, err := s.Catalogue.Download(t.Context(), what, DownloadOptions{}); !fault.Is(err, fault.Usage) {
			t.Errorf("%q gave %v", what, err)
		}
	}
	if n := len(st.Queues.Own().Snapshot().Entries); n != 0 {
		t.Errorf("%d entries were added", n)
	}
}

func TestSampleProgramStartsOnceWhenNeeded(t *testing.T) {
	st := openStage(t, t.TempDir(), auth.MemoryKeyring(), true)
	st.Programs()
	st.Settings.Now()
	if _, err := st.Queues.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := st.started.Load(); n != 0 {
		t.Fatalf("it was started %d times before anything needed it", n)
	}
	a, b := make(chan *Session), make(chan *Session)
	for _, c := range []chan *Session{a, b} {
		go func() {
			s, err := st.Session(t.Context(), "")
			if err != nil {
				t.Error(err)
			}
			c <- s
		}()
	}
	if <-a != <-b || st.started.Load() != 1 {
		t.Errorf("two callers got two sessions, or it was started %d times", st.started.Load())
	}
}
