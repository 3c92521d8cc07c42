-- Rules by which people of an organisation have access without being approved one by one.

-- +goose Up
CREATE TABLE approvals (
  id TEXT COLLATE "C" PRIMARY KEY, tenant TEXT COLLATE "C" NOT NULL, domain TEXT COLLATE "C" NOT NULL, engagement TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL);
CREATE UNIQUE INDEX approvals_rule ON approvals(lower(tenant), lower(domain), engagement);

CALL notice_changes_by_hand();
