#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A private IRC server on loopback, the bot, and somebody at the table: you in irssi on a terminal,
# else a scripted player whose conversation is printed. Everything lives below $BUILD/demo, and ends
# when this ends.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
BUILD=$(realpath "${BUILD:-build}")
home=$BUILD/demo
processes=()

clean_up() {
	trap - EXIT
	local process
	for process in ${processes[@]+"${processes[@]}"}; do
		kill "$process" 2>/dev/null || true
	done
	wait 2>/dev/null || true
	rm -rf "$home"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

fail() {
	echo "demo: $*" >&2
	local log
	for log in "$home"/*.log; do
		[ -s "$log" ] || continue
		echo "---- ${log##*/}" >&2
		tail -n 20 "$log" >&2
	done
	exit 1
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

server_config() {
	cat <<-CONFIG
		[Global]
		Name = irc.table.test
		Info = The table
		Listen = 127.0.0.1
		Ports = $1
		MotdPhrase = Welcome to the table.
		ServerUID = nobody
		ServerGID = nogroup
		[Limits]
		MaxConnectionsIP = 0
		MaxNickLength = 30
		MaxPenaltyTime = 0
		[Options]
		DNS = no
		Ident = no
		PAM = no
		[Channel]
		Name = #table
		Topic = Type !roll 3d6 or !help
	CONFIG
}

# Start ngircd on a port that nobody has; sets `port`.
start_server() {
	local program try
	program=$(PATH=$PATH:/usr/sbin command -v ngircd) || fail "there is no ngircd"
	for try in 1 2 3 4 5; do
		port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
		listens "$port" && continue
		server_config "$port" >"$home/ngircd.conf"
		"$program" -n -f "$home/ngircd.conf" >"$home/ngircd.log" 2>&1 </dev/null &
		server=$!
		processes+=("$server")
		for _ in {1..100}; do
			kill -0 "$server" 2>/dev/null || break
			listens "$port" && return
			sleep 0.05
		done
	done
	fail "ngircd does not start (tried $try times)"
}

start_bot() {
	cat >"$home/logios.ini" <<-CONFIG
		[logios]
		state_dir = $home/state
		plugins = dice, cards, calc, tables, turns

		[network table]
		host = 127.0.0.1
		port = $port
		tls = no
		nick = Logios
		channels = #table
		burst = 20
		line_interval_ms = 200

		# Whoever sits at this table may try what is the game master's.
		[admin you]
		mask = *!*@127.0.0.1
		role = operator

		# The scripted player types faster than anybody at a table.
		[limits]
		enabled = no
	CONFIG
	chmod 600 "$home/logios.ini"
	mkdir -p "$home/state"
	"$BUILD/logios" -f --allow-root -c "$home/logios.ini" >"$home/logios.log" 2>&1 </dev/null &
	bot=$!
	processes+=("$bot")
}

# irssi with a home of its own, told where to go and what one may type there.
sit_down() {
	mkdir -p "$home/irssi"
	cat >"$home/irssi/config" <<-CONFIG
		servers = ( { address = "127.0.0.1"; port = "$port"; chatnet = "table"; autoconnect = "yes"; } );
		chatnets = { table = { type = "IRC"; nick = "you"; }; };
		channels = ( { name = "#table"; chatnet = "table"; autojoin = "yes"; } );
		settings = {
		  # This server has no flood limit, so nothing typed needs to wait.
		  "irc/core" = { cmd_queue_speed = "10msec"; cmds_max_at_once = "100"; channel_sync = "no"; };
		  core = { real_name = "You"; user_name = "you"; nick = "you"; };
		};
		windows = {
		  1 = { immortal = "yes"; name = "(status)"; level = "ALL"; };
		  2 = { items = ( { type = "CHANNEL"; chat_type = "IRC"; visible = "#table"; name = "#table"; tag = "table"; } ); };
		};
	CONFIG
	printf '%s\n' \
		'WINDOW GOTO 2' \
		'ECHO Logios is in #table. Try: !roll 4d6kh3   !roll sr 6   !odds 3d6   !fair   !cards new French52   !help' \
		'ECHO /quit ends the demo, and the server and the bot with it.' >"$home/irssi/startup"
	irssi --home="$home/irssi"
}

rm -rf "$home"
mkdir -p "$home"
chmod 755 "$home"
start_server
start_bot
sleep 0.3
kill -0 "$bot" 2>/dev/null || fail "the bot has ended"
if [ -t 0 ] && [ -t 1 ] && [ "${DEMO:-}" != script ]; then
	sit_down
	clear
else
	bash "$here/player.sh" "$port" || fail "the conversation did not go as it should"
fi
