#!/usr/bin/python3
"""Builds everything anew without a compiler cache and tells where the time went, from ninja's own log: seconds of
compiling by kind of file, summed over the cores, and the dearest files.

usage: scripts/bench_build.py FOLDER [--log-only]
FOLDER is a configured build folder, such as build/release. --log-only reads the log of the last build.
"""
import collections
import os
import re
import subprocess
import sys
import time

# What is built first, and what after it: the rest of `make build`.
STAGES = [("congressd and congressctl", ["congressd", "congressctl"]), ("all the rest", ["all"])]
DEAREST = 12

KINDS = [  # The first that fits.
    ("generated messages", r"_messages\.dir/|reflection_grpc\.dir/"),
    ("generated stubs", r"_grpc\.dir/"),
    ("end-to-end tests", r"^tests/.*\.o$"),
    ("service tests", r"(_service_test|_drafting_test|preparation_test)\.dir/"),
    ("domain tests", r"^services/.*_test\.dir/"),
    ("platform tests", r"^platform/.*_test\.dir/"),
    ("command line", r"^cli/.*\.o$"),
    ("domains", r"^services/.*(_domain|apportion|certificate|routes|exact)\.dir/"),
    ("adapters", r"^services/.*\.o$"),
    ("platform", r"^platform/.*\.o$"),
    ("protoc", r"\.pb\.(h|cc)$|binpb$"),
    ("precompiled headers", r"\.gch$"),
    ("libraries and links", r""),
]


def build(folder):
    environment = dict(os.environ, CCACHE_DISABLE="1")
    subprocess.run(["ninja", "-C", folder, "-t", "clean"], check=True, stdout=subprocess.DEVNULL)
    os.remove(f"{folder}/.ninja_log")
    for name, targets in STAGES:
        start = time.monotonic()
        subprocess.run(["ninja", "-C", folder, f"-j{os.cpu_count()}", *targets], check=True, env=environment, stdout=subprocess.DEVNULL)
        print(f"{name}: {time.monotonic() - start:.0f} s")
    print()


def main():
    folder = sys.argv[1]
    if "--log-only" not in sys.argv:
        build(folder)
    newest = {}
    with open(f"{folder}/.ninja_log") as log:
        for line in log:
            if line.startswith("#"):
                continue
            start, end, _, output, command = line.rstrip("\n").split("\t")
            # One command with several outputs counts once.
            newest[command] = (int(start), int(end), output)
    total = collections.Counter()
    count = collections.Counter()
    for start, end, output in newest.values():
        kind = next(name for name, pattern in KINDS if re.search(pattern, output))
        total[kind] += end - start
        count[kind] += 1
    everything = sum(total.values()) or 1
    print(f"{'kind':<22}{'files':>6}{'seconds':>10}{'share':>8}")
    for kind, spent in total.most_common():
        print(f"{kind:<22}{count[kind]:>6}{spent / 1000:>10.1f}{100 * spent / everything:>7.1f}%")
    print(f"{'together':<22}{sum(count.values()):>6}{everything / 1000:>10.1f}")
    print(f"\nthe {DEAREST} dearest:")
    for start, end, output in sorted(newest.values(), key=lambda row: row[0] - row[1])[:DEAREST]:
        print(f"{(end - start) / 1000:>8.1f} s  {output}")


main()
