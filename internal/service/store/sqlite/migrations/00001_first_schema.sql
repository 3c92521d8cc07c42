-- The tables of version 0.1, which had no versions: its files hold them already and keep their rows.
-- Times are Unix nanoseconds, 0 for none. Answers to agreements can be added, never changed or deleted.

-- +goose Up
CREATE TABLE IF NOT EXISTS people (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL, kind TEXT NOT NULL,
  first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS people_address ON people(address COLLATE NOCASE);

CREATE TABLE IF NOT EXISTS registrations (
  person TEXT PRIMARY KEY, name_key TEXT NOT NULL UNIQUE, data TEXT NOT NULL,
  email_verified INTEGER NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL) STRICT;

CREATE TABLE IF NOT EXISTS codes (
  person TEXT PRIMARY KEY, email TEXT NOT NULL, hash BLOB NOT NULL, expires INTEGER NOT NULL, attempts INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS code_sends (person TEXT NOT NULL, time INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS code_sends_person ON code_sends(person, time);

CREATE TABLE IF NOT EXISTS agreements (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,
  text BLOB NOT NULL, sha256 TEXT NOT NULL, effective INTEGER NOT NULL, grace INTEGER NOT NULL, required INTEGER NOT NULL,
  engagement TEXT NOT NULL, UNIQUE(id, version), UNIQUE(id, sha256)) STRICT;

CREATE TABLE IF NOT EXISTS acceptances (
  number INTEGER PRIMARY KEY, person TEXT NOT NULL, agreement TEXT NOT NULL, sha256 TEXT NOT NULL, decision TEXT NOT NULL,
  time INTEGER NOT NULL, hash TEXT NOT NULL, receipt TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS acceptances_person ON acceptances(person, agreement, number);
-- +goose StatementBegin
CREATE TRIGGER IF NOT EXISTS acceptances_stay BEFORE UPDATE ON acceptances BEGIN SELECT RAISE(ABORT, 'answers are never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER IF NOT EXISTS acceptances_keep BEFORE DELETE ON acceptances BEGIN SELECT RAISE(ABORT, 'answers are never deleted'); END;
-- +goose StatementEnd

CREATE TABLE IF NOT EXISTS access (
  person TEXT NOT NULL, engagement TEXT NOT NULL, state TEXT NOT NULL, role TEXT NOT NULL, justification TEXT NOT NULL,
  reason TEXT NOT NULL, requested INTEGER NOT NULL, decided INTEGER NOT NULL, used INTEGER NOT NULL, warned INTEGER NOT NULL,
  PRIMARY KEY(person, engagement)) STRICT;

CREATE TABLE IF NOT EXISTS invitations (
  id TEXT PRIMARY KEY, address TEXT NOT NULL COLLATE NOCASE, engagement TEXT NOT NULL, role TEXT NOT NULL, sender TEXT NOT NULL,
  message TEXT NOT NULL, sent INTEGER NOT NULL, expires INTEGER NOT NULL, state TEXT NOT NULL, person TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS invitations_address ON invitations(address);

CREATE TABLE IF NOT EXISTS engagements (
  id TEXT PRIMARY KEY, position INTEGER NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL, business_group TEXT NOT NULL,
  joining TEXT NOT NULL, terms TEXT NOT NULL, contact TEXT NOT NULL, feedback INTEGER NOT NULL) STRICT;

CREATE TABLE IF NOT EXISTS packages (
  id TEXT PRIMARY KEY, engagement TEXT NOT NULL, data TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL,
  expires INTEGER NOT NULL, withdrawn INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS files (
  package TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
  pieces BLOB NOT NULL, content_type TEXT NOT NULL, publisher TEXT NOT NULL, description TEXT NOT NULL, content TEXT NOT NULL,
  PRIMARY KEY(package, name_key)) STRICT;

CREATE TABLE IF NOT EXISTS keys (
  id TEXT PRIMARY KEY, purpose TEXT NOT NULL, secret BLOB NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL) STRICT;

CREATE TABLE IF NOT EXISTS forms (engagement TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS items (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, engagement TEXT NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL,
  data TEXT NOT NULL, words TEXT NOT NULL, state TEXT NOT NULL, person TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS items_engagement ON items(engagement, sequence);
CREATE TABLE IF NOT EXISTS comments (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, item TEXT NOT NULL, person TEXT NOT NULL, text TEXT NOT NULL, created INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS comments_item ON comments(item, sequence);
CREATE TABLE IF NOT EXISTS marks (item TEXT NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY(item, kind, person)) STRICT;
CREATE TABLE IF NOT EXISTS attachments (
  id TEXT PRIMARY KEY, item TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
  received INTEGER NOT NULL, complete INTEGER NOT NULL, created INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS attachments_item ON attachments(item, created);
CREATE TABLE IF NOT EXISTS sent (
  person TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL, answer TEXT NOT NULL, time INTEGER NOT NULL, PRIMARY KEY(person, key)) STRICT;
