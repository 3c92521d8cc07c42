package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// readStrict reads a file of one JSON value that its owner writes by hand. Whatever it holds beside what v knows is a fault that
// names it: a name with a slip of the pen must not be taken for one that is left out.
func readStrict(path, code string, title i18n.Text, v any) error {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a regular file") // opening a pipe would wait for whoever writes into it
	}
	if err != nil {
		return readFault(path, err)
	}
	file, err := os.Open(path)
	if err != nil {
		return readFault(path, err)
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, api.MaxJSON+1))
	if err != nil {
		return readFault(path, err)
	}
	if err := api.Decode(bytes.NewReader(text), 0, v); err != nil {
		return strictFault(code, title, err, i18n.T(&goi18n.Message{ID: "service.json.cause", Other: "Names are lower case and come once."}))
	}
	err = json.Unmarshal(text, reflect.New(reflect.TypeOf(v).Elem()).Interface(), json.RejectUnknownMembers(true))
	var wrong *json.SemanticError
	if errors.As(err, &wrong) && errors.Is(err, json.ErrUnknownName) {
		name := api.CleanLine(wrong.JSONPointer.LastToken(), api.IDLength)
		near := nearest(name, namesAt(reflect.TypeOf(v).Elem(), wrong.JSONPointer.Parent().Tokens()))
		return strictFault(code, title, err, i18n.T(&goi18n.Message{ID: "service.json.unknown.cause",
			Other: "It holds “{{.Name}}”, which is no name there. The nearest that is known: {{.Nearest}}."}, "Name", name, "Nearest", near))
	}
	if err != nil {
		return strictFault(code, title, err, i18n.Text{})
	}
	return nil
}

// wrongFile is the title of a fault for a file of JSON.
func wrongFile(path string) i18n.Text {
	return i18n.T(&goi18n.Message{ID: "service.json.title", Other: "This file is not the JSON that is wanted: {{.File}}"}, "File", path)
}

func strictFault(code string, title i18n.Text, err error, cause i18n.Text) error {
	return &fault.Error{Kind: fault.Usage, Code: code, Cause: cause, Safe: nothingChanged(), Err: err,
		Title: title,
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.json.step", Other: "Compare it with the example in docs/owner.md."})}}
}

// namesAt returns the names that the value under a pointer's parent may have.
func namesAt(t reflect.Type, tokens func(func(string) bool)) []string {
	for token := range tokens {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		switch t.Kind() {
		case reflect.Slice:
			t = t.Elem()
		case reflect.Struct:
			for f := range fieldsOf(t) {
				if jsonName(f) == token {
					t = f.Type
					break
				}
			}
		}
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	var names []string
	if t.Kind() == reflect.Struct {
		for f := range fieldsOf(t) {
			names = append(names, jsonName(f))
		}
	}
	return names
}

func fieldsOf(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if !yield(t.Field(i)) {
				return
			}
		}
	}
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// nearest returns the name that the fewest changes lead to.
func nearest(name string, known []string) string {
	best, least := "", len(name)+100
	for _, k := range known {
		if d := distance(name, k); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance is how many letters must be put in, taken out or changed to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
