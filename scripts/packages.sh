#!/usr/bin/env bash
# Install the Debian packages named in scripts/debian/<list>.txt that are missing.
#
#   scripts/packages.sh LIST...
#
# As root, or where sudo asks no password, they are installed. Otherwise the command to run is printed, exit 1.
# Servers installed here are neither started nor enabled: the tests start their own, on free ports.
source "$(dirname "$0")/project.sh"

POLICY=/usr/sbin/policy-rc.d
POLICY_MARK="# written by sohoa scripts/packages.sh"

wanted_packages() {
    local list
    for list in "$@"; do
        sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$ROOT/scripts/debian/$list.txt"
    done
}

is_installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_install() {
    [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null
}

# Debian starts a server as soon as it is unpacked unless this file says no. It says no only while this script
# lives: after a SIGKILL the leftover allows everything.
forbid_server_starts() {
    [ -e "$POLICY" ] && ! grep -qF "$POLICY_MARK" "$POLICY" && return
    printf '%s\n' '#!/bin/sh' "$POLICY_MARK" "kill -0 $$ 2>/dev/null && exit 101" 'exit 0' |
        as_root sh -c "cat > $POLICY.new && chmod 755 $POLICY.new && mv $POLICY.new $POLICY"
    trap allow_server_starts EXIT
}

allow_server_starts() {
    as_root rm -f "$POLICY"
}

# dpkg tells of every file it unpacks; that is kept back unless something fails.
install_packages() {
    local log
    log="$(mktemp)"
    if ! {
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends --yes -qq \
                -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 "$@"
    } >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        die "apt-get failed; its whole output is in $log"
    fi
    rm "$log"
}

disable_servers() {
    local package
    command -v systemctl >/dev/null || return 0
    for package in "$@"; do
        case "$package" in
            redis-server | rabbitmq-server | postgresql) as_root systemctl --quiet disable "$package" 2>/dev/null || true ;;
        esac
    done
}

main() {
    local package wanted missing=()
    wanted="$(wanted_packages "$@")"
    # shellcheck disable=SC2086  # one word is one package
    command -v dpkg-query >/dev/null || die "this is no Debian; install by hand what these are there:" $wanted
    for package in $wanted; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return

    if ! may_install; then
        say "These Debian packages are missing. Install them as root, then run this again:"
        say "    apt-get update && apt-get install --no-install-recommends ${missing[*]}"
        exit 1
    fi
    say "Installing Debian packages: ${missing[*]}"
    forbid_server_starts
    install_packages "${missing[@]}"
    disable_servers "${missing[@]}"
}

main "$@"
