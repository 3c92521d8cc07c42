// Package keyringtest starts a real gnome-keyring-daemon in a D-Bus session of its own, for tests.
//
// It promises a Secret Service that nobody else sees: its bus, its files and its processes live in a new
// folder and end with the test, even when the test process is killed. It never touches the person's own bus
// or keyring. Where dbus-daemon or gnome-keyring-daemon is missing, or where the system is not Linux, Start
// skips the test and says which is missing.
//
// The ways in which a keyring troubles people have a method each: [Keyring.Lock] and [Keyring.Unlock],
// [Keyring.Kill] and [Keyring.Restart], [Keyring.Freeze] (it answers nothing), [Keyring.RemoveCollection],
// [Keyring.KillBus], and
// [SilentBus] and [NoBus] for a session without a keyring. Start reading at [Start].
package keyringtest
