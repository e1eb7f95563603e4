#!/usr/bin/env bash
# Measures the completion of an id as a shell waits for it, from the start of congressctl to its end, by the suite that
# CONGRESS_SERVER names: scripts/demo.sh BIN INPUT FOLDER tests/bench/completion.sh BIN.
# usage: tests/bench/completion.sh BIN
set -euo pipefail
bin=$1
# Whoever measures has contexts of their own.
export XDG_CONFIG_HOME=/nonexistent
now() { date +%s%N; }

# measure WHAT WORD. A run in which the server was too slow, so that nothing was offered, breaks the bound.
measure() {
  for run in $(seq 11); do
    begin=$(now)
    offered=$("$bin/congressctl" __complete organisations get "$2")
    echo $((($(now) - begin) / 1000000)) "$(grep -c . <<< "$offered")"
  done | sort -n | awk -v what="$1" '{ms[NR] = $1; if ($2 == 0) ++empty; else ids = $2} END {
    median = ms[int((NR + 1) / 2)]
    printf "completion of an id, %s (%d ids): median %d ms of %d, %d without an offer; bound 150 ms, ratio %.2f, %s\n",
           what, ids, median, NR, empty, median / 150, median <= 150 && !empty ? "holds" : "DOES NOT HOLD"}'
}
measure "by its name" "que phong"
measure "all that there are" ""
