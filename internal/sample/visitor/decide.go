package visitor

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strings"
)

// decide returns what the person does on a page, or the end of the visit.
func (v *Visitor) decide(ctx context.Context, d document) (press, End, error) {
	switch d.name {
	case "error", "message":
		return press{}, AtPage, nil
	case "done":
		return press{}, Done, nil
	case "return":
		return v.only(d)
	case "accounts":
		if p, ok := v.listed(d); ok && !v.script.Other {
			return p, "", nil
		}
		return d.fill("other")
	case "approval":
		return d.fill("return")
	}
	if d.notice {
		return press{}, AtForm, nil // it has refused what was typed; typing it again would not help
	}
	return v.fillIn(ctx, d)
}

// fillIn returns what the person does on a form that asks for something.
func (v *Visitor) fillIn(ctx context.Context, d document) (press, End, error) {
	s := v.script
	switch d.name {
	case "address":
		if s.SignUp {
			return d.fill("new")
		}
		if s.Address == "" {
			return press{}, AtForm, nil
		}
		return d.fill("address", "address", s.Address)
	case "which":
		if p, ok := d.press("which", cmp.Or(s.Kind, "work")); ok {
			return p, "", nil
		}
		return press{}, AtForm, nil
	case "password":
		return d.fill("password", "password", s.Password)
	case "sign-up":
		return d.fill("details", "name", s.Name, "address", s.Address, "password", s.Password)
	case "mfa", "verify":
		return v.typeCode(ctx, d)
	case "consent":
		return d.fill(either(s.Decline, "decline", "accept"))
	case "confirm":
		return d.fill(either(s.Decline, "decline", "confirm"))
	case "code":
		if s.UserCode == "" {
			return press{}, AtForm, nil
		}
		return d.fill("device", "code", s.UserCode)
	}
	return press{}, "", fmt.Errorf("the visitor does not know the page %q", d.name)
}

// fill returns a press of the button that leads to an action, with the names and values of fields; a page without it is an end.
func (d document) fill(action string, pairs ...string) (press, End, error) {
	p, ok := d.press(action, "")
	if !ok {
		return press{}, AtForm, nil
	}
	p.values = url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		p.values.Set(pairs[i], pairs[i+1])
	}
	return p, "", nil
}

func (v *Visitor) typeCode(ctx context.Context, d document) (press, End, error) {
	if d.name == "mfa" && v.script.CancelMFA {
		return d.fill("cancel")
	}
	if v.script.Code == nil {
		return press{}, AtForm, nil
	}
	code, err := v.script.Code(ctx, v.script.Address)
	if err != nil {
		return press{}, "", fmt.Errorf("the visitor has no code: %w", err)
	}
	return d.fill(d.name, "code", code)
}

// only presses the only button of a page that hands an answer over.
func (v *Visitor) only(d document) (press, End, error) {
	if len(d.forms) != 1 || len(d.forms[0].buttons) != 1 {
		return press{}, "", fmt.Errorf("the page %q does not have one button", d.name)
	}
	return press{form: d.forms[0], button: d.forms[0].buttons[0]}, "", nil
}

// listed returns the script's account among those that the browser knows.
func (v *Visitor) listed(d document) (press, bool) {
	for i, f := range d.forms {
		if i < len(d.cards) && v.script.Address != "" && strings.EqualFold(d.cards[i], v.script.Address) && len(f.buttons) == 1 {
			return press{form: f, button: f.buttons[0]}, true
		}
	}
	return press{}, false
}

// press returns the button that leads to an action, with a value when one is given.
func (d document) press(action, value string) (press, bool) {
	for _, f := range d.forms {
		for _, b := range f.buttons {
			to := f.action
			if b.action != nil {
				to = b.action
			}
			if strings.HasSuffix(to.Path, "/"+action) && (value == "" || b.value == value) {
				return press{form: f, button: b}, true
			}
		}
	}
	return press{}, false
}

func either(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}
