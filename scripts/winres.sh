#!/bin/sh
# Makes the resources of the Windows programs anew: the icon, the version, and the manifest (DPI, long paths, UTF-8). They are checked
# in as rsrc_windows_amd64.syso beside each main package, where go build finds them.
set -eu
cd "$(dirname "$0")/.."
. scripts/go.sh
version=$(sed -n 's/.*Version *= *"\([0-9.]*\).*/\1/p' cmd/internal/client/*.go | head -n 1)
GOBIN=$PWD/build/tools go install github.com/tc-hib/go-winres@v0.3.3
# resources COMMAND DESCRIPTION
resources() {
	sed "s/{{description}}/$2/" scripts/winres/winres.json >scripts/winres/.winres.json
	build/tools/go-winres make --in scripts/winres/.winres.json --arch amd64 --out "cmd/$1/rsrc" \
		--file-version "$version" --product-version "$version"
	rm scripts/winres/.winres.json
}
resources program-connect "Program Connect"
resources pconnect "Program Connect in the terminal"
resources program-service "Program Connect's program service"
