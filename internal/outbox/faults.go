package outbox

import (
	"path/filepath"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

func draftKept() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "feedback.draft-kept.safe", Other: "The draft is as it was."})
}

func chooseAnother() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "feedback.choose-another.step", Other: "Choose another file."})
}

func sentFault() error {
	return &fault.Error{Kind: fault.Usage, Code: "feedback.sent", Field: "draft",
		Title: i18n.T(&goi18n.Message{ID: "feedback.sent.title", Other: "This feedback was sent meanwhile."}),
		Cause: i18n.T(&goi18n.Message{ID: "feedback.sent.cause", Other: "The program has it as it was before your last change."}),
		Safe:  i18n.T(&goi18n.Message{ID: "feedback.sent.safe", Other: "Nothing is lost."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "feedback.sent.step", Other: "Add what is new as a comment."})}}
}

func sendingFault() error {
	return &fault.Error{Kind: fault.Busy, Code: "feedback.sending",
		Title: i18n.T(&goi18n.Message{ID: "feedback.sending.title", Other: "This feedback is being sent right now."}),
		Safe:  i18n.T(&goi18n.Message{ID: "feedback.sending.safe", Other: "It will come exactly once."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "feedback.sending.step", Other: "Wait a moment."})}}
}

func noDraftFault() error {
	return &fault.Error{Kind: fault.Usage, Code: "feedback.no-draft", Field: "draft", Commands: []string{"pconnect feedback drafts"},
		Title: i18n.T(&goi18n.Message{ID: "feedback.no-draft.title", Other: "There is no such draft."}),
		Safe:  i18n.T(&goi18n.Message{ID: "feedback.no-draft.safe", Other: "Nothing was changed."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "feedback.no-draft.step", Other: "Look at the drafts that are there."})}}
}

func attachFault(path string, err error) error {
	return &fault.Error{Kind: fault.Usage, Code: "feedback.attachment", Field: "attach", Err: err,
		Title: notAttached(filepath.Base(path)),
		Cause: i18n.T(&goi18n.Message{ID: "feedback.attachment.cause", Other: "It is not there, is no plain file, or can't be read."}),
		Safe:  draftKept(), Steps: []i18n.Text{chooseAnother()}}
}

func rulesFault(name string, cause i18n.Text) error {
	return &fault.Error{Kind: fault.Usage, Code: "feedback.attachment-rules", Field: "attach",
		Title: notAttached(name), Cause: cause, Safe: draftKept(), Steps: []i18n.Text{chooseAnother()}}
}

func notAttached(name string) i18n.Text {
	return i18n.T(&goi18n.Message{ID: "feedback.attachment.title", Other: "The file {{.Name}} can't be attached."}, "Name", name)
}

func changedFault(name string, err error) error {
	return &fault.Error{Kind: fault.Usage, Code: "feedback.changed", Field: "attach", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "feedback.changed.title", Other: "The file {{.Name}} changed after it was attached."}, "Name", name),
		Safe:  i18n.T(&goi18n.Message{ID: "feedback.changed.safe", Other: "The file was not sent, and the draft is kept."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "feedback.changed.step", Other: "Attach the file again, then send."})}}
}
