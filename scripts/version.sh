#!/bin/sh
# Prints the version of the suite, as CMakeLists.txt says it; fails if it says none.
set -eu
version=$(sed -n 's/^project(congress VERSION \([0-9][0-9.]*\).*/\1/p' "$(dirname "$0")/../CMakeLists.txt")
[ -n "$version" ] && echo "$version"
