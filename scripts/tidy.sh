#!/usr/bin/env bash
# clang-tidy on all our sources, or on those given, two at a time. By the commands of the dev preset, which compiles each
# file by itself, so that a missing include is found as well.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ $# -gt 0 ]; then files=("$@"); else mapfile -t files < <(git ls-files "*.cc" | grep -v "^tests/fuzz/"); fi
printf "%s\n" "${files[@]}" | xargs --max-procs=2 --max-args=4 clang-tidy-16 --quiet -p build/dev 2> /dev/null
