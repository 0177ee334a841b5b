#!/bin/sh
# Renews the locks. They carry hashes and name no host, so any index or mirror can serve them.
# Arguments go to uv: `tools/lock.sh --upgrade` takes the newest versions that fit pyproject.toml.
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"

compile() {
    .boot/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --custom-compile-command "make lock" "$@"
}

compile "$@" pyproject.toml --group build --output-file requirements.txt
compile "$@" pyproject.toml --extra organisatie --group build --group dev \
    --constraints requirements.txt --output-file requirements-dev.txt
echo uv | compile "$@" - --output-file tools/uv.txt

if grep -nE '[a-z]+://|--(extra-)?index-url|--find-links' requirements.txt requirements-dev.txt tools/uv.txt; then
    echo "The lock names a host (above); it should not." >&2
    exit 1
fi
