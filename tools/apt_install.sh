#!/usr/bin/env bash
# Installs the Debian packages named, quietly and without questions. Fails where it may not or cannot.
set -euo pipefail
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT

install() {
    apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null >>"$log" 2>&1
}

# Package lists that are missing or old are fetched, and what a killed install left half done is finished, only when
# the first try fails.
if ! install "$@"; then
    dpkg --configure -a </dev/null >>"$log" 2>&1 || true
    apt-get update -qq -o Acquire::Retries=3 </dev/null >>"$log" 2>&1 || true
    install "$@" || { tail -n 5 "$log" >&2; exit 1; }
fi
