-- Invitations name the account that they are for, mails wait in an outbox, and a row shows whether the file can be written.

-- +goose Up
ALTER TABLE invitations ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE invitations ADD COLUMN tenant TEXT NOT NULL DEFAULT '';

CREATE TABLE outbox (
  id TEXT PRIMARY KEY, address TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, code TEXT NOT NULL, time INTEGER NOT NULL,
  due INTEGER NOT NULL, expires INTEGER NOT NULL, attempts INTEGER NOT NULL) STRICT;
CREATE INDEX outbox_due ON outbox(due);

CREATE TABLE probe (id INTEGER PRIMARY KEY CHECK (id=1), filling BLOB NOT NULL) STRICT;
