#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run-check.sh counts right: what passed, what failed in whatever way, and what was skipped.
set -u
root=${BUILD:-build}/tests/counting

# program NAME WORDS STATUS : a test program that prints WORDS.
program() {
	printf '#!/bin/sh\nprintf "%s"\nexit %s\n' "$2" "$3" >"$root/tests/replay/$1"
	chmod +x "$root/tests/replay/$1"
}

# expect NAME COUNTS : so run-check.sh must end for what is there.
expect() {
	said=$(BUILD=$root sh tests/run-check.sh fuzz 2>&1 | tail -n 1)
	rm -rf "$root/tests"
	mkdir -p "$root/tests/replay"
	if [ "$said" = "$2" ]; then
		echo "ok $1"
	else
		echo "not ok $1: $said"
	fi
}

rm -rf "$root"
mkdir -p "$root/tests/replay"
program all 'ok 1\\nok 2 - b\\n' 0
expect "what passes" "2 passed, 0 failed"
program cmocka '1..2\\nnot ok 1 # SKIP a\\nok 2 - b\\n# ok - tests\\n' 0
expect "what cmocka skips" "1 passed, 1 skipped, 0 failed"
program only 'ok 1 # SKIP a\\n' 0
program other 'ok b\\n# skipped test_page: no browser\\n' 0
expect "what others skip" "1 passed, 2 skipped, 0 failed"
program bad 'ok a\\nnot ok b\\n' 1
program crashed 'ok a\\n' 139
program silent '' 0
expect "what fails" "2 passed, 3 failed"
