#!/bin/sh
# Install the frontend's packages as they are locked: `all`, or what `building` the pages needs (the dependencies of
# package.json; the tools of tests and style are its devDependencies).
set -eu
sh scripts/check-node.sh
cd frontend
case "$1" in
all) npm ci --no-audit --no-fund && touch node_modules/.for-building node_modules/.installed ;;
building) npm ci --no-audit --no-fund --omit=dev && touch node_modules/.for-building ;;
esac
