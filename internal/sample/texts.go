package sample

import (
	"io/fs"
	"strings"
	"time"

	"github.com/programconnect/programconnect/assets"
	"github.com/programconnect/programconnect/internal/service"
)

// The ids of the sample's agreements.
const (
	LicenceID = "licence"
	PrivacyID = "privacy"
	InsiderID = "insider-terms"
)

// texts are the agreements' exact texts.
type texts struct{ licence, privacy string }

func agreementTexts() (texts, error) {
	licence, err := fs.ReadFile(assets.Sample(), "eula.md")
	if err != nil {
		return texts{}, folderFault(err)
	}
	privacy, err := fs.ReadFile(assets.Sample(), "privacy.md")
	if err != nil {
		return texts{}, folderFault(err)
	}
	return texts{string(licence), string(privacy)}, nil
}

// first returns the terms that the sample's members accepted: the licence terms before their last change.
func (t texts) first(now time.Time) []service.NewAgreement {
	old := strings.Replace(t.licence, "\n- Give copies to others together with these terms.", "", 1)
	if old == t.licence {
		old = t.licence + "\nThis is the version before the last change.\n"
	}
	return []service.NewAgreement{
		{ID: LicenceID, Title: "Licence terms", Version: "1.0", Kind: "eula", Text: old, Required: true, Effective: now.Add(-200 * 24 * time.Hour)},
		{ID: PrivacyID, Title: "Privacy statement", Version: "1.0", Kind: "privacy", Text: t.privacy, Effective: now.Add(-200 * 24 * time.Hour)},
		{ID: InsiderID, Title: "Terms for early builds", Version: "1.0", Kind: "terms", Text: insiderTerms, Required: true, Engagement: "insider", Effective: now.Add(-100 * 24 * time.Hour)},
	}
}

// today returns the licence terms as they stand: whoever accepted the version before has 30 days.
func (t texts) today(now time.Time) []service.NewAgreement {
	grace := now.Add(30 * 24 * time.Hour)
	return []service.NewAgreement{{ID: LicenceID, Title: "Licence terms", Version: "1.1", Kind: "eula", Text: t.licence, Required: true, Grace: &grace}}
}

const insiderTerms = `# Terms for early builds

**Sample text.** These terms belong to the sample program and bind nobody.

## 1. Not finished

Early builds are not finished. Install them on a board that you can do without, and keep a copy of what was on it.

## 2. Not to be passed on

Keep early builds and pictures of them to yourself until the build is published.

## 3. Tell us

Say what does not work: that is what early builds are for.
`
