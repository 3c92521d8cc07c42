package filename

import (
	"mime"
	"path"
	"strings"
)

// FromDisposition returns the name in a Content-Disposition header (RFC 6266); "" when there is none. It is what the
// server says and must be made legal.
func FromDisposition(header string) string {
	_, params, err := mime.ParseMediaType(header)
	if err != nil || params["filename"] == "" {
		return ""
	}
	name := path.Base(strings.ReplaceAll(params["filename"], "\\", "/"))
	if name == "." || name == "/" {
		return ""
	}
	return name
}
