package visitor

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

// decide gives what the person does on a page, or the end of the visit.
func (v *Visitor) decide(ctx context.Context, d document) (press, End, error) {
	s := v.script
	fill := func(action string, kv ...string) (press, End, error) {
		values := url.Values{}
		for i := 0; i+1 < len(kv); i += 2 {
			values.Set(kv[i], kv[i+1])
		}
		p, ok := d.press(action, "")
		if !ok {
			return press{}, AtForm, nil
		}
		p.values = values
		return p, "", nil
	}
	// A form that comes back with a notice has refused what was typed; typing it again would not help.
	refused := d.notice
	switch d.name {
	case "error", "message":
		return press{}, AtPage, nil
	case "done":
		return press{}, Done, nil
	case "return":
		return v.only(d)
	case "accounts":
		if p, ok := v.listed(d); ok && !s.Other {
			return p, "", nil
		}
		return fill("other")
	case "approval":
		return fill("return")
	}
	if refused {
		return press{}, AtForm, nil
	}
	switch d.name {
	case "address":
		if s.SignUp {
			return fill("new")
		}
		if s.Address == "" {
			return press{}, AtForm, nil
		}
		return fill("address", "address", s.Address)
	case "which":
		kind := s.Kind
		if kind == "" {
			kind = "work"
		}
		if p, ok := d.press("which", kind); ok {
			return p, "", nil
		}
		return press{}, AtForm, nil
	case "password":
		return fill("password", "password", s.Password)
	case "sign-up":
		return fill("details", "name", s.Name, "address", s.Address, "password", s.Password)
	case "mfa", "verify":
		return v.typeCode(ctx, d, fill)
	case "consent":
		return fill(either(s.Decline, "decline", "accept"))
	case "confirm":
		return fill(either(s.Decline, "decline", "confirm"))
	case "code":
		if s.UserCode == "" {
			return press{}, AtForm, nil
		}
		return fill("device", "code", s.UserCode)
	}
	return press{}, "", fmt.Errorf("the visitor does not know the page %q", d.name)
}

func (v *Visitor) typeCode(ctx context.Context, d document, fill func(string, ...string) (press, End, error)) (press, End, error) {
	if d.name == "mfa" && v.script.CancelMFA {
		return fill("cancel")
	}
	if v.script.Code == nil {
		return press{}, AtForm, nil
	}
	code, err := v.script.Code(ctx, v.script.Address)
	if err != nil {
		return press{}, "", fmt.Errorf("the visitor has no code: %w", err)
	}
	return fill(d.name, "code", code)
}

// only presses the only button of a page that hands an answer over.
func (v *Visitor) only(d document) (press, End, error) {
	if len(d.forms) != 1 || len(d.forms[0].buttons) != 1 {
		return press{}, "", fmt.Errorf("the page %q does not have one button", d.name)
	}
	return press{form: d.forms[0], button: d.forms[0].buttons[0]}, "", nil
}

// listed finds the script's account among those that the browser knows.
func (v *Visitor) listed(d document) (press, bool) {
	for i, f := range d.forms {
		if i < len(d.cards) && v.script.Address != "" && strings.EqualFold(d.cards[i], v.script.Address) && len(f.buttons) == 1 {
			return press{form: f, button: f.buttons[0]}, true
		}
	}
	return press{}, false
}

// press finds the button that leads to an action, with a value when one is given.
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
