package service_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/service"
)

// newsTo returns the mails with news to somebody.
func (r *rig) newsTo(name string) []service.Mail {
	var list []service.Mail
	for _, m := range r.mailsTo(name + "@people.example") {
		if strings.Contains(m.Subject, "news about feedback") {
			list = append(list, m)
		}
	}
	return list
}

// TestSixtyCommentsAreTwoMails has one member comment on another's item, again and again.
func TestSixtyCommentsAreTwoMails(t *testing.T) {
	r := newRig(t)
	r.feedback()
	anna, _ := r.ready("anna")
	bert, _ := r.ready("bert")
	item, err := anna.SendItem(ctx(t), "main", "k", bug("It does not start"))
	if err != nil {
		t.Fatal(err)
	}
	evil := "Pay at https://evil.example/pay or www.evil.example, write to me@evil.example " + strings.Repeat("now ", 100) + "\nSECOND LINE"
	for n := range 60 {
		if _, err := bert.Comment(ctx(t), item.ID, fmt.Sprint("c", n), evil); err != nil {
			t.Fatal(err)
		}
		r.pass(30 * time.Second)
	}
	first := r.newsTo("anna")
	if len(first) != 1 {
		t.Fatalf("%d mails in half an hour", len(first))
	}
	r.pass(31 * time.Minute)
	for range 3 {
		if err := r.service.Sweep(ctx(t)); err != nil {
			t.Fatal(err)
		}
	}
	both := r.newsTo("anna")
	if len(both) != 2 || !strings.Contains(both[1].Text, "59 times something new") {
		t.Fatalf("%d mails: %+v", len(both), both)
	}
	for _, m := range both {
		if strings.Contains(m.Text+m.Subject, "evil") || strings.Contains(m.Text, "SECOND") || len(m.Text) > 600 || !strings.Contains(m.Text, "bert Software: “Pay at [address] or [address] write to [address]") {
			t.Errorf("%q", m.Text)
		}
	}
	if n := len(r.newsTo("bert")); n != 0 {
		t.Errorf("%d mails to whoever wrote", n)
	}
	r.pass(time.Hour)
	if err := r.service.Reply(ctx(t), item.ID, "We look into it."); err != nil {
		t.Fatal(err)
	}
	if all := r.newsTo("anna"); len(all) != 3 || !strings.Contains(all[2].Text, "The program's owner: “We look into it.”") {
		t.Errorf("%+v", all)
	}
}

// TestNewsGoOnlyToThoseWhoMaySeeThem has a follower lose the right, and one with an address of somebody else.
func TestNewsGoOnlyToThoseWhoMaySeeThem(t *testing.T) {
	r := newRig(t)
	r.feedback()
	anna, _ := r.ready("anna")
	bert, _ := r.ready("bert")
	item, err := anna.SendItem(ctx(t), "main", "k", bug("It does not start"))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.service.Revoke(ctx(t), r.id("anna"), "", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := bert.Comment(ctx(t), item.ID, "c1", "Here too."); err != nil {
		t.Fatal(err)
	}
	if err := r.service.Approve(ctx(t), r.id("anna"), "", ""); err != nil {
		t.Fatal(err)
	}
	r.pass(time.Hour)
	changed := form("anna")
	changed.Contact.Email = "victim@people.example"
	if _, err := anna.UpdateRegistration(ctx(t), changed); err != nil {
		t.Fatal(err)
	}
	if _, err := bert.Comment(ctx(t), item.ID, "c2", "And here."); err != nil {
		t.Fatal(err)
	}
	if n := len(r.newsTo("anna")) + len(r.newsTo("victim")); n != 0 {
		t.Errorf("%d mails", n)
	}
}

// TestHiddenItemIsMailedToNobody hides an item of which news wait for their hour.
func TestHiddenItemIsMailedToNobody(t *testing.T) {
	r := newRig(t)
	r.feedback()
	anna, _ := r.ready("anna")
	bert, _ := r.ready("bert")
	item, err := anna.SendItem(ctx(t), "main", "k", bug("It does not start"))
	if err != nil {
		t.Fatal(err)
	}
	for n := range 2 {
		if _, err := bert.Comment(ctx(t), item.ID, fmt.Sprint("c", n), "Rude words"); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.service.HideItem(ctx(t), item.ID, "rude", "olga"); err != nil {
		t.Fatal(err)
	}
	r.pass(2 * time.Hour)
	if err := r.service.Sweep(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if got := r.newsTo("anna"); len(got) != 1 {
		t.Errorf("%d mails: %+v", len(got), got)
	}
}
