#!/bin/sh
# Sees to it that the browser tests find a browser. Prints nothing when Chromium is there, else in
# plain words what is missing (on both streams), and succeeds either way: `make test` hands the
# words to the tests in MELDCODE_BROWSER_MISSING, and the browser tests fail with them.
set -u

command -v chromium >/dev/null 2>&1 && exit 0

missing="Chromium is missing: the browser tests need the program 'chromium' on PATH."
if ! command -v apt-get >/dev/null 2>&1; then
    missing="$missing Install it with your system's package manager."
elif [ "$(id -u)" -ne 0 ]; then
    missing="$missing Install it with: sudo apt-get install chromium"
else
    echo "Installing chromium for the browser tests ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    install() { apt-get install -qq -y --no-install-recommends chromium </dev/null >&2; }
    install || { apt-get update -qq </dev/null >&2 && install; }
    command -v chromium >/dev/null 2>&1 && exit 0
    missing="$missing 'apt-get install chromium' was tried and failed; what it said stands above."
fi
echo "$missing" >&2
echo "$missing"
