package ui

import (
	"context"
	"encoding/json"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// ledgerView lists every answer to an agreement with its receipt, checked here, and exports them.
type ledgerView struct {
	owner   *account
	box     *fyne.Container
	ledger  checkedLedger
	shown   string // the state of the agreements for which it was fetched
	chosen  int64  // number of the receipt whose details are shown; 0: the newest
	all     bool   // older receipts than the newest ones are shown too
	details *fyne.Container
	rows    map[int64]*widgets.Pressable
}

// mostReceipts is how many receipts are listed at first.
const mostReceipts = 50

// checkedLedger is a ledger, and what is wrong with each receipt.
type checkedLedger struct {
	api.Ledger
	wrong []error // of the receipts, in their order; nil for a good one
	at    time.Time
}

// checkLedger checks every receipt of a ledger.
func checkLedger(ledger api.Ledger, now time.Time) checkedLedger {
	checked := checkedLedger{Ledger: ledger, at: now}
	for _, r := range ledger.Receipts {
		checked.wrong = append(checked.wrong, api.CheckReceipt(r, ledger.Keys))
	}
	return checked
}

// bad counts the receipts that are not valid.
func (c checkedLedger) bad() int {
	count := 0
	for _, err := range c.wrong {
		if err != nil {
			count++
		}
	}
	return count
}

func newLedgerView(owner *account) *ledgerView {
	return &ledgerView{owner: owner, box: widgets.VBox(widgets.Space3), rows: map[int64]*widgets.Pressable{}}
}

// apply fetches the ledger when an answer changed.
func (l *ledgerView) apply(snap session.Snapshot) {
	if snap.Status == nil || snap.Account == nil {
		if l.shown != "" || len(l.box.Objects) > 0 {
			l.box.RemoveAll()
			l.shown = ""
		}
		return
	}
	state := snap.Account.ID
	for _, a := range snap.Status.Agreements {
		state += a.ID + a.SHA256 + a.Decision + l.owner.shell.momentText(a.DecidedAt)
	}
	if state != l.shown {
		l.shown = state
		l.fetch()
	}
}

// fetch asks for the ledger and checks it away from the screens' goroutine.
func (l *ledgerView) fetch() {
	s := l.owner.shell
	work(s, l.owner.life, func(ctx context.Context) (checkedLedger, error) {
		ledger, err := l.owner.session.Agreements.Ledger(ctx)
		return checkLedger(ledger, s.cfg.Clock()), err
	}, func(checked checkedLedger, err error) {
		l.ledger = checked
		l.show(err)
	})
}

func (l *ledgerView) show(err error) {
	s := l.owner.shell
	head := widgets.VBox(0, text(s.tr(&goi18n.Message{ID: "ui.receipts.ledger", Other: "Ledger"}), widgets.TextHeading, widgets.ColorText),
		text(s.tr(&goi18n.Message{ID: "ui.receipts.ledger.text", Other: "Your answers, each with a signed receipt"}),
			widgets.TextCaption, widgets.ColorText3))
	l.box.Objects = []fyne.CanvasObject{head}
	defer l.owner.content.Refresh()
	if err != nil {
		l.shown = ""
		l.box.Add(newFaultCard(s, err, nil, plainButton(s.tr(msgTryAgain), "refresh", l.fetch)))
		return
	}
	if len(l.ledger.Receipts) == 0 {
		l.box.Add(text(s.tr(&goi18n.Message{ID: "ui.receipts.none", Other: "You have not answered an agreement yet."}),
			widgets.TextBody, widgets.ColorText2))
		return
	}
	l.box.Add(widgets.Flow(widgets.Space2,
		plainButton(s.tr(&goi18n.Message{ID: "ui.receipts.check-receipts", Other: "Check receipts"}), "shield", l.fetch),
		plainButton(s.tr(msgExportAsJSON), "export", l.export)))
	l.box.Add(l.verdict())
	l.showReceipts()
}

// verdict says whether the receipts are valid.
func (l *ledgerView) verdict() fyne.CanvasObject {
	s, count := l.owner.shell, len(l.ledger.Receipts)
	checked := s.tr(&goi18n.Message{ID: "ui.receipts.checked", Other: "Checked at {{.Time}}."}, "Time", s.clockText(l.ledger.at))
	if bad := l.ledger.bad(); bad > 0 {
		return widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneStop, Text: checked, Lead: s.trn(&goi18n.Message{
			ID: "ui.receipts.some-bad", One: "{{.Count}} of {{.All}} receipts has been changed and isn't valid",
			Other: "{{.Count}} of {{.All}} receipts have been changed and aren't valid"}, bad, "All", count)})
	}
	return widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneOK, Icon: "shield", Text: checked, Lead: s.trn(&goi18n.Message{
		ID: "ui.receipts.all-good", One: "The receipt is whole and signed", Other: "All {{.Count}} receipts are whole and signed"}, count)})
}

