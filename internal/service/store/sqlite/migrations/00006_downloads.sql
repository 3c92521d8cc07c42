-- Who was given a link to which file, and who has it whole. A person who is erased is not named any more; that they were erased is.

-- +goose Up
CREATE TABLE downloads (
  number INTEGER PRIMARY KEY AUTOINCREMENT, act TEXT NOT NULL, person TEXT NOT NULL, package TEXT NOT NULL, version TEXT NOT NULL,
  file TEXT NOT NULL, file_key TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, client TEXT NOT NULL, time INTEGER NOT NULL) STRICT;
CREATE INDEX downloads_person ON downloads(person, package, sha256, number);
CREATE INDEX downloads_sha256 ON downloads(sha256, number);
CREATE INDEX downloads_package ON downloads(package, number);
CREATE INDEX downloads_time ON downloads(time);

CREATE TABLE erasures (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, who TEXT NOT NULL, time INTEGER NOT NULL) STRICT;
