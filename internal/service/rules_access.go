package service

import "github.com/programconnect/programconnect/internal/api"

// accessState is where a person stands with the program or with an engagement. It is what the store keeps of a right; lapsed
// alone is worked out from the time of the last use.
type accessState string

// The states of access. Those without a name in package api are shown as another one, see shown.
const (
	accessNone      accessState = api.AccessNone
	accessRequested accessState = api.AccessRequested
	accessGranted   accessState = api.AccessGranted // a participant
	accessDeclined  accessState = api.AccessDeclined
	accessRevoked   accessState = api.AccessRevoked
	accessLapsed    accessState = api.AccessLapsed
	accessAppealed  accessState = "appealed" // asked again after being declined
	accessLeft      accessState = "left"
)

// shown returns the state that the person and the owner read.
func (s accessState) shown() string {
	switch s {
	case accessAppealed:
		return api.AccessRequested
	case accessLeft:
		return api.AccessNone
	}
	return string(s)
}

// barred reports whether the owner decided against the person, and nobody but the owner has the next word.
func (s accessState) barred() bool {
	return s == accessDeclined || s == accessRevoked || s == accessAppealed
}

// accessEvent is what changes a state of access.
type accessEvent string

// The events of access.
const (
	eventRequest accessEvent = "request"
	eventJoin    accessEvent = "join"
	eventLeave   accessEvent = "leave"
	eventTakeUp  accessEvent = "take up"
	eventApprove accessEvent = "approve"
	eventDecline accessEvent = "decline"
	eventRevoke  accessEvent = "revoke"
	eventLapse   accessEvent = "lapse"
)

// actor is who may cause an event.
type actor string

// The actors.
const (
	actorPerson  actor = "person"
	actorInvitee actor = "invitee" // the person, with an open invitation that the owner sent after any decision against them
	actorOwner   actor = "owner"
	actorClock   actor = "clock"
)

// accessTransition is one row of the table of access.
type accessTransition struct {
	from  accessState
	event accessEvent
	to    accessState
	by    actor
}

// accessTable holds every transition of access; what is not in it is refused. An invitation is no state of its own: it stands
// beside the state, so that turning it down or letting it expire leaves what there was.
//
// From declined, appealed and revoked no row leads to granted but one of the owner, or of somebody whom the owner invited
// since. A test reads this off the table.
var accessTable = []accessTransition{
	{accessNone, eventRequest, accessRequested, actorPerson},
	{accessLeft, eventRequest, accessRequested, actorPerson},
	{accessLapsed, eventRequest, accessRequested, actorPerson},
	{accessRequested, eventRequest, accessRequested, actorPerson},
	{accessDeclined, eventRequest, accessAppealed, actorPerson},
	{accessAppealed, eventRequest, accessAppealed, actorPerson},
	{accessGranted, eventRequest, accessGranted, actorPerson},

	{accessNone, eventJoin, accessGranted, actorPerson},
	{accessLeft, eventJoin, accessGranted, actorPerson},
	{accessLapsed, eventJoin, accessGranted, actorPerson},
	{accessRequested, eventJoin, accessGranted, actorPerson},
	{accessGranted, eventJoin, accessGranted, actorPerson},

	{accessNone, eventLeave, accessNone, actorPerson},
	{accessLeft, eventLeave, accessLeft, actorPerson},
	{accessRequested, eventLeave, accessNone, actorPerson},
	{accessGranted, eventLeave, accessLeft, actorPerson},
	{accessLapsed, eventLeave, accessLeft, actorPerson},
	{accessAppealed, eventLeave, accessDeclined, actorPerson}, // the request goes, the decision stays
	{accessDeclined, eventLeave, accessDeclined, actorPerson},
	{accessRevoked, eventLeave, accessRevoked, actorPerson},

	{accessNone, eventTakeUp, accessGranted, actorInvitee},
	{accessLeft, eventTakeUp, accessGranted, actorInvitee},
	{accessLapsed, eventTakeUp, accessGranted, actorInvitee},
	{accessRequested, eventTakeUp, accessGranted, actorInvitee},
	{accessGranted, eventTakeUp, accessGranted, actorInvitee}, // with another role
	{accessAppealed, eventTakeUp, accessGranted, actorInvitee},
	{accessDeclined, eventTakeUp, accessGranted, actorInvitee},
	{accessRevoked, eventTakeUp, accessGranted, actorInvitee},

	{accessNone, eventApprove, accessGranted, actorOwner},
	{accessLeft, eventApprove, accessGranted, actorOwner},
	{accessLapsed, eventApprove, accessGranted, actorOwner},
	{accessRequested, eventApprove, accessGranted, actorOwner},
	{accessGranted, eventApprove, accessGranted, actorOwner},
	{accessAppealed, eventApprove, accessGranted, actorOwner},
	{accessDeclined, eventApprove, accessGranted, actorOwner},
	{accessRevoked, eventApprove, accessGranted, actorOwner},

	{accessNone, eventDecline, accessDeclined, actorOwner},
	{accessLeft, eventDecline, accessDeclined, actorOwner},
	{accessLapsed, eventDecline, accessDeclined, actorOwner},
	{accessRequested, eventDecline, accessDeclined, actorOwner},
	{accessGranted, eventDecline, accessDeclined, actorOwner},
	{accessAppealed, eventDecline, accessDeclined, actorOwner},
	{accessDeclined, eventDecline, accessDeclined, actorOwner},
	{accessRevoked, eventDecline, accessDeclined, actorOwner},

	{accessNone, eventRevoke, accessRevoked, actorOwner},
	{accessLeft, eventRevoke, accessRevoked, actorOwner},
	{accessLapsed, eventRevoke, accessRevoked, actorOwner},
	{accessRequested, eventRevoke, accessRevoked, actorOwner},
	{accessGranted, eventRevoke, accessRevoked, actorOwner},
	{accessAppealed, eventRevoke, accessRevoked, actorOwner},
	{accessDeclined, eventRevoke, accessRevoked, actorOwner},
	{accessRevoked, eventRevoke, accessRevoked, actorOwner},

	{accessGranted, eventLapse, accessLapsed, actorClock},
}

// nextAccess returns the state after an event that somebody causes, and reports whether they may.
func nextAccess(from accessState, event accessEvent, by actor) (accessState, bool) {
	for _, t := range accessTable {
		if t.from == from && t.event == event && t.by == by {
			return t.to, true
		}
	}
	return from, false
}
