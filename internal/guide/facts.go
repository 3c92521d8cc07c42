package guide

import (
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/programconnect/programconnect/internal/redact"
)

const guid = `([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})`

var (
	correlationFact = regexp.MustCompile(`(?i)(?:correlation[ _-]?id|correlationid|korrelations-?id|korrelaatio(?:tunnus|-id)?|相関 ?id)\W{0,8}` + guid)
	traceFact       = regexp.MustCompile(`(?i)(?:trace[ _-]?id|request[ _-]?id|ablaufverfolgungs-?id|anforderungs-?id|jäljitys(?:tunnus|-id)?|pyynn[^ ]*tunnus|トレース ?id|要求 ?id)\W{0,8}` + guid)
	tenantFact      = regexp.MustCompile(`(?i)(?:tenant|tid|mandant|vuokraaja|テナント)[^0-9a-f\n]{0,12}` + guid)
	tenantPath      = regexp.MustCompile(`(?i)sts\.windows\.net/` + guid)
	timeFact        = regexp.MustCompile(`\b(20\d\d-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)? ?(?:Z|UTC)`)
	addressFact     = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)
)

// Facts reads out of a pasted message what a note needs: code, correlation id, trace id, tenant, address, time, and the message itself.
// What is not there stays empty. The message is kept as it is; Note redacts it.
func Facts(text string) Details {
	plain := norm.NFKC.String(clip(text))
	d := Details{
		Correlation: first(correlationFact, plain), Trace: first(traceFact, plain), Tenant: first(tenantFact, plain),
		// A password before the @ of a link looks like an address of a person, so the link goes first.
		Address: addressFact.FindString(redact.Text(plain)), Message: strings.TrimSpace(text),
	}
	if d.Tenant == "" {
		d.Tenant = first(tenantPath, plain)
	}
	if strings.EqualFold(d.Tenant, personalTenant) {
		d.AccountKind = "personal"
	}
	if m := timeFact.FindStringSubmatch(plain); m != nil {
		d.Time, _ = time.Parse("2006-01-02 15:04:05", m[1]+" "+m[2])
	}
	if codes := codesIn(plain); len(codes) > 0 {
		d.Code = codes[0].name
	}
	return d
}

func first(shape *regexp.Regexp, text string) string {
	if m := shape.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}
