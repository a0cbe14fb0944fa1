#!/usr/bin/env bash
# Show that a machine which never saw the project runs both commands from a fresh clone, and how long they take.
#
#   scripts/clean-room.sh [TARGET]...         make targets; demo and test unless named
#   KEEP=1 scripts/clean-room.sh             leave the root behind, to look at
#
# A Debian 12 with git, python3, make and CA certificates is made, the commit at HEAD is cloned into it, and the commands
# run there as root, in namespaces of their own: when they end, so do all their processes and mounts.
# Needs root, 8 GB in TMPDIR (/var/tmp), and what reaches this machine's package mirrors.
source "$(dirname "$0")/project.sh"
source "$ROOT/scripts/mirror.sh"

enter() {
    local root="$1"
    shift
    mapfile -t passed < <(mirror_environment)
    # shellcheck disable=SC2016  # expanded by the inner shell
    unshare --mount --pid --ipc --uts --fork --kill-child --propagation private bash -c '
        set -eu
        root="$1"; shift
        mount --rbind /dev "$root/dev"
        mount --rbind /sys "$root/sys"
        mount -t proc proc "$root/proc"
        mount -t tmpfs tmpfs "$root/run"
        if [ -n "${SHARED:-}" ]; then mkdir -p "$root/srv/shared"; mount --rbind "$SHARED" "$root/srv/shared"; fi
        exec chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"
    ' enter "$root" "${passed[@]}" "$@"
}

timed() {
    local what="$1" started
    shift
    started=$(date +%s)
    if "$@"; then
        say "$what: passed in $(($(date +%s) - started)) s"
    else
        say "$what: FAILED after $(($(date +%s) - started)) s"
        return 1
    fi
}

# The log is shown only when the command fails.
quietly() {
    local log="$1"
    shift
    "$@" >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        return 1
    }
}

main() {
    local root failed=0 command commands=("$@")
    [ ${#commands[@]} -gt 0 ] || commands=(demo test)
    [ "$(id -u)" -eq 0 ] || die "the clean room needs root: it mounts and changes its root folder"
    "$ROOT/scripts/packages.sh" clean-room

    root="$(mktemp -d "${TMPDIR:-/var/tmp}/sohoa-clean-room.XXXXXX")"
    # shellcheck disable=SC2064  # the folder's name is wanted now: at exit the local variable is gone
    if [ -z "${KEEP:-}" ]; then trap "rm -rf --one-file-system '$root'" EXIT; else say "root: $root"; fi
    timed "Debian 12 with git, python3, make" make_debian_root "$root" ca-certificates git make python3
    copy_mirror_settings "$root"
    SHARED="${SOHOA_SHARED:-$ROOT/../shared}"
    [ -d "$SHARED" ] || SHARED=""
    export SHARED

    git -C "$ROOT" bundle create --quiet "$root/srv/sohoa.bundle" HEAD
    enter "$root" git -c advice.detachedHead=false clone --quiet /srv/sohoa.bundle /srv/sohoa
    say "commit $(git -C "$ROOT" rev-parse --short HEAD); what is not committed is not in the clean room"
    for command in "${commands[@]}"; do
        timed "make $command" enter "$root" CI=true make -C /srv/sohoa "$command" || failed=1
        timed "make $command, again" quietly "$root/srv/again.log" enter "$root" CI=true make -C /srv/sohoa "$command" || failed=1
    done
    return "$failed"
}

main "$@"
