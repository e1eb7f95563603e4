#!/usr/bin/env bash
# Starts congressd in a fresh folder, prepares a congress from INPUT through its gateway and leaves the results in
# FOLDER/results. usage: scripts/demo.sh BIN INPUT FOLDER
set -euo pipefail
bin=$1 input=$2 folder=$3

rm -rf "$folder"
mkdir -p "$folder"
"$bin/congressd" --dev --data-dir "$folder/data" --listen 127.0.0.1:0 2> "$folder/congressd.log" &
server=$!
trap 'kill $server 2> /dev/null; wait $server 2> /dev/null' EXIT
for _ in $(seq 100); do
  [ -s "$folder/data/endpoint" ] && break
  kill -0 $server 2> /dev/null || { tail -n 3 "$folder/congressd.log" >&2; exit 1; }
  sleep 0.05
done
"$bin/congressctl" demo run --server "$(cat "$folder/data/endpoint")" --token-file "$folder/data/token" \
  --approver-token-file "$folder/data/approver-token" --input "$input" --output "$folder/results"
