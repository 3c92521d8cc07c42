package service

import (
	"errors"
	"io"
	"net/http"
	"os"
	"sync"
	"time"
)

// chunk is how much is sent under one deadline.
const chunk = 256 << 10

// pacedWriter drops a reader that takes less than the minimum rate, so that a drip can't hold a connection for ever. It sends
// in large writes, and files from the folder without copying them through this process.
type pacedWriter struct {
	http.ResponseWriter
	rate int // bytes a second
}

// buffers are the chunks in use. They hold file bytes alone.
var buffers = sync.Pool{New: func() any { b := make([]byte, chunk); return &b }}

// Unwrap returns the writer underneath to http.ResponseController.
func (p *pacedWriter) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// ReadFrom sends all of r. Each chunk has the time that it takes at the minimum rate, and never less than 30 s.
func (p *pacedWriter) ReadFrom(r io.Reader) (int64, error) {
	bound := http.NewResponseController(p.ResponseWriter)
	limited, ok := r.(*io.LimitedReader)
	if ok {
		if _, file := limited.R.(*os.File); file {
			return p.sendFile(bound, limited)
		}
	}
	buffer, ok := buffers.Get().(*[]byte)
	if !ok {
		return 0, errors.New("service: no buffer")
	}
	defer buffers.Put(buffer)
	var total int64
	for {
		n, err := io.ReadFull(r, *buffer)
		if n > 0 {
			p.deadline(bound, n)
			w, writeErr := p.Write((*buffer)[:n])
			total += int64(w)
			if writeErr != nil {
				return total, writeErr
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return total, nil
		}
		if err != nil {
			return total, err
		}
	}
}

// sendFile lets the system copy from the file to the connection, 4 MiB at a time.
func (p *pacedWriter) sendFile(bound *http.ResponseController, r *io.LimitedReader) (int64, error) {
	const part = 4 << 20
	var total int64
	for r.N > 0 {
		p.deadline(bound, part)
		n, err := io.CopyN(p.ResponseWriter, r.R, min(part, r.N))
		total += n
		r.N -= n
		if errors.Is(err, io.EOF) {
			return total, nil
		}
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

func (p *pacedWriter) deadline(bound *http.ResponseController, n int) {
	_ = bound.SetWriteDeadline(time.Now().Add(30*time.Second + time.Duration(n/p.rate)*time.Second))
}
