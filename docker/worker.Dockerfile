# A worker: OCR, PDF/A, signing. Runs without root and on a read-only file system; writes to /var/lib/sohoa and /tmp only.
#
#   docker build --file docker/worker.Dockerfile --tag sohoa-worker .
#
# BASE is any Debian 12; the Python is Debian's, as on a machine set up by `make setup`.
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS python
ENV DEBIAN_FRONTEND=noninteractive PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3-venv \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY requirements.lock scripts/bootstrap.lock ./
RUN python3 -m venv /opt/sohoa \
 && /opt/sohoa/bin/pip install --require-hashes -r bootstrap.lock \
 && /opt/sohoa/bin/pip install --require-hashes -r requirements.lock
# After the libraries: a change of the product's own code installs none of them again.
COPY . .
RUN /opt/sohoa/bin/pip install --no-deps --no-build-isolation . \
 && /opt/sohoa/bin/pip uninstall --yes uv \
 && /opt/sohoa/bin/python -m compileall -q /opt/sohoa/lib

FROM ${BASE} AS verapdf
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update \
 && apt-get install --yes --no-install-recommends default-jre-headless maven \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY scripts scripts
RUN scripts/verapdf.sh /opt/sohoa-tools

FROM ${BASE}
LABEL org.opencontainers.image.title="sohoa worker" \
      org.opencontainers.image.description="Takes steps from the queue: reads scans, builds and proves PDF/A, signs" \
      org.opencontainers.image.licenses="AGPL-3.0-or-later"
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
        ca-certificates default-jre-headless fontconfig fonts-liberation2 ghostscript poppler-utils python3 \
        tesseract-ocr tesseract-ocr-eng tesseract-ocr-osd tesseract-ocr-vie \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --user-group --no-create-home --home-dir /var/lib/sohoa --shell /usr/sbin/nologin sohoa \
 && install --directory --owner sohoa --group sohoa /var/lib/sohoa /var/lib/sohoa-search
COPY --from=verapdf /opt/sohoa-tools/*.jar /opt/sohoa-tools/
COPY --from=python /opt/sohoa /opt/sohoa
ENV PATH=/opt/sohoa/bin:/usr/local/bin:/usr/bin:/bin \
    LANG=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    OMP_THREAD_LIMIT=1 \
    SOHOA_HOME=/var/lib/sohoa SOHOA_SEARCH_URL=/var/lib/sohoa-search SOHOA_TOOLS=/opt/sohoa-tools SOHOA_LOG_FORMAT=json
USER 10001:10001
WORKDIR /var/lib/sohoa
VOLUME ["/var/lib/sohoa", "/var/lib/sohoa-search"]
HEALTHCHECK --interval=60s --timeout=30s --start-period=30s --retries=3 CMD ["sohoa", "doctor", "--quick"]
ENTRYPOINT ["sohoa"]
CMD ["worker"]
