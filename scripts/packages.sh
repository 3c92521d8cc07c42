#!/bin/sh
# Installs the Debian and Ubuntu packages that a command of the Makefile needs, and only those that are missing.
#   packages.sh build    what the desktop app's build needs
#   packages.sh test     that, and what the tests use
#   packages.sh pictures  that of build, and what draws and shrinks the pictures
#   packages.sh lint     that of build, and what the linters use
#   packages.sh windows  what builds for Windows and runs it
# It says what it installs and asks nothing. Where it cannot install (no apt, neither root nor sudo without a
# password, no network), it says what is missing and goes on: what needs a missing package then says so itself.
set -u

build="gcc libc6-dev pkg-config clang libgl1-mesa-dev libx11-dev libxcursor-dev libxrandr-dev libxinerama-dev libxi-dev libxxf86vm-dev libxkbcommon-dev libwayland-dev"
tests="xvfb xdotool imagemagick matchbox-window-manager fonts-noto-cjk dbus gnome-keyring libsecret-tools chromium fuse3 msitools file postgresql"
pictures="xvfb xdotool imagemagick matchbox-window-manager fonts-noto-cjk dbus gnome-keyring pngquant ffmpeg gifsicle"

case "${1:-}" in
build) wanted=$build ;;
test) wanted="$build $tests" ;;
pictures) wanted="$build $pictures" ;;
lint) wanted="$build shellcheck" ;;
windows) wanted="$build gcc-mingw-w64-x86-64-win32 wine64 xvfb xdotool imagemagick" ;;
*) echo "usage: packages.sh build|test|pictures|lint|windows" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null 2>&1; then
	case "$(uname -s)" in
	Linux) echo "This is no Debian or Ubuntu. Needed, by their names there: $wanted" ;;
	esac
	exit 0
fi

missing=""
for package in $wanted; do
	state=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)
	[ "$state" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

# Ubuntu's chromium is a snap, which needs a daemon that machines without a desktop lack.
if grep -qi '^ID=ubuntu' /etc/os-release 2>/dev/null; then
	missing=$(printf '%s' "$missing" | sed 's/ chromium\b//')
	[ -n "$missing" ] || exit 0
fi

if [ "$(id -u)" = 0 ]; then
	as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
	as_root="sudo -n"
else
	echo "Missing packages:$missing"
	echo "They need root to install. Going on without them. To install them: sudo apt-get install$missing"
	exit 0
fi

echo "Installing the packages that are missing:$missing"
export DEBIAN_FRONTEND=noninteractive
install() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null; }
# The lists may be missing or old on a fresh machine: fetch them once, then install.
$as_root apt-get update -qq </dev/null >/dev/null 2>&1 || echo "The package lists could not be fetched. Trying with those that are there."
# shellcheck disable=SC2086 # the list is meant to be split
if ! install $missing 2>/dev/null; then
	# One package that this release does not have must not keep the others away.
	for package in $missing; do
		install "$package" 2>/dev/null || echo "$package could not be installed. Going on without it."
	done
fi
exit 0
