#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Ann comes to the table on 127.0.0.1 port $1, plays her lines, and the conversation is printed.
# Ends with 1 when a line of hers got no answer.
set -euo pipefail
port=$1
nick=ann

lines=(
	'!roll 3d6'
	'!roll 1d20+5 to hit the orc'
	'!roll 2x2d10+4'
	'!roll 4d6kh3; 8d6!>=5 fire'
	'!scion 5+2'
	'!ww 6'
	'Logios: roll besm +1'
	'!roll vtm 6h2'
	'!odds 4d6kh3 >= 15'
	'!gm ann'
	'!groll 1d20+3 sneak past the guard'
	'!reveal h1'
	'!fair'
	'!roll 4dF+2'
	'!fair proof 3'
	'!dicestats d6'
	'!choose tea, coffee*2 or milk'
	'!cards new French52'
	'!cards draw 2 from deck1'
	'!cards shuffle deck1'
	'!calc 2*(3+4)'
	'!help roll'
	'!roll 1d0'
	'!roll 2d6+'
)

send() { printf '%s\r\n' "$*" >&3; }

# Formatting for a terminal, or none.
plain() {
	if [ -t 1 ]; then
		local bold=$'\e[1m' off=$'\e[0m' on= text=$1
		while [[ $text == *$'\x02'* ]]; do
			if [ -z "$on" ]; then on=yes text=${text/$'\x02'/$bold}; else on= text=${text/$'\x02'/$off}; fi
		done
		printf '%s%s' "$text" "$off"
	else
		printf '%s' "$1"
	fi | tr -d '\002\003\017\026\035\036\037'
}

# Read until a line matches the pattern $1, for at most $2 seconds; it is then in `line`.
await() {
	local end=$((SECONDS + $2))
	while ((SECONDS <= end)); do
		IFS= read -r -t 1 -u 3 line || continue
		line=${line%$'\r'}
		case $line in
		PING*) send "PONG${line#PING}" ;;
		esac
		# shellcheck disable=SC2254 # a pattern it shall be
		case $line in $1) return 0 ;; esac
	done
	return 1
}

# Print what is said in the channel, and to ann alone, until nothing comes for $1 seconds; false if nothing came at all.
listen() {
	local heard=1 wait=$1
	while IFS= read -r -t "$wait" -u 3 line; do
		line=${line%$'\r'}
		case $line in
		PING*) send "PONG${line#PING}" ;;
		:Logios!*' PRIVMSG #table :'*)
			printf '<Logios> %s\n' "$(plain "${line#*' PRIVMSG #table :'}")"
			heard=0 wait=0.3
			;;
		:Logios!*" NOTICE $nick :"*)
			printf -- '-Logios (to %s alone)- %s\n' "$nick" "$(plain "${line#*" NOTICE $nick :"}")"
			;;
		esac
	done
	return "$heard"
}

exec 3<>"/dev/tcp/127.0.0.1/$port"
send "NICK $nick"
send "USER $nick 0 * :Ann"
await '* 001 *' 10
send 'JOIN #table'
await '* 366 *' 10
# The bot may have come before or come now.
for _ in {1..50}; do
	send 'NAMES #table'
	await '* 353 *' 5
	case " ${line##*:} " in *Logios\ *) break ;; esac
	sleep 0.1
done
while IFS= read -r -t 0.2 -u 3 line; do :; done

printf -- '--- ann has joined #table, where Logios sits\n'
for text in "${lines[@]}"; do
	printf '<%s> %s\n' "$nick" "$text"
	send "PRIVMSG #table :$text"
	listen 5 || {
		echo "--- no answer" >&2
		exit 1
	}
	sleep 0.2
done
send 'QUIT :Good night'
printf -- '--- ann has left\n'
