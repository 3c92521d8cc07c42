package s3

import (
	"context"
	"mime"
	"net/http"
	"net/url"
	"time"

	"github.com/programconnect/programconnect/internal/service/blob"
)

// link signs the address of an object for a GET.
func (s *site) link(ctx context.Context, key string, life time.Duration, as blob.Sent) (string, error) {
	name, err := s.name(key)
	if err != nil {
		return "", err
	}
	answer := url.Values{
		"response-cache-control":       {"private, no-transform"},
		"response-content-disposition": {mime.FormatMediaType("attachment", map[string]string{"filename": as.Name})},
		"response-content-type":        {as.ContentType},
	}
	u, err := s.public.Presign(ctx, http.MethodGet, s.address.Bucket, name, life, answer)
	if err != nil {
		return "", s.said("sign", err)
	}
	return u.String(), nil
}
