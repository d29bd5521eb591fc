#!/bin/sh
# Clients that others wrote, for the tests: R's and Perl's by apt where we are root, Comunica by npm.
set -eu
bin=$(cd "$1" && pwd)
cd "$(dirname "$0")/../tests/friends"

known() {
    Rscript -e 'library(SPARQL)' >/dev/null 2>&1 && perl -MRDF::Query::Client -e 1 >/dev/null 2>&1
}
if ! known; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            curl r-base-core r-cran-sparql librdf-query-client-perl >/dev/null
    else
        echo "Some tests need Debian's packages r-cran-sparql and librdf-query-client-perl; install them as root." >&2
    fi
fi

# The same Node as for the browser's files: the machine's, else that of a Python package.
if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
    PATH="$PATH:$bin"
    export PATH
    npm ci --no-audit --no-fund --silent
fi
