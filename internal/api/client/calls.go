package client

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/programconnect/programconnect/internal/api"
)

// Status returns all that the program says about the person; NextStep reads it.
func (c *Client) Status(ctx context.Context) (api.Status, error) {
	return fetch[api.Status](ctx, c, call{method: http.MethodGet, path: []string{"status"}})
}

// Register sends the registration. The service mails a code to its contact's address unless that is verified already.
func (c *Client) Register(ctx context.Context, r api.Registration) (api.Status, error) {
	return c.sendRegistration(ctx, http.MethodPost, r)
}

// UpdateRegistration changes what may change: all but the country and the account type. A changed e-mail address is verified again.
func (c *Client) UpdateRegistration(ctx context.Context, r api.Registration) (api.Status, error) {
	return c.sendRegistration(ctx, http.MethodPut, r)
}

func (c *Client) sendRegistration(ctx context.Context, method string, r api.Registration) (api.Status, error) {
	r = r.Clean()
	wrong := r.Check()
	if method == http.MethodPut { // a name that stands already stays, and only the service knows which one that is
		wrong = slices.DeleteFunc(wrong, func(f api.FieldError) bool { return f.Field == "publisher_name" })
	}
	if len(wrong) > 0 {
		return api.Status{}, (&api.Problem{Type: api.ProblemFields, Status: http.StatusUnprocessableEntity, Code: api.CodeFields, Fields: wrong}).Fault()
	}
	return fetch[api.Status](ctx, c, call{method: method, path: []string{"registration"}, in: r})
}

// CheckPublisherName returns whether a publisher display name is free for this person.
func (c *Client) CheckPublisherName(ctx context.Context, name string) (api.NameCheck, error) {
	if check := api.CheckedName(name); !check.Free {
		return check, nil
	}
	return fetch[api.NameCheck](ctx, c, call{method: http.MethodGet, path: []string{"publisher-names"}, query: url.Values{"name": {name}}})
}

// SendVerification has a new code mailed; codes sent before no longer count.
func (c *Client) SendVerification(ctx context.Context) error {
	return c.do(ctx, call{method: http.MethodPost, path: []string{"verification"}})
}

// VerifyEmail sends the code that was mailed.
func (c *Client) VerifyEmail(ctx context.Context, code string) (api.Status, error) {
	in := struct {
		Code string `json:"code"`
	}{code}
	return fetch[api.Status](ctx, c, call{method: http.MethodPost, path: []string{"verification", "confirm"}, in: in})
}

// Agreements returns the current agreements with the person's answers.
func (c *Client) Agreements(ctx context.Context) ([]api.AgreementState, error) {
	return readPages(func(after string) ([]api.AgreementState, string, error) {
		list, err := fetch[api.AgreementList](ctx, c, call{method: http.MethodGet, path: []string{"agreements"}, query: pageQuery(after)})
		return list.Agreements, list.Next, err
	})
}

// Agreement returns one agreement with its exact text. A text that does not match its hash is refused.
func (c *Client) Agreement(ctx context.Context, id string) (api.Agreement, error) {
	a, err := fetch[api.Agreement](ctx, c, call{method: http.MethodGet, path: []string{"agreements", id}})
	if err != nil {
		return a, err
	}
	if api.TextHash(a.Text) != a.SHA256 {
		return api.Agreement{}, textFault()
	}
	return a, nil
}

// Decide answers an agreement: sha256 names the text that was read, so that no other is accepted unread. The same answer
// twice returns the same receipt.
func (c *Client) Decide(ctx context.Context, id, sha256 string, accept bool, device api.Device) (api.Receipt, error) {
	return fetch[api.Receipt](ctx, c, call{method: http.MethodPost, path: []string{"agreements", id, "decisions"}, in: api.Decision{SHA256: sha256, Accept: accept, Device: device}})
}

