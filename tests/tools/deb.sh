#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the Debian packages from a copy of the sources, so that nothing is left between them, puts
# them into $BUILD/deb, and lets lintian look at them.
set -eu
: "${VERSION:?}" "${BUILD:?}"

packaged=$(dpkg-parsechangelog -S Version)
if [ "$packaged" != "$VERSION" ]; then
	echo "deb.sh: debian/changelog says $packaged, the Makefile $VERSION" >&2
	exit 1
fi

out=$BUILD/deb
copy=$out/logios-$VERSION
rm -rf "$out"
mkdir -p "$copy"
{
	git ls-files --cached --others --exclude-standard 2>/dev/null ||
		find . -type f -not -path './build/*' -not -path './.git/*'
} | while IFS= read -r file; do
	[ ! -e "$file" ] || printf '%s\n' "$file"
done | tar -c -T - | tar -x -C "$copy"

(cd "$copy" && env -u BUILD -u MAKEFLAGS -u MAKELEVEL -u MFLAGS dpkg-buildpackage -us -uc -b -j2)
lintian --fail-on error --allow-root "$out"/*.changes
ls -l "$out"/*.deb
