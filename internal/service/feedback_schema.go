package service

// feedbackSchema makes the tables of feedback.
const feedbackSchema = `
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
`