// Ledger returns every answer that the person gave, with the keys that sign the receipts.
func (c *Client) Ledger(ctx context.Context) (api.Ledger, error) {
	var whole api.Ledger
	receipts, err := readPages(func(after string) ([]api.Receipt, string, error) {
		l, err := fetch[api.Ledger](ctx, c, call{method: http.MethodGet, path: []string{"ledger"}, query: pageQuery(after)})
		whole = l
		return l.Receipts, l.Next, err
	})
	if err != nil {
		return api.Ledger{}, err
	}
	whole.Receipts = receipts
	return whole, nil
}

// RequestAccess asks the program's owner for access.
func (c *Client) RequestAccess(ctx context.Context, justification string) (api.Access, error) {
	return fetch[api.Access](ctx, c, call{method: http.MethodPost, path: []string{"access-requests"}, in: accessRequest{justification}})
}

type accessRequest struct {
	Justification string `json:"justification"`
}

// AcceptInvitation takes up an invitation.
func (c *Client) AcceptInvitation(ctx context.Context, id string) (api.Status, error) {
	return fetch[api.Status](ctx, c, call{method: http.MethodPost, path: []string{"invitations", id, "acceptance"}})
}

// DeclineInvitation turns an invitation down.
func (c *Client) DeclineInvitation(ctx context.Context, id string) (api.Status, error) {
	return fetch[api.Status](ctx, c, call{method: http.MethodDelete, path: []string{"invitations", id}})
}

// Engagements returns the engagements that the person can see.
func (c *Client) Engagements(ctx context.Context) ([]api.Engagement, error) {
	return readPages(func(after string) ([]api.Engagement, string, error) {
		list, err := fetch[api.EngagementList](ctx, c, call{method: http.MethodGet, path: []string{"engagements"}, query: pageQuery(after)})
		return list.Engagements, list.Next, err
	})
}

// Engagement returns one engagement.
func (c *Client) Engagement(ctx context.Context, id string) (api.Engagement, error) {
	return fetch[api.Engagement](ctx, c, call{method: http.MethodGet, path: []string{"engagements", id}})
}

// Join joins an open engagement; its terms must be accepted before.
func (c *Client) Join(ctx context.Context, id string) (api.Engagement, error) {
	return fetch[api.Engagement](ctx, c, call{method: http.MethodPost, path: []string{"engagements", id, "join"}})
}

// Leave ends the person's part in an engagement.
func (c *Client) Leave(ctx context.Context, id string) (api.Engagement, error) {
	return fetch[api.Engagement](ctx, c, call{method: http.MethodPost, path: []string{"engagements", id, "leave"}})
}

// RequestEngagement asks an engagement's owner for access.
func (c *Client) RequestEngagement(ctx context.Context, id, justification string) (api.Engagement, error) {
	return fetch[api.Engagement](ctx, c, call{method: http.MethodPost, path: []string{"engagements", id, "access-requests"}, in: accessRequest{justification}})
}

// Packages returns the packages that the person can see, without piece hashes, newest first; expired ones too.
func (c *Client) Packages(ctx context.Context) ([]api.Package, error) {
	return readPages(func(after string) ([]api.Package, string, error) {
		list, err := fetch[api.PackageList](ctx, c, call{method: http.MethodGet, path: []string{"packages"}, query: pageQuery(after)})
		return list.Packages, list.Next, err
	})
}

// Package returns one package with the piece hashes of its files.
func (c *Client) Package(ctx context.Context, id string) (api.Package, error) {
	return fetch[api.Package](ctx, c, call{method: http.MethodGet, path: []string{"packages", id}})
}

// Link returns a signed address of a file, good for at most 15 minutes. The address needs no token.
func (c *Client) Link(ctx context.Context, packageID, fileName string) (api.Link, error) {
	return fetch[api.Link](ctx, c, call{method: http.MethodPost, path: []string{"packages", packageID, "files", fileName, "link"}})
}

// Finished reports to the program that the person has a file of a package whole. The program counts it once, however often it is told.
func (c *Client) Finished(ctx context.Context, packageID, sha256 string) error {
	return c.do(ctx, call{method: http.MethodPost, path: []string{"packages", packageID, "downloads"}, in: api.Finished{SHA256: sha256}})
}
