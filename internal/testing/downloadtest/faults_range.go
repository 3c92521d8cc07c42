package downloadtest

import (
	"fmt"
	"net/http"
	"strings"
)

// rangeFaults misbehave about ranges.
func rangeFaults() []ServerFault { //nolint:funlen // a table
	// changed answers ranges with a 206 whose headers were changed and whose body is shifted by some bytes.
	changed := func(shift int64, change func(h http.Header, f *File, start, end int64)) func(http.ResponseWriter, *http.Request, *File) {
		return func(w http.ResponseWriter, r *http.Request, f *File) {
			start, end, _ := partial(w, r, f, func(h http.Header, start, end int64) {
				if h.Get("Content-Range") != "" {
					change(h, f, start, end)
				}
			})
			from := start + shift
			if from < 0 || r.Header.Get("Range") == "" {
				from = start
			}
			f.Send(w, r, from, from+end-start)
		}
	}
	setRange := func(text func(f *File, start, end int64) string) func(h http.Header, f *File, start, end int64) {
		return func(h http.Header, f *File, start, end int64) { h.Set("Content-Range", text(f, start, end)) }
	}
	return []ServerFault{
		{Name: "206 without Content-Range", Outcome: MayChoose, Serve: changed(0, func(h http.Header, _ *File, _, _ int64) { h.Del("Content-Range") })},
		{Name: "Content-Range starts one byte later", Outcome: MayChoose, Serve: changed(0, setRange(func(f *File, start, end int64) string {
			return contentRange(start+1, end+1, f.Content.Size)
		}))},
		{Name: "Content-Range and body both shifted", Outcome: MayChoose, Serve: changed(-4096, setRange(func(f *File, start, end int64) string {
			if start < 4096 {
				return contentRange(start, end, f.Content.Size) // the first part is right, the next ones are not
			}
			return contentRange(start-4096, end-4096, f.Content.Size)
		}))},
		{Name: "right Content-Range, shifted body", Outcome: MayChoose, Hash: true, Serve: changed(-1, func(http.Header, *File, int64, int64) {})},
		{Name: "Content-Range ends before the body", Outcome: MayChoose, Serve: changed(0, setRange(func(f *File, start, end int64) string {
			return contentRange(start, max(end-100, start+1), f.Content.Size)
		}))},
		{Name: "Content-Range with a wrong total", Outcome: MayChoose, Serve: changed(0, setRange(func(f *File, start, end int64) string {
			return contentRange(start, end, f.Content.Size+1)
		}))},
		{Name: "Content-Range with an unknown total", Outcome: MustFinish, Serve: changed(0, setRange(func(_ *File, start, end int64) string {
			return fmt.Sprintf("bytes %d-%d/*", start, end-1)
		}))},
		{Name: "Content-Range that is no range", Outcome: MayChoose, Serve: changed(0, setRange(func(*File, int64, int64) string { return "bytes ten-twenty/lots" }))},
		{Name: "Content-Range in another unit", Outcome: MayChoose, Serve: changed(0, setRange(func(_ *File, start, end int64) string {
			return fmt.Sprintf("items %d-%d/%d", start, end-1, end)
		}))},
		{Name: "Content-Range with numbers past 64 bits", Outcome: MayChoose, Serve: changed(0, setRange(func(*File, int64, int64) string {
			return "bytes 99999999999999999999-999999999999999999999/9999999999999999999999"
		}))},
		{Name: "Content-Range with negative numbers", Outcome: MayChoose, Serve: changed(0, setRange(func(*File, int64, int64) string { return "bytes -5--1/-7" }))},
		{Name: "two Content-Ranges that differ", Outcome: MayChoose, Serve: changed(0, func(h http.Header, f *File, start, end int64) {
			h.Add("Content-Range", contentRange(start+5, end+5, f.Content.Size))
		})},
		{Name: "multipart/byteranges for one range", Outcome: MayChoose, Serve: multipart},
		{Name: "200 with the whole file for a range", Outcome: MustFinish, Serve: wholeForRange},
		{Name: "200 with only the range as its body", Outcome: MayChoose, Serve: rangeAs200},
		{Name: "206 with the whole file for a request without a range", Outcome: MayChoose, Serve: wholeAs206},
		{Name: "206 with an empty body", Outcome: MayChoose, Serve: emptyPartial},
		{Name: "a shorter range than asked, honestly told", Outcome: MayChoose, Serve: shorterRange},
		{Name: "a longer range than asked, honestly told", Outcome: MayChoose, Serve: longerRange},
		{Name: "416 to every range", Outcome: MayChoose, Serve: rangeRefusal(func(*File) string { return "" })},
		{Name: "416 with the right size", Outcome: MayChoose, Serve: rangeRefusal(func(f *File) string { return fmt.Sprintf("bytes */%d", f.Content.Size) })},
		{Name: "416 with a smaller size", Outcome: MayChoose, Serve: rangeRefusal(func(*File) string { return "bytes */10" })},
		{Name: "416 to everything", Outcome: MustRefuse, Serve: func(w http.ResponseWriter, _ *http.Request, _ *File) {
			w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
		}},
		{Name: "ranges promised, every second one refused", Outcome: MayChoose, Serve: everySecondRange},
	}
}

