package program

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Check tells what is wrong with answers to the form, in the form's order; both sides use it.
func (f Form) Check(answers map[string]string) []FieldError {
	var wrong []FieldError
	known := map[string]bool{}
	for _, field := range f.Fields {
		known[field.ID] = true
		if message := field.check(answers[field.ID]); message != "" {
			wrong = append(wrong, FieldError{Field: field.ID, Message: message})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(answers)) {
		if !known[id] {
			wrong = append(wrong, FieldError{Field: id, Message: "The form has no such field."})
		}
	}
	return wrong
}

func (f Field) check(answer string) string {
	if strings.TrimSpace(answer) == "" {
		if f.Required {
			return "Fill this in."
		}
		return ""
	}
	if !utf8.ValidString(answer) {
		return "This holds characters that are no text."
	}
	if most := f.most(); utf8.RuneCountInString(answer) > most {
		return fmt.Sprintf("Use at most %d characters; there are %d.", most, utf8.RuneCountInString(answer))
	}
	switch f.Type {
	case FieldText:
		if strings.ContainsAny(answer, "\r\n") {
			return "Use one line."
		}
	case FieldChoice:
		if !slices.Contains(f.Choices, answer) {
			return "Choose one of: " + strings.Join(f.Choices, ", ") + "."
		}
	case FieldNumber:
		if _, err := strconv.ParseFloat(answer, 64); err != nil {
			return "Write a number."
		}
	case FieldYesNo:
		if answer != "yes" && answer != "no" {
			return "Write yes or no."
		}
	}
	return ""
}

func (f Field) most() int {
	switch {
	case f.Most > 0:
		return f.Most
	case f.Type == FieldLong:
		return 20_000
	default:
		return 200
	}
}

// Check tells why a file of this name and size, as one more beside count others, can't be attached; "" when it can.
func (r AttachmentRules) Check(name string, size int64, count int) string {
	switch ending := strings.ToLower(path.Ext(name)); {
	case r.Most == 0:
		return "This form takes no attachments."
	case count >= r.Most:
		return fmt.Sprintf("At most %d files can be attached.", r.Most)
	case size < 0 || size > r.Size:
		return fmt.Sprintf("A file may have at most %d MiB; this one has %d MiB.", r.Size>>20, (size+1<<20-1)>>20)
	case name == "" || strings.ContainsAny(name, "/\\\x00") || name == "." || name == "..":
		return "The file has no usable name."
	case len(r.Types) > 0 && !slices.Contains(r.Types, ending):
		return "Files of these types can be attached: " + strings.Join(r.Types, ", ") + "."
	}
	return ""
}
