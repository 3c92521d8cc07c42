package service

import "slices"

// route is one thing the service answers. The OpenAPI document names each of them; a test compares the two.
type route struct {
	method, path string
	answer       func(q *request) (any, error)
	open         bool  // needs no token
	kept         bool  // its answer is made of the snapshot alone, and kept until something changes
	body         int64 // bytes of the request's body at most; 0: 64 KiB
}

// apiPrefix is the prefix of the routes for signed-in people.
const apiPrefix = "/api/v1"

// routeTable returns every route of the service, as its aggregates have them.
func routeTable(b *base, r *rules) []route {
	return slices.Concat(
		(&aboutAPI{b, r.keys}).routes(),
		(&healthAPI{b}).routes(),
		(&statusAPI{r.statuses}).routes(),
		(&registrationAPI{b, r.registrations, r.verification, r.access, r.statuses}).routes(),
		(&agreementAPI{b, r.agreements, r.ledger}).routes(),
		(&engagementAPI{b, r.engagements, r.access, r.admission}).routes(),
		(&invitationAPI{r.invitations, r.statuses}).routes(),
		(&packageAPI{b, r.packages, r.links, r.access, r.record}).routes(),
		(&fileAPI{b, r.links, r.limits, r.record}).routes(),
		(&feedbackAPI{b, r.feedback, r.once}).routes(),
		(&attachmentAPI{b, r.attachments, r.feedback, r.once}).routes(),
	)
}
