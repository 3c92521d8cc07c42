package service_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service"
)

// described compares every request and every answer of this package's tests with the document that the service serves, its schemas
// by a validator of JSON Schema 2020-12, which is what OpenAPI 3.1 has them in. An answer must be described: its status, its type and
// its body. A request whose body the document does not allow must be refused.
//
// The validators of whole documents were left out: libopenapi-validator stands on the same library of schemas and brings twenty
// modules more, which takes minutes to build, and kin-openapi has schemas of its own kind. What they add is finding the operation of
// a request, which the table of routes does here, so that a path that only the document knows is no excuse.
type described struct {
	operations map[string]operation // by "METHOD /path"
	schemas    *jsonschema.Compiler

	mu       sync.Mutex // of what follows
	compiled map[string]*jsonschema.Schema
}

// operation is what the document says of a route.
type operation struct {
	body    string                    // where the schema of its body is; empty without one
	answers map[int]map[string]string // by status and content type: where the schema is; empty without one
}

type answers struct {
	Ref     string                    `json:"$ref"`
	Content map[string]map[string]any `json:"content"`
}

// documentAt is under which address the schemas are.
const documentAt = "https://program.example/openapi.json"

// theDocument is read when it is first asked for, from what a service serves.
var theDocument = sync.OnceValues(func() (*described, error) {
	var document struct {
		Paths map[string]map[string]struct {
			Body struct {
				Content map[string]any `json:"content"`
			} `json:"requestBody"`
			Responses map[string]answers `json:"responses"`
		} `json:"paths"`
		Components struct {
			Responses map[string]answers `json:"responses"`
		} `json:"components"`
	}
	whole, err := jsonschema.UnmarshalJSON(bytes.NewReader(service.OpenAPI()))
	if err != nil {
		return nil, err
	}
	if err := jsonUnmarshal(string(service.OpenAPI()), &document); err != nil {
		return nil, err
	}
	d := &described{operations: map[string]operation{}, schemas: jsonschema.NewCompiler(), compiled: map[string]*jsonschema.Schema{}}
	d.schemas.AssertFormat()
	if err := d.schemas.AddResource(documentAt, whole); err != nil {
		return nil, err
	}
	escape := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D")
	for path, methods := range document.Paths {
		for method, described := range methods {
			at := "/paths/" + escape.Replace(path) + "/" + method
			o := operation{answers: map[int]map[string]string{}}
			if _, json := described.Body.Content["application/json"]; json {
				o.body = at + "/requestBody/content/application~1json/schema"
			}
			for text, a := range described.Responses {
				status, err := strconv.Atoi(text)
				if err != nil {
					return nil, err
				}
				where := at + "/responses/" + text
				if name, is := strings.CutPrefix(a.Ref, "#/components/responses/"); is {
					a, where = document.Components.Responses[name], "/components/responses/"+name
				}
				o.answers[status] = map[string]string{}
				for kind, content := range a.Content {
					o.answers[status][kind] = ""
					if content["schema"] != nil {
						o.answers[status][kind] = where + "/content/" + escape.Replace(kind) + "/schema"
					}
				}
			}
			d.operations[strings.ToUpper(method)+" "+path] = o
		}
	}
	return d, nil
})

// schema returns the schema at a place of the document.
func (d *described) schema(at string) (*jsonschema.Schema, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if s := d.compiled[at]; s != nil {
		return s, nil
	}
	s, err := d.schemas.Compile(documentAt + "#" + at)
	d.compiled[at] = s
	return s, err
}

// check compares a JSON text with the schema at a place.
func (d *described) check(at string, text []byte) error {
	s, err := d.schema(at)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	return s.Validate(value)
}

// longestCompared is how many bytes of a body are kept for comparing; what is longer is checked by its status and type alone.
const longestCompared = 4 << 20

// compared returns a handler whose requests and answers are compared.
func compared(t *testing.T, next http.Handler) http.Handler {
	t.Helper()
	document, err := theDocument()
	if err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, rest := keep(r)
		r.Body = rest
		seen := &tee{ResponseWriter: w}
		defer func() {
			if seen.status == 0 {
				return // broken off
			}
			for _, problem := range document.problems(r, body, seen) {
				t.Errorf("%s %s, status %d: %s", r.Method, r.URL.Path, seen.status, problem)
			}
		}()
		next.ServeHTTP(seen, r)
	})
}

