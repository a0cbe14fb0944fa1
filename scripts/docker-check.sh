#!/usr/bin/env bash
# Check docker/: lint, schema, then build the worker and web images for real and run them as their user.
#
#   scripts/docker-check.sh
#
# No container engine is needed: buildah builds and runs in a chroot, on a Debian made by mmdebstrap. Needs root.
# MinIO's image is linted only: its source is not to be had everywhere, and building it takes minutes.
source "$(dirname "$0")/project.sh"
source "$ROOT/scripts/mirror.sh"

WORK=""

builder() {
    buildah --root "$WORK/storage" --runroot "$WORK/run" --storage-driver "${STORAGE_DRIVER:-overlay}" "$@"
}

lint() {
    "$VENV/bin/hadolint" --config docker/hadolint.yaml docker/*.Dockerfile
    "$VENV/bin/check-jsonschema" --builtin-schema vendor.compose-spec docker/compose.yaml
    # The oldest docker-compose in use reads it too, once every value without a default is given.
    sed -e 's/=$/=given/' docker/.env.example >"$WORK/env"
    docker-compose --env-file "$WORK/env" --file docker/compose.yaml config >/dev/null
}

make_base() {
    local container line
    make_debian_root "$WORK/base.tar" ca-certificates
    container="$(builder from scratch)"
    builder add --quiet "$container" "$WORK/base.tar" / >/dev/null
    while read -r line; do
        builder config --env "$line" "$container"
    done < <(mirror_environment)
    builder commit --quiet --rm --format docker "$container" base >/dev/null
    rm "$WORK/base.tar"
}

build() {
    say "Building the $1 image"
    builder build --quiet --isolation chroot --format docker --build-arg BASE=localhost/base \
        --file "docker/$1.Dockerfile" --tag "sohoa-$1" . >/dev/null
}

# Run the image's own command line as its own user, nothing of the host but the network.
run() {
    local image="$1" container
    shift
    container="$(builder from "localhost/sohoa-$image")"
    builder run --isolation chroot "$container" -- "$@"
    builder rm "$container" >/dev/null
}

check_user() {
    # shellcheck disable=SC2016  # expanded in the container
    run "$1" sh -c 'test "$(id -u)" -eq 10001 && ! touch /opt/sohoa/touched 2>/dev/null'
}

check_worker() {
    check_user worker
    run worker sohoa --version
    run worker sohoa migrate
    run worker sohoa doctor
}

check_web() {
    check_user web
    run web sh -c '! command -v tesseract && ! command -v java'
    run web sohoa --version
    run web sh -c 'sohoa migrate && sohoa doctor --quick'
}

main() {
    cd "$ROOT"
    [ "$(id -u)" -eq 0 ] || die "docker-check needs root: buildah mounts file systems"
    scripts/packages.sh docker-check
    scripts/venv.sh test
    WORK="$(mktemp -d "${TMPDIR:-/var/tmp}/sohoa-docker-check.XXXXXX")"
    trap 'builder unmount --all >/dev/null 2>&1; rm -rf --one-file-system "$WORK"' EXIT

    lint
    make_base
    build worker
    check_worker
    build web
    check_web
    builder images
    say "docker-check: passed"
}

main "$@"
