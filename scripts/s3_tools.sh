#!/usr/bin/env bash
# Makes the Python environment of the S3 server and signer that tests use (moto, botocore), once, in build/tools/s3.
# usage: scripts/s3_tools.sh [--check]     --check makes nothing and ends with 1 when it is missing or outdated
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=tests/support/s3_requirements.txt
tools=build/tools/s3
cmp --silent "$wanted" "$tools/requirements.txt" && exit 0
[ "${1:-}" = --check ] && exit 1
# A broken attempt leaves no requirements.txt and is made anew.
rm -rf "$tools"
/usr/bin/python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
cp "$wanted" "$tools/requirements.txt"
