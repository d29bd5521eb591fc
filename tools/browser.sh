#!/bin/sh
# Chromium, its driver and Japanese fonts for the browser tests: by apt where we are root, else a word of advice.
set -eu
command -v chromium >/dev/null 2>&1 && command -v chromedriver >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium chromium-driver fonts-noto-cjk >/dev/null
else
    echo "The browser tests need Debian's packages chromium, chromium-driver and fonts-noto-cjk; install them as root." >&2
fi
