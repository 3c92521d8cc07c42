package service

import (
	"context"
	"net/http"

	"github.com/programconnect/programconnect/internal/api/client"
)

// route is one thing the service answers. The OpenAPI document names each of them; a test compares the two.
type route struct {
	method, path string
	answer       func(s *Service, q *request) (any, error)
	open         bool  // needs no token
	body         int64 // bytes of the request's body at most; 0: 64 KiB
}

// apiPrefix is the prefix of the routes for signed-in people.
const apiPrefix = "/api/v1"

// routeTable lists every route of the service.
func routeTable() []route {
	base := []route{
		{method: "GET", path: "/.well-known/program-connect", answer: (*Service).getProgram, open: true},
		{method: "GET", path: "/openapi.json", answer: (*Service).getOpenAPI, open: true},
		{method: "GET", path: "/healthz", answer: (*Service).getHealth, open: true},
		{method: "GET", path: "/files/{package}/{name}", answer: (*Service).getFile, open: true}, // the link is signed
		{method: "GET", path: apiPrefix + "/status", answer: (*Service).getStatus},
		{method: "POST", path: apiPrefix + "/registration", answer: (*Service).postRegistration},
		{method: "PUT", path: apiPrefix + "/registration", answer: (*Service).putRegistration},
		{method: "GET", path: apiPrefix + "/publisher-names", answer: (*Service).getPublisherName},
		{method: "POST", path: apiPrefix + "/verification", answer: (*Service).postVerification},
		{method: "POST", path: apiPrefix + "/verification/confirm", answer: (*Service).postVerificationCode},
		{method: "GET", path: apiPrefix + "/agreements", answer: (*Service).getAgreements},
		{method: "GET", path: apiPrefix + "/agreements/{id}", answer: (*Service).getAgreement},
		{method: "POST", path: apiPrefix + "/agreements/{id}/decisions", answer: (*Service).postDecision},
		{method: "GET", path: apiPrefix + "/ledger", answer: (*Service).getLedger},
		{method: "POST", path: apiPrefix + "/access-requests", answer: (*Service).postAccessRequest},
		{method: "POST", path: apiPrefix + "/invitations/{id}/acceptance", answer: (*Service).postInvitation},
		{method: "DELETE", path: apiPrefix + "/invitations/{id}", answer: (*Service).deleteInvitation},
		{method: "GET", path: apiPrefix + "/engagements", answer: (*Service).getEngagements},
		{method: "GET", path: apiPrefix + "/engagements/{id}", answer: (*Service).getEngagement},
		{method: "POST", path: apiPrefix + "/engagements/{id}/join", answer: (*Service).postJoin},
		{method: "POST", path: apiPrefix + "/engagements/{id}/leave", answer: (*Service).postLeave},
		{method: "POST", path: apiPrefix + "/engagements/{id}/access-requests", answer: (*Service).postEngagementRequest},
		{method: "GET", path: apiPrefix + "/packages", answer: (*Service).getPackages},
		{method: "GET", path: apiPrefix + "/packages/{id}", answer: (*Service).getPackage},
		{method: "POST", path: apiPrefix + "/packages/{id}/files/{name}/link", answer: (*Service).postLink},
	}
	return append(base, feedbackRoutes()...)
}

// feedbackRoutes lists the routes of feedback.
func feedbackRoutes() []route {
	return []route{
		{method: "GET", path: apiPrefix + "/engagements/{id}/form", answer: (*Service).getForm},
		{method: "GET", path: apiPrefix + "/engagements/{id}/feedback", answer: (*Service).getItems},
		{method: "POST", path: apiPrefix + "/engagements/{id}/feedback", answer: (*Service).postItem, body: 512 << 10},
		{method: "GET", path: apiPrefix + "/feedback/{id}", answer: (*Service).getItem},
		{method: "POST", path: apiPrefix + "/feedback/{id}/comments", answer: (*Service).postComment, body: 256 << 10},
		{method: "PUT", path: apiPrefix + "/feedback/{id}/vote", answer: (*Service).putVote},
		{method: "DELETE", path: apiPrefix + "/feedback/{id}/vote", answer: (*Service).deleteVote},
		{method: "PUT", path: apiPrefix + "/feedback/{id}/follow", answer: (*Service).putFollow},
		{method: "DELETE", path: apiPrefix + "/feedback/{id}/follow", answer: (*Service).deleteFollow},
		{method: "POST", path: apiPrefix + "/feedback/{id}/attachments", answer: (*Service).postAttachment},
		{method: "GET", path: apiPrefix + "/feedback/{id}/attachments/{attachment}", answer: (*Service).getAttachment},
		{method: "GET", path: apiPrefix + "/feedback/{id}/attachments/{attachment}/bytes", answer: (*Service).getAttachmentBytes},
		{method: "PUT", path: apiPrefix + "/feedback/{id}/attachments/{attachment}/bytes", answer: (*Service).putAttachmentBytes, body: client.AttachmentChunk},
	}
}

// routes makes the handler: the table, and an answer with problem details for everything else.
func (s *Service) routes() http.Handler {
	mux := http.NewServeMux()
	for _, r := range routeTable() {
		mux.HandleFunc(r.method+" "+r.path, func(w http.ResponseWriter, h *http.Request) { s.serve(w, h, r) })
	}
	outer := http.NewServeMux()
	outer.HandleFunc("/", func(w http.ResponseWriter, h *http.Request) {
		if _, pattern := mux.Handler(h); pattern != "" {
			mux.ServeHTTP(w, h)
			return
		}
		if allowed := otherMethods(mux, h); allowed != "" {
			w.Header().Set("Allow", allowed)
			s.answerError(w, h, requestProblem(http.StatusMethodNotAllowed, "This address knows other methods: "+allowed+"."))
			return
		}
		s.answerError(w, h, notFoundProblem())
	})
	return s.guard(outer)
}

// otherMethods gives the methods that an address knows.
func otherMethods(mux *http.ServeMux, h *http.Request) string {
	allowed := ""
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		other := h.Clone(context.Background())
		other.Method = method
		if _, pattern := mux.Handler(other); pattern != "" {
			if allowed != "" {
				allowed += ", "
			}
			allowed += method
		}
	}
	return allowed
}
