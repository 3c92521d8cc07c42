package filename

import "testing"

// TestFromDisposition covers the cases that browsers are tested with (names and outcomes as facts, after the collection of
// greenbytes), and what servers send that is none of them.
func TestFromDisposition(t *testing.T) {
	for in, want := range map[string]string{
		"":                                                             "",
		"inline":                                                       "",
		`inline; filename="foo.html"`:                                  "foo.html",
		`attachment; filename=""`:                                      "",
		`attachment; filename="foo.html"`:                              "foo.html",
		`attachment; filename=foo.html`:                                "foo.html",
		`attachment; FILENAME="foo.html"`:                              "foo.html",
		`attachment; filename='foo.html'`:                              "'foo.html'",
		`attachment; filename="f\oo.html"`:                             "oo.html",
		`attachment; filename="\"quoting\" tested.html"`:               `"quoting" tested.html`,
		`attachment; filename="here's a semicolon;.html"`:              "here's a semicolon;.html",
		`attachment; foo="bar"; filename="foo.html"`:                   "foo.html",
		`attachment; foo="\"\\";filename="foo.html"`:                   "foo.html",
		`attachment; filename = "foo.html"`:                            "foo.html",
		`attachment; filename=foo bar.html`:                            "foo bar.html",
		`attachment; filename=foo[1](2).html`:                          "foo[1](2).html",
		`attachment; filename="foo-ä.html"`:                            "foo-ä.html",
		"attachment; filename=\"foo-\xe4.html\"":                       "foo-ä.html",
		`attachment; filename="foo-%41.html"`:                          "foo-%41.html",
		`attachment; filename=foo.html; foo`:                           "foo.html",
		`filename=foo.html`:                                            "foo.html",
		`attachment; filename="foo.html`:                               "foo.html",
		`attachment; filename*=iso-8859-1''foo-%E4.html`:               "foo-ä.html",
		`attachment; filename*=UTF-8''foo-%c3%a4-%e2%82%ac.html`:       "foo-ä-€.html",
		`attachment; filename*=UTF-8'en'foo-a%cc%88.html`:              "foo-a\u0308.html",
		`attachment; filename*=UTF-8''foo-%E4.html`:                    "",
		`attachment; filename*=UTF-8''f%oo.html; filename="good.html"`: "good.html",
		`attachment; filename*=''foo.html`:                             "",
		`attachment; filename*="UTF-8''foo-%c3%a4.html"`:               "foo-ä.html",
		`attachment; filename="foo-ae.html"; filename*=UTF-8''ä.html`:  "ä.html",
		`attachment; filename*=UTF-8''%c3%a4.html; filename="ae.html"`: "ä.html",
		`attachment; filename="=?UTF-8?B?w6QuaHRtbA==?="`:              "ä.html",
		`attachment; filename==?ISO-8859-1?Q?foo-=E4.html?=`:           "foo-ä.html",
		`attachment; filename="../../x.msi"`:                           "x.msi",
		`attachment; filename="..\\..\\x.msi"`:                         "x.msi",
		`attachment; filename="/"`:                                     "",
		`attachment; filename=".."`:                                    "",
	} {
		if got := FromDisposition(in); got != want {
			t.Errorf("%s: %q, not %q", in, got, want)
		}
	}
}

func FuzzFromDisposition(f *testing.F) {
	f.Add(`attachment; filename*=UTF-8''a; filename="b`)
	f.Fuzz(func(t *testing.T, in string) {
		if got := FromDisposition(in); got != "" && Legal(got) == "" {
			t.Errorf("%q became %q", in, got)
		}
	})
}
