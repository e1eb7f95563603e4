#!/bin/sh
# Starts a suite, does a few things, and has its exports and proofs verified by the program beside this one; then shows that
# the program finds one altered byte.
set -eu
bin=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; rm -rf "$folder"' EXIT
(cd "$here" && go build -o "$folder/judge" .)
"$bin/congressd" --dev --data-dir "$folder/data" --listen 127.0.0.1:0 2> "$folder/log" &
server=$!
for _ in $(seq 100); do [ -s "$folder/data/endpoint" ] && break; sleep 0.1; done
export CONGRESS_SERVER="$(cat "$folder/data/endpoint")" CONGRESS_TOKEN_FILE="$folder/data/token"
for i in $(seq 5); do
  "$bin/congressctl" persons create --person-id "p-$i" --display-name "Nguyễn Văn Mẫu $i" \
    --organisation organisations/province > "$folder/made"
done
key=$("$bin/congressctl" audit-checkpoints get dossiers -o json | sed -n 's/.*"verifierKey": *"\(.*\)".*/\1/p')
"$bin/congressctl" audit export dossiers --output "$folder/export"
"$folder/judge" "$folder/export" "$key"
last=$(grep -c '' "$folder/export")
sequence=$(sed -n "$((last - 2))p" "$folder/export" | cut -d' ' -f2)
"$bin/congressctl" audit prove dossiers --sequence "$sequence" --output "$folder/proof"
"$folder/judge" "$folder/proof" "$key"
sed "$((last - 2))s/.\$/A/" "$folder/export" > "$folder/altered"
if "$folder/judge" "$folder/altered" "$key"; then
  echo "an altered export was taken for whole" >&2
  exit 1
fi
