// Package relational is the SQL of a program's data: the aggregates of package store, in the words that SQLite and PostgreSQL
// both understand, over database/sql.
//
// It promises what package store promises, as far as the database under it keeps its units of work apart. It opens nothing, has
// no schema and no driver: an implementation of store.Store has those, and hands in its database and its Dialect.
//
// A query here runs on both databases: parameters are $1, $2; flags are compared with TRUE and FALSE; a row that stands in the
// way of another is found by ON CONFLICT, never by an error, since PostgreSQL ends a unit of work with an error.
//
// Copy copies one database into another, row by row.
//
// Start reading at Outside and Inside; the aggregates are in files of their names.
package relational
