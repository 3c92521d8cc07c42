package service_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/testdata/generated"
)

// TestGeneratedClientMakesTheJourney goes from nobody to a file that was fetched with a client that oapi-codegen made of the document
// alone (testdata/generated/generate.sh), and so with no type and no rule of this project's.
func TestGeneratedClientMakesTheJourney(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	r.person("anna")
	c := value(generated.NewClientWithResponses(r.server.URL, generated.WithRequestEditorFn(func(_ context.Context, q *http.Request) error {
		q.Header.Set("Authorization", "Bearer token-anna")
		return nil
	})))(t)
	about := value(c.GetProgramWithResponse(ctx(t)))(t)
	if about.JSON200 == nil || about.JSON200.Id != "test" {
		t.Fatal(string(about.Body))
	}
	early := value(c.PostLinkWithResponse(ctx(t), "tools", "tools.bin"))(t)
	if p := early.ApplicationproblemJSON403; p == nil || string(p.Code) != api.CodeRegister {
		t.Fatal(string(early.Body))
	}
	form := generated.Registration{AccountType: generated.RegistrationAccountTypeIndividual, Country: "FI", PublisherName: "Anna Software", Updates: true,
		Contact: generated.Contact{Name: "Anna", Email: "anna@people.example", Address: generated.Address{City: "Helsinki", Street: "Street 1"}}}
	status := value(c.PostRegistrationWithResponse(ctx(t), form))(t)
	if status.JSON200 == nil || status.JSON200.EmailVerified {
		t.Fatal(string(status.Body))
	}
	verified := value(c.PostVerificationCodeWithResponse(ctx(t), generated.Code{Code: r.code("anna@people.example")}))(t)
	if verified.JSON200 == nil || !verified.JSON200.EmailVerified || len(verified.JSON200.Agreements) != 1 {
		t.Fatal(string(verified.Body))
	}
	text := value(c.GetAgreementWithResponse(ctx(t), verified.JSON200.Agreements[0].Id))(t)
	if text.JSON200 == nil || !text.JSON200.Blocking || text.JSON200.Text == "" {
		t.Fatal(string(text.Body))
	}
	receipt := value(c.PostDecisionWithResponse(ctx(t), text.JSON200.Id, generated.Decision{Accept: true, Sha256: text.JSON200.Sha256,
		Device: generated.Device{App: "generated", Name: "desk", System: "linux/amd64"}}))(t)
	if receipt.JSON200 == nil || receipt.JSON200.Number != 1 {
		t.Fatal(string(receipt.Body))
	}
	list := value(c.GetPackagesWithResponse(ctx(t), nil))(t)
	if list.JSON200 == nil || len(list.JSON200.Packages) != 1 {
		t.Fatal(string(list.Body))
	}
	k := list.JSON200.Packages[0]
	link := value(c.PostLinkWithResponse(ctx(t), k.Id, k.Files[0].Name))(t)
	if link.JSON200 == nil {
		t.Fatal(string(link.Body))
	}
	if got := r.get(link.JSON200.Url).body; got != "bytes" || sum(got) != link.JSON200.Sha256 {
		t.Errorf("%q", got)
	}
	if told := value(c.PostDownloadWithResponse(ctx(t), k.Id, generated.Finished{Sha256: sum("bytes")}))(t); told.StatusCode() != http.StatusNoContent {
		t.Error(string(told.Body))
	}
	now := value(c.GetStatusWithResponse(ctx(t)))(t)
	if now.JSON200 == nil || len(now.JSON200.Agreements) != 1 || now.JSON200.Agreements[0].Blocking {
		t.Error(string(now.Body))
	}
}
