package guide

import (
	"strings"
	"testing"
	"time"
)

const pasted = `AADSTS50105: Your administrator has configured the application to block users. Trace ID: 6b3f0a7e-1111-2222-3333-0123456789ab
Correlation ID: 0f1e2d3c-4444-5555-6666-abcdefabcdef Timestamp: 2026-11-20 08:15:30Z tenant 72f988bf-86f1-41af-91ab-2d7cd011db47 anna@contoso.com`

func TestFacts(t *testing.T) {
	d := Facts(pasted)
	want := Details{Code: "AADSTS50105", Trace: "6b3f0a7e-1111-2222-3333-0123456789ab", Correlation: "0f1e2d3c-4444-5555-6666-abcdefabcdef",
		Tenant: "72f988bf-86f1-41af-91ab-2d7cd011db47", Address: "anna@contoso.com", Time: time.Date(2026, 11, 20, 8, 15, 30, 0, time.UTC), Message: pasted}
	if d != want {
		t.Errorf("got %+v", d)
	}
	if de := Facts("Korrelations-ID: 0f1e2d3c-4444-5555-6666-abcdefabcdef Ablaufverfolgungs-ID: 6b3f0a7e-1111-2222-3333-0123456789ab"); de.Correlation == "" || de.Trace == "" {
		t.Errorf("a German message gives %+v", de)
	}
	if ja := Facts("相関 ID: 0f1e2d3c-4444-5555-6666-abcdefabcdef"); ja.Correlation == "" {
		t.Errorf("a Japanese message gives %+v", ja)
	}
}

func TestNoteNamesWhatAHelperNeeds(t *testing.T) {
	d := Facts(pasted)
	d.Program, d.AccountKind, d.Organisation = "Windows Developer Program for IoT", "work", "Contoso Oy"
	for language, kind := range map[string]string{"en": "work or school account", "de": "Geschäfts-, Schul- oder Unikonto", "fi": "työpaikan tai oppilaitoksen tili", "ja": "職場または学校アカウント"} {
		d.Language = language
		for _, reader := range []For{ForIT, ForContact} {
			d.For = reader
			note := Note(d)
			for _, need := range []string{d.Program, kind, "Contoso Oy", d.Tenant, d.Address, d.Code, d.Correlation, d.Trace, "2026-11-20 08:15:30 UTC"} {
				if !strings.Contains(note, need) {
					t.Errorf("the %s note for %s does not name %s:\n%s", language, reader, need, note)
				}
			}
		}
	}
}

// canaries are secrets as they come in pasted text; the part after CANARY must never come out.
var canaries = map[string]string{
	"token":             "access token eyJhbGciOiJSUzI1NiJ9.eyJDQU5BUlkiOiJDQU5BUlkxMjM0NTY3ODkwIn0.CANARY",
	"cut token":         `{"id_token":"eyJ0eXAiOiJKV1QiLCJCANARYhbGciOiJSUzI1`,
	"refresh token":     "0.AXoACANARYbcdefghijklmnopqrstuvwxyz0123456789.AgABAAEAAACANARY",
	"microsoft token":   "M.C507_BAY.0.U.-CANARYabcdefghijklmnop",
	"bearer":            "Authorization: Bearer CANARY-opaque-token-value",
	"basic":             "proxy said: Basic Q0FOQVJZ:CANARYCANARY",
	"cookie":            "Cookie: ESTSAUTH=CANARY; x=CANARY",
	"code in address":   "http://localhost:5123/?code=CANARY&state=CANARY",
	"fragment":          "https://x.contoso.com/cb#access_token=CANARY",
	"signed link":       "https://files.contoso.com/a.msi?se=2026&sig=CANARY%3D",
	"userinfo":          "https://anna:CANARY@gateway.contoso.com:8080/",
	"form":              "grant_type=refresh_token&refresh_token=CANARY&client_secret=CANARY",
	"json":              `{"refresh_token": "CANARY", "device_code":"CANARY"}`,
	"escaped json":      `{\"access_token\":\"CANARY\"}`,
	"verifier":          "code_verifier=CANARY",
	"password":          "my password is CANARY",
	"passwort":          "Passwort: CANARY",
	"salasana":          "salasana: CANARY",
	"パスワード":             "パスワード: CANARY",
	"long value":        "x " + strings.Repeat("CANARY", 14),
	"client assertion":  "client_assertion=CANARY",
	"SAS in plain":      "sv=2024&sig=CANARY&se=1",
	"flow token":        `"sFT":"x","flowToken":"CANARY"`,
	"token in sentence": "refresh token: CANARY",
}

func TestNoteAndFillHoldNoSecret(t *testing.T) {
	for name, text := range canaries {
		for what, out := range map[string]string{
			"Note": Note(Facts(text)), "Note, early": Note(Details{Address: text, Correlation: text, Program: text}),
			"Note, cut": Note(Details{Message: strings.Repeat("x ", 980) + text}),
			"Fill":      Fill(Template{Text: "{address} {code} {contact}"}, Details{Address: text, Code: text, Contact: text}),
		} {
			if strings.Contains(out, "CANARY") {
				t.Errorf("%s: %s lets it through: %s", name, what, out)
			}
		}
	}
}
