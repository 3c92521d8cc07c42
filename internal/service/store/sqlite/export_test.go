package sqlite

// What the tests of migrations use.
var (
	Migrate    = migrate
	Migrations = embedded
)
