package guide

import (
	"slices"
	"strings"
	"testing"
)

func ids(answers []Answer) []string {
	var all []string
	for _, a := range answers {
		all = append(all, a.Guide.ID)
	}
	return all
}

func TestFindRanksCodesBeforeText(t *testing.T) {
	a := Find("Which account do you want to use? ... AADSTS53003: Access has been blocked, the disk is full")
	if a[0].Guide.ID != "policy-blocked" || a[0].Certainty != Certain || a[0].Code != "AADSTS53003" || !strings.Contains(a[0].Reason, "AADSTS53003") {
		t.Errorf("got %+v", a[0])
	}
	for _, other := range a[1:] {
		if other.Certainty == Certain {
			t.Errorf("%s is certain beside a code", other.Guide.ID)
		}
	}
}

func TestFindIsCertainOfQuotesOnly(t *testing.T) {
	for _, text := range []string{"The disk is full", "I can't sign in", "the browser does not open", "HTTP 403", "invalid_grant", "サインインできません"} {
		for _, a := range Find(text) {
			if a.Certainty == Certain {
				t.Errorf("%q: %s is certain", text, a.Guide.ID)
			}
		}
	}
	if a := Find("There is not enough space on the disk."); a[0].Certainty != Certain {
		t.Errorf("a quote is %s", a[0].Certainty)
	}
	if a := Find("need admin approval, and there is not enough space on the disk"); a[0].Certainty == Certain || a[1].Certainty == Certain {
		t.Errorf("two quotes can't both be certain: %v", ids(a))
	}
}

func TestFindUnknownCode(t *testing.T) {
	a := Find("AADSTS7777777: nobody knows")
	if len(a) != 1 || a[0].Guide.ID != general || a[0].Certainty != Possible || !strings.Contains(a[0].Reason, "does not know") {
		t.Errorf("got %+v", a)
	}
}

func TestFindKnowsNumbersOfWindows(t *testing.T) {
	for text, want := range map[string]string{"0x80070070": "disk-full", "error 0X80070005": "folder-not-writable", "0x80072EE7": "network",
		"CertGetCertificateChain: 0x800B0109": "proxy", "0x80072F8F": "clock", "0x80070020": "another-instance"} {
		if a := Find(text); len(a) == 0 || a[0].Guide.ID != want || a[0].Code == "" {
			t.Errorf("%q: %+v", text, a)
		}
	}
}

func TestFindTakesRoundNumbersForAmounts(t *testing.T) {
	for _, text := range []string{"16000 people came to the fair on Sunday", "we counted 53000 sheep", "50000 Schrauben im Lager"} {
		for _, a := range Find(text) {
			if a.Code != "" {
				t.Errorf("%q: %s by %s", text, a.Guide.ID, a.Code)
			}
		}
	}
	if a := Find("error 53000"); len(a) == 0 || a[0].Code != "AADSTS53000" {
		t.Errorf("got %+v", a)
	}
}

func TestAnswerInReadersLanguage(t *testing.T) {
	a := Find("Levy on täynnä")[0]
	if got := a.In("fi"); got.Guide.Language != "fi" || got.Reason != "Tekstissä mainitaan ”levy”, ”täynnä”." {
		t.Errorf("got %s: %s", got.Guide.Language, got.Reason)
	}
	if got := a.In("ja").Reason; !strings.Contains(got, "「levy」") {
		t.Errorf("got %s", got)
	}
}

func TestFindSeesPersonalAccountInAddress(t *testing.T) {
	a := Find("Not a partner: live.com#anna@contoso.com")
	if a[0].Guide.ID != "rename-personal-account" || a[0].Certainty != Certain {
		t.Errorf("got %v", ids(a))
	}
	if d := Facts(`{"tid":"9188040d-6c67-4c5b-b112-36a304b66dad"}`); d.AccountKind != "personal" {
		t.Errorf("the tenant of personal accounts gives %q", d.AccountKind)
	}
}

func TestFindReadsTheBeginningOfALongText(t *testing.T) {
	a := Find("AADSTS50020 " + strings.Repeat("日本 \xff ", 200_000))
	if len(a) == 0 || a[0].Guide.ID != "wrong-account" {
		t.Errorf("got %v", ids(a))
	}
}

func TestFindReturnsAtMostFiveAnswers(t *testing.T) {
	a := Find("AADSTS50020, AADSTS53003, AADSTS50076, AADSTS50126, AADSTS65001, AADSTS90094, AADSTS50105: " + strings.Repeat("all of them. ", 20))
	if len(a) != 5 || !slices.IsSortedFunc(a, func(a, b Answer) int { return int((b.score - a.score) * 1000) }) {
		t.Errorf("got %v", ids(a))
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"AADSTS50020", "ディスクがいっぱい", "ẞß´`", "live.com#", "\xff\xfe", "can't cannot cant", "ǅ Ａ ﬁ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, a := range Find(s) {
			if a.Guide.ID == "" || a.Reason == "" || a.In("de").Guide.ID != a.Guide.ID {
				t.Errorf("%q gives %+v", s, a)
			}
		}
		_ = Note(Facts(s))
	})
}
