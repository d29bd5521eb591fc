#!/bin/sh
# Virtuoso, the second engine of the tests: by apt where we are root, else a word of advice.
set -eu
command -v virtuoso-t >/dev/null 2>&1 && command -v isql-vt >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends virtuoso-opensource-7-bin >/dev/null
else
    echo "The tests of other engines need Debian's package virtuoso-opensource-7-bin; install it as root." >&2
fi
