package postgres

// What the tests use.
var (
	Migrate = migrate
	Parse   = parse
)

// Parts returns the names of the tables and triggers that this version makes.
func Parts() ([]string, error) { return parts(embedded()) }
