# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the end-to-end tests, several at a time since they mostly wait, and prints "ok …" or
"not ok …" for each, with the reason. Usage: run.py [FILE[.CLASS[.TEST]]…], all when none is named."""

import concurrent.futures
import pathlib
import sys
import time
import unittest

import harness

FOLDER = pathlib.Path(__file__).resolve().parent
AT_ONCE = 1 if harness.WRAPPER else 4


def flatten(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from flatten(item)
        else:
            yield item


def run_one(test):
    result = unittest.TestResult()
    begin = time.monotonic()
    test.run(result)
    return test, result, time.monotonic() - begin


def report(test, result, seconds):
    name = test.id()
    problems = result.failures + result.errors
    for _, reason in result.skipped:
        print(f"# skipped {name}: {reason}")
    if problems:
        print(f"not ok {name} ({seconds:.1f} s)")
        for _, trace in problems:
            print("    " + trace.rstrip().replace("\n", "\n    "))
    elif not result.skipped:
        print(f"ok {name} ({seconds:.1f} s)")
    sys.stdout.flush()
    return not problems


def main(folder=FOLDER):
    loader = unittest.TestLoader()
    if len(sys.argv) > 1:
        suite = loader.loadTestsFromNames(sys.argv[1:])
    else:
        suite = loader.discover(str(folder), pattern="test_*.py", top_level_dir=str(folder))
    tests = list(flatten(suite))
    good = bool(tests)
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for future in concurrent.futures.as_completed([pool.submit(run_one, t) for t in tests]):
            good &= report(*future.result())
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
