#!/bin/sh
# Makes the environment: `tools/env.sh run` (the runtime lock), `dev` (the development lock) or
# `boot` (only uv, in .boot). Needs Python 3.11 or newer with pip; everything lands in this folder.
set -eu
cd "$(dirname "$0")/.."

what=${1:-run}
python=${PYTHON:-python3}
export UV_PYTHON_DOWNLOADS=never

stop() {
    echo "$*" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 ||
    stop "Python is missing: '$python' was not found. On Debian: apt-get install python3 python3-pip"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Python 3.11 or newer is needed; '$python' is $("$python" --version). Name another one with: make PYTHON=python3.11 ..."

# uv brings its own list of certificate authorities and reads none of pip's settings: let it trust
# what the system trusts, and hand over a mirror or certificate that was set for pip alone.
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"
pip_setting() {
    "$python" -m pip config get "global.$1" 2>/dev/null || true
}

# 1. uv itself, by pip, with hashes. --target touches nothing of the system's Python. Debian marks
#    its Python 'externally managed' (PEP 668); its pip 23.0 lets --target through, and the first
#    variable sees to it that others do too. The other two undo settings that --target refuses.
if [ ! -x .boot/bin/uv ] || ! cmp -s tools/uv.txt .boot/uv.txt; then
    "$python" -m pip --version >/dev/null 2>&1 ||
        stop "pip is missing for '$python'. On Debian: apt-get install python3-pip"
    echo "Fetching uv ..." >&2
    rm -rf .boot
    PIP_BREAK_SYSTEM_PACKAGES=1 PIP_REQUIRE_VIRTUALENV=0 PIP_USER=0 \
        PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore \
        "$python" -m pip install --quiet --require-hashes --only-binary :all: \
        --target .boot -r tools/uv.txt
    cp tools/uv.txt .boot/uv.txt
fi
[ "$what" = boot ] && exit 0

# 2. The environment. One that was made for development stays one.
case $what in
    dev) lock=requirements-dev.txt ;;
    run) lock=requirements.txt
         if [ -e .venv/.ready-dev ]; then lock=requirements-dev.txt what=dev; fi ;;
    *) stop "usage: tools/env.sh run|dev|boot" ;;
esac
index=${PIP_INDEX_URL:-$(pip_setting index-url)}
[ -z "$index" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
cert=${PIP_CERT:-$(pip_setting cert)}
[ -z "$cert" ] || export SSL_CERT_FILE="${SSL_CERT_FILE:-$cert}"

echo "Making the environment from $lock ..." >&2
if ! .venv/bin/python -c '' 2>/dev/null; then
    .boot/bin/uv venv --quiet --clear --no-project --python "$(command -v "$python")" .venv
fi
export VIRTUAL_ENV="$PWD/.venv"
.boot/bin/uv pip sync --quiet --require-hashes "$lock"
# hatchling comes from the lock: no isolated build, which would fetch it without a hash.
.boot/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .

touch .venv/.ready-run
[ "$what" = run ] || touch .venv/.ready-dev
