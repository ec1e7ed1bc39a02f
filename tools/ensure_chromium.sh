#!/usr/bin/env bash
# Chromium for the page tests: installed where it is absent and this user may install it.
# Never fails: where there is none, the tests say so themselves (with CI=true they fail).
set -euo pipefail
[ -z "${CHROMIUM:-}" ] || exit 0
for program in chromium chromium-browser google-chrome; do
    command -v "$program" >/dev/null && exit 0
done
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 0
echo 'Installing Chromium for the page tests.'
bash "$(dirname "$0")/apt_install.sh" chromium || echo 'Chromium could not be installed.' >&2
