#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What `make install` lays down is enough: the program runs, and a plugin is built from the installed
# headers alone.
set -eu
BUILD=${BUILD:-build}
root=$BUILD/tests/installed
rm -rf "$root"
${MAKE:-make} --no-print-directory install BUILD="$BUILD" DESTDIR="$root" >"$BUILD/tests/install.log" 2>&1

check() {
	name=$1
	shift
	if "$@" >"$BUILD/tests/install.out" 2>&1; then
		echo "ok $name"
	else
		echo "not ok $name"
		cat "$BUILD/tests/install.out"
	fi
}

prefix=$(echo "$root"/usr*)
[ -d "$prefix/local" ] && prefix=$prefix/local
for file in plugins/*.c plugins/*/*.c; do
	check "$file builds against the installed headers" \
		cc -std=c11 -D_GNU_SOURCE -fPIC -fsyntax-only -I"$prefix/include/logios" "$file"
done
check "the installed program runs" "$prefix/bin/logios" --version
check "the dice with names are there" test -s "$prefix/share/logios/dice/table.txt"
check "the random tables are there" test -s "$prefix/share/logios/tables/tavern.txt"
check "every manual page is there" test -s "$prefix/share/man/man1/logios.1" -a -s "$prefix/share/man/man5/logios.ini.5"
check "the page that checks transcripts is there" test -s "$prefix/share/logios/verify.html"
check "the sample configuration is not readable for others" \
	sh -c "test \"\$(stat -c %a '$root/etc/logios/logios.ini')\" = 640"
