# shellcheck shell=bash
# Sourced by every script here: where the project and its tools live, and how scripts talk.

set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# shellcheck disable=SC2034  # used by the scripts that source this
VENV="$ROOT/.venv"
# Tools that are no Python and no Debian packages (veraPDF, MinIO) are kept here, outside the work tree,
# so that a fresh clone does not fetch or build them again.
TOOLS="${SOHOA_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/sohoa}"

say() { printf '%s\n' "$*" >&2; }

die() {
    say "error: $*"
    exit 1
}

# One setup at a time: two shells, or make -j, would otherwise write into each other's folders.
one_at_a_time() {
    mkdir -p "$TOOLS"
    exec 9>"$TOOLS/setup.lock"
    flock 9
}
