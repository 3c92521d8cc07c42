package downloadtest

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Throttle limits what each TCP connection of a listener sends, from its first byte on. (nginx's limit_rate limits
// each request instead, and leaves its first second free.) Its fields are set before the server starts.
type Throttle struct {
	Rate     int64 // bytes a second for each connection; 0: no limit
	SlowNth  int   // every nth connection is a straggler; 0: none
	SlowRate int64 // bytes a second of a straggler
	SendBuf  int   // the kernel's send buffer in bytes, so that little is counted as sent that never arrives; 0: the system's
}

// throttled returns a listener whose connections obey t.
func (t Throttle) throttled(inner net.Listener) net.Listener {
	return &throttleListener{Listener: inner, throttle: t}
}

type throttleListener struct {
	net.Listener
	throttle Throttle
	accepted atomic.Int64
}

func (l *throttleListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if tcp, is := conn.(*net.TCPConn); is && l.throttle.SendBuf > 0 {
		_ = tcp.SetWriteBuffer(l.throttle.SendBuf)
	}
	rate := l.throttle.Rate
	if n := l.accepted.Add(1); l.throttle.SlowNth > 0 && n%int64(l.throttle.SlowNth) == 0 {
		rate = l.throttle.SlowRate
	}
	if rate <= 0 {
		return conn, nil
	}
	return &throttleConn{Conn: conn, rate: rate, closed: make(chan struct{})}, nil
}

// throttleConn paces its writes: after n bytes it has been open for at least n/rate.
type throttleConn struct {
	net.Conn
	rate   int64
	mu     sync.Mutex
	free   time.Time // when the next byte may leave
	once   sync.Once
	closed chan struct{}
}

func (c *throttleConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	// Slices of a fiftieth of a second keep the pace even.
	slice := max(int(c.rate/50), 512)
	written := 0
	for written < len(p) {
		part := p[written:min(written+slice, len(p))]
		now := time.Now()
		if c.free.Before(now) {
			c.free = now // an idle connection saves nothing up
		}
		c.free = c.free.Add(time.Duration(int64(len(part)) * int64(time.Second) / c.rate))
		n, err := c.Conn.Write(part)
		written += n
		if err != nil {
			return written, err
		}
		select {
		case <-time.After(time.Until(c.free)):
		case <-c.closed:
			return written, net.ErrClosed
		}
	}
	return written, nil
}

func (c *throttleConn) Close() error {
	c.once.Do(func() { close(c.closed) })
	return c.Conn.Close()
}
