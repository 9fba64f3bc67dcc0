#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the Debian package does to the service: nothing by itself, a restart with an upgrade, an end with
# a removal; and a reload looks at the configuration first.
set -eu
root=$(realpath "${BUILD:-build}")/tests/package
unit=debian/logios.service

check() {
	name=$1
	shift
	if "$@" >/dev/null 2>&1; then
		echo "ok $name"
	else
		echo "not ok $name"
	fi
}

check "a reload looks at the configuration first" \
	sh -c "grep '^ExecReload=' $unit | head -n 1 | grep -q '^ExecReload=/usr/bin/logios check '"
if ! command -v dh_installsystemd >/dev/null; then
	echo "# skipped check-package: no dh_installsystemd here"
	exit 0
fi

rm -rf "$root"
mkdir -p "$root/debian"
cp debian/* "$root/debian" 2>/dev/null || true
cd "$root"
env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS debian/rules override_dh_installsystemd >"$root/log" 2>&1
# What debhelper has made of a maintainer's script, in one file a script.
for script in postinst prerm; do
	cat "debian/.debhelper/generated/logios/$script".* "debian/logios.$script.debhelper" >"$script" 2>/dev/null || true
done
check "a removal ends it" sh -c "grep -A 1 '= remove \]' prerm | grep -q 'deb-systemd-invoke stop .logios.service'"
check "an upgrade starts it again" grep -q '_dh_action=restart' postinst
check "what somebody has enabled stays enabled" grep -q 'was-enabled .logios.service' postinst
