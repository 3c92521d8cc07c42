package sqlite

import (
	"database/sql/driver"
	"errors"

	"github.com/go-json-experiment/json"
	"modernc.org/sqlite"

	"github.com/programconnect/programconnect/internal/api"
)

func init() {
	// The migration that fills name_keys calls it; it is in no schema, so other programs open the file.
	sqlite.MustRegisterDeterministicScalarFunction("name_keys_of", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		name, ok := args[0].(string)
		if !ok {
			return nil, errors.New("name_keys_of: a text is wanted")
		}
		keys, err := json.Marshal(api.NameKeys(name))
		return string(keys), err
	})
}
