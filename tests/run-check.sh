#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs what `make tests` has built, adds up, repeats what failed or was skipped, and ends with
# `N passed, N failed`, with `N skipped` between them if any was.
# Usage: BUILD=build run-check.sh [PART…]    all parts but valgrind when none is named
#
# Every test program prints "ok …" or "not ok …" at the beginning of a line for each of its tests, or
# "# skipped NAME: REASON", or, as cmocka does, either of the two with "# SKIP" in it. One that ends
# badly without having said "not ok" counts as one failure more.
set -u
BUILD=${BUILD:-build}
export BUILD PYTHONDONTWRITEBYTECODE=1
export CMOCKA_MESSAGE_OUTPUT=TAP
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1:halt_on_error=1:abort_on_error=0}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-halt_on_error=1:print_stacktrace=1}"

logs=$BUILD/tests/log
failures=$logs/failures skips=$logs/skips
passed=0 skipped=0 failed=0
rm -rf "$logs"
mkdir -p "$logs"
: >"$failures"
: >"$skips"

# run NAME COMMAND… : one test program.
run() {
	name=$1 log=$logs/$(echo "$1" | tr / -).log
	shift
	"$@" >"$log" 2>&1 </dev/null
	status=$?
	grep -E '^# skipped |^(not )?ok .*# SKIP' "$log" | sed "s|^|$name: |" >>"$skips"
	left=$(grep -cE '^# skipped |^(not )?ok .*# SKIP' "$log")
	good=$(grep -v '# SKIP' "$log" | grep -c '^ok ')
	bad=$(grep -v '# SKIP' "$log" | grep -c '^not ok ')
	[ "$status" = 0 ] || [ "$bad" -gt 0 ] || bad=1
	[ $((good + bad + left)) -gt 0 ] || bad=1
	passed=$((passed + good))
	skipped=$((skipped + left))
	failed=$((failed + bad))
	printf '%-32s %5d passed' "$name" "$good"
	[ "$left" = 0 ] || printf ', %d skipped' "$left"
	if [ "$bad" -gt 0 ]; then
		printf ', %d FAILED' "$bad"
		{
			echo "---- $name (exit status $status, all of it in $log)"
			grep -v '^ok ' "$log" | tail -n 60
		} >>"$failures"
	fi
	echo
}

part_unit() {
	for source in tests/unit/test_*.c; do
		program=$BUILD/${source%.c}
		[ -x "$program" ] && run "unit/${program##*/test_}" "$program"
	done
}

part_chat() {
	[ ! -x "$BUILD/tests/chat/run_chat" ] ||
		run chat "$BUILD/tests/chat/run_chat" tests/chat/*.txt
}

part_fuzz() {
	for program in "$BUILD"/tests/replay/*; do
		target=${program##*/}
		[ -x "$program" ] && [ "${target%.d}" = "$target" ] &&
			run "fuzz/$target" "$program" "tests/fuzz/corpus/$target"
	done
}

part_daemon() {
	run daemon python3 -B tests/daemon/run.py
}

part_valgrind() {
	LOGIOS_WRAPPER="valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=all \
--errors-for-leak-kinds=definite,indirect,possible --track-fds=no" \
		run valgrind python3 -B tests/daemon/run.py test_session
}

# Not among the usual parts: it needs npm, and the network once.
part_peers() {
	run peers python3 -B tests/peers/rpg_dice_roller.py
}

# The second implementation of the fair scheme, and the program beside it.
part_fair2() {
	run fair2 python3 -B tests/fair2/run.py
}

part_walls() {
	run walls python3 -B tests/check-walls.py
	run counting sh tests/check-counting.sh
	run install sh tests/check-install.sh
	run package sh tests/check-package.sh
}

interrupted() {
	echo "interrupted"
	exit 130
}
trap interrupted INT TERM

for part in ${*:-walls unit chat fuzz fair2 daemon}; do
	"part_$part"
done

if [ "$failed" -gt 0 ]; then
	echo
	echo "What failed:"
	cat "$failures"
	echo
fi
if [ "$skipped" -gt 0 ]; then
	echo
	echo "What was skipped:"
	cat "$skips"
	echo
	passed_and="$passed passed, $skipped skipped"
else
	passed_and="$passed passed"
fi
echo "$passed_and, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
