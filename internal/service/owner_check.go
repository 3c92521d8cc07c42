package service

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
)

// checkID returns a refusal of a text that is no id: every id stands in addresses and in commands.
func checkID(field, id string) error {
	if api.ValidID(id) {
		return nil
	}
	return refusedCommand(field, i18n.T(&goi18n.Message{ID: "service.id.cause",
		Other: "An id has at most {{.Limit}} letters, digits, dots, dashes and underscores, and begins with none of dot and dash."}, "Limit", api.IDLength))
}

// checkLines returns a refusal of texts of one line that hold line ends, or characters that control a terminal or hide others.
func checkLines(field string, texts ...string) error {
	for _, text := range texts {
		if !api.PlainLine(text) {
			return refusedCommand(field, i18n.T(&goi18n.Message{ID: "service.line.cause",
				Other: "A text holds line ends, or characters that can't be seen."}))
		}
	}
	return nil
}

// checkTexts returns a refusal of texts that hold characters that control a terminal or hide others.
func checkTexts(field string, texts ...string) error {
	for _, text := range texts {
		if !api.PlainText(text) {
			return refusedCommand(field, i18n.T(&goi18n.Message{ID: "service.characters.cause", Other: "A text holds characters that can't be seen."}))
		}
	}
	return nil
}
