#!/usr/bin/env bash
# Builds the wheel from the engine in python/pyrite/_engine and gives it the manylinux tag that auditwheel confirms.
#
# usage: scripts/wheel.sh PYTHON OUTPUT_FOLDER
set -euo pipefail
python=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
mkdir -p "$2"
output=$(cd "$2" && pwd)
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# A copy, so that nothing of an older build can slip in and the checkout stays clean.
mkdir "$folder/source"
cp -r python/pyrite python/setup.py python/pyproject.toml python/README.md "$folder/source/"
find "$folder/source" -name __pycache__ -prune -exec rm -rf {} +
"$python" -m build --wheel --no-isolation --outdir "$folder/plain" "$folder/source" >"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    exit 1
}
rm -f "$output"/*.whl
PATH="$(dirname "$python"):$PATH" "$python" -m auditwheel repair --wheel-dir "$output" "$folder"/plain/*.whl
"$python" -m auditwheel show "$output"/*.whl
ls -lh "$output"/*.whl
