#!/bin/sh
# Sees to it that the browser tests find their browsers: Chromium, and Firefox ESR and WebKit for
# what those do otherwise. Prints nothing when all are there, else in plain words what is missing
# (on both streams), and succeeds either way: `make test` hands the words to the tests in
# MELDCODE_BROWSER_MISSING, and the browser tests fail with them.
set -u

lacking() {
    command -v chromium >/dev/null 2>&1 || printf ' chromium'
    command -v firefox-esr >/dev/null 2>&1 || printf ' firefox-esr'
    command -v WebKitWebDriver >/dev/null 2>&1 || printf ' webkit2gtk-driver'
    command -v xvfb-run >/dev/null 2>&1 || printf ' xvfb'
    command -v xauth >/dev/null 2>&1 || printf ' xauth'
}

packages=$(lacking)
test -z "$packages" && exit 0

missing="The browser tests lack:$packages."
if ! command -v apt-get >/dev/null 2>&1; then
    missing="$missing Install them with your system's package manager."
elif [ "$(id -u)" -ne 0 ]; then
    missing="$missing Install them with: sudo apt-get install$packages"
else
    echo "Installing$packages for the browser tests ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    # The names are split into words on purpose.
    # shellcheck disable=SC2086
    install() { apt-get install -qq -y --no-install-recommends $packages </dev/null >&2; }
    install || { apt-get update -qq </dev/null >&2 && install; }
    packages=$(lacking)
    test -z "$packages" && exit 0
    missing="$missing 'apt-get install' was tried and failed; what it said stands above."
fi
echo "$missing" >&2
echo "$missing"
