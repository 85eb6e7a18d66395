#!/bin/sh
# Make .venv with the first Python >= 3.11 found (PYTHON=... chooses another), unless a working one is there.
# It gets no pip of its own (scripts/install.sh); .venv/.python is the Python that made it.
set -eu
fits='import sys; sys.exit(sys.version_info < (3, 11))'

# Debian takes both out of Python, into packages of their own.
installs='from importlib.util import find_spec as find; import sys; sys.exit(not (find("pip") or find("ensurepip")))'

if [ -x .venv/bin/python ] && .venv/bin/python -c "$fits" 2>/dev/null &&
    { [ -f .venv/.python ] || .venv/bin/python -m pip --version >/dev/null 2>&1; } &&
    { [ ! -f .venv/.place ] || [ "$(cat .venv/.place)" = "$(pwd)" ]; }; then
    [ -f .venv/.python ] || echo .venv/bin/python >.venv/.python
    exit 0
fi
for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null && "$candidate" -c "$fits" 2>/dev/null; then
        if "$candidate" -c "$installs" && "$candidate" -m venv --clear --without-pip .venv; then
            command -v "$candidate" >.venv/.python
            exit 0
        fi
        echo "$candidate cannot make a virtual environment: install its venv module (Debian: apt-get install python3-venv)." >&2
        exit 1
    fi
done
echo "Python 3.11 or newer was not found: install it, or name it with PYTHON=/path/to/python3." >&2
exit 1
