package service

import (
	"errors"
	"io"
	"net/http"
	"os"
	"sync"
	"time"
)

// The size of a buffer is that of a frame of HTTP/2, which fills a record of TLS with its head: one byte more would cost a record.
// It is held for as long as a reader takes its part, so hundreds of slow ones cost little.
const (
	rateWindow  = 30 * time.Second // over which a reader has to keep the minimum rate
	longestPart = 4 << 20          // sent under one deadline to a fast reader
	frameHead   = 9                // of HTTP/2
	bufferSize  = 16<<10 - frameHead
)

// errEnded is what a writer returns whose answer was ended.
var errEnded = errors.New("service: the answer was ended")

// pacedWriter drops a reader that takes less than the minimum rate over 30 s, so that a drip can't hold a connection for ever.
// It sends files from the folder without copying them through this process. A 416 is held back for the caller to say.
type pacedWriter struct {
	http.ResponseWriter
	rate    int // bytes a second
	refused bool
	sent    int64 // bytes of content that were written

	mu    sync.Mutex
	ended bool
}

// buffers are in use for parts. They hold file bytes alone.
var buffers = sync.Pool{New: func() any { b := make([]byte, bufferSize); return &b }}

// Unwrap returns the writer underneath to http.ResponseController.
func (p *pacedWriter) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// WriteHeader holds a 416 back.
func (p *pacedWriter) WriteHeader(status int) {
	if p.refused = status == http.StatusRequestedRangeNotSatisfiable; !p.refused {
		p.ResponseWriter.WriteHeader(status)
	}
}

// Write writes a part.
func (p *pacedWriter) Write(part []byte) (int, error) {
	if p.refused {
		return len(part), nil
	}
	if err := p.begin(); err != nil {
		return 0, err
	}
	n, err := p.ResponseWriter.Write(part)
	p.sent += int64(n)
	return n, err
}

// ReadFrom sends all of r, in parts that each have 30 s. The smallest is what the minimum rate makes of them; parts grow while
// the reader is fast, to what takes it a moment.
func (p *pacedWriter) ReadFrom(r io.Reader) (int64, error) {
	limited, ok := r.(*io.LimitedReader)
	if !ok {
		limited = &io.LimitedReader{R: r, N: 1<<63 - 1}
	}
	send := p.sendFile
	_, file := limited.R.(*os.File)
	if _, direct := p.ResponseWriter.(io.ReaderFrom); !file || !direct { // HTTP/2 copies
		buffer, ok := buffers.Get().(*[]byte)
		if !ok {
			return 0, errors.New("service: no buffer")
		}
		defer buffers.Put(buffer)
		send = func(r io.Reader, n int64) (int64, error) { return p.sendBuffered(r, n, *buffer) }
	}
	least := max(1, min(int64(p.rate)*int64(rateWindow/time.Second), longestPart))
	part := least
	var total int64
	for limited.N > 0 {
		started := time.Now()
		n, err := send(limited.R, min(part, limited.N))
		total += n
		limited.N -= n
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return total, nil
		}
		if err != nil {
			return total, err
		}
		switch took := time.Since(started); {
		case took < time.Second:
			part = min(2*part, longestPart)
		case took > 4*time.Second:
			part = max(part/2, least)
		}
	}
	return total, nil
}

// sendBuffered sends one part through a buffer.
func (p *pacedWriter) sendBuffered(r io.Reader, n int64, buffer []byte) (total int64, err error) {
	if err := p.begin(); err != nil {
		return 0, err
	}
	for total < n && err == nil {
		var read, written int
		if read, err = io.ReadFull(r, buffer[:min(n-total, bufferSize)]); read == 0 {
			break
		}
		var failed error
		written, failed = p.ResponseWriter.Write(buffer[:read])
		total += int64(written)
		if failed != nil {
			err = failed
		}
	}
	return total, err
}

// sendFile lets the system copy one part from a file to the connection.
func (p *pacedWriter) sendFile(r io.Reader, n int64) (int64, error) {
	if err := p.begin(); err != nil {
		return 0, err
	}
	n, err := io.CopyN(p.ResponseWriter, r, n)
	p.sent += n
	return n, err
}

// begin sets the time that the next part has.
func (p *pacedWriter) begin() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return errEnded
	}
	p.deadline(time.Now().Add(rateWindow))
	return nil
}

// end breaks the answer off, a part that is waiting for its reader too.
func (p *pacedWriter) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	p.deadline(time.Now())
}

func (p *pacedWriter) deadline(at time.Time) {
	_ = http.NewResponseController(p.ResponseWriter).SetWriteDeadline(at) // not every writer has deadlines
}
