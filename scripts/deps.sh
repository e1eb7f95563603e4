#!/usr/bin/env bash
# Checks that what the given stage needs is there - commands, headers, pkg-config modules, files, never package names -
# and installs what is missing. With nothing missing it touches no network.
#
# usage: scripts/deps.sh STAGE [--list]
#   build        congressd and congressctl
#   bench        and the programs of tests and benchmarks, and what these compare with
#   asan, tsan   and what tests start
#   tidy, fuzz   the programs of tests, and clang
#   pictures     congressd and congressctl, and what draws the pictures of README
#   test         all that CI runs: tests, lint, chart
#   check        test, tidy and fuzz
# --list names the missing packages, installs nothing and ends with 1 if there are any.
set -euo pipefail

cd "$(dirname "$0")/.."
stage=${1:-build}
list_only=${2:-}

# Each line: what is looked for, and the Debian 12 package that brings it.
build_needs='
command:cmake cmake
command:ninja ninja-build
command:g++ g++
command:pkg-config pkg-config
command:protoc protobuf-compiler
command:grpc_cpp_plugin protobuf-compiler-grpc
header:google/protobuf/message.h libprotobuf-dev
header:grpcpp/grpcpp.h libgrpc++-dev
header:absl/status/statusor.h libabsl-dev
header:hiredis/hiredis.h libhiredis-dev
header:sqlite3.h libsqlite3-dev
header:curl/curl.h libcurl4-openssl-dev
header:gmpxx.h libgmp-dev
header:openssl/evp.h libssl-dev
header:nghttp2/nghttp2.h libnghttp2-dev
header:event2/event.h libevent-dev
header:unicode/coll.h libicu-dev
header:CLI/CLI.hpp libcli11-dev
header:nlohmann/json.hpp nlohmann-json3-dev
header:yaml-cpp/yaml.h libyaml-cpp-dev
header:uuid/uuid.h uuid-dev
header:xlsxwriter.h libxlsxwriter-dev
header:expat.h libexpat1-dev
header:zip.h libzip-dev
header:zlib.h zlib1g-dev
header:pugixml.hpp libpugixml-dev
pkg:pangocairo libpango1.0-dev
file:/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf fonts-liberation2
pkg:libical libical-dev
header:sodium.h libsodium-dev
header:zstd.h libzstd-dev
pkg:prometheus-cpp-pull prometheus-cpp-dev
file:/usr/share/gocode/src/github.com/gogo/googleapis/google/rpc/status.proto golang-github-gogo-googleapis-dev
file:/usr/share/grpc-proto/grpc/reflection/v1/reflection.proto grpc-proto
'
# What test programs are compiled with.
compile_needs='
header:gtest/gtest.h libgtest-dev
header:gmock/gmock.h libgmock-dev
'
# What they start.
run_needs='
command:redis-server redis-server
command:pdftotext poppler-utils
command:unzip unzip
command:openssl openssl
command:soffice libreoffice-writer-nogui
file:/usr/lib/libreoffice/program/libsclo.so libreoffice-calc-nogui
python:ensurepip python3-venv
tools:s3 -
'
# What benchmarks compare with.
bench_needs='
command:git git
command:h2load nghttp2-client
'
lint_needs='
command:clang-format-14 clang-format-14
python:yaml python3-yaml
command:npm npm
'
tidy_needs='
command:clang-tidy-16 clang-tidy-16
'
fuzz_needs='
command:clang++-16 clang-16
clang-runtime:16 libclang-rt-16-dev
'

pictures_needs='
command:rsvg-convert librsvg2-bin
command:pdftoppm poppler-utils
command:soffice libreoffice-calc-nogui
file:/usr/lib/libreoffice/program/libsclo.so libreoffice-calc-nogui
file:/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf fonts-dejavu-core
'

has() {
  local kind=${1%%:*} name=${1#*:}
  case $kind in
    command) command -v "$name" > /dev/null ;;
    pkg) pkg-config --exists "$name" ;;
    file) [ -e "$name" ] ;;
    tools) scripts/"$name"_tools.sh --check ;;
    python) /usr/bin/python3 -c "import $name" 2> /dev/null ;;
    clang-runtime) compgen -G "/usr/lib/llvm-$name/lib/clang/*/lib/linux/libclang_rt.fuzzer*" > /dev/null ;;
    header)
      for folder in /usr/include /usr/include/x86_64-linux-gnu /usr/include/aarch64-linux-gnu /usr/local/include; do
        [ -e "$folder/$name" ] && return 0
      done
      return 1 ;;
  esac
}

# Node comes with npm on some machines and conflicts with Debian's there; a helm in PATH makes npm needless for the
# chart, and a buf for the lint.
needless() {
  [ "$1" = command:npm ] && command -v helm > /dev/null && command -v buf > /dev/null
}

tests=$build_needs$compile_needs
case $stage in
  build) needs=$build_needs ;;
  bench) needs=$tests$bench_needs ;;
  asan | tsan) needs=$tests$run_needs ;;
  tidy) needs=$tests$tidy_needs ;;
  fuzz) needs=$tests$fuzz_needs ;;
  pictures) needs=$build_needs$pictures_needs ;;
  test) needs=$tests$run_needs$bench_needs$lint_needs ;;
  check) needs=$tests$run_needs$bench_needs$lint_needs$tidy_needs$fuzz_needs ;;
  *)
    echo "usage: scripts/deps.sh build|bench|asan|tsan|tidy|fuzz|pictures|test|check [--list]" >&2
    exit 2 ;;
esac

missing=()
tools=() # Scripts that install what no package brings.
while read -r what package; do
  [ -z "$what" ] && continue
  has "$what" || needless "$what" || {
    if [ "$package" = - ]; then tools+=("scripts/${what#*:}_tools.sh"); else missing+=("$package"); fi
  }
done <<< "$needs"

[ ${#missing[@]} -eq 0 ] && [ ${#tools[@]} -eq 0 ] && exit 0
echo "missing for '$stage':" "${missing[@]}" "${tools[@]}" >&2
[ "$list_only" = --list ] && exit 1
make_tools() {
  for tool in "${tools[@]}"; do "$tool"; done
}
[ ${#missing[@]} -eq 0 ] && { make_tools; exit; }

install="apt-get install --yes --no-install-recommends ${missing[*]}"
if ! command -v apt-get > /dev/null; then
  echo "install them with this system's packages; on Debian 12: $install" >&2
  exit 1
elif [ "$(id -u)" = 0 ]; then
  sudo=
elif command -v sudo > /dev/null && sudo -n true 2> /dev/null; then
  sudo=sudo
else
  echo "run as root: $install" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update --quiet
$sudo $install
make_tools
