-- An owner can withdraw a version of an agreement. Its text stays: receipts name it.

-- +goose Up
ALTER TABLE agreements ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
