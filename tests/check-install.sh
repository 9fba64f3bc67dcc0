#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What `make install` lays down is enough: the program runs, and a plugin is built from the installed
# headers alone, below a folder whose name has blanks; and `make uninstall` leaves the configuration.
set -eu
BUILD=${BUILD:-build}
root="$BUILD/tests/installed here"
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

prefix=$root/usr
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
check "no example is loaded with the rest" test ! -e "$prefix/lib/logios/plugins/example.so"
check "the service starts what was installed" \
	grep -q "^ExecStart=${prefix#"$root"}/bin/logios .*--config /etc/logios/logios.ini" "$prefix/lib/systemd/system/logios.service"
check "its user is described" grep -q '^u logios ' "$prefix/lib/sysusers.d/logios.conf"
check "the mode of its configuration is" grep -q '^z /etc/logios/logios.ini 0640 root logios' "$prefix/lib/tmpfiles.d/logios.conf"
check "bash reads its completions" bash -n "$prefix/share/bash-completion/completions/logios"
for word in $(sed -n 's/^\t{"\([a-z-]*\)", cli_.*/\1/p' src/main.c); do
	check "$word is completed in every shell" \
		sh -c "grep -qw -- '$word' etc/completions/logios.bash && grep -qw -- '$word' etc/completions/_logios &&
			grep -qw -- '$word' etc/completions/logios.fish"
done
${MAKE:-make} --no-print-directory uninstall BUILD="$BUILD" DESTDIR="$root" >"$BUILD/tests/install.log" 2>&1
check "of what is uninstalled the configuration stays" \
	sh -c "test \"\$(find '$root' -type f)\" = '$root/etc/logios/logios.ini'"
