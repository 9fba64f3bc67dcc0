#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: the walls of the house. Includes and calls point to the same folder or to one of a lower
floor, no two object files need each other, every strange library stays in its place, the map is whole.

Usage: BUILD=build check-walls.py      (after `make`: calls are read from the object files with nm)
Prints "ok …" for a rule that holds and "not ok …" for each breach; exits 1 if there was one.
"""
import collections
import fnmatch
import glob
import os
import re
import subprocess
import sys

# The folders below src/ from the ground up; life is life.c, and . the other files that lie in no
# folder. Those of one line know nothing of each other.
FLOORS = """
base
crypto os irc/protocol dice/notation
store config cards irc/wire irc/outbox dice/roll dice/format
people fair irc/network dice/odds dice/systems
dice/outcomes
request dice
plugin check
bot
words
life
cli
.
"""

# What everybody may include: the plugins' view of the bot, and of the engines.
PUBLIC = ["logios.h", "dice/*.h"]

# What plugins may include besides their own files.
FOR_PLUGINS = ["logios.h", "crypto/random.h", "dice/again.h", "dice/dice.h", "dice/examples.h", "dice/odds.h", "dice/named.h", "dice/systems.h",
               "cards/cards.h", "base/*"]

# A strange header (a pattern) and the only files that may include it.
STRANGERS = [
    (r"libirc\w*\.h", ["src/irc/protocol/session.c"]),
    (r"ini\.h", ["src/config/*.c"]),
    (r"sodium\.h", ["src/crypto/*.c"]),
    (r"sqlite3\.h", ["src/store/*"]),
    (r"openssl/.*", ["src/irc/wire/tls.c", "src/irc/wire/roots.c", "src/crypto/hash.c"]),
    (r"gsasl\.h", ["src/irc/protocol/sasl.c"]),
    (r"dlfcn\.h", ["src/plugin/*.c"]),
    (r"event2/.*|event\.h", ["src/os/loop.c", "src/irc/wire/stream.c", "src/irc/wire/dial.c"]),
    (r"curl/.*|pcre2\.h|cjson/.*|cJSON\.h", ["plugins/*"]),
]

broken = []


def fail(text):
    broken.append(text)
    print("not ok " + text)


def rule(name, check, *args):
    """Say that a rule holds, unless its check says otherwise."""
    before = len(broken)
    check(*args)
    if len(broken) == before:
        print("ok " + name)


def floors():
    return {folder: number for number, line in enumerate(FLOORS.strip().splitlines())
            for folder in line.split()}


FLOOR = floors()


def folder_of(path):
    """The folder of a file below src/, as FLOORS names it."""
    stem = os.path.splitext(path)[0]
    return os.path.dirname(path) or (stem if stem in FLOOR else ".")


def matches(path, patterns):
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def may_use(path, other):
    """Whether a file of src/ may include, or call, another one."""
    mine, theirs = folder_of(path), folder_of(other)
    return mine == theirs or FLOOR[theirs] < FLOOR[mine]


def includes(path):
    """The headers that a file includes: (written, whether in quotes)."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            found = re.match(r'#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', line)
            if found:
                yield (found.group(1) or found.group(2), found.group(1) is not None)


def sources(*folders):
    return sorted(path for folder in folders for path in glob.glob(folder + "/**/*.[ch]", recursive=True))


def check_folders():
    for path in sources("src"):
        if folder_of(path[4:]) not in FLOOR:
            fail(f"{path} is in a folder without a floor: give it one in tests/check-walls.py")


def check_includes():
    for path in sources("src"):
        for header, ours in includes(path):
            if not ours:
                continue
            if not os.path.exists("src/" + header):
                fail(f"{path} includes {header}, which is no path below src/")
            elif not matches(header, PUBLIC) and not may_use(path[4:], header):
                fail(f"{path} includes {header}, which is not below it")


def check_plugins():
    for path in sources("plugins"):
        for header, ours in includes(path):
            beside = os.path.exists(os.path.join(os.path.dirname(path), header))
            if ours and not beside and not matches(header, FOR_PLUGINS):
                fail(f"{path} includes {header}, which is not for plugins")


