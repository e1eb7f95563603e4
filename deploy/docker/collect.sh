#!/bin/sh
# collect.sh ROOT BINARY...: puts the binaries into ROOT/usr/local/bin with all that they need to run there: the
# shared libraries that they load, the time zones of the suite, and a user. Fails when a library is missing.
set -eu
root=$1
shift

mkdir -p "$root/usr/local/bin" "$root/etc" "$root/var/lib/congress"
for binary in "$@"; do
  install -m 0755 -s "$binary" "$root/usr/local/bin/"
done

# Path of every library, the loader included; one that is not found stops the build.
libraries=$(for binary in "$@"; do ldd "$binary"; done)
if echo "$libraries" | grep 'not found' >&2; then
  exit 1
fi
for library in $(echo "$libraries" | grep -o '/[^ ]*' | sort -u); do
  mkdir -p "$root$(dirname "$library")"
  # The file itself under the name that is asked for.
  cp --dereference "$library" "$root$library"
  package=$(dpkg --search "*/$(basename "$library")" | cut -d: -f1 | head -n 1)
  if [ -f "/usr/share/doc/$package/copyright" ]; then
    install -D -m 0644 "/usr/share/doc/$package/copyright" "$root/usr/share/doc/$package/copyright"
  fi
done

# Compiled into what makes PDF.
install -D -m 0644 /usr/share/doc/fonts-liberation2/copyright "$root/usr/share/doc/fonts-liberation2/copyright"

for zone in Asia/Ho_Chi_Minh UTC; do
  mkdir -p "$root/usr/share/zoneinfo/$(dirname "$zone")"
  cp --dereference "/usr/share/zoneinfo/$zone" "$root/usr/share/zoneinfo/$zone"
done

echo 'congress:x:65532:65532::/var/lib/congress:/nonexistent' >"$root/etc/passwd"
echo 'congress:x:65532:' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
