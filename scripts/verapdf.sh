#!/usr/bin/env bash
# Put veraPDF, which proves PDF/A, into a folder: once, checked by hash.
#
#   scripts/verapdf.sh [FOLDER]      FOLDER is the tool folder unless given
#
# The jar comes from Maven Central through the machine's own Maven settings.
source "$(dirname "$0")/project.sh"

read -r _ JAR <"$ROOT/scripts/verapdf.sha256"
VERSION="${JAR#verapdf-}"
VERSION="${VERSION%.jar}"
# Pinned: without a version Maven asks for the newest plugin there is.
COPY=org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy

main() {
    local folder="${1:-$TOOLS}" fetched
    [ -f "$folder/$JAR" ] && return

    "$ROOT/scripts/packages.sh" verapdf
    mkdir -p "$folder"
    one_at_a_time
    [ -f "$folder/$JAR" ] && return
    say "Fetching veraPDF $VERSION"
    rm -rf "$folder"/verapdf.?????? # of a run that was killed
    fetched="$(mktemp -d "$folder/verapdf.XXXXXX")"
    # shellcheck disable=SC2064  # the folder's name is wanted now: at exit the local variable is gone
    trap "rm -rf '$fetched'" EXIT
    (cd "$fetched" && mvn --quiet --batch-mode --strict-checksums "$COPY" \
        -Dartifact="org.verapdf.apps:greenfield-apps:$VERSION" -DoutputDirectory="$fetched" >&2) ||
        die "Maven could not fetch veraPDF $VERSION; see its message above"
    mv "$fetched/greenfield-apps-$VERSION.jar" "$fetched/$JAR"
    (cd "$fetched" && sha256sum --check --quiet "$ROOT/scripts/verapdf.sha256") || die "veraPDF does not have the recorded hash"
    java -cp "$fetched/$JAR" org.verapdf.apps.GreenfieldCliWrapper --version >/dev/null || die "veraPDF does not start"
    mv "$fetched/$JAR" "$folder/$JAR"
}

main "$@"
