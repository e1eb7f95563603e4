#!/usr/bin/env bash
# Draws what README shows of the demo's results, while its suite still serves (see demo.sh).
# usage: scripts/pictures.sh BIN RESULTS FOLDER
set -euo pipefail
bin=$1 results=$2 folder=$3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$folder"

# The first page of a PDF.
page() { pdftoppm -png -singlefile -f 1 -l 1 -r "$3" "$1" "$folder/$2"; }

# What a terminal shows of congressctl: the command and its answer, long lines broken.
show() {
  echo "\$ congressctl $*"
  "$bin/congressctl" "$@" | while IFS= read -r line; do fold -s -w 116 <<< "$line" | sed '2,$s/^/           /'; done
  echo
}
# Draws lines of text.
draw() {
  awk '
    { gsub(/&/, "\\&amp;"); gsub(/</, "\\&lt;"); lines[NR] = $0 }
    END {
      printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1000\" height=\"%d\" font-size=\"13\" ", 8 + NR * 18
      print "font-family=\"DejaVu Sans Mono\"><rect width=\"100%\" height=\"100%\" fill=\"#f6f6f6\"/>"
      for (i = 1; i <= NR; i++) printf "<text x=\"16\" y=\"%d\" xml:space=\"preserve\">%s</text>\n", 6 + i * 18, lines[i]
      print "</svg>"
    }' | rsvg-convert
}

export CONGRESS_LANG=en XDG_CONFIG_HOME=$scratch
"$bin/congressctl" context set demo --congress nghe-an-20 --plan delegates > "$scratch/context.log"
{
  show units explain que-phong --columns sentences
  show units explain que-phong --rows around_last_seat --columns rank,display_name,won,claim
} > "$scratch/explanation.txt"
draw < "$scratch/explanation.txt" > "$folder/explanation.png"
rsvg-convert --width 900 "$results/allocation.svg" > "$folder/chart.png"
soffice "-env:UserInstallation=file://$scratch/office" --headless --convert-to pdf --outdir "$scratch" \
  "$results/allocation.xlsx" > "$scratch/office.log" 2>&1 || { cat "$scratch/office.log" >&2; exit 1; }
page "$scratch/allocation.pdf" workbook 80
page "$results/decision.pdf" decision 70
large=$(find "$folder" -name '*.png' -size +200k)
[ -z "$large" ] || { echo "larger than 200 KiB: $large" >&2; exit 1; }
