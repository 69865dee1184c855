#!/usr/bin/env bash
# Installs what building and testing need beside Swift, Python, make and apt. Does nothing that is already done.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v swift >/dev/null || {
    echo "error: no 'swift' on the PATH; Pyrite builds with Swift 6.3 or newer" >&2
    exit 1
}

# System libraries. Each is linked statically into the engine, so that users of a wheel need none of them.
packages=(libzstd-dev libsnappy-dev liblz4-dev zlib1g-dev libbrotli-dev libbz2-dev libpcre2-dev libssl-dev
    pkg-config)
python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
command -v cc >/dev/null || packages+=(gcc libc6-dev)

missing=()
for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "== installing ${missing[*]}"
    sudo=()
    [ "$(id -u)" -eq 0 ] || sudo=(sudo)
    "${sudo[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

# The Python tools, in a virtual environment of the checkout's own.
requirements=python/requirements-dev.txt
stamp=.venv/.requirements-installed
if [ ! -f "$stamp" ] || [ "$requirements" -nt "$stamp" ]; then
    echo "== preparing .venv"
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || {
        echo "error: Pyrite needs Python 3.10 or newer; python3 is $(python3 --version)" >&2
        exit 1
    }
    [ -x .venv/bin/python ] || python3 -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
    touch "$stamp"
fi
