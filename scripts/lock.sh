#!/usr/bin/env bash
# Recompile the lock files from pyproject.toml and scripts/bootstrap.in.
#
#   scripts/lock.sh           keep versions where they still fit
#   UPGRADE=1 scripts/lock.sh take the newest ones
#
# No index address is written: the locks install from any mirror, and the hashes decide.
source "$(dirname "$0")/project.sh"

compile() {
    local options=(--quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate)
    if [ -n "${UPGRADE:-}" ]; then options+=(--upgrade); fi
    "$VENV/bin/uv" pip compile "${options[@]}" "$@" >/dev/null
}

main() {
    cd "$ROOT"
    [ -x "$VENV/bin/uv" ] || "$ROOT/scripts/venv.sh" product
    compile scripts/bootstrap.in --allow-unsafe -o scripts/bootstrap.lock
    compile pyproject.toml -o requirements.lock
    # Bound by the first, so that the test environment is the product's with more in it.
    compile pyproject.toml --extra test --constraint requirements.lock -o requirements-test.lock
    # What ours is measured against, and what models are trained with, live in environments of their own.
    compile bench/requirements.in -o bench/requirements.lock
    compile training/requirements.in -o training/requirements.lock
}

main "$@"
