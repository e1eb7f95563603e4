#!/usr/bin/env bash
# Runs each fuzzer of BIN for SECONDS; fails on the first crash. NAME.dict beside a fuzzer's source holds words of its
# input, NAME.seeds the paths of files to begin with, one a line. usage: tests/fuzz/run.sh BIN SECONDS
set -euo pipefail
bin=$1 seconds=$2
for fuzzer in "$bin"/*_fuzz; do
  name=$(basename "$fuzzer")
  options=()
  if [ -f "tests/fuzz/$name.dict" ]; then options+=("-dict=tests/fuzz/$name.dict"); fi
  if [ -f "tests/fuzz/$name.seeds" ]; then options+=("-seed_inputs=$(paste -sd, "tests/fuzz/$name.seeds")"); fi
  mkdir -p "build/corpus/$name"
  "$fuzzer" -max_total_time="$seconds" -max_len=65536 -print_final_stats=1 -verbosity=0 "${options[@]}" \
    "build/corpus/$name" 2> "build/corpus/$name.log" || { tail -n 40 "build/corpus/$name.log"; exit 1; }
  echo "$name: $(grep -o 'number_of_executed_units: .*' "build/corpus/$name.log" | grep -o '[0-9]*') runs, no crash"
done
