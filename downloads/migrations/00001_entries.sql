-- The table as version 0.1 made it, without a version of its own: such a database is taken over as it is.

-- +goose Up
CREATE TABLE IF NOT EXISTS entries (
	id INTEGER PRIMARY KEY AUTOINCREMENT, position REAL NOT NULL, state TEXT NOT NULL, wait TEXT NOT NULL,
	committed INTEGER NOT NULL, fetched INTEGER NOT NULL, hash BLOB, facts BLOB NOT NULL, spec BLOB NOT NULL) STRICT;
