package sample

import (
	"bytes"
	"context"
	"io/fs"
	"strings"
	"time"

	"github.com/programconnect/programconnect/assets"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/service"
)

// imageName is the disk image's name, as a content and as a file.
const imageName = "iot-board.img"

// msiName is the installer's name.
const msiName = "WindowsDeveloperProgramforIoT.msi"

// The ids of the sample's packages that others name.
const (
	InstallerID = "iot-installer"
	ImageID     = "iot-image"
)

func publishEngagements(ctx context.Context, s *service.Service) error {
	for i, e := range []service.NewEngagement{
		{ID: "iot", Title: "Windows for IoT", Group: "Devices", Join: api.JoinEveryone, Feedback: true,
			Description: "The installer, the board's image and the documents. Everybody who is registered is inside."},
		{ID: "insider", Title: "Early builds", Group: "Devices", Join: api.JoinOpen, Terms: InsiderID, Feedback: true,
			Description: "Builds before they are published. Accept the terms for early builds, then join."},
		{ID: "hardware-lab", Title: "Hardware lab", Group: "Partners", Join: api.JoinApproval, Contact: contact, Feedback: true,
			Description: "Drawings and test reports of the boards. Say what you build, and the lab lets you in."},
		{ID: "partner-preview", Title: "Partner preview", Group: "Partners", Join: api.JoinInvited, Contact: contact,
			Description: "For partners who were invited."},
	} {
		e.Position = i
		if err := s.PutEngagement(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// publishPackages fills the catalogue. Its dates are counted from the day on which the folder is filled.
func publishPackages(ctx context.Context, s *service.Service, t texts, now time.Time) error {
	msi, err := fs.ReadFile(assets.Sample(), msiName)
	if err != nil {
		return folderFault(err)
	}
	symbols, err := symbolArchive()
	if err != nil {
		return folderFault(err)
	}
	for _, k := range catalogue(now) {
		files := map[string]service.NewFile{
			"installer": {Name: msiName, ContentType: "application/x-msi", Bytes: bytes.NewReader(msi), Description: "The installer"},
			"licence":   document("EULA.md", "Licence terms", t.licence),
			"privacy":   document("Privacy Statement.md", "Privacy statement", t.privacy),
			"image":     {Name: imageName, ContentType: "application/octet-stream", Content: imageName, Description: "Disk image for a card of 2 GB or more, made while it is sent"},
			"start":     document("Getting started.md", "How to begin", gettingStarted),
			"notes":     document("Release notes.md", "What is new", releaseNotes),
			"symbols":   {Name: "symbols.zip", ContentType: "application/zip", Bytes: bytes.NewReader(symbols), Description: "Debug symbols"},
			"drawing":   document("Board drawing.txt", "Connectors of the board", boardDrawing),
			"plan":      document("Preview plan.md", "What comes when", previewPlan),
		}
		var chosen []service.NewFile
		for _, name := range strings.Fields(k.files) {
			chosen = append(chosen, files[name])
		}
		if _, err := s.PublishPackage(ctx, k.Package, chosen); err != nil {
			return err
		}
	}
	return nil
}

func document(name, what, text string) service.NewFile {
	return service.NewFile{Name: name, ContentType: "text/markdown; charset=utf-8", Bytes: strings.NewReader(text), Description: what}
}

// entry is a package with the names of its files in publishPackages.
type entry struct {
	api.Package
	files string
}

func catalogue(now time.Time) []entry {
	day := func(n int) time.Time { return now.AddDate(0, 0, -n) }
	return []entry{
		{files: "installer licence privacy", Package: api.Package{ID: InstallerID, Engagement: "iot", Title: "Windows Developer Program for IoT", Type: "installer", Version: "1.1",
			Series: "iot-installer", Supersedes: "iot-installer-1.0", Category: "Installers", Created: day(12), Regions: []string{"Everywhere"},
			Description:  "The program's files for makers: templates, the pin table of the board, and the tools that write a card.",
			ReleaseNotes: "## 1.1\n\n- The pin table names both headers.\n- The installer asks for less.\n"}},
		{files: "installer licence", Package: api.Package{ID: "iot-installer-1.0", Engagement: "iot", Title: "Windows Developer Program for IoT", Type: "installer", Version: "1.0",
			Series: "iot-installer", Category: "Installers", Created: day(400), Expires: day(30), Description: "The first version. It has expired: take 1.1."}},
		{files: "image", Package: api.Package{ID: ImageID, Engagement: "iot", Title: "Board image", Type: "image", Version: "1.1.0", Category: "Images", Created: day(10),
			Description: "A disk image of 1 GiB for the maker board.", ReleaseNotes: "## 1.1.0\n\n- Starts faster.\n", Regions: []string{"Everywhere"}}},
		{files: "start notes privacy", Package: api.Package{ID: "iot-documents", Engagement: "iot", Title: "Documents", Type: "document", Version: "2026.2", Category: "Documents",
			Created: day(30), Modified: day(3), Description: "How to begin, what is new, and the privacy statement."}},
		{files: "symbols", Package: api.Package{ID: "iot-symbols", Engagement: "iot", Title: "Debug symbols", Type: "symbols", Version: "1.1.0", Category: "Symbols", Created: day(10),
			Expires: now.AddDate(0, 6, 0), Description: "Symbols for the tools of version 1.1."}},
		{files: "symbols notes", Package: api.Package{ID: "insider-build", Engagement: "insider", Title: "Early build", Type: "tool", Version: "1.2-preview.3", Category: "Early builds",
			Created: day(1), Expires: now.AddDate(0, 2, 0), Description: "The next version before it is finished.", ReleaseNotes: "## 1.2-preview.3\n\n- A new card writer.\n"}},
		{files: "drawing", Package: api.Package{ID: "lab-drawing", Engagement: "hardware-lab", Title: "Board drawing", Type: "document", Version: "C", Category: "Hardware", Created: day(60),
			Description: "Where each connector of the board is."}},
		{files: "plan", Package: api.Package{ID: "preview-plan", Engagement: "partner-preview", Title: "Preview plan", Type: "document", Version: "1", Category: "Partners", Created: day(5),
			Description: "What partners get, and when."}},
	}
}

// invite invites Ivan once; his invitation is mailed, waits for him, and lets him into the program and the partners' preview.
func invite(ctx context.Context, s *service.Service, people map[string]service.Identity) error {
	if err := s.Approve(ctx, people[contact].ID(), "partner-preview", api.RoleOwner); err != nil {
		return err
	}
	for _, e := range []string{"hardware-lab", "insider"} {
		if err := s.Approve(ctx, people[contact].ID(), e, api.RoleOwner); err != nil {
			return err
		}
	}
	_, err := s.Invite(ctx, authority.AddressIvan, "partner-preview", api.RoleParticipant, "Ole Sample, Contoso", "Welcome to the partner preview.")
	return err
}