func wholeForRange(w http.ResponseWriter, r *http.Request, f *File) {
	r.Header.Del("Range")
	f.ServeHTTP(w, r)
}

func rangeRefusal(text func(f *File) string) func(http.ResponseWriter, *http.Request, *File) {
	return func(w http.ResponseWriter, r *http.Request, f *File) {
		if _, _, ranged := asked(r, f); !ranged {
			f.ServeHTTP(w, r)
			return
		}
		if value := text(f); value != "" {
			w.Header().Set("Content-Range", value)
		}
		w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
	}
}

func multipart(w http.ResponseWriter, r *http.Request, f *File) {
	start, end, ranged := asked(r, f)
	if !ranged {
		f.ServeHTTP(w, r)
		return
	}
	f.SetValidators(w.Header())
	w.Header().Set("Content-Type", "multipart/byteranges; boundary=CUT")
	w.WriteHeader(http.StatusPartialContent)
	var head strings.Builder
	fmt.Fprintf(&head, "--CUT\r\nContent-Type: application/octet-stream\r\nContent-Range: %s\r\n\r\n", contentRange(start, end, f.Content.Size))
	_, _ = w.Write([]byte(head.String()))
	f.Send(w, r, start, end)
	_, _ = w.Write([]byte("\r\n--CUT--\r\n"))
}

// rangeAs200 answers 200 with the bytes of the range alone.
func rangeAs200(w http.ResponseWriter, r *http.Request, f *File) {
	start, end, _ := asked(r, f)
	f.SetValidators(w.Header())
	w.Header().Set("Content-Length", fmt.Sprint(end-start))
	w.WriteHeader(http.StatusOK)
	f.Send(w, r, start, end)
}

// wholeAs206 answers 206 to every request.
func wholeAs206(w http.ResponseWriter, r *http.Request, f *File) {
	start, end, ranged := asked(r, f)
	if !ranged {
		w.Header().Set("Content-Range", contentRange(0, f.Content.Size, f.Content.Size))
	} else {
		w.Header().Set("Content-Range", contentRange(start, end, f.Content.Size))
	}
	f.SetValidators(w.Header())
	w.Header().Set("Content-Length", fmt.Sprint(end-start))
	w.WriteHeader(http.StatusPartialContent)
	f.Send(w, r, start, end)
}

// emptyPartial answers a range with a 206 that has no bytes.
func emptyPartial(w http.ResponseWriter, r *http.Request, f *File) {
	if _, _, ranged := asked(r, f); !ranged {
		f.ServeHTTP(w, r)
		return
	}
	partial(w, r, f, func(h http.Header, _, _ int64) { h.Set("Content-Length", "0") })
}

// shorterRange sends half of the range that was asked for.
func shorterRange(w http.ResponseWriter, r *http.Request, f *File) {
	start, end, ranged := asked(r, f)
	if ranged && end-start > 1 {
		end = start + (end-start+1)/2
		r.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", start, end-1))
	}
	f.ServeHTTP(w, r)
}

// longerRange sends everything from the start of the range on.
func longerRange(w http.ResponseWriter, r *http.Request, f *File) {
	if start, _, ranged := asked(r, f); ranged {
		r.Header.Set("Range", fmt.Sprintf("bytes=%d-", start))
	}
	f.ServeHTTP(w, r)
}

// everySecondRange answers every second range with the whole file.
func everySecondRange(w http.ResponseWriter, r *http.Request, f *File) {
	if _, _, ranged := asked(r, f); ranged && f.Requests.Load()%2 == 1 {
		f.Requests.Add(1)
		wholeForRange(w, r, f)
		return
	}
	f.ServeHTTP(w, r)
}
