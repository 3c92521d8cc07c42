package service

import (
	"context"
	"strings"

	"github.com/programconnect/programconnect/internal/service/store"
)

// approved reports whether one of the owner's rules lets a person into an engagement, or into the program when engagement is
// empty. Like a program that is open to everyone, a rule writes nothing: whoever is in by it alone is out when it is removed, and
// nobody whom the owner decided against gets in by one.
func (a *access) approved(ctx context.Context, d store.Data, p Identity, engagement string) (bool, error) {
	rules, err := d.Approvals.Approvals(ctx)
	for _, r := range rules {
		if r.Engagement == engagement && approves(r, p) {
			return true, nil
		}
	}
	return false, err
}

// approves reports whether a rule is about a person. Anybody can have any address at a personal account, and a guest brings theirs
// from elsewhere: a domain is a work account's alone, whose organisation has shown that the domain is its own.
func approves(r store.Approval, p Identity) bool {
	if r.Tenant != "" {
		return strings.EqualFold(r.Tenant, p.TenantID)
	}
	at := strings.LastIndexByte(p.Address, '@')
	return r.Domain != "" && p.Kind == workAccounts && at > 0 && strings.EqualFold(p.Address[at+1:], r.Domain)
}
