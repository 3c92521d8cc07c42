#!/bin/sh
# Builds the sample program's MSI from its .wxs. The result is committed: run this only when the source changes.
# A fixed source date and a fixed sensor log make the inputs the same each time.
set -eu
cd "$(dirname "$0")/../assets/sample/wix"
command -v wixl >/dev/null || { echo "wixl is missing. On Debian and Ubuntu: apt-get install wixl"; exit 1; }
# 256 KiB of numbers that do not compress away: the log of a made-up sensor.
openssl enc -aes-128-ctr -K 00112233445566778899aabbccddeeff -iv 00000000000000000000000000000000 -in /dev/zero 2>/dev/null | head -c 262144 > sensor-log.bin || true
find . -type f -exec touch -d '2026-01-15T12:00:00Z' {} +
SOURCE_DATE_EPOCH=1768478400 wixl --arch x86 -o ../WindowsDeveloperProgramforIoT.msi package.wxs
rm -f sensor-log.bin
ls -l ../WindowsDeveloperProgramforIoT.msi
