package service

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/i18n"
)

// The codes of what an audit finds.
const (
	FindingPart         = "part-missing"      // a table or a trigger is not there
	FindingGuard        = "guard-changed"     // a trigger is another than the program service makes
	FindingStranger     = "guard-unknown"     // a trigger is there that the program service does not make
	FindingText         = "text-edited"       // the text of an agreement is not that of its fingerprint
	FindingNoText       = "text-missing"      // an answered text is not there
	FindingUnreadable   = "receipt-broken"    // a row's receipt can't be read
	FindingGap          = "row-missing"       // rows are missing before a row
	FindingColumns      = "row-edited"        // a row's columns do not match its receipt
	FindingOrder        = "row-order"         // a row does not follow the one before
	FindingSignature    = "row-signature"     // a row's receipt is not signed by the program
	FindingHeadCut      = "head-cut"          // the chain is shorter than the head
	FindingHeadOther    = "head-other"        // the chain is another than that of the head
	FindingReceiptCut   = "receipt-cut"       // the row of a receipt is not there
	FindingReceiptOther = "receipt-other"     // the row of a receipt says something else
	FindingReceiptKey   = "receipt-signature" // a receipt is not signed by a key of the program
	FindingReceiptFalse = "receipt-false"     // a receipt was changed where it was kept
)

// AuditFinding is one thing that an audit found. What a code does not need is empty.
type AuditFinding struct {
	Code    string `json:"code"`
	Row     int64  `json:"row,omitzero"`
	Rows    int64  `json:"rows,omitzero"`    // how many there are
	Name    string `json:"name,omitzero"`    // of a part, or the id of an agreement
	Version string `json:"version,omitzero"` // of an agreement
	Source  string `json:"source,omitzero"`  // the file of a receipt
	Have    string `json:"have,omitzero"`    // what a guard says
	Want    string `json:"want,omitzero"`    // what it should say
}

// Text says it.
func (f AuditFinding) Text() i18n.Text {
	if f.Source != "" {
		return f.receiptText()
	}
	switch f.Code {
	case FindingPart:
		return i18n.T(&goi18n.Message{ID: "service.audit.part-missing", Other: "{{.Name}} is missing in the database."}, "Name", f.Name)
	case FindingGuard:
		return i18n.T(&goi18n.Message{ID: "service.audit.guard-changed",
			Other: "The guard {{.Name}} of the database was changed. It says: {{.Have}} It should say: {{.Want}}"}, "Name", f.Name, "Have", f.Have, "Want", f.Want)
	case FindingStranger:
		return i18n.T(&goi18n.Message{ID: "service.audit.guard-unknown",
			Other: "The database has a trigger that the program service did not make, {{.Name}}. It says: {{.Have}}"}, "Name", f.Name, "Have", f.Have)
	case FindingText:
		return i18n.T(&goi18n.Message{ID: "service.audit.text-edited",
			Other: "The text of the agreement {{.Agreement}}, version {{.Version}}, was edited after it was published."}, "Agreement", f.Name, "Version", f.Version)
	case FindingNoText:
		return i18n.T(&goi18n.Message{ID: "service.audit.text-missing",
			Other: "The text of the agreement {{.Agreement}} that row {{.Row}} answers is not there any more."}, "Agreement", f.Name, "Row", f.Row)
	case FindingHeadCut:
		return i18n.T(&goi18n.Message{ID: "service.audit.head-cut",
			Other: "The head that was kept knows {{.Count}} answers, and only {{.Rows}} are here: the end was cut off."}, "Count", f.Row, "Rows", f.Rows)
	case FindingHeadOther:
		return i18n.T(&goi18n.Message{ID: "service.audit.head-other",
			Other: "Row {{.Row}} is another than the head that was kept says: the chain was made anew."}, "Row", f.Row)
	case FindingUnreadable:
		return i18n.T(&goi18n.Message{ID: "service.audit.receipt-broken", Other: "The receipt of row {{.Row}} can't be read."}, "Row", f.Row)
	case FindingGap:
		return i18n.T(&goi18n.Message{ID: "service.audit.row-missing", Other: "A row is missing before row {{.Row}}."}, "Row", f.Row)
	case FindingColumns:
		return i18n.T(&goi18n.Message{ID: "service.audit.row-edited", Other: "The columns of row {{.Row}} do not match its receipt."}, "Row", f.Row)
	case FindingOrder:
		return i18n.T(&goi18n.Message{ID: "service.audit.row-order", Other: "Row {{.Row}} does not follow the row before it."}, "Row", f.Row)
	}
	return i18n.T(&goi18n.Message{ID: "service.audit.row-signature", Other: "The receipt of row {{.Row}} does not hold."}, "Row", f.Row)
}

// receiptText says what was found about a receipt that somebody holds.
func (f AuditFinding) receiptText() i18n.Text {
	switch f.Code {
	case FindingReceiptCut:
		return i18n.T(&goi18n.Message{ID: "service.audit.receipt-cut",
			Other: "Receipt {{.Row}} of {{.File}} has no row here: it was taken out."}, "Row", f.Row, "File", f.Source)
	case FindingReceiptOther:
		return i18n.T(&goi18n.Message{ID: "service.audit.receipt-other",
			Other: "Row {{.Row}} is another than the receipt of {{.File}} says: the chain was made anew."}, "Row", f.Row, "File", f.Source)
	case FindingReceiptKey:
		return i18n.T(&goi18n.Message{ID: "service.audit.receipt-signature",
			Other: "Receipt {{.Row}} of {{.File}} is not signed by a key of this program."}, "Row", f.Row, "File", f.Source)
	}
	return i18n.T(&goi18n.Message{ID: "service.audit.receipt-false",
		Other: "Receipt {{.Row}} of {{.File}} was changed where it was kept. It shows nothing about this program."}, "Row", f.Row, "File", f.Source)
}
