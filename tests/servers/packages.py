# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's packages of IRC servers and bouncers, which cannot be installed beside each other: fetched once by
apt-get, unpacked into the build folder, and copied by hard links into a test's folder. Each unpacked folder is
a root in which its program finds its own files, with copies of the libraries that it needs."""

import os
import pathlib
import re
import shutil
import subprocess

from harness import BUILD

CACHE = BUILD / "servers"
RESOLVER = "127.77.0.53"  # where the servers look for a name server

# The program of each package, and the packages of those of its libraries that seldom are installed.
PACKAGES = {
    "ngircd": ("usr/sbin/ngircd", []),
    "inspircd": ("usr/sbin/inspircd", []),
    "ircd-hybrid": ("usr/sbin/ircd-hybrid", ["libltdl7"]),
    "ircd-irc2": ("usr/sbin/ircd", ["m4", "libsigsegv2"]),
    "ircd-ircu": ("usr/sbin/ircd-ircu", []),
    "znc": ("usr/bin/znc", ["libboost-locale1.74.0", "libboost-chrono1.74.0", "libboost-thread1.74.0"]),
    "bip": ("usr/bin/bip", []),
}

REASONS = {}  # {package: None, or why it is not here}, once prepare() has looked


def run(*arguments, **options):
    return subprocess.run([str(each) for each in arguments], capture_output=True, text=True, check=False, **options)


def download(package, folder):
    """Unpack the Debian package PACKAGE into FOLDER. None, or what went wrong."""
    debs = CACHE / "debs"
    debs.mkdir(parents=True, exist_ok=True)
    if not list(debs.glob(f"{package}_*.deb")):
        done = run("apt-get", "-q", "download", package, cwd=debs)
        if done.returncode:
            return f"apt-get download {package}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}"
    done = run("dpkg", "-x", sorted(debs.glob(f"{package}_*.deb"))[-1], folder)
    return f"dpkg -x of {package}: {done.stderr.strip()}" if done.returncode else None


def library_path(root):
    """Where the libraries in ROOT lie, as LD_LIBRARY_PATH has it."""
    return os.pathsep.join(str(place) for place in root.glob("usr/lib/*-linux-gnu"))


def add_libraries(root, program):
    """Copy what PROGRAM is linked to into ROOT. None, or what is not there."""
    told = run("ldd", program, env={**os.environ, "LD_LIBRARY_PATH": library_path(root)}).stdout
    if "not found" in told:
        return "missing: " + ", ".join(re.findall(r"(\S+) => not found", told))
    for path in re.findall(r"(?:=> |^\s*)(/\S+) \(", told, re.M):
        target = root / path.lstrip("/")
        if path.startswith(str(root)):
            continue
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    return None


def unpack(package):
    """Make the root of PACKAGE below the build folder. None, or what went wrong."""
    root, (program, libraries) = CACHE / package, PACKAGES[package]
    if (root / "whole").exists():
        return None
    shutil.rmtree(root, ignore_errors=True)
    for name in ("usr/lib", "usr/lib64", "etc", "dev", "tmp", "var/run/ircd"):
        (root / name).mkdir(parents=True)
    for name in ("lib", "lib64"):
        (root / name).symlink_to(f"usr/{name}")
    for each in [*libraries, package]:
        problem = download(each, CACHE / f"{package}.new")
        if problem:
            return problem
    # A package's own lib/ goes where ours is a link to.
    shutil.copytree(CACHE / f"{package}.new", root, symlinks=True, dirs_exist_ok=True)
    shutil.rmtree(CACHE / f"{package}.new")
    for each in [root / program, *root.glob("usr/bin/m4")]:
        problem = add_libraries(root, each)
        if problem:
            return problem
    (root / "etc/resolv.conf").write_text(f"nameserver {RESOLVER}\n")
    (root / "etc/services").write_text("domain 53/udp\ndomain 53/tcp\n")  # hybrid crashes without
    (root / "etc/hosts").write_text("127.0.0.1 localhost\n")
    if package == "ircd-ircu":
        lower_limit(root)
    (root / "whole").touch()
    return None


def lower_limit(root):
    """Patch ircu, which Debian builds for 1048572 connections: it does not start where so many files may not be
    open. Its numbers MAXCONNECTIONS, the last of them and MAXCLIENTS become 1020, 1019 and 996."""
    program = root / PACKAGES["ircd-ircu"][0]
    code = program.read_bytes()
    for number in (0xFFFFC, 0xFFFFB, 0xFFFE4):
        code = code.replace(number.to_bytes(4, "little"), (number & 0x3FF).to_bytes(4, "little"))
    program.write_bytes(code)


def prepare():
    """Unpack all that can be had: {package: None or the reason why it is not there}."""
    reasons = {package: unpack(package) for package in PACKAGES}
    if os.geteuid() != 0:
        for package in ("ircd-hybrid", "ircd-irc2", "ircd-ircu"):
            reasons[package] = reasons[package] or "only root may run it in a root folder of its own"
    return reasons


def root_for(package, folder):
    """A copy of PACKAGE's root in FOLDER, by hard links, in which anybody may write logs."""
    root = folder / package
    shutil.copytree(CACHE / package, root, symlinks=True, copy_function=os.link)
    for place in (root, *root.glob("var/*"), *root.glob("var/*/*"), *root.glob("etc/ircd*"), root / "tmp"):
        if place.is_dir():
            place.chmod(0o777)
    return root
