// Package housetest keeps the rules of the house that no linter knows: how many methods a type may have, which terms no
// identifier bears, which environment variables tests may read, what every language says. It reads the source and runs nothing
// of it.
//
// Its tests look at the whole module; an exception stands in a table with its reason.
//
// Start reading at house_test.go.
package housetest
