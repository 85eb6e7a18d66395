#!/bin/sh
# Install a lock file into .venv, every file checked against its hash: `sh scripts/install.sh requirements.lock`.
# uv (a wheel) takes seconds where pip takes a minute; where there is none for this machine, or it cannot reach the
# packages (it does not read pip's configuration), pip does it.
set -eu
python=.venv/bin/python

own_pip() {
    "$python" -m pip --version >/dev/null 2>&1 || "$python" -m ensurepip >/dev/null
    "$python" -m pip --quiet --disable-pip-version-check "$@"
}

if [ ! -x .venv/bin/uv ]; then
    # The pip of the machine's own Python saves unpacking another one into .venv.
    "$(cat .venv/.python)" -m pip --python "$python" --quiet --disable-pip-version-check \
        install --only-binary :all: --require-hashes -r requirements-uv.lock 2>/dev/null ||
        own_pip install --only-binary :all: --require-hashes -r requirements-uv.lock 2>/dev/null || true
fi
with_uv() { .venv/bin/uv pip install --quiet --python "$python" "$@" && return; echo "uv could not install; pip does." >&2; return 1; }
install() { { [ -x .venv/bin/uv ] && with_uv "$@"; } || own_pip install "$@"; }

install --require-hashes -r "$1"
install --no-deps -e .
