# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the tests against every IRC server and bouncer that Debian has, as tests/daemon/run.py runs its own, and
says first which are not to be had here, and why. Usage: run.py [FILE[.CLASS[.TEST]]…]; `make check-servers`."""

import importlib.util
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent / "daemon")]

import packages  # noqa: E402


def main():
    packages.REASONS.update(packages.prepare())
    for package, reason in packages.REASONS.items():
        print(f"# {package}: {'NOT HERE: ' + reason if reason else 'here'}")
    sys.stdout.flush()
    spec = importlib.util.spec_from_file_location("daemon_run", FOLDER.parent / "daemon" / "run.py")
    runner = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(runner)
    return runner.main(FOLDER)


if __name__ == "__main__":
    sys.exit(main())
