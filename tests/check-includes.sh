#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Covers: every include in src/ and plugins/ points to the same room or one further down, and every
# strange library stays in its file. Prints "ok …" for a rule that holds, "not ok …" for a file that breaks one.
set -eu

# The rooms from the ground up: a number, then the files of that room (shell patterns below src/).
rooms() {
	cat <<-'ROOMS'
		0 base/*
		1 logios.h crypto/* os/* irc/protocol/*
		2 store/* config/* dice/* cards/*
		3 fair/*
		4 irc/*
		5 request/* people/*
		6 plugin/*
		7 bot/* words/* life.*
		8 cli/*
		9 main.c
	ROOMS
}

# A header (extended regular expression) and the only files (shell patterns) that may include it.
strangers() {
	cat <<-'STRANGERS'
		libirc[a-z_]*\.h src/irc/protocol/session.c
		ini\.h src/config/*.c
		sodium\.h src/crypto/*
		sqlite3\.h src/store/*
		openssl/.* src/irc/wire/tls.c
		gsasl\.h src/irc/protocol/sasl.c
		dlfcn\.h src/plugin/*.c
		(event2/.*|event)\.h src/os/loop.c src/irc/wire/stream.c src/irc/wire/dial.c
		curl/.* plugins/*
		pcre2\.h plugins/*
		c[jJ][sS][oO][nN].* plugins/*
	STRANGERS
}

status=0
fail() {
	echo "not ok $*"
	status=1
	broken=yes
}

# Say that a rule holds, unless something failed since `broken` was cleared.
holds() { [ -n "$broken" ] || echo "ok $*"; }

# The number of the room of a file below src/, or nothing.
room_of() {
	rooms | while read -r number patterns; do
		set -f
		for pattern in $patterns; do
			# shellcheck disable=SC2254 # a pattern it shall be
			case $1 in $pattern)
				echo "$number"
				return
				;;
			esac
		done
	done
}

local_includes() { sed -n 's/^#[[:space:]]*include[[:space:]]*"\([^"]*\)".*/\1/p' "$1"; }

# An include as written, in FILE: its path below src/.
resolve() {
	if [ -e "src/$2" ]; then echo "$2"; else echo "${1%/*}/$2" | sed 's,^src/,,'; fi
}

# dice and cards know base and random, and not each other.
engine_may() {
	case $1 in
	dice/*) case $2 in dice/* | crypto/random.h | base/*) return 0 ;; esac ;;
	cards/*) case $2 in cards/* | crypto/random.h | base/*) return 0 ;; esac ;;
	*) return 0 ;;
	esac
	return 1
}

check_source() {
	file=$1 own=$(room_of "${1#src/}")
	if [ -z "$own" ]; then
		fail "$file is in no room: give it a line in tests/check-includes.sh"
		return
	fi
	for include in $(local_includes "$file"); do
		target=$(resolve "$file" "$include")
		other=$(room_of "$target")
		if [ -z "$other" ] || [ "$other" -gt "$own" ] || ! engine_may "${file#src/}" "$target"; then
			fail "$file includes $include, which is no room below its own"
			return
		fi
	done
}

check_plugin() {
	for include in $(local_includes "$1"); do
		case $include in
		logios.h | crypto/random.h | dice/dice.h | dice/odds.h | dice/named.h | dice/systems.h | cards/cards.h | base/*) ;;
		*)
			[ -e "${1%/*}/$include" ] && continue
			fail "$1 includes $include, which is not for plugins"
			return
			;;
		esac
	done
}

may_include() {
	file=$1
	set -f
	for pattern in $2; do
		# shellcheck disable=SC2254
		case $file in $pattern) return 0 ;; esac
	done
	return 1
}

check_stranger() {
	header=$1 allowed=$2
	broken=
	set +f
	found=$(grep -lE "^#[[:space:]]*include[[:space:]]*[<\"]$header[>\"]" \
		src/*.[ch] src/*/*.[ch] src/*/*/*.[ch] plugins/*.[ch] plugins/*/*.[ch] 2>/dev/null || true)
	for file in $found; do
		if ! may_include "$file" "$allowed"; then
			fail "$file includes $header, which belongs in $allowed"
			return
		fi
	done
	holds "<$header> stays in $allowed"
}

broken=
for file in $(find src -name '*.[ch]' | sort); do
	check_source "$file"
done
holds "files in src include downwards"
broken=
for file in $(find plugins -name '*.[ch]' 2>/dev/null | sort); do
	check_plugin "$file"
done
holds "plugins include what is theirs"
while read -r header allowed; do
	check_stranger "$header" "$allowed"
done <<RULES
$(strangers)
RULES
exit "$status"