// showReceipts lists the receipts, the newest first, and the details of one.
func (l *ledgerView) showReceipts() {
	receipts := l.ledger.Receipts
	var rows []fyne.CanvasObject
	clear(l.rows)
	for i := len(receipts) - 1; i >= 0 && (l.all || len(rows) < mostReceipts); i-- {
		row := l.row(receipts[i], l.ledger.wrong[i])
		l.rows[receipts[i].Number] = row
		rows = append(rows, row)
	}
	l.box.Add(rowsCard(rows...))
	if older := len(receipts) - len(rows); older > 0 {
		l.box.Add(widgets.HBox(0, widgets.NewButton(widgets.ButtonConfig{Kind: widgets.ButtonLink, Tapped: func() {
			l.all = true
			l.show(nil)
		}, Text: l.owner.shell.trn(&goi18n.Message{ID: "ui.receipts.show-older", One: "Show {{.Count}} older receipt",
			Other: "Show {{.Count}} older receipts"}, older)})))
	}
	l.details = container.NewStack()
	l.box.Add(l.details)
	if _, ok := l.rows[l.chosen]; !ok {
		l.chosen = receipts[len(receipts)-1].Number
	}
	l.choose(l.chosen)
}

// choose shows the details of a receipt.
func (l *ledgerView) choose(number int64) {
	for n, row := range l.rows {
		rest := widgets.Paint{Radius: widgets.RadiusCard}
		hover := widgets.Paint{Fill: widgets.ColorHover, Radius: widgets.RadiusCard}
		if n == number {
			rest.Fill = widgets.ColorAccentSoft
			hover = rest
		}
		row.SetLooks(rest, hover, hover)
	}
	l.chosen = number
	for i, r := range l.ledger.Receipts {
		if r.Number == number {
			l.details.Objects = []fyne.CanvasObject{l.detailsOf(r, l.ledger.wrong[i])}
		}
	}
	l.details.Refresh()
	l.owner.content.Refresh()
}

