#!/bin/sh
# Lints and renders the chart, runs every check on every profile, and proves of every check that it can fail.
# HELM names another helm than the one that helm.sh finds.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

if ! /usr/bin/python3 -c 'import yaml' 2>/dev/null; then
  echo "chart: python3-yaml is missing: run 'make deps'" >&2
  exit 1
fi
helm=${HELM:-$("$here/helm.sh")}
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 "$here/run.py" "$helm"
