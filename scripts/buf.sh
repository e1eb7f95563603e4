#!/usr/bin/env bash
# Prints the path of a usable buf: the one in PATH, else the one of the npm package, kept in build/tools.
set -euo pipefail
version=1.75.0
if command -v buf > /dev/null; then
  command -v buf
  exit 0
fi
cd "$(dirname "$0")/.."
tool=build/tools/node_modules/@bufbuild/buf/bin/buf
if [ ! -x "$tool" ]; then
  mkdir -p build/tools
  npm install --silent --no-audit --no-fund --prefix build/tools "@bufbuild/buf@$version" > /dev/null
fi
echo "$PWD/$tool"
