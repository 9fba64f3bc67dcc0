#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the Debian packages that are missing for a purpose, and nothing else.
# Usage: deps.sh PURPOSE…   (build, check, page, lint, fuzz, valgrind, peers, bench, demo, deb)
# Asks nothing. Does nothing at all, and needs no rights, when nothing is missing.
set -eu

packages_for() {
	case $1 in
	build) echo gcc libc6-dev make pkg-config libircclient-dev libsodium-dev libinih-dev libevent-dev libgsasl-dev libssl-dev libsqlite3-dev ;;
	check) echo libcmocka-dev libcjson-dev ngircd inspircd atheme-services openssl python3 chromium ;;
	page) echo clang lld wasi-libc libclang-rt-dev-wasm32 ;;
	lint) echo clang clang-format cppcheck ;;
	fuzz) echo clang libclang-rt-dev ;;
	valgrind) echo valgrind libc6-dbg ;;
	peers)
		echo python3 rolldice
		command -v npm >/dev/null || echo nodejs npm
		;;
	bench) echo strace ;;
	demo) echo ngircd irssi ;;
	deb) echo dpkg-dev debhelper fakeroot lintian git python3 libcmocka-dev libcjson-dev clang lld wasi-libc libclang-rt-dev-wasm32 ;;
	*)
		echo "deps.sh: unknown purpose: $1" >&2
		exit 2
		;;
	esac
}

is_installed() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing=
for purpose; do
	for package in $(packages_for "$purpose"); do
		case " $missing " in *" $package "*) continue ;; esac
		if ! command -v dpkg-query >/dev/null || ! is_installed "$package"; then
			missing="$missing $package"
		fi
	done
done
missing=${missing# }
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
	[ "${LOGIOS_DEPS:-}" = present ] && exit 0
	echo "deps.sh: this is no Debian or Ubuntu system. Install what corresponds to these packages" >&2
	echo "  $missing" >&2
	echo "by hand, then say LOGIOS_DEPS=present before make." >&2
	exit 1
fi

if [ "$(id -u)" = 0 ]; then
	root=
elif command -v sudo >/dev/null; then
	root=sudo
	# Where nobody can type a password, sudo must not wait for one.
	[ -t 0 ] || root='sudo -n'
else
	echo "deps.sh: missing packages, and neither root nor sudo to install them. As root:" >&2
	echo "  apt-get install --no-install-recommends $missing" >&2
	exit 1
fi

# A server that is only needed to test against is neither started nor left to start at the next boot.
policy=/usr/sbin/policy-rc.d
made_policy=
unmask() {
	[ -z "$made_policy" ] || $root rm -f "$policy"
}
hold_services() {
	[ -e "$policy" ] && return
	made_policy=yes
	trap unmask EXIT
	trap 'exit 1' HUP INT TERM
	printf '#!/bin/sh\nexit 101\n' | $root tee "$policy" >/dev/null
	$root chmod 755 "$policy"
}

install_missing() {
	# shellcheck disable=SC2086 # a list of words
	$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends $missing
}

echo "Installing: $missing"
case " $missing " in *" ngircd "* | *" inspircd "* | *" atheme-services "*) hold_services ;; esac
if ! install_missing </dev/null; then
	echo "Trying again with fresh package lists."
	$root apt-get update -qq
	install_missing </dev/null || {
		echo "deps.sh: could not install: $missing" >&2
		exit 1
	}
fi
# Without a running systemd, as in an image, they are enabled all the same.
for service in ngircd inspircd atheme-services; do
	case " $missing " in *" $service "*)
		! command -v systemctl >/dev/null || $root systemctl disable -q "$service.service" 2>/dev/null || true
		! command -v update-rc.d >/dev/null || $root update-rc.d "$service" disable >/dev/null 2>&1 || true
		;;
	esac
done
