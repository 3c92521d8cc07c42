package downloads

import (
	"net"
	"slices"
	"strings"
	"sync"
	"time"
)

// surroundings notices that the computer slept or is in another network: then old connections are dead, though
// nothing says so, and what waits may work now.
type surroundings struct {
	mu      sync.Mutex
	looked  time.Time // monotonic
	wall    time.Time
	network string
}

// changed looks, at most every so often, and tells whether anything changed since the last look.
func (s *surroundings) changed(every time.Duration, wall time.Time, network func() string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	gone := now.Sub(s.looked)
	if !s.looked.IsZero() && gone < every {
		return false
	}
	first := s.looked.IsZero()
	wall = wall.Round(0) // without its monotonic part, which stands still while the computer sleeps
	slept := wall.Sub(s.wall)-gone > 10*time.Second
	here := network()
	moved := here != s.network
	s.looked, s.wall, s.network = now, wall, here
	return !first && (slept || moved)
}

// addresses names the network by this computer's addresses. Loopback is always there.
func addresses() string {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return ""
	}
	var names []string
	for _, a := range all {
		if ip, ok := a.(*net.IPNet); ok && !ip.IP.IsLoopback() && !ip.IP.IsLinkLocalUnicast() {
			names = append(names, ip.IP.String())
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}
