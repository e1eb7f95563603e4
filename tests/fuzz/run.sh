#!/usr/bin/env bash
# Runs each fuzzer of BIN for SECONDS; fails on the first crash. usage: tests/fuzz/run.sh BIN SECONDS
set -euo pipefail
bin=$1 seconds=$2
for fuzzer in "$bin"/*_fuzz; do
  name=$(basename "$fuzzer")
  mkdir -p "build/corpus/$name"
  "$fuzzer" -max_total_time="$seconds" -max_len=65536 -print_final_stats=1 -verbosity=0 "build/corpus/$name" \
    2> "build/corpus/$name.log" || { tail -n 40 "build/corpus/$name.log"; exit 1; }
  echo "$name: $(grep -o 'number_of_executed_units: .*' "build/corpus/$name.log" | grep -o '[0-9]*') runs, no crash"
done
