package filename

import (
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// maxLength is the longest name in bytes. Filesystems take 255; a " (2)" and the part file's ending must fit.
const maxLength = 150

// reserved are names of devices on Windows, with any extension, refused everywhere: files travel.
var reserved = func() map[string]bool {
	m := map[string]bool{"con": true, "prn": true, "aux": true, "nul": true, "conin$": true, "conout$": true, "clock$": true}
	for _, d := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"} {
		m["com"+d], m["lpt"+d] = true, true
	}
	return m
}()

// Legal returns a file name that every system takes and that looks like what it is: no path, no control or
// direction characters, no device, at most 150 bytes with its extension kept. An empty result becomes "download".
func Legal(name string) string {
	name = norm.NFC.String(strings.ToValidUTF8(name, "_"))
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("\"~*/:<>?\\|", r):
			return '_'
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r), nonCharacter(r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, name)
	name = shorten(strings.Trim(name, ". "), maxLength)
	stem, _, _ := strings.Cut(name, ".")
	if reserved[strings.ToLower(strings.TrimRight(stem, " "))] {
		name = "_" + name
	}
	if strings.Trim(name, "_ .") == "" {
		return "download"
	}
	return name
}

func nonCharacter(r rune) bool { return r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef }

// shorten cuts the stem at a character's border and keeps the extension, unless that is itself too long.
func shorten(name string, most int) string {
	if len(name) <= most {
		return name
	}
	ext := path.Ext(name)
	if len(ext) > 20 {
		ext = ""
	}
	stem := name[:most-len(ext)]
	for !utf8.ValidString(stem) {
		stem = stem[:len(stem)-1]
	}
	return strings.TrimRight(stem, ". ") + ext
}

// Numbered returns the name with " (n)" before its extension.
func Numbered(name string, n int) string {
	if n < 2 {
		return name
	}
	ext := path.Ext(name)
	if strings.HasSuffix(strings.TrimSuffix(name, ext), ".tar") {
		ext = ".tar" + ext
	}
	tail := " (" + strconv.Itoa(n) + ")" + ext
	return shorten(strings.TrimSuffix(name, ext), maxLength-len(tail)) + tail
}

// Folded returns what two names share when some filesystem takes them for the same.
func Folded(name string) string { return norm.NFC.String(cases.Fold().String(norm.NFC.String(name))) }

// FromAddress returns the last part of an address's path, or its host.
func FromAddress(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	base := path.Base(u.Path)
	if base == "/" || base == "." {
		return u.Hostname()
	}
	return base
}
