-- What each publisher display name looks like (api.NameKeys). Names that look alike and stand already stay: the one that was
-- there first has the key, and the others are marked as shared. A key that is not shared belongs to one person.
-- registrations.name_key serves no longer: it holds the person, since SQLite can't drop a column that is unique.

-- +goose Up
CREATE TABLE name_keys (
  key TEXT NOT NULL, person TEXT NOT NULL, shared INTEGER NOT NULL, PRIMARY KEY(person, key)) STRICT;
CREATE UNIQUE INDEX name_keys_first ON name_keys(key) WHERE NOT shared;
CREATE INDEX name_keys_all ON name_keys(key);

INSERT INTO name_keys(key, person, shared)
  SELECT key, person, row_number() OVER (PARTITION BY key ORDER BY created, person) > 1
  FROM (SELECT DISTINCT k.value AS key, r.person, r.created
    FROM registrations AS r, json_each(name_keys_of(coalesce(r.data->>'publisher_name', ''))) AS k);

UPDATE registrations SET name_key = person;

-- News of items for those who follow them, until a mail has told them; and when each of them last had one.
CREATE TABLE news (
  person TEXT NOT NULL, item TEXT NOT NULL, count INTEGER NOT NULL, line TEXT NOT NULL, since INTEGER NOT NULL,
  PRIMARY KEY(person, item)) STRICT;
CREATE TABLE digests (person TEXT PRIMARY KEY, sent INTEGER NOT NULL) STRICT;
