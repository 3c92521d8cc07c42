package service

import (
	"bytes"
	"net/http"
	"path"
	"strings"
)

// headLength is how many of an attachment's first bytes say what it is.
const headLength = 4096

// programs are what programs and things that start some begin with: of Windows (also installers, shortcuts and cabinets),
// Linux, macOS and Android, scripts, packages, WebAssembly.
var programs = []string{"MZ", "\x7fELF", "#!", "\xef\xbb\xbf#!", "\xfe\xed\xfa\xce", "\xfe\xed\xfa\xcf", "\xce\xfa\xed\xfe", "\xcf\xfa\xed\xfe",
	"\xca\xfe\xba\xbe", "\xca\xfe\xba\xbf", "\xd0\xcf\x11\xe0", "L\x00\x00\x00\x01\x14\x02\x00", "MSCF", "\xed\xab\xee\xdb", "!<arch>\n", "\x00asm", "dex\n"}

// likely reports whether the first bytes of a file can be what its name says. Programs are never taken.
func likely(name string, head []byte) bool {
	head = head[:min(len(head), headLength)]
	for _, start := range programs {
		if bytes.HasPrefix(head, []byte(start)) {
			return false
		}
	}
	kind := http.DetectContentType(head)
	switch ending := strings.ToLower(path.Ext(name)); ending {
	case ".png", ".gif":
		return kind == "image/"+ending[1:]
	case ".jpg", ".jpeg":
		return kind == "image/jpeg"
	case ".pdf":
		return kind == "application/pdf"
	case ".zip":
		return kind == "application/zip" || bytes.HasPrefix(head, []byte("PK\x05\x06")) // an empty one
	case ".txt", ".log", ".md", ".json", ".csv":
		return !bytes.Contains(head, []byte{0}) || bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
	}
	return true
}
