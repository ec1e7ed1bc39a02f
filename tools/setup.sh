#!/usr/bin/env bash
# Makes .venv hold exactly what requirements.lock lists, and this project in editable form.
# .venv/.lock is the lock that was installed to its end; where it differs from requirements.lock,
# or an install was cut off, the environment is made afresh. .venv/.ready is touched last.
set -euo pipefail
cd "$(dirname "$0")/.."

stop() {
    printf '%s\n' "$1" \
        'On Debian 12 this line installs all that is needed:' \
        '    apt-get install -y make git python3-venv chromium' \
        'Elsewhere, README.md shows the way with conda.' >&2
    exit 2
}

python=
for candidate in python3.11 python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || stop "bosetting needs Python 3.11; found: $(python3 --version 2>/dev/null || echo 'no Python')."
"$python" -c 'import ensurepip, venv' 2>/dev/null || stop 'Python cannot make virtual environments: its venv module is missing.'
command -v git >/dev/null || stop 'git is missing.'

pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input "$@"; }

rm -f .venv/.ready
if ! cmp -s requirements.lock .venv/.lock; then
    echo 'Setting up .venv, once; this takes a minute or two.'
    "$python" -m venv --clear .venv
    pip install -qq --retries 10 --require-hashes -r requirements.lock
    cp requirements.lock .venv/.lock
fi
pip install -qq --no-deps --no-build-isolation -e .
touch .venv/.ready