// row is a receipt of the list.
func (l *ledgerView) row(r api.Receipt, wrong error) *widgets.Pressable {
	s := l.owner.shell
	icon, tone, word := "minus", widgets.ToneNeutral, s.tr(&goi18n.Message{ID: "ui.receipts.word.declined", Other: "Declined"})
	if r.Decision == api.Accepted {
		icon, tone, word = "check", widgets.ToneOK, s.tr(&goi18n.Message{ID: "ui.receipts.word.accepted", Other: "Accepted"})
	}
	if wrong != nil {
		icon, tone, word = "alert", widgets.ToneStop, s.tr(&goi18n.Message{ID: "ui.receipts.word.bad", Other: "Not valid"})
	}
	circle := widgets.Fixed(32, 32, container.NewStack(widgets.NewGround(widgets.Paint{Fill: tone.Soft(), Radius: 16}),
		widgets.Padded(widgets.Pad(7, 7), widgets.NewIcon(icon, tone.Text(), widgets.IconNormal))))
	number := s.tr(&goi18n.Message{ID: "ui.receipts.number", Other: "Receipt {{.Number}}"}, "Number", r.Number)
	second := s.list(s.momentText(r.Time), r.Device.Name, r.Device.App)
	content := widgets.HBox(widgets.Space3, circle, widgets.Grow(widgets.VBox(0,
		text(s.tr(&goi18n.Message{ID: "ui.receipts.title", Other: "{{.Title}}, version {{.Version}}"}, "Title", r.Title,
			"Version", r.Version), widgets.TextBold, widgets.ColorText), text(second, widgets.TextCaption, widgets.ColorText3))),
		widgets.NewChip(widgets.ChipConfig{Text: word, Tone: tone}),
		widgets.NewTextLine(widgets.TextConfig{Text: number, Size: widgets.TextCaption, Color: widgets.ColorText3, Whole: true}))
	return widgets.NewPressable(widgets.PressConfig{Content: widgets.Padded(widgets.Pad(widgets.Space3, widgets.Space4), content),
		Label: s.list(s.answerText(r), number, second, s.receiptText(wrong)), Tapped: func() { l.choose(r.Number) }})
}

// detailsOf are the facts of a receipt.
func (l *ledgerView) detailsOf(r api.Receipt, wrong error) fyne.CanvasObject {
	s := l.owner.shell
	color := widgets.ColorOK
	if wrong != nil {
		color = widgets.ColorStop
	}
	box := widgets.VBox(widgets.Space3,
		widgets.HBox(widgets.Space2, widgets.NewIcon("receipt", widgets.ColorText2, 0),
			widgets.Grow(text(s.tr(&goi18n.Message{ID: "ui.receipts.number", Other: "Receipt {{.Number}}"}, "Number", r.Number),
				widgets.TextBold, widgets.ColorText)),
			widgets.NewButton(widgets.ButtonConfig{Icon: "copy", Size: widgets.ButtonSmall, Tapped: func() { s.copyText(jsonText(r)) },
				Text: s.tr(&goi18n.Message{ID: "ui.receipts.copy-receipt", Other: "Copy receipt"})})),
		text(s.receiptText(wrong), widgets.TextBody, color),
		factRows([][2]string{
			s.fact(&goi18n.Message{ID: "ui.receipts.text", Other: "Text"}, r.SHA256),
			s.fact(&goi18n.Message{ID: "ui.receipts.signed-with", Other: "Signed with"}, r.KeyID),
			s.fact(&goi18n.Message{ID: "ui.receipts.device", Other: "Device"}, s.list(r.Device.Name, r.Device.App)),
			s.fact(msgAccount, r.Address)}))
	if wrong != nil {
		box.Add(newFaultCard(s, wrong, nil))
	}
	return widgets.NewCard(widgets.CardConfig{Content: box})
}

func (tx texts) receiptText(err error) string {
	if err == nil {
		return tx.tr(&goi18n.Message{ID: "ui.receipts.good", Other: "The receipt is whole and signed by the program."})
	}
	return tx.tr(&goi18n.Message{ID: "ui.receipts.bad", Other: "This receipt has been changed and isn't valid."})
}

func (tx texts) answerText(r api.Receipt) string {
	m := &goi18n.Message{ID: "ui.receipts.declined", Other: "{{.Title}}, version {{.Version}}: declined"}
	if r.Decision == api.Accepted {
		m = &goi18n.Message{ID: "ui.receipts.accepted", Other: "{{.Title}}, version {{.Version}}: accepted"}
	}
	return tx.tr(m, "Title", r.Title, "Version", r.Version)
}

func (l *ledgerView) export() {
	l.owner.shell.files.save("ledger.json", []byte(jsonText(l.ledger.Ledger)))
}

// jsonText is a value as indented JSON; it is for values that always can be written so.
func jsonText(value any) string {
	data, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return ""
	}
	return string(data) + "\n"
}
