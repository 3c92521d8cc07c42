package authority

import (
	"encoding/json"
	"net/http"
	"time"
)

// refusals answers apps as Microsoft does when something is wrong.
type refusals struct {
	now    func() time.Time
	random random
}

// write answers with an OAuth error as Microsoft shapes it.
func (rs *refusals) write(w http.ResponseWriter, r *http.Request, t *Trouble) {
	correlation := r.Header.Get("client-request-id")
	if correlation == "" {
		correlation = rs.random.guid()
	}
	oauth := t.OAuth
	if oauth == "" {
		oauth = "invalid_request"
	}
	body := map[string]any{"error": oauth, "error_description": rs.describe(t, correlation), "error_codes": []int{t.Code},
		"timestamp": rs.now().UTC().Format("2006-01-02 15:04:05Z"), "trace_id": rs.random.guid(), "correlation_id": correlation}
	if t.SubError != "" {
		body["suberror"] = t.SubError
	}
	if t.Claims != "" {
		body["claims"] = t.Claims
	}
	writeJSON(w, http.StatusBadRequest, body)
}

// describe returns the error_description: Microsoft's texts come with ids that its support can find again.
func (rs *refusals) describe(t *Trouble, correlation string) string {
	if correlation == "" {
		correlation = rs.random.guid()
	}
	return t.Description() + " Trace ID: " + rs.random.guid() + " Correlation ID: " + correlation + " Timestamp: " + rs.now().UTC().Format("2006-01-02 15:04:05Z")
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the reader has gone away
}
