# MinIO, built from its last public source: no image of it is published any more.
#
#   docker build --file docker/minio.Dockerfile --tag sohoa-minio .
ARG GO=golang:1.25-bookworm
ARG BASE=debian:bookworm-slim

FROM ${GO} AS build
ARG VERSION=v0.0.0-20260212201848-7aac2a2c5b7c
ENV CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-trimpath GOBIN=/out
RUN go install -ldflags="-s -w" "github.com/minio/minio@${VERSION}"

FROM ${BASE}
LABEL org.opencontainers.image.title="minio" \
      org.opencontainers.image.description="S3 object store with locks" \
      org.opencontainers.image.licenses="AGPL-3.0-only"
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10002 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin minio \
 && install --directory --owner minio --group minio /data
COPY --from=build /out/minio /usr/local/bin/minio
COPY docker/minio-ready /usr/local/bin/minio-ready
ENV MINIO_UPDATE=off MINIO_CALLHOME_ENABLE=off MINIO_BROWSER=off
USER 10002:10002
VOLUME ["/data"]
EXPOSE 9000
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s --retries=4 CMD ["minio-ready"]
ENTRYPOINT ["minio"]
CMD ["server", "--quiet", "--address", ":9000", "/data"]
