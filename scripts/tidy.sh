#!/usr/bin/env bash
# clang-tidy on all our sources, two at a time. It follows the commands of the tidy preset, in which files that include
# gRPC stand together: reading gRPC's headers is most of the time.
set -euo pipefail
cd "$(dirname "$0")/.."
sed -n 's/^ *"file": "\(.*\.c[cx]x*\)",*$/\1/p' build/tidy/compile_commands.json | grep -vE '\.pb\.cc$|_grpc\.dir' |
  xargs --max-procs=2 --max-args=1 clang-tidy-16 --quiet -p build/tidy 2> /dev/null
