-- Lists of feedback without long fields, counts kept beside each item, the owner's moderation with its trace.

-- +goose Up
-- The long columns stand last, so that SQLite reads none of them for a list.
CREATE TABLE items_new (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, engagement TEXT NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL,
  state TEXT NOT NULL, person TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL,
  size INTEGER NOT NULL, -- bytes of data, for quotas
  votes INTEGER NOT NULL DEFAULT 0,
  comments INTEGER NOT NULL DEFAULT 0, -- that members see
  added INTEGER NOT NULL DEFAULT 0, -- comments ever added
  hidden INTEGER NOT NULL DEFAULT 0, locked INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0,
  shortened INTEGER NOT NULL, -- brief lacks a field of data
  brief TEXT NOT NULL, -- data without its long fields, for lists
  data TEXT NOT NULL, words TEXT NOT NULL) STRICT;
INSERT INTO items_new(sequence, id, engagement, type, title, state, person, created, modified, size, votes, comments, added, shortened, brief, data, words)
SELECT i.sequence, i.id, i.engagement, i.type, i.title, i.state, i.person, i.created, i.modified, length(CAST(i.data AS BLOB)),
  (SELECT count(*) FROM marks m WHERE m.item=i.id AND m.kind='vote'),
  (SELECT count(*) FROM comments c WHERE c.item=i.id), (SELECT count(*) FROM comments c WHERE c.item=i.id),
  EXISTS (SELECT 1 FROM json_each(i.data, '$.fields') WHERE length(value)>200),
  json_set(i.data, '$.fields', json(coalesce((SELECT json_group_object(key, value) FROM json_each(i.data, '$.fields') WHERE length(value)<=200), '{}'))),
  i.data, i.words FROM items i ORDER BY i.sequence;
DROP TABLE items;
ALTER TABLE items_new RENAME TO items;
CREATE INDEX items_engagement ON items(engagement, sequence);
ALTER TABLE comments ADD COLUMN size INTEGER NOT NULL DEFAULT 0; -- bytes of the text, for quotas
ALTER TABLE comments ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;
UPDATE comments SET size=length(CAST(text AS BLOB));
CREATE INDEX items_person ON items(person, created, size);
CREATE INDEX comments_person ON comments(person, created, size);
CREATE INDEX acceptances_person_number ON acceptances(person, number);
CREATE INDEX acceptances_person_time ON acceptances(person, time);
CREATE INDEX people_order ON people(address, id);
CREATE INDEX packages_engagement ON packages(engagement, withdrawn);

CREATE TABLE moderation (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, item TEXT NOT NULL, comment TEXT NOT NULL, act TEXT NOT NULL, reason TEXT NOT NULL,
  who TEXT NOT NULL, time INTEGER NOT NULL) STRICT;
CREATE INDEX moderation_item ON moderation(item, sequence);
-- +goose StatementBegin
CREATE TRIGGER moderation_stay BEFORE UPDATE ON moderation BEGIN SELECT RAISE(ABORT, 'the trace is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER moderation_keep BEFORE DELETE ON moderation BEGIN SELECT RAISE(ABORT, 'the trace is never deleted'); END;
-- +goose StatementEnd
