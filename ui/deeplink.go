package ui

import (
	"net/url"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// OpenLink goes where a link of the form program-connect://PROGRAM/packages/ID leads. A link only shows; it
// never downloads, accepts or signs in by itself. Call it on the screens' goroutine.
func (s *Shell) OpenLink(link string) {
	if !s.begun {
		s.startLink = link
		return
	}
	name, pack, ok := readDeepLink(link)
	if !ok {
		s.goTo(areaWelcome)
		s.foot.say(
			s.tr(&goi18n.Message{ID: "ui.window.link-nowhere", Other: "This link leads nowhere in Program Connect."}))
		return
	}
	s.wantedPackage = pack
	s.useProgram(name)
}

// readDeepLink takes a deep link apart; the package may be empty.
func readDeepLink(link string) (name, pack string, ok bool) {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "program-connect" || u.Host == "" || u.User != nil {
		return "", "", false
	}
	path := strings.Trim(u.Path, "/")
	if path == "" || path == "packages" {
		return u.Host, "", true
	}
	pack, ok = strings.CutPrefix(path, "packages/")
	return u.Host, pack, ok && pack != "" && !strings.Contains(pack, "/")
}
