#!/bin/sh
# What every language says, and what it lacks. goi18n finds each message in the source (texts in English stand there) and compares
# the catalogues assets/translations/active.LANGUAGE.json.
#   texts.sh check   fails and names the messages that a language lacks, that have another English text since they were translated,
#                    or that no source file holds any more
#   texts.sh update  takes over what was translated, drops what is gone, and writes assets/translations/translate.LANGUAGE.json for
#                    each language that lacks something: translate there, run it again, and the file is gone
set -eu
cd "$(dirname "$0")/.."
. scripts/go.sh

catalogues=assets/translations
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tool() { go tool -modfile=scripts/tools/go.mod goi18n "$@"; }
# ids FILE: the ids of a catalogue, which goi18n writes one a line at the first level.
ids() { sed -n 's/^  "\(.*\)": [{"].*/\1/p' "$1"; }
languages=$(printf '%s\n' $catalogues/active.*.json | sed 's/.*active\.\(.*\)\.json/\1/')

tool extract -format json -outdir "$work" .
[ -s "$work/active.en.json" ] || { echo "goi18n found no message in the source." >&2; exit 1; }
ids "$work/active.en.json" >"$work/active.en.ids"
translated=$(ls $catalogues/translate.*.json 2>/dev/null || true)
if [ "${1:-}" = check ] && [ -n "$translated" ]; then
	echo "These were not taken over yet (make texts): $translated" >&2
	exit 1
fi
# shellcheck disable=SC2086 # the list of files is meant to be split
tool merge -format json -outdir "$work" "$work/active.en.json" $catalogues/active.*.json $translated

bad=0
for language in $languages; do
	merged=$work/active.$language.json
	lacking=$work/translate.$language.json
	[ -f "$merged" ] || echo "{}" >"$merged"
	case "${1:-}" in
	check)
		if [ -s "$lacking" ]; then
			bad=1
			echo "$language lacks these messages, or their English is another since:" >&2
			ids "$lacking" | sed 's/^/  /' >&2
		fi
		gone=$(ids "$catalogues/active.$language.json" | grep -vxF -f "$work/active.en.ids" || true)
		if [ -n "$gone" ]; then
			bad=1
			echo "$language has these messages, and no source file has them:" >&2
			echo "$gone" | sed 's/^/  /' >&2
		fi
		;;
	update)
		cp "$merged" "$catalogues/active.$language.json"
		rm -f "$catalogues/translate.$language.json"
		if [ -s "$lacking" ]; then
			cp "$lacking" "$catalogues/translate.$language.json"
			echo "$(ids "$lacking" | wc -l) messages to translate in $catalogues/translate.$language.json. Then run make texts again."
		fi
		;;
	*) echo "usage: texts.sh check|update" >&2; exit 2 ;;
	esac
done
if [ "$bad" = 1 ]; then
	echo "make texts writes what is to be translated into $catalogues/translate.LANGUAGE.json." >&2
	exit 1
fi
