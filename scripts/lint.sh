#!/usr/bin/env bash
# Format, protos, layers, names, sizes and versions: what a reviewer should not have to look for.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0
problem() { echo "lint: $*" >&2; failed=1; }

sources=$(git ls-files -co --exclude-standard '*.h' '*.cc')

# Format.
unformatted=$(echo "$sources" | xargs clang-format-14 --dry-run 2>&1 | sed -n 's/^\([^ ][^:]*\):[0-9]*:[0-9]*: warning.*/\1/p' | sort -u | paste -sd' ')
[ -z "$unformatted" ] || problem "not formatted (make format): $unformatted"

# Protos. buf reads google/type and google/rpc from a copy of Debian's files.
googleapis=/usr/share/gocode/src/github.com/gogo/googleapis
mkdir -p build/googleapis/google/{api,rpc,type}
cp $googleapis/google/type/{date,latlng,timeofday}.proto build/googleapis/google/type/
cp $googleapis/google/rpc/{status,code,error_details}.proto build/googleapis/google/rpc/
cp $googleapis/google/api/{http,annotations}.proto build/googleapis/google/api/
buf=$(scripts/buf.sh) && "$buf" lint || problem "buf lint"

# Layers: arrows of ARCHITECTURE.md.
upward() { # upward FILES-PATTERN FORBIDDEN-INCLUDE WHAT
  local found
  found=$(git ls-files -co --exclude-standard "$1" | grep -E '\.(h|cc)$' | grep -v '_test\.cc$' | xargs -r grep -lE "$2")
  [ -z "$found" ] || problem "$3: $found"
}
upward 'services/*/domain/*' '#include "(grpcpp/|platform/(rpc|store|server|auth|telemetry|audit)/|.*\.grpc\.pb\.h)' \
  'a domain knows no gRPC, store or server'
upward 'platform/*' '#include "services/' 'the platform knows no service'
upward 'platform/store/*' '#include "(grpcpp/|platform/rpc/)' 'the store knows no gRPC'
for service in allocation dossiers drafting scheduling preparation; do
  others=$(echo allocation dossiers drafting scheduling preparation gateway | tr ' ' '\n' | grep -v "^$service$" | paste -sd'|')
  upward "services/$service/*" "#include \"services/($others)/" 'services know each other only by proto'
done

# The folders of each domain that has some, lowest first: a file includes only its own folder and those before it. `.` is
# what lies in the domain itself.
declare -A folder_order=(
  [allocation]='. tree rules apportionment targets plan delegation export'
  [drafting]='text .'
  [scheduling]='solver . schedule'
)
for domain in services/*/domain; do
  service=$(basename "$(dirname "$domain")")
  above='' # Folders that the one at hand may not include.
  undeclared=$(git ls-files -co --exclude-standard "$domain/*/*" | cut -d/ -f4 | sort -u)
  for folder in $(echo "${folder_order[$service]-}" | tr ' ' '\n' | tac); do
    files="$domain/$folder/*" within="$folder/"
    [ "$folder" = . ] && files="$domain/*.*" within='[a-z_]+\.h"'
    [ -z "$above" ] || upward ":(glob)$files" "#include \"$domain/(${above#|})" "$domain/$folder includes a folder above it"
    above="$above|$within"
    undeclared=$(echo "$undeclared" | grep -vx "$folder")
  done
  [ -z "$undeclared" ] || problem "$domain: folders without a place in folder_order: $(echo $undeclared)"
done

# Methods without a bearer token: each is a door, and here stand those that there are.
open=$(git grep -n 'annotations.v1.open) = true' -- 'proto/*.proto' | sed 's/:.*//' | paste -sd' ')
[ "$open" = proto/congress/scheduling/v1/calendar_feed_service.proto ] ||
  problem "methods that are answered without a bearer token (annotations/v1/open.proto): $open"

# Names that say nothing.
vague=$(echo "$sources" | grep -E '/(common|util|utils|helper|helpers|manager|handler|processor|misc|base|impl)[^/]*\.(h|cc)$')
[ -z "$vague" ] || problem "names that say nothing: $vague"

# Sizes: a file that has two reasons to change is split.
while read -r lines file; do
  most=400
  [[ $file == *_test.cc || $file == tests/* ]] && most=450
  [ "$lines" -le "$most" ] || problem "$file has $lines lines; $most are the most"
done < <(echo "$sources" | xargs wc -l | grep -v ' total$')

# The version: CMakeLists.txt says it, and a chart cannot read it from there.
version=$(scripts/version.sh) || problem "CMakeLists.txt names no version"
for key in version appVersion; do
  in_chart=$(sed -n "s/^$key: *\"\{0,1\}\([^\" ]*\)\"\{0,1\} *$/\1/p" helm/congress/Chart.yaml)
  [ "$in_chart" = "$version" ] ||
    problem "helm/congress/Chart.yaml: $key is '$in_chart', and the version in CMakeLists.txt '$version'"
done

[ $failed -eq 0 ] && echo "lint: passed"
exit $failed
