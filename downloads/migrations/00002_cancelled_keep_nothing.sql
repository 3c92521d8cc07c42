-- Version 0.1 wrote the last checkpoint of a run after its cancellation: the row of a cancelled entry held bytes that
-- had been deleted.

-- +goose Up
UPDATE entries SET committed = 0, hash = NULL
WHERE state = 'stopped' AND json_extract(CAST(facts AS TEXT), '$.fault.code') = 'downloads.cancelled';
