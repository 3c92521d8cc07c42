// Package sqlite keeps a program's data in one SQLite file.
//
// It promises that:
//   - what was acknowledged survives a power cut (WAL, synchronous FULL);
//   - one writer at a time writes in this process, others wait in SQLite; several processes may open one file;
//   - a file of an older version is migrated when it is opened, one migration after the other: a copy is kept beside the file
//     before each, and a migration that breaks off is as if it had not begun;
//   - a file of a newer version is refused and not touched; a damaged one is said to be damaged, another schema never is.
//
// It is the only importer of the SQLite driver in the service. Migrations are embedded SQL, run by goose; a new one is the next
// number in migrations/, and nothing else.
//
// Start reading at Open, then migrate.go; the aggregates are in files of their names.
package sqlite
