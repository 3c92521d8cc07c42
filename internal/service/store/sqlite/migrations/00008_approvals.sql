-- Rules by which people of an organisation have access without being approved one by one.

-- +goose Up
CREATE TABLE approvals (
  id TEXT PRIMARY KEY, tenant TEXT NOT NULL COLLATE NOCASE, domain TEXT NOT NULL COLLATE NOCASE, engagement TEXT NOT NULL,
  created INTEGER NOT NULL, UNIQUE(tenant, domain, engagement)) STRICT;
