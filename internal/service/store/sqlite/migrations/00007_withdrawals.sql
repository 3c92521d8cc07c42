-- The versions of packages that were withdrawn, with what those who hold them are told. Packages that were withdrawn before this
-- table are in it, without a reason.

-- +goose Up
CREATE TABLE withdrawals (
  number INTEGER PRIMARY KEY AUTOINCREMENT, package TEXT NOT NULL, engagement TEXT NOT NULL, title TEXT NOT NULL, version TEXT NOT NULL,
  reason TEXT NOT NULL, time INTEGER NOT NULL) STRICT;
CREATE TABLE withdrawn_files (
  withdrawal INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY(withdrawal, position)) STRICT;

INSERT INTO withdrawals(package, engagement, title, version, reason, time)
  SELECT id, engagement, coalesce(data->>'title', ''), coalesce(data->>'version', ''), '', modified FROM packages WHERE withdrawn=1 ORDER BY modified, id;
INSERT INTO withdrawn_files(withdrawal, position, name, sha256)
  SELECT w.number, f.position, f.name, f.sha256 FROM withdrawals AS w JOIN files AS f ON f.package=w.package;
