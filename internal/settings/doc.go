// Package settings holds what a person chooses once, and what the administrator of the computer has fixed.
//
// What it promises:
//   - Bounds and defaults stand in one table each: those of the engine's numbers in downloads.SettingBounds, the rest in rules.
//   - A value out of its range is refused when it is set, and falls back to its default when a file holds it: a settings file that
//     was edited by hand keeps nobody out. A wrong proxy alone stays, and nothing is sent by it.
//   - The administrator's policy goes before the settings, and a policy file that can't be understood stops the program: a rule is
//     never dropped silently.
//   - Two processes on one home folder keep each other's changes. Readers never wait for the disk.
//
// It never opens a queue, a network or a keyring.
//
// Start reading at Settings and Store; docs/policy.md describes the policy file.
package settings
