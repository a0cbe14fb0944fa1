#!/usr/bin/env bash
# Make .venv hold what a lock file names, and the project itself.
#
#   scripts/venv.sh product|test
#
# Nothing is done when the stamp of the last complete run still fits. `test` is a superset of `product`: once a test
# environment fits, `product` leaves it alone. Packages are added and changed, never removed.
source "$(dirname "$0")/project.sh"

PYTHON="$VENV/bin/python"

stamp_of() {
    (cd "$ROOT" && sha256sum "$1" pyproject.toml scripts/bootstrap.lock && pwd && "$2" --version) | sha256sum | cut -d' ' -f1
}

is_complete() {
    local profile="$1" lock="$2"
    [ -x "$VENV/bin/sohoa" ] && [ -x "$PYTHON" ] &&
        [ "$(cat "$VENV/.$profile.stamp" 2>/dev/null)" = "$(stamp_of "$lock" "$PYTHON")" ]
}

find_python() {
    local candidate
    for candidate in /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    die "Python 3.11 or newer is needed; found: $(python3 --version 2>&1). On Debian 12: apt-get install python3 python3-venv"
}

make_venv() {
    local system_python
    if ! "$PYTHON" -c '' 2>/dev/null; then
        system_python="$(find_python)"
        "$system_python" -m venv --clear --without-pip "$VENV"
    fi
    # An interrupted run leaves an interpreter without pip.
    "$PYTHON" -m pip --version >/dev/null 2>&1 || "$PYTHON" -m ensurepip --upgrade >/dev/null ||
        die "ensurepip failed. On Debian: apt-get install python3-venv"
}

install_bootstrap() {
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$ROOT/scripts/bootstrap.lock"
}

# uv takes 3 s where pip takes 33 s, but knows only its own settings: whoever set up pip for a mirror gets pip's.
install_lock() {
    local lock="$1" index
    index="$("$PYTHON" -m pip config get global.index-url 2>/dev/null || true)"
    if [ -f /etc/ssl/certs/ca-certificates.crt ]; then export UV_SYSTEM_CERTS=true; fi
    if [ -n "${PIP_INDEX_URL:-$index}" ]; then export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-${PIP_INDEX_URL:-$index}}"; fi
    "$VENV/bin/uv" pip install --quiet --python "$PYTHON" --require-hashes -r "$lock" && return
    say "uv could not install the lock file; pip tries."
    "$PYTHON" -m pip install --disable-pip-version-check --require-hashes -r "$lock" >&2
}

install_project() {
    # setuptools greets every editable installation with a warning.
    PYTHONWARNINGS=ignore "$PYTHON" -m pip install --quiet --disable-pip-version-check \
        --no-deps --no-build-isolation --editable "$ROOT"
}

main() {
    local profile="$1" lock
    case "$profile" in
        product) lock=requirements.lock ;;
        test) lock=requirements-test.lock ;;
        *) die "usage: scripts/venv.sh product|test" ;;
    esac
    is_complete "$profile" "$lock" && return
    [ "$profile" = product ] && is_complete test requirements-test.lock && return

    one_at_a_time
    cd "$ROOT"
    say "Setting up .venv from $lock"
    rm -f "$VENV/.$profile.stamp"
    make_venv
    install_bootstrap
    install_lock "$lock"
    install_project
    stamp_of "$lock" "$PYTHON" >"$VENV/.$profile.stamp"
}

main "$@"
