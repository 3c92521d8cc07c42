package main

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"
)

// newJSONTopic is a help topic, not a command: pconnect help json.
func newJSONTopic(c *cli) *cobra.Command {
	return &cobra.Command{Use: "json", Short: c.help(&goi18n.Message{ID: "pconnect.topic.json.short", Other: "What --json writes, and the exit statuses"}),
		Long: c.help(&goi18n.Message{ID: "pconnect.topic.json.long",
			Other: `With --json a command writes one JSON object on one line to standard output. Commands that take a while
(download, queue resume, queue retry, verify, demo, sign-in --device-code) write one object a line, each with "event".
What is written with --json is English in every language.

When something went wrong the last line is {"event":"error","error":{"kind","code","title","cause","safe","steps","guide","field",
"fields","agreement","correlation","exit"}}. "code" is stable; titles are for people.

Events of a download: "progress", "waiting", "paused", "stopped", "done", with "id", "title", "path", "state", "wait", "size", "done",
"fetched", "rate" (bytes a second), "left_seconds", "retry_in_seconds", "sha256", "verified", "problem". Sizes are bytes; a size of -1 is not known.
Times are RFC 3339.

Exit statuses: 0 done; 1 other; 2 wrong use; 3 sign-in needed; 4 registration needed; 5 terms outstanding; 6 not permitted; 7 network;
8 disk; 9 verification; 10 another instance is busy; 130 interrupted (can be resumed).

Every object is described in docs/json.md of the project. The environment: pconnect help environment.`})}
}

// newEnvironmentTopic is a help topic, not a command: pconnect help environment.
func newEnvironmentTopic(c *cli) *cobra.Command {
	return &cobra.Command{Use: "environment", Short: c.help(&goi18n.Message{ID: "pconnect.topic.environment.short",
		Other: "Environment variables, the policy file and proxies"}),
		Long: c.help(&goi18n.Message{ID: "pconnect.topic.environment.long",
			Other: `PROGRAM_CONNECT_HOME      folder of settings, queue and drafts, as --home
PROGRAM_CONNECT_PROGRAM   program to work with, as --program
PROGRAM_CONNECT_LANGUAGE  language of pconnect: en, de, fi or ja; goes before the setting "language"; English without both
PROGRAM_CONNECT_SAMPLE_LISTEN  where the sample program listens, 127.0.0.1:PORT; any free port by default
HTTPS_PROXY, HTTP_PROXY   proxy for https and http, e.g. http://gateway.example.com:3128
NO_PROXY                  hosts that are reached without it, separated by commas; this computer always is
SSL_CERT_FILE             on Linux, certificates that are trusted, instead of the system's
BROWSER                   is honoured by the system's opener on Linux
SOURCE_DATE_EPOCH         date of the manual pages

A flag goes before its variable. What an administrator fixed in the policy file goes before both; its place is
/etc/program-connect/policy.json, on Windows %ProgramData%\ProgramConnect\policy.json, on macOS
/Library/Application Support/ProgramConnect/policy.json. See pconnect settings.`})}
}
