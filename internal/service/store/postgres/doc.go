// Package postgres keeps a program's data in a PostgreSQL database, which several instances of the service share.
//
// It promises that:
//   - units of work run one after the other over all instances, as they do in SQLite: each changes one row first, whose lock ends
//     with its transaction, with its connection, or after idleTimeout when an instance has stopped in the middle of one;
//   - what was acknowledged is on the database's disk (synchronous_commit is never off);
//   - Version sees what every instance has committed, and what somebody changed by hand: that row's number, which is asked for each
//     time and never remembered;
//   - a database of an older version is migrated when it is opened, by one instance at a time; a migration that breaks off is as if
//     it had not begun; one of a newer version is refused and not touched;
//   - a database that is away is store.ErrAway, at once or after connectTimeout, and the next operation tries again by itself;
//   - no password is in an error, and a connection to another machine is encrypted and verified unless the address says otherwise.
//
// It is the only importer of the PostgreSQL driver. A migration has the number of the SQLite migration that makes the same tables.
//
// Start reading at Open, then conn.go and migrate.go. The aggregates are package relational's.
package postgres
