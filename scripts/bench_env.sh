#!/usr/bin/env bash
# Make .bench-venv: what the product is measured against, and what the test pages are made with.
#
#   scripts/bench_env.sh
#
# Apart from .venv, so that OCRmyPDF's own versions of the shared libraries stay its own.
source "$(dirname "$0")/project.sh"

ENVIRONMENT="$ROOT/.bench-venv"
LOCK="$ROOT/bench/requirements.lock"

stamp() { (sha256sum "$LOCK" && pwd) | sha256sum | cut -d' ' -f1; }

main() {
    local index
    cd "$ROOT"
    [ "$(cat "$ENVIRONMENT/.stamp" 2>/dev/null)" = "$(stamp)" ] && return
    [ -x "$VENV/bin/uv" ] || "$ROOT/scripts/venv.sh" product

    one_at_a_time
    say "Setting up .bench-venv from bench/requirements.lock"
    rm -f "$ENVIRONMENT/.stamp"
    [ -x "$ENVIRONMENT/bin/python" ] || "$VENV/bin/python" -m venv --clear --without-pip "$ENVIRONMENT"
    # uv knows only its own settings: whoever set up pip for a mirror gets pip's.
    index="$("$VENV/bin/python" -m pip config get global.index-url 2>/dev/null || true)"
    if [ -f /etc/ssl/certs/ca-certificates.crt ]; then export UV_SYSTEM_CERTS=true; fi
    if [ -n "${PIP_INDEX_URL:-$index}" ]; then export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-${PIP_INDEX_URL:-$index}}"; fi
    "$VENV/bin/uv" pip install --quiet --python "$ENVIRONMENT/bin/python" --require-hashes -r "$LOCK"
    stamp >"$ENVIRONMENT/.stamp"
}

main "$@"
