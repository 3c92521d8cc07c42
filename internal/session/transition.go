package session

import (
	"context"
	"io"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/export"
	"github.com/programconnect/programconnect/internal/outbox"
	"github.com/programconnect/programconnect/internal/settings"
)

// This file keeps the names of before for callers that have not moved yet. It goes with them.

type (
	Settings   = settings.Settings
	Policy     = settings.Policy
	Outbox     = outbox.Outbox
	Draft      = outbox.Draft
	DraftFile  = outbox.File
	DraftState = outbox.State
)

const (
	DraftOpen   = outbox.StateOpen
	DraftQueued = outbox.StateQueued
	DraftStuck  = outbox.StateStuck
	DraftSent   = outbox.StateSent
)

func Attach(path string, rules *api.AttachmentRules, count int) (outbox.File, error) {
	return outbox.Attach(path, rules, count)
}
func ExportFeedbackJSON(w io.Writer, items []api.Item) error { return export.JSON(w, items) }
func ExportFeedbackCSV(w io.Writer, items []api.Item) error  { return export.CSV(w, items) }
func PolicyFile() string                                     { return settings.PolicyFile() }
func ReadPolicy(path string) (settings.Policy, error)        { return settings.ReadPolicy(path) }
func ReadSettings(home string, policy settings.Policy) (settings.Settings, error) {
	return settings.Read(home, policy)
}

func (a *App) Settings() settings.Settings     { return a.appParts.Settings.Now() }
func (a *App) Policy() settings.Policy         { return a.appParts.Settings.Policy() }
func (a *App) Outbox() *outbox.Outbox          { return a.appParts.Outbox }
func (a *App) Queue() *downloads.Queue         { return a.Queues.Own() }
func (a *App) Downloads() Queue                { return a.Queues.Current() }
func (a *App) DownloadsMoved() <-chan struct{} { return a.Queues.Moved() }
func (a *App) OnShow(show func(link string))   { a.Queues.OnShow(show) }
func (a *App) OpenQueue(ctx context.Context) (*downloads.Queue, error) {
	return a.Queues.Open(ctx)
}
func (a *App) SharedQueue(ctx context.Context) (Queue, error) { return a.Queues.Shared(ctx) }

func (s *Session) Agreements(ctx context.Context) ([]api.AgreementState, error) {
	return s.sessionParts.Agreements.List(ctx)
}
func (s *Session) Agreement(ctx context.Context, id string) (api.Agreement, error) {
	return s.sessionParts.Agreements.Find(ctx, id)
}
func (s *Session) Decide(ctx context.Context, id, sha256 string, accept bool) (api.Receipt, error) {
	return s.sessionParts.Agreements.Decide(ctx, id, sha256, accept)
}
func (s *Session) Ledger(ctx context.Context) (api.Ledger, error) {
	return s.sessionParts.Agreements.Ledger(ctx)
}
func (s *Session) Engagements(ctx context.Context) ([]api.Engagement, error) {
	return s.sessionParts.Engagements.List(ctx)
}
func (s *Session) Join(ctx context.Context, id string) (api.Engagement, error) {
	return s.sessionParts.Engagements.Join(ctx, id)
}
func (s *Session) Leave(ctx context.Context, id string) (api.Engagement, error) {
	return s.sessionParts.Engagements.Leave(ctx, id)
}
func (s *Session) RequestEngagement(ctx context.Context, id, justification string) (api.Engagement, error) {
	return s.sessionParts.Engagements.Request(ctx, id, justification)
}
func (s *Session) RequestAccess(ctx context.Context, justification string) error {
	return s.Access.Request(ctx, justification)
}
func (s *Session) AcceptInvitation(ctx context.Context, id string) error {
	return s.Access.AcceptInvitation(ctx, id)
}
func (s *Session) DeclineInvitation(ctx context.Context, id string) error {
	return s.Access.DeclineInvitation(ctx, id)
}
func (s *Session) Form(ctx context.Context, engagement string) (api.Form, error) {
	return s.Feedback.Form(ctx, engagement)
}
func (s *Session) Items(ctx context.Context, engagement string, q client.ItemQuery) (api.ItemPage, error) {
	return s.Feedback.Items(ctx, engagement, q)
}
func (s *Session) AllItems(ctx context.Context, engagement string, q client.ItemQuery) ([]api.Item, error) {
	return s.Feedback.AllItems(ctx, engagement, q)
}
func (s *Session) Item(ctx context.Context, id string) (api.Item, error) {
	return s.Feedback.Item(ctx, id)
}
func (s *Session) Comment(ctx context.Context, id, text string) (api.Comment, error) {
	return s.Feedback.Comment(ctx, id, text)
}
func (s *Session) Vote(ctx context.Context, id string, on bool) (api.Item, error) {
	return s.Feedback.Vote(ctx, id, on)
}
func (s *Session) Follow(ctx context.Context, id string, on bool) (api.Item, error) {
	return s.Feedback.Follow(ctx, id, on)
}
func (s *Session) SavedQueries() ([]SavedQuery, error)       { return s.Searches.List() }
func (s *Session) SaveQuery(q SavedQuery) error              { return s.Searches.Save(q) }
func (s *Session) RemoveQuery(name string) error             { return s.Searches.Remove(name) }
func (s *Session) FindQuery(name string) (SavedQuery, error) { return s.Searches.Find(name) }
func (s *Session) Packages(ctx context.Context) ([]api.Package, error) {
	return s.Catalogue.Packages(ctx)
}
func (s *Session) Package(ctx context.Context, id string) (api.Package, error) {
	return s.Catalogue.Package(ctx, id)
}
func (s *Session) Download(ctx context.Context, what string, opts DownloadOptions) ([]downloads.ID, error) {
	return s.Catalogue.Download(ctx, what, opts)
}
func (s *Session) Specs(ctx context.Context, what string, opts DownloadOptions) ([]downloads.Spec, error) {
	return s.Catalogue.Specs(ctx, what, opts)
}
func (s *Session) Draft() api.Registration            { return s.Registration.Draft() }
func (s *Session) HasDraft() bool                     { return s.Registration.HasDraft() }
func (s *Session) SaveDraft(r api.Registration) error { return s.Registration.SaveDraft(r) }
func (s *Session) DropDraft() error                   { return s.Registration.DropDraft() }
func (s *Session) CheckName(ctx context.Context, name string) (api.NameCheck, error) {
	return s.Registration.CheckName(ctx, name)
}
func (s *Session) Register(ctx context.Context, r api.Registration) error {
	return s.Registration.Register(ctx, r)
}
func (s *Session) UpdateRegistration(ctx context.Context, r api.Registration) error {
	return s.Registration.Update(ctx, r)
}
func (s *Session) SendCode(ctx context.Context) error { return s.Registration.SendCode(ctx) }
func (s *Session) VerifyEmail(ctx context.Context, code string) error {
	return s.Registration.VerifyEmail(ctx, code)
}
