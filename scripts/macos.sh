#!/bin/sh
# Builds the desktop app for macOS as build/Program Connect.app, on a Mac. Its Info.plist turns App Nap off: a window that is hidden
# would slow its downloads down. The bundle is not signed; for others than its builder it must be signed and notarized.
set -eu
cd "$(dirname "$0")/.."
. scripts/go.sh
[ "$(uname -s)" = Darwin ] || { echo "This needs a Mac."; exit 1; }
app="build/Program Connect.app/Contents"
rm -rf "build/Program Connect.app"
mkdir -p "$app/MacOS" "$app/Resources"
go build -tags migrated_fynedo -o "$app/MacOS/program-connect" ./cmd/program-connect
sips -s format icns assets/icon.png --out "$app/Resources/icon.icns" >/dev/null
cp scripts/macos/Info.plist "$app/Info.plist"
plutil -lint "$app/Info.plist"
