package ui

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// linkFileMost is how long a link file may be: a real one has a few lines.
const linkFileMost = 64 << 10

var errNoLinkInFile = errors.New("the file holds no link")

// isLinkFile reports whether a file is a link by its name: .url of Windows, .webloc of macOS, .desktop of Linux.
func isLinkFile(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".url", ".webloc", ".desktop":
		return true
	}
	return false
}

// readLinkFile returns the address in a link file. Nothing else in it is looked at, and nothing of it is ever run.
func readLinkFile(path string) (string, error) {
	file, err := os.Open(path) //nolint:gosec // the person dropped it on the window
	if err != nil {
		return "", err
	}
	data, err := io.ReadAll(io.LimitReader(file, linkFileMost+1))
	if err = errors.Join(err, file.Close()); err != nil {
		return "", err
	}
	return linkIn(filepath.Ext(path), data)
}

// linkIn finds the address in the content of a link file.
func linkIn(extension string, data []byte) (string, error) {
	if len(data) > linkFileMost {
		return "", errNoLinkInFile
	}
	link := ""
	switch strings.ToLower(extension) {
	case ".webloc":
		link = linkInPlist(data)
	case ".desktop":
		link = linkInSection(data, "Desktop Entry", "Link")
	case ".url":
		link = linkInSection(data, "InternetShortcut", "")
	}
	if !mayOpen(link) {
		return "", errNoLinkInFile
	}
	return link, nil
}

// linkInSection reads the key URL of a section of lines with keys. kind is what the key Type has to say; empty for
// anything.
func linkInSection(data []byte, section, kind string) string {
	lines := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	inside, found, typed := false, "", ""
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, "[") {
			inside = strings.EqualFold(line, "["+section+"]")
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if !inside || !ok {
			continue
		}
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "url":
			if found == "" {
				found = strings.TrimSpace(value)
			}
		case "type":
			typed = strings.TrimSpace(value)
		}
	}
	if kind != "" && typed != kind {
		return ""
	}
	return found
}

// linkInPlist reads the string after the key URL of a property list, in XML or in the binary form.
func linkInPlist(data []byte) string {
	if bytes.HasPrefix(data, []byte("bplist00")) {
		return linkInBinary(data)
	}
	decoder := xml.NewDecoder(bytes.NewReader(data)) // it follows no entity of a document's own and reads nothing else
	var last, key string
	for {
		token, err := decoder.Token()
		if err != nil {
			return ""
		}
		switch token := token.(type) {
		case xml.StartElement:
			last = token.Name.Local
		case xml.EndElement:
			last = ""
		case xml.CharData:
			switch {
			case last == "key":
				key = strings.TrimSpace(string(token))
			case last == "string" && key == "URL":
				return strings.TrimSpace(string(token))
			}
		}
	}
}

// linkInBinary finds the one ASCII string of a binary property list that is an address: such a list holds nothing else.
func linkInBinary(data []byte) string {
	for _, scheme := range []string{"https://", "http://"} {
		at := bytes.Index(data, []byte(scheme))
		if at < 2 {
			continue
		}
		// The string's length stands before it: in the marker, or after it as a number of one or two bytes.
		var length int
		switch {
		case data[at-1]&0xf0 == 0x50 && data[at-1] != 0x5f:
			length = int(data[at-1] & 0x0f)
		case at >= 3 && data[at-3] == 0x5f && data[at-2] == 0x10:
			length = int(data[at-1])
		case at >= 4 && data[at-4] == 0x5f && data[at-3] == 0x11:
			length = int(data[at-2])<<8 | int(data[at-1])
		}
		if length > 0 && at+length <= len(data) {
			return string(data[at : at+length])
		}
	}
	return ""
}
