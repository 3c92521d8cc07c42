package api

import (
	"slices"
	"strings"
	"testing"
)

// gaps are characters that are drawn as nothing or as a gap.
var gaps = []rune{0x3164, 0x034f, 0x115f, 0x1160, 0xffa0, 0x17b4, 0x17b5, 0x2065, 0xfff0, 0xfff8, 0xe0080, 0xe0fff, 0x1d159, 0x16fe4, 0x2800, 0x1bca0,
	0x1d173, 0xe0001, 0xe0041, 0x00ad, 0x061c, 0x180e, 0x200b, 0x2060, 0x206a, 0xfeff, 0xfffc, 0x202e, 0x0, 0x1b, 0x85, 0x2028}

// joiners are drawn as nothing too, but words of some scripts and emoji need them.
var joiners = []rune{0x200c, 0x200d, 0xfe0e, 0xfe0f, 0xe0100, 0x180b}

func TestUnseenCharactersMakeNoOtherName(t *testing.T) {
	for _, r := range slices.Concat(gaps, joiners) {
		for _, name := range []string{"Contoso" + string(r), string(r) + "Contoso", "Con" + string(r) + "toso"} {
			if FoldName(name) != FoldName("Contoso") || !slices.Equal(NameKeys(name), NameKeys("Contoso")) {
				t.Errorf("%+q is another name than Contoso", name)
			}
			if fine := CheckName(name) == ""; fine != slices.Contains(joiners, r) {
				t.Errorf("%+q: may be a name: %v", name, fine)
			}
		}
		for _, name := range []string{string(r), strings.Repeat(string(r), 7), "-" + string(r), string(r) + " " + string(r)} {
			if CheckName(name) == "" {
				t.Errorf("%+q may be a name", name)
			}
		}
		form := good()
		form.Contact.Name = string(r) + string(r)
		if len(form.Check()) == 0 {
			t.Errorf("%+q may be the name of a contact", form.Contact.Name)
		}
	}
}

func TestNameNeedsALetterOrADigit(t *testing.T) {
	for name, code := range map[string]string{
		"!!!": CodeFieldNameLetters, "★": CodeFieldNameLetters, "🙂": CodeFieldNameLetters, "\u0301": CodeFieldNameLetters, "—": CodeFieldNameLetters,
		"\u3164": CodeFieldNameHidden, "a\ue000": CodeFieldNameHidden, "a\u0378": CodeFieldNameHidden, "a\U000effff": CodeFieldNameHidden, "a\ufffe": CodeFieldNameHidden,
		"": CodeFieldNameMissing, " \u00a0\u3000": CodeFieldNameMissing,
		"7": "", "Ⅷ": "", "漢": "", "ก": "", "ع": "", "C++": "", "❤\ufe0f Labs": "", "می\u200cخواهم": "", "葛\U000e0100飾": "", "한국": "", "O'Neill & Söhne (Ltd.)": "",
	} {
		if got := nameProblem(name); got != code {
			t.Errorf("%+q: %q, want %q", name, got, code)
		}
	}
}

func alike(a, b string) bool {
	return slices.ContainsFunc(NameKeys(a), func(key string) bool { return slices.Contains(NameKeys(b), key) })
}

func TestNamesThatLookAlike(t *testing.T) {
	for _, c := range [][2]string{
		{"Contoso", "Соntоsо"}, {"Contoso", "СОNТОSО"}, {"CONTOSO", "Сοntοsο"}, {"Contoso", "Cοntοsο"}, {"Tova", "Тονa"}, {"Techno", "Тechno"}, {"techno", "ТECHNO"},
		{"Mono", "МONO"}, {"Mono", "Μοno"}, {"Paypal", "Раураl"}, {"Microsoft", "Microsоft"}, {"Contoso", "C0ntoso"}, {"Contoso", "𝐂𝐨𝐧𝐭𝐨𝐬𝐨"}, {"Contoso", "ⓒontoso"},
		{"Indigo", "lndigo"}, {"Indigo", "1ndigo"}, {"Indigo", "lNDIGO"}, {"Bill", "Bi11"}, {"Modern", "Modem"}, {"Straße", "STRASSE"}, {"AI", "Al"}, {"Contoso Devices", "ContosoDevices"},
		{"Αθήνα", "Aθήνα"}, {"Contoso", "Contoѕo"}, {"Anna", "Αnna"}, {"søs", "so̷s"}, {"Москва", "Mockba"},
	} {
		if !alike(c[0], c[1]) || !alike(c[1], c[0]) {
			t.Errorf("%s and %s (%+q) do not look alike: %q %q", c[0], c[1], c[1], NameKeys(c[0]), NameKeys(c[1]))
		}
	}
	for _, c := range [][2]string{
		{"Contoso", "Contosa"}, {"Nova", "Vova"}, {"Anna", "Anja"}, {"Contoso 1", "Contoso 2"}, {"Contoso", "Cóntoso"}, {"日本", "日木"}, {"Bert Software", "Anna Software"}, {"Bus", "Bys"}, {"Hair", "Nair"},
		{"x", "y"}, {"p1 Software", "p2 Software"},
	} {
		if alike(c[0], c[1]) {
			t.Errorf("%s and %s look alike: %q %q", c[0], c[1], NameKeys(c[0]), NameKeys(c[1]))
		}
	}
}

func TestPlainFileName(t *testing.T) {
	for _, name := range []string{"a.txt", "Ärger über Größe.log", "日本語.png", "a..b.txt", "console.log", "com10.txt", "می\u200cخواهم.txt"} {
		if !PlainFileName(name) {
			t.Errorf("%+q is refused", name)
		}
	}
	rules := AttachmentRules{Size: 10, Count: 1, Endings: []string{".txt"}}
	for _, name := range []string{"../../x.txt", `..\x.txt`, "/etc/x.txt", "C:x.txt", ".x.txt", "a\u202ex.txt", "a\x1bx.txt", "a\nx.txt", "nul.txt", "COM1.a.txt", "con .txt", "a?.txt",
		`a".txt`, "a|.txt", "\u200b.txt/..txt", strings.Repeat("ä", 80) + ".txt", "a\u2028.txt"} {
		if PlainFileName(name) {
			t.Errorf("%+q is taken", name)
		}
		if wrong := rules.Check(NewAttachment{Name: name, Size: 1, SHA256: strings.Repeat("0", 64)}); len(wrong) != 1 || wrong[0].Field != "name" {
			t.Errorf("an attachment %+q: %+v", name, wrong)
		}
	}
	for _, name := range []string{"", ".", "..", "a.", "a ", "x."} {
		if PlainFileName(name) {
			t.Errorf("%+q is taken", name)
		}
	}
}

func TestCleanFileName(t *testing.T) {
	for name, want := range map[string]string{"a.txt": "a.txt", "../../x.txt": "_.._.._x.txt", `..\x.txt`: "_.._x.txt", ".hidden": "_.hidden", "nul.txt": "_nul.txt", "a\x1b.txt": "a.txt",
		"a.": "a", "": "_", "...": "_", "\u202e": "_", strings.Repeat("ä", 80): strings.Repeat("ä", 75)} {
		got := CleanFileName(name)
		if got != want || !PlainFileName(got) {
			t.Errorf("%+q becomes %+q, want %+q", name, got, want)
		}
	}
}
