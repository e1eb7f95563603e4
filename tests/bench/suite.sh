#!/usr/bin/env bash
# Measures what the suite promises, beside its bounds: the time from start to SERVING, the demo's work, the completion of
# an id among the organisations that it has made.
# usage: tests/bench/suite.sh BIN
set -euo pipefail
bin=$1
now() { date +%s%N; }
median() { sort -n | awk '{v[NR]=$1} END {print v[int((NR+1)/2)]}'; }

folder=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; rm -rf "$folder"' EXIT
for run in $(seq 11); do
  "$bin/congressd" --data-dir "$folder/$run" --init > /dev/null
  begin=$(now)
  "$bin/congressd" --data-dir "$folder/$run" --listen 127.0.0.1:0 2> /dev/null &
  until [ -s "$folder/$run/endpoint" ]; do sleep 0.005; done
  echo $((($(now) - begin) / 1000000))
  kill $!
  wait $! || true
done | median | awk '{printf "congressd, start to SERVING: median %d ms of 11; bound 1000 ms, ratio %.2f\n", $1, $1/1000}'
for run in 1 2 3; do
  begin=$(now)
  scripts/demo.sh "$bin" examples/nghe-an "$folder/demo" > /dev/null 2>&1
  echo $((($(now) - begin) / 1000000))
done | median | awk '{printf "demo, Nghệ An: median %d ms of 3; bound 20000 ms, ratio %.2f\n", $1, $1/20000}'
scripts/demo.sh "$bin" examples/nghe-an "$folder/demo" tests/bench/completion.sh "$bin" 2> /dev/null | grep '^completion'
