package main

import "github.com/spf13/cobra"

// newJSONTopic is a help topic, not a command: pconnect help json.
func newJSONTopic() *cobra.Command {
	return &cobra.Command{Use: "json", Short: "What --json writes, and the exit statuses", Long: `With --json a command writes one JSON object on one line to standard output. Commands that take a while
(download, queue resume, queue retry, verify, demo, sign-in --device-code) write one object a line, each with "event".

When something went wrong the last line is {"event":"error","error":{"kind","code","title","cause","safe","steps","guide","field",
"fields","agreement","correlation","exit"}}. "code" is stable; titles are for people.

Events of a download: "progress", "waiting", "paused", "stopped", "done", with "id", "title", "path", "state", "wait", "size", "done",
"fetched", "rate" (bytes a second), "left_seconds", "retry_in_seconds", "sha256", "verified", "problem". Sizes are bytes; a size of -1 is not known.
Times are RFC 3339.

Exit statuses: 0 done; 1 other; 2 wrong use; 3 sign-in needed; 4 registration needed; 5 terms outstanding; 6 not permitted; 7 network;
8 disk; 9 verification; 10 another instance is busy; 130 interrupted (can be resumed).

Every object is described in docs/json.md of the project. The environment: pconnect help environment.`}
}
