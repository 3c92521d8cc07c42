package api

// The roles in an engagement.
const (
	RoleParticipant = "participant"
	RolePowerUser   = "power-user" // manages participants of the own organisation
	RoleOwner       = "owner"
)

// How people come into an engagement.
const (
	JoinEveryone = "everyone" // everyone registered is inside from the start
	JoinOpen     = "open"     // anyone registered joins after accepting the terms
	JoinApproval = "approval" // an owner approves a request
	JoinInvited  = "invited"  // by invitation alone
)

// Engagement is a piece of work inside a program.
type Engagement struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Description string `json:"description,omitzero"`
	Group       string `json:"group,omitzero"` // the business group
	Join        string `json:"join"`
	Terms       string `json:"terms,omitzero"` // id of the agreement to accept before joining
	TermsSHA256 string `json:"terms_sha256,omitzero"`
	Access      Access `json:"access"`
	Packages    int    `json:"packages"` // how many packages it has
	Feedback    bool   `json:"feedback"` // it takes feedback
}

// EngagementList is the engagements that the person can see.
type EngagementList struct {
	Engagements []Engagement `json:"engagements"`
	Next        string       `json:"next,omitzero"` // names the page after; empty on the last one
}
