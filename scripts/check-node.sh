#!/bin/sh
# The frontend's tools need Node >= 20.19.
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "Node 20.19 or newer (with npm) was not found: install it first." >&2
    exit 1
fi
node -e '
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node 20.19 or newer is needed, this is ${process.versions.node}.`);
  process.exit(1);
}'
