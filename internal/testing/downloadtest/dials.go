package downloadtest

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
)

// Dials counts a client's connections where the client opens and closes them: a server learns of a close late, and
// would count connections that are gone. The zero value is ready.
type Dials struct {
	mu    sync.Mutex
	hosts map[string]*DialCount
	read  atomic.Int64
	count func(n int)
}

// DialCount is what was counted for one host.
type DialCount struct {
	Open  atomic.Int64 // open at this moment
	Most  atomic.Int64 // the most that were open at one moment
	Total atomic.Int64 // ever opened
}

// OnRead makes count be called with the bytes of each read. Set it before the first dial.
func (d *Dials) OnRead(count func(n int)) { d.count = count }

// Read returns the number of bytes that all connections have received, headers and TLS included.
func (d *Dials) Read() int64 { return d.read.Load() }

// Host returns the counters of one host:port.
func (d *Dials) Host(address string) *DialCount {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.hosts == nil {
		d.hosts = map[string]*DialCount{}
	}
	if d.hosts[address] == nil {
		d.hosts[address] = &DialCount{}
	}
	return d.hosts[address]
}

// DialContext opens a connection and counts it; it has the shape of http.Transport.DialContext.
func (d *Dials) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	count := d.Host(address)
	// Counted before the dial: a half-open connection counts for the server too.
	open := count.Open.Add(1)
	for most := count.Most.Load(); open > most && !count.Most.CompareAndSwap(most, open); {
		most = count.Most.Load()
	}
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		count.Open.Add(-1)
		return nil, err
	}
	count.Total.Add(1)
	return &countedConn{Conn: conn, dials: d, count: count}, nil
}

type countedConn struct {
	net.Conn
	dials *Dials
	count *DialCount
	once  sync.Once
}

func (c *countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.dials.read.Add(int64(n))
	if c.dials.count != nil && n > 0 {
		c.dials.count(n)
	}
	return n, err
}

func (c *countedConn) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() { c.count.Open.Add(-1) })
	return err
}
