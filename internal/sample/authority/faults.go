package authority

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// faults is the switches for tests that are set. It has a lock of its own.
type faults struct {
	mu   sync.Mutex
	list []*Fault
}

func (fs *faults) set(f Fault) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.list = append(fs.list, &f)
}

func (fs *faults) clear() {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.list = nil
}

// due takes the latest fault for which want says yes, and returns a copy of it; nil when none is due.
func (fs *faults) due(want func(*Fault) bool) *Fault {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	for _, f := range slices.Backward(fs.list) {
		if !want(f) || f.Times > 0 && f.struck >= f.Times+f.Skip {
			continue
		}
		f.struck++
		if f.struck > f.Skip {
			struck := *f
			return &struck
		}
	}
	return nil
}

// spoilAnswer changes the answer to the app when a fault is due.
func (fs *faults) spoilAnswer(v url.Values, random random) {
	f := fs.due(func(f *Fault) bool { return f.Kind == WrongState || f.Kind == NoState || f.Kind == WrongCode })
	switch {
	case f == nil:
	case f.Kind == WrongState:
		v.Set("state", "somebody-elses-state")
	case f.Kind == NoState:
		v.Del("state")
	case v.Has("code"):
		v.Set("code", "1."+random.secret(600))
	}
}

// strike takes the transport's fault that is due for a request.
func (fs *faults) strike(r *http.Request) *Fault {
	at := endpointOf(r.URL.Path)
	grant := ""
	if at == TokenPoint {
		grant = peekGrant(r)
	}
	return fs.due(func(f *Fault) bool {
		return slices.Contains(TransportFaults(), f.Kind) && (f.Endpoint == AnyEndpoint || f.Endpoint == at) && (f.Grant == "" || f.Grant == grant)
	})
}

func endpointOf(path string) Endpoint {
	switch {
	case strings.HasSuffix(path, "/openid-configuration"):
		return MetadataPoint
	case strings.HasSuffix(path, "/keys"):
		return KeysPoint
	case strings.HasSuffix(path, "/token"):
		return TokenPoint
	case strings.HasSuffix(path, "/devicecode"):
		return DevicePoint
	case strings.HasSuffix(path, "/userinfo"):
		return UserinfoPoint
	}
	return "other"
}
