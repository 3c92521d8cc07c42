package ui

import (
	"context"
	"encoding/json"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// ledgerView lists every answer to an agreement with its receipt, checked here, and exports them.
type ledgerView struct {
	owner  *account
	box    *fyne.Container
	ledger api.Ledger
	shown  string // the state of the agreements for which it was fetched
}

func newLedgerView(owner *account) *ledgerView {
	return &ledgerView{owner: owner, box: container.NewVBox()}
}

// apply fetches the ledger when an answer changed.
func (l *ledgerView) apply(snap session.Snapshot) {
	if snap.Status == nil {
		l.box.RemoveAll()
		l.shown = ""
		return
	}
	state := snap.Account.ID
	for _, a := range snap.Status.Agreements {
		state += a.ID + a.SHA256 + a.Decision + l.owner.shell.momentText(a.DecidedAt)
	}
	if state == l.shown {
		return
	}
	l.shown = state
	work(l.owner.shell, l.owner.life, l.owner.session.Agreements.Ledger, func(ledger api.Ledger, err error) {
		l.ledger = ledger
		l.show(err)
	})
}

func (l *ledgerView) show(err error) {
	s := l.owner.shell
	l.box.Objects = []fyne.CanvasObject{widgets.Subheading(
		s.tr(&goi18n.Message{ID: "ui.receipts.your-answers-with-receipts", Other: "Your answers, with receipts"}))}
	defer l.box.Refresh()
	if err != nil {
		l.shown = ""
		l.box.Add(newFaultCard(s, err, nil))
		return
	}
	if len(l.ledger.Receipts) == 0 {
		l.box.Add(widgets.Wrapped(
			s.tr(&goi18n.Message{ID: "ui.receipts.none", Other: "You have not answered an agreement yet."})))
		return
	}
	for i := len(l.ledger.Receipts) - 1; i >= 0; i-- {
		l.box.Add(l.receipt(l.ledger.Receipts[i]))
	}
	l.box.Add(widgets.Buttons(
		widgets.NewStockButton(s.tr(&goi18n.Message{ID: "ui.receipts.check-receipts", Other: "Check receipts"}),
			theme.ConfirmIcon(), l.check),
		widgets.NewStockButton(s.tr(msgExportAsJSON), theme.DocumentSaveIcon(), l.export)))
}

func (l *ledgerView) receipt(r api.Receipt) fyne.CanvasObject {
	s := l.owner.shell
	good := api.CheckReceipt(r, l.ledger.Keys)
	word := widgets.Strong(s.receiptWord(good))
	word.Importance = widgets.ImportanceOf(good == nil)
	box := widgets.Lines(widgets.Strong(s.answerText(r)),
		widgets.Wrapped(s.list(s.momentText(r.Time), r.Address, r.Device.Name, r.Device.App)), word,
		widgets.Apart(widgets.Small(
			s.tr(&goi18n.Message{ID: "ui.receipts.receipt", Other: "Receipt {{.Number}}, text {{.Fingerprint}}"},
				"Number", r.Number, "Fingerprint", shortHash(r.SHA256))),
			widgets.NewStockQuietButton(s.tr(&goi18n.Message{ID: "ui.receipts.copy-receipt", Other: "Copy receipt"}),
				theme.ContentCopyIcon(), func() { s.copyText(jsonText(r)) })))
	if good != nil {
		box.Add(newFaultCard(s, good, nil))
	}
	return widgets.Panel(box)
}

func (tx texts) receiptWord(err error) string {
	if err == nil {
		return tx.tr(&goi18n.Message{ID: "ui.receipts.good", Other: "The receipt is whole and signed by the program."})
	}
	return tx.tr(&goi18n.Message{ID: "ui.receipts.bad", Other: "The receipt does not hold."})
}

func (tx texts) answerText(r api.Receipt) string {
	m := &goi18n.Message{ID: "ui.receipts.declined", Other: "{{.Title}}, version {{.Version}}: declined"}
	if r.Decision == api.Accepted {
		m = &goi18n.Message{ID: "ui.receipts.accepted", Other: "{{.Title}}, version {{.Version}}: accepted"}
	}
	return tx.tr(m, "Title", r.Title, "Version", r.Version)
}

// check fetches the ledger again and says how many receipts hold.
func (l *ledgerView) check() {
	s := l.owner.shell
	work(s, l.owner.life, func(ctx context.Context) (api.Ledger, error) { return l.owner.session.Agreements.Ledger(ctx) },
		func(ledger api.Ledger, err error) {
			if err != nil {
				s.dialogs.tell(err)
				return
			}
			l.ledger = ledger
			l.show(nil)
			good := 0
			for _, r := range ledger.Receipts {
				if api.CheckReceipt(r, ledger.Keys) == nil {
					good++
				}
			}
			s.foot.say(s.tr(&goi18n.Message{ID: "ui.receipts.hold", Other: "{{.Good}} of {{.Count}} receipts hold."},
				"Good", good, "Count", len(ledger.Receipts)))
		})
}

func (l *ledgerView) export() { l.owner.shell.files.save("ledger.json", []byte(jsonText(l.ledger))) }

// jsonText is a value as indented JSON; it is for values that always can be written so.
func jsonText(value any) string {
	data, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return ""
	}
	return string(data) + "\n"
}