def check_map():
    with open("src/README.md", encoding="utf-8") as file:
        lines = file.read().splitlines()
    for folder in FLOOR:
        name = f"`{folder}/`" if os.path.isdir("src/" + folder) else f"`{folder}.c`"
        if folder != "." and not any(name in line for line in lines):
            fail(f"src/README.md does not show {name}")
    if len(lines) > 40:
        fail(f"src/README.md has {len(lines)} lines, which is no map at a glance")


def check_columns():
    tests = glob.glob("tests/*.[ch]") + glob.glob("tests/*/*.[ch]")
    for path in sources("src", "plugins") + sorted(tests):
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if len(line.rstrip("\n").expandtabs(8)) > 100:
                    fail(f"{path}:{number} has more than 100 columns")


def check_heads():
    for path in sources("src", "plugins"):
        with open(path, encoding="utf-8") as file:
            if path.endswith(".c") and not file.read().split("\n", 1)[1].startswith("/* "):
                fail(f"{path} does not begin with a sentence about it")


def check_stranger(pattern, homes):
    for path in sources("src", "plugins"):
        for header, _ in includes(path):
            if re.fullmatch(pattern, header) and not matches(path, homes):
                fail(f"{path} includes {header}, which belongs in {' '.join(homes)}")


def links(build):
    """For each source file the symbols that it takes from others: {path: {other path: symbol}}."""
    root = os.path.join(build, "obj", "src")
    objects = sorted(glob.glob(root + "/**/*.o", recursive=True))
    objects = [path for path in objects if os.path.exists(path[len(build) + 5:-1] + "c")]
    home, wants = {}, {}
    output = subprocess.run(["nm", "-A", *objects], capture_output=True, text=True, check=True).stdout
    for line in output.splitlines():
        path, _, rest = line.partition(":")
        kind, symbol = rest.split()[-2:]
        path = path[len(root) + 1:-2] + ".c"
        if kind == "U":
            wants.setdefault(path, []).append(symbol)
        elif kind.isupper():
            home[symbol] = path
            wants.setdefault(path, [])
    return {path: {home[symbol]: symbol for symbol in symbols if symbol in home}
            for path, symbols in wants.items()}


def circles(graph):
    """The groups of files that need each other (Tarjan's strongly connected components)."""
    index, low, stack, on_stack, found = {}, {}, [], set(), []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        on_stack.add(node)
        for other in graph[node]:
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in on_stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            group = []
            while not group or group[-1] != node:
                group.append(stack.pop())
                on_stack.discard(group[-1])
            if len(group) > 1:
                found.append(sorted(group))

    for node in graph:
        if node not in index:
            visit(node)
    return found


def check_calls(graph):
    for path, others in sorted(graph.items()):
        for other, symbol in sorted(others.items()):
            if not may_use(path, other):
                fail(f"src/{path} calls {symbol} of src/{other}, which is not below it")


def check_circles(graph):
    for group in circles(graph):
        inside = set(group)
        why = [f"{path} needs {symbol} of {other}" for path in group
               for other, symbol in sorted(graph[path].items()) if other in inside]
        fail(f"{len(group)} files need each other: {', '.join(why)}")


def main():
    graph = links(os.environ.get("BUILD", "build"))
    rule("every folder of src has a floor", check_folders)
    if broken:
        return 1
    rule("src/README.md shows every folder", check_map)
    rule("every file begins with a sentence about it", check_heads)
    rule("lines of C have at most 100 columns", check_columns)
    rule("files in src include downwards", check_includes)
    rule("plugins include what is theirs", check_plugins)
    for pattern, homes in STRANGERS:
        rule(f"<{pattern}> stays in {' '.join(homes)}", check_stranger, pattern, homes)
    rule("files in src call downwards", check_calls, graph)
    rule(f"no files of {len(graph)} ({sum(map(len, graph.values()))} links) need each other", check_circles, graph)
    return 1 if broken else 0


sys.exit(main())
