# shellcheck shell=bash disable=SC2016  # mmdebstrap's hooks are expanded by its own shell
# Sourced: hands this machine's way to its package mirrors to a fresh Debian root.
#
# Behind a company mirror or proxy a bare Debian reaches nothing. What this machine was told (apt sources and options,
# CA certificates, client settings, variables) is passed through; nothing of it is written into the project.

SYSTEM_CA=/etc/ssl/certs/ca-certificates.crt

# Lines NAME=VALUE of the variables that the package clients look at.
mirror_environment() {
    env | grep -E '^((https?|no|all|ftp)_proxy|(HTTPS?|NO|ALL)_PROXY|PIP_[A-Z_]+|UV_[A-Z_]+|GO(PROXY|SUMDB|NOSUMDB|PRIVATE|NOPROXY|FLAGS)|MAVEN_(OPTS|ARGS))=' |
        grep -vE '^(PIP_FIND_LINKS|PIP_CACHE_DIR|UV_CACHE_DIR)=' || true
    # A private CA is known to the system's bundle; these clients bring one of their own unless told.
    if has_local_ca; then
        printf '%s=%s\n' SSL_CERT_FILE "$SYSTEM_CA" REQUESTS_CA_BUNDLE "$SYSTEM_CA" PIP_CERT "$SYSTEM_CA"
    fi
}

has_local_ca() {
    compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null
}

# Copy the clients' own setting files, where there are any, to the same places of the root $1.
copy_mirror_settings() {
    local root="$1" file
    for file in /etc/pip.conf "$HOME"/{.config/pip/pip.conf,.pip/pip.conf,.config/uv/uv.toml,.config/go/env,.m2/settings.xml}; do
        [ -f "$file" ] || continue
        # The root's only person is root.
        install -D --mode=600 "$file" "$root${file/#$HOME//root}"
    done
}

# Make a minimal Debian 12: $1 is a folder or a .tar, the rest are packages on top of the essential ones.
make_debian_root() {
    local target="$1" options sources
    shift
    options="$(mktemp)"
    apt-config dump Acquire | grep -vE '^Acquire(::(Languages|Changelogs|IndexTargets).*)? ' >"$options" || true
    mapfile -t sources < <(find /etc/apt -maxdepth 2 \( -name sources.list -size +0 -o -path '*/sources.list.d/*.sources' -o -path '*/sources.list.d/*.list' \))
    local arguments=(--quiet --variant=minbase "--include=$(IFS=,; echo "$*")" "--aptopt=$options")
    # Passwords of mirrors lie in a folder of apt's own.
    if compgen -G '/etc/apt/auth.conf.d/*' >/dev/null; then
        arguments+=('--setup-hook=mkdir -p "$1/etc/apt/auth.conf.d" && cp /etc/apt/auth.conf.d/* "$1/etc/apt/auth.conf.d/"')
    fi
    if has_local_ca; then
        arguments+=('--customize-hook=mkdir -p "$1/usr/local/share/ca-certificates" && cp /usr/local/share/ca-certificates/*.crt "$1/usr/local/share/ca-certificates/"'
            '--customize-hook=chroot "$1" sh -c "! command -v update-ca-certificates >/dev/null || update-ca-certificates >/dev/null 2>&1"')
    fi
    mmdebstrap "${arguments[@]}" bookworm "$target" "${sources[@]}"
    rm -f "$options"
}
