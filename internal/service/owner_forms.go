package service

import (
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Bounds of a form.
const (
	formTypes    = 20
	formFields   = 40
	formChoices  = 100
	fieldLength  = 20_000
	attachedMost = 1 << 30
)

// checkForm returns a refusal of a form that nobody could fill in, or that no client could show.
func checkForm(f api.Form) error {
	if err := checkID("form", f.Engagement); err != nil {
		return err
	}
	if len(f.Types) == 0 {
		return refusedCommand("form", i18n.T(&goi18n.Message{ID: "service.form.types.cause", Other: "A form needs at least one type."}))
	}
	if len(f.Types) > formTypes {
		return badForm("types")
	}
	known := map[string]bool{}
	for _, t := range f.Types {
		if !formID(t.ID) || known[t.ID] || !title(t.Title) || len(t.Fields) > formFields {
			return badForm(t.ID)
		}
		known[t.ID] = true
		fields := map[string]bool{}
		for _, field := range t.Fields {
			if field.ID == "" || field.ID != strings.ToLower(field.ID) {
				return refusedCommand("form", i18n.T(&goi18n.Message{ID: "service.form.field.cause", Other: "The id of a field is in lower case."}))
			}
			if fields[field.ID] || !goodField(field) {
				return badForm(t.ID + "." + field.ID)
			}
			fields[field.ID] = true
		}
	}
	if r := f.Attachments; r != nil && !goodRules(*r) {
		return badForm("attachments")
	}
	return nil
}

// badForm names the part of a form that is not as it must be.
func badForm(part string) error {
	return refusedCommand("form", i18n.T(&goi18n.Message{ID: "service.form.part.cause",
		Other: "“{{.Part}}” is not as it must be: ids in lower case that come once, titles, kinds line, text, number or choice with its choices, limits that are not negative, endings with their dot."},
		"Part", api.CleanLine(part, api.IDLength)))
}

func formID(id string) bool { return api.ValidID(id) && id == strings.ToLower(id) }

func title(text string) bool {
	return strings.TrimSpace(text) != "" && api.PlainLine(text) && api.CountCharacters(text) <= 200
}

func goodField(f api.Field) bool {
	if !formID(f.ID) || !title(f.Title) || !api.PlainLine(f.Help) || f.Limit < 0 || f.Limit > fieldLength {
		return false
	}
	switch f.Kind {
	case "line", "text", "number":
		return len(f.Choices) == 0
	case "choice":
		return len(f.Choices) > 0 && len(f.Choices) <= formChoices && !slices.ContainsFunc(f.Choices, func(c string) bool { return !title(c) })
	}
	return false
}

func goodRules(r api.AttachmentRules) bool {
	return r.Size > 0 && r.Size <= attachedMost && r.Count > 0 && r.Count <= 100 && len(r.Endings) > 0 &&
		!slices.ContainsFunc(r.Endings, func(e string) bool {
			return len(e) < 2 || e[0] != '.' || e != strings.ToLower(e) || !api.PlainLine(e) || strings.ContainsAny(e, `/\`)
		})
}
