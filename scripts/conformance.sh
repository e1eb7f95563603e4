#!/usr/bin/env bash
# Runs three public suites against the front, unchanged: Connect's conformance suite (Connect, gRPC and gRPC-Web), gRPC's
# interop client and h2spec (HTTP/2). What is known to fail stands with its reason in tests/conformance/*.txt; anything else fails the run. They are
# programs in Go, made in build/tools/conformance from the Go proxy.
# usage: scripts/conformance.sh
set -euo pipefail
cd "$(dirname "$0")/.."
suite=connectrpc.com/conformance@v1.0.7
interop=google.golang.org/grpc/interop/client@v1.67.1
h2spec=github.com/summerwind/h2spec@v2.2.1+incompatible
tools=$PWD/build/tools/conformance
command -v go > /dev/null || { echo "needs Go 1.24 or newer in PATH" >&2; exit 1; }

mkdir -p "$tools"
export GOBIN=$tools GOFLAGS=-mod=mod
[ -x "$tools/connectconformance" ] || go install "${suite%@*}/cmd/connectconformance@${suite#*@}"
[ -x "$tools/client" ] || go install "$interop"
[ -x "$tools/h2spec" ] || go install "${h2spec%@*}/cmd/h2spec@${h2spec#*@}"
protos=$(go mod download -json "$suite" | sed -n 's/^\t"Dir": "\(.*\)",*$/\1/p')/proto

cmake --preset release -DCONGRESS_CONFORMANCE_PROTOS="$protos" > build/configure.log || { cat build/configure.log; exit 1; }
cmake --build --preset release --target conformance_server
server=build/release/bin/conformance_server

failed=0
# `#` begins a reason.
"$tools/connectconformance" --mode server --conf tests/conformance/connect.yaml --max-servers 1 --parallel 2 \
  --known-failing @tests/conformance/connect_known.txt -- "$server" || failed=1

# Its cases that need neither another identity provider nor compression.
cases="empty_unary large_unary client_streaming server_streaming ping_pong empty_stream timeout_on_sleeping_server
  cancel_after_begin cancel_after_first_response status_code_and_message special_status_message custom_metadata
  unimplemented_method unimplemented_service pick_first_unary"
start() {
  rm -f build/conformance.port
  "$server" "$1" > build/conformance.port &
  pid=$!
  trap 'kill $pid' EXIT
  until [ -s build/conformance.port ]; do sleep 0.1; done
  port=$(cat build/conformance.port)
}
start --grpc
for case in $cases; do
  "$tools/client" --server_host 127.0.0.1 --server_port "$port" --test_case "$case" 2> build/interop.log ||
    { echo "interop: $case failed" && tail -n 3 build/interop.log && failed=1; }
done
echo "interop: $(wc -w <<< "$cases") cases"
kill $pid

start --http
"$tools/h2spec" --port "$port" --timeout 4 > build/h2spec.log || true
grep -q '^[0-9]* tests' build/h2spec.log || failed=1
sed -n 's/^ *× *//p' build/h2spec.log | sort -u > build/h2spec.failed
if grep -vxF -f tests/conformance/h2spec_known.txt build/h2spec.failed; then failed=1; fi
tail -n 1 build/h2spec.log
[ $failed -eq 0 ] && echo "conformance: as expected"
exit $failed
