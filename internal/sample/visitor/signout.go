package visitor

import (
	"context"
	"errors"
	"io"
	"net/http"
)

// SignOut opens a sign-out page and signs the browser out of every account there.
func (v *Visitor) SignOut(ctx context.Context, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil || !loopback(req.URL) {
		return errors.New("the visitor goes only to this computer")
	}
	resp, err := v.client.Do(req)
	if err != nil {
		return plainError(err)
	}
	d, err := readPage(io.LimitReader(resp.Body, maxPage), req.URL)
	_ = resp.Body.Close()
	if err != nil {
		return err
	}
	for _, f := range d.forms {
		for _, b := range f.buttons {
			if b.name != "account" || b.value != "" {
				continue
			}
			req, err := press{form: f, button: b}.request(ctx)
			if err != nil {
				return err
			}
			resp, err := v.client.Do(req)
			if err != nil {
				return plainError(err)
			}
			return resp.Body.Close()
		}
	}
	return nil // nobody is signed in
}
