#!/bin/sh
# Make .venv with the first Python >= 3.11 found (PYTHON=... chooses another), unless a working one is there.
set -eu
fits='import sys; sys.exit(sys.version_info < (3, 11))'

if [ -x .venv/bin/python ] && .venv/bin/python -c "$fits" 2>/dev/null && .venv/bin/python -m pip --version >/dev/null 2>&1 &&
    { [ ! -f .venv/.place ] || [ "$(cat .venv/.place)" = "$(pwd)" ]; }; then
    exit 0
fi
for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null && "$candidate" -c "$fits" 2>/dev/null; then
        "$candidate" -m venv --clear .venv && exit 0
        echo "$candidate cannot make a virtual environment: install its venv module (Debian: apt-get install python3-venv)." >&2
        exit 1
    fi
done
echo "Python 3.11 or newer was not found: install it, or name it with PYTHON=/path/to/python3." >&2
exit 1
