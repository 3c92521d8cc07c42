package downloads

// Bounds are what a number among the settings can be, and what it is where nobody chose.
type Bounds struct{ Least, Most, Usual int }

// SettingsBounds are those of the settings that are numbers.
type SettingsBounds struct{ Parallel, Connections, PerHost, Tries Bounds }

// SettingBounds returns the one table of bounds and defaults; package settings offers the same numbers to people.
func SettingBounds() SettingsBounds {
	return SettingsBounds{Parallel: Bounds{1, 16, 3}, Connections: Bounds{1, 16, 4}, PerHost: Bounds{1, 64, 16}, Tries: Bounds{1, 1000, 8}}
}
