#!/usr/bin/env bash
# Starts congressd in a fresh folder on the day of INPUT, prepares a congress from INPUT through its gateway and leaves
# the results in FOLDER/results. A COMMAND is then run while the suite still serves, which CONGRESS_SERVER and
# CONGRESS_TOKEN_FILE tell it. usage: scripts/demo.sh BIN INPUT FOLDER [COMMAND…]
set -euo pipefail
bin=$1 input=$2 folder=$3

rm -rf "$folder"
mkdir -p "$folder"
today=$(sed -n 's/^today: *//p' "$input/province.yaml")
"$bin/congressd" --dev ${today:+--today "$today"} --data-dir "$folder/data" --listen 127.0.0.1:0 \
  2> "$folder/congressd.log" &
server=$!
trap 'kill $server 2> /dev/null; wait $server 2> /dev/null' EXIT
for _ in $(seq 100); do
  [ -s "$folder/data/endpoint" ] && break
  kill -0 $server 2> /dev/null || { tail -n 3 "$folder/congressd.log" >&2; exit 1; }
  sleep 0.05
done
export CONGRESS_SERVER CONGRESS_TOKEN_FILE="$folder/data/token"
CONGRESS_SERVER=$(cat "$folder/data/endpoint")
"$bin/congressctl" demo run --server "$CONGRESS_SERVER" --token-file "$CONGRESS_TOKEN_FILE" \
  --approver-token-file "$folder/data/approver-token" --input "$input" --output "$folder/results"
shift 3
"$@"
