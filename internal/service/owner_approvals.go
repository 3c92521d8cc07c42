package service

import (
	"context"
	"encoding/hex"
	"errors"
	"regexp"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/store"
)

// Approver holds the commands of a program's owner on the rules of approving. Their errors are faults.
type Approver struct{ *base }

// Approval is a rule by which people of an organisation have access.
type Approval = store.Approval

var (
	tenantForm = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
	domainForm = regexp.MustCompile(`^[0-9A-Za-z]([0-9A-Za-z-]{0,62}\.)+[0-9A-Za-z-]{2,63}$`)
)

// personalTenant is where every personal Microsoft account belongs: a rule for it would let in everybody.
const personalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad"

// Approvals lists the rules of approving, oldest first.
func (o *Approver) Approvals(ctx context.Context) ([]Approval, error) {
	list, err := o.data().Approvals.Approvals(ctx)
	return list, ownerError(err)
}

// AddApproval adds a rule of approving: for the accounts of a tenant, or for work accounts whose address has a domain. It returns
// the rule's id.
func (o *Approver) AddApproval(ctx context.Context, a Approval) (string, error) {
	a.Domain = strings.ToLower(a.Domain)
	a.Tenant = strings.ToLower(a.Tenant)
	if (a.Tenant == "") == (a.Domain == "") || a.Tenant != "" && (!tenantForm.MatchString(a.Tenant) || a.Tenant == personalTenant) || a.Domain != "" && !domainForm.MatchString(a.Domain) {
		return "", refusedCommand("rule", i18n.T(&goi18n.Message{ID: "service.approval.cause",
			Other: "A rule names a tenant by its id, not that of personal accounts, or a domain as in contoso.com."}))
	}
	id, err := o.random(6)
	if err != nil {
		return "", ownerError(err)
	}
	a.ID = hex.EncodeToString(id)
	a.Created = o.now()
	err = o.store.Write(ctx, func(d store.Data) error {
		if err := engagementThere(ctx, d, a.Engagement); err != nil {
			return err
		}
		return d.Approvals.AddApproval(ctx, a)
	})
	if errors.Is(err, store.ErrTaken) {
		err = refusedCommand("rule", i18n.T(&goi18n.Message{ID: "service.approval.taken.cause", Other: "There is such a rule already."}))
	}
	return a.ID, ownerError(err)
}

// RemoveApproval removes a rule. Whoever had access by it alone has none from then on.
func (o *Approver) RemoveApproval(ctx context.Context, id string) error {
	err := o.data().Approvals.RemoveApproval(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		err = refusedCommand("rule", i18n.T(&goi18n.Message{ID: "service.approval.none.cause", Other: "There is no rule with this id. See: program-service rules"}))
	}
	return ownerError(err)
}
