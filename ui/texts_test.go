package ui

import "github.com/programconnect/programconnect/internal/i18n"

// english says texts as most tests expect them.
var english = texts{i18n.English()}
