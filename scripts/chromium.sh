#!/bin/sh
# A Chromium for the browser tests: the one that is there, Debian's where we may install it, else the one Playwright downloads.
set -u
for browser in "${CHROMIUM_PATH:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
    [ -n "$browser" ] && [ -x "$browser" ] && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    if apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-inter && [ -x /usr/bin/chromium ]; then
        exit 0
    fi
fi
(cd frontend && npx --no-install playwright install chromium) && exit 0
echo "The browser tests need Chromium, and it could not be installed: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH." >&2
exit 1