// keep returns the beginning of a request's body, and the whole of it for reading.
func keep(r *http.Request) ([]byte, io.ReadCloser) {
	if r.ContentLength == 0 || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		return nil, r.Body
	}
	body, _ := io.ReadAll(io.LimitReader(r.Body, longestCompared)) // a body that breaks off is the service's to say
	return body, struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), r.Body), r.Body}
}

// routes finds the route of a request.
var routes = sync.OnceValue(func() *http.ServeMux {
	mux := http.NewServeMux()
	for _, route := range service.Routes() {
		mux.Handle(route, http.NotFoundHandler())
	}
	return mux
})

// problems returns what the document does not say of a request and its answer.
func (d *described) problems(r *http.Request, body []byte, seen *tee) []string {
	_, route := routes().Handler(r)
	if route == "" {
		return nil // no address of the document
	}
	o, there := d.operations[route]
	if !there {
		return []string{route + " is not described"}
	}
	var list []string
	if seen.status < http.StatusBadRequest && o.body != "" {
		if err := d.check(o.body, body); err != nil {
			list = append(list, "a request that is not described was answered: "+err.Error())
		}
	}
	said, there := o.answers[seen.status]
	if !there {
		return append(list, "this status is not described")
	}
	if r.Method == http.MethodHead {
		return list // as of GET, without its body
	}
	kind, _, _ := strings.Cut(seen.Header().Get("Content-Type"), ";")
	at, described := said[kind]
	if _, any := said["*/*"]; !described && !any && len(said) > 0 || len(said) == 0 && kind != "" {
		list = append(list, "its type, "+kind+", is not described")
	}
	if at != "" && strings.HasSuffix(kind, "json") {
		if err := d.check(at, seen.body.Bytes()); err != nil {
			list = append(list, "its body: "+err.Error()+"\n"+seen.body.String())
		}
	}
	return list
}

// tee keeps the status of an answer, and its body where that is JSON.
type tee struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (w *tee) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *tee) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *tee) Write(part []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	if kind := w.Header().Get("Content-Type"); kind == "application/json" || kind == api.ProblemType {
		w.body.Write(part[:min(len(part), max(0, longestCompared-w.body.Len()))])
	}
	return w.ResponseWriter.Write(part)
}

func (w *tee) ReadFrom(r io.Reader) (int64, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return io.Copy(w.ResponseWriter, r)
}

// TestWhatIsNotDescribedIsFound shows that the comparison finds each kind of lie.
func TestWhatIsNotDescribedIsFound(t *testing.T) {
	document, err := theDocument()
	if err != nil {
		t.Fatal(err)
	}
	good := `{"title":"x","type":"urn:program-connect:problem:sign-in","status":401,"code":"sign-in.required"}`
	for name, c := range map[string]struct {
		method, path, body string
		status             int
		kind, answer       string
		found              bool
	}{
		"all is well":          {"GET", "/healthz", "", 200, "application/json", `{"status":"ok"}`, false},
		"another status":       {"GET", "/healthz", "", 418, api.ProblemType, good, true},
		"another type":         {"GET", "/healthz", "", 200, "text/html", `{"status":"ok"}`, true},
		"a name is missing":    {"GET", "/healthz", "", 200, "application/json", `{}`, true},
		"another kind":         {"GET", "/healthz", "", 200, "application/json", `{"status":1}`, true},
		"a refusal":            {"GET", "/api/v1/status", "", 401, api.ProblemType, good, false},
		"a refusal of no code": {"GET", "/api/v1/status", "", 401, api.ProblemType, `{"title":"x"}`, true},
		"a wrong request":      {"POST", "/api/v1/verification/confirm", `{"code":1}`, 200, "application/json", "", true},
	} {
		q := httptest.NewRequestWithContext(ctx(t), c.method, c.path, strings.NewReader(c.body))
		q.Header.Set("Authorization", "Bearer x")
		q.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		w.Header().Set("Content-Type", c.kind)
		seen := &tee{ResponseWriter: w}
		seen.WriteHeader(c.status)
		_, _ = seen.Write([]byte(c.answer))
		if problems := document.problems(q, []byte(c.body), seen); (len(problems) > 0) != c.found {
			t.Errorf("%s: %v", name, problems)
		}
	}
}
