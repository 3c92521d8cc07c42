package auth

import (
	"strings"
	"testing"
	"time"
)

func TestIdentityOfClaims(t *testing.T) {
	const home, other = "5a3b1e00-0000-4000-8000-00000000fab1", "5a3b1e00-0000-4000-8000-00000000c001"
	one := 1
	at := Authority{Program: "p", URL: "https://login.example/common/", ClientID: "c"}
	for _, c := range []struct {
		name, homeTenant, org, address string
		claims                         claims
		kind                           Kind
	}{
		{"work", home, "fabrikam.example", "rita@fabrikam.example", claims{TenantID: home, Username: "rita@fabrikam.example"}, Work},
		{"work with a named directory", home, "Fabrikam", "rita@fabrikam.example", claims{TenantID: home, Username: "rita@fabrikam.example", TenantName: "Fabrikam"}, Work},
		{"personal", consumerTenant, "", "nora@outlook.example", claims{TenantID: consumerTenant, Username: "nora@outlook.example"}, Personal},
		{"personal in capitals", strings.ToUpper(consumerTenant), "", "n@x.example", claims{TenantID: strings.ToUpper(consumerTenant), Username: "n@x.example"}, Personal},
		{"personal with a prefix", home, "", "anna@contoso.example", claims{TenantID: home, UniqueName: "live.com#anna@contoso.example"}, Personal},
		{"guest by address", home, "fabrikam.example", "an.na_x@contoso.example",
			claims{TenantID: home, Username: "an.na_x_contoso.example#EXT#@fabrikam.example"}, Guest},
		{"guest by home", home, "contoso.example", "gus@fabrikam.example",
			claims{TenantID: other, Username: "gus@fabrikam.example", UPN: "gus_fabrikam.example#EXT#@contoso.example"}, Guest},
		{"guest by claim", home, home, "gus@fabrikam.example", claims{TenantID: home, Username: "gus@fabrikam.example", AcctGuest: &one}, Guest},
	} {
		r := identify(at, &c.claims, grant{home: "uid." + c.homeTenant, refresh: "r"}, time.Unix(1, 0))
		if r.Kind != c.kind || r.Address != c.address || r.Org != c.org || r.Authority != "https://login.example/common" {
			t.Errorf("%s: %s %s %s", c.name, r.Kind, r.Address, r.Org)
		}
	}
	hostile := identify(at, &claims{TenantID: home, Name: strings.Repeat("x", 500) + "\x1b[31m\u202e"}, grant{home: "u." + home}, time.Unix(1, 0))
	if len([]rune(hostile.Name)) > 120 || strings.ContainsAny(hostile.Name, "\x1b\u202e") {
		t.Errorf("a name of the authority was kept as it is: %q", hostile.Name)
	}
}
