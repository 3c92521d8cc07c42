package downloadtest

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
)

// RandomFaults breaks a share of a file's answers at random: refusals, broken connections, short and silent bodies. All of
// it is of the kind that passes, so a client must always end with the right file.
type RandomFaults struct {
	Share  float64 // of the answers that are broken, 0 to 1
	Broken atomic.Int64

	mu     sync.Mutex
	random *rand.Rand
}

// NewRandomFaults returns random faults that are the same for the same seed and order of requests.
func NewRandomFaults(seed uint64, share float64) *RandomFaults {
	return &RandomFaults{Share: share, random: rand.New(rand.NewPCG(seed, 1))}
}

var errBroken = errors.New("broken on purpose")

// Apply makes file answer with the faults, on server.
func (c *RandomFaults) Apply(file *File, server *Server) {
	var plans sync.Map // *http.Request -> offset at which it goes wrong
	file.Intercept = func(w http.ResponseWriter, r *http.Request) bool {
		start, end, _ := asked(r, file)
		c.mu.Lock()
		broken := c.random.Float64() < c.Share
		kind := c.random.IntN(6)
		at := int64(0)
		if end > start {
			at = start + c.random.Int64N(end-start)
		}
		c.mu.Unlock()
		if !broken || r.Method == http.MethodHead {
			return true
		}
		c.Broken.Add(1)
		switch kind {
		case 0:
			w.WriteHeader(http.StatusInternalServerError)
			return false
		case 1:
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusServiceUnavailable)
			return false
		case 2:
			if conn := hijack(w); conn != nil {
				_ = conn.Close()
			}
			return false
		case 3:
			plans.Store(r, -at-1) // silent from there on
		default:
			plans.Store(r, at) // broken from there on
		}
		return true
	}
	file.BeforeChunk = func(r *http.Request, offset int64) error {
		plan, planned := plans.Load(r)
		if !planned {
			return nil
		}
		at := plan.(int64)
		switch {
		case at >= 0 && offset >= at:
			plans.Delete(r)
			return errBroken
		case at < 0 && offset >= -at-1:
			plans.Delete(r)
			select {
			case <-r.Context().Done():
			case <-server.Closed():
			}
			return errBroken
		}
		return nil
	}
}
