#!/bin/sh
# Pins the versions that development and CI use, for Python 3.10 to 3.13: scripts/lock.sh [--upgrade]
set -eu
cd "$(dirname "$0")/.."
exec .venv-dev/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.10 --no-emit-index-url \
    --quiet --custom-compile-command "scripts/lock.sh" -o requirements-dev.lock "$@"
