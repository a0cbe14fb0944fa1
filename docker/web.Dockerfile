# The web pages and the HTTP interface. No OCR, no Java, no keys: it talks to the stores only.
#
#   docker build --file docker/web.Dockerfile --tag sohoa-web .
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

FROM ${BASE}
LABEL org.opencontainers.image.title="sohoa web" \
      org.opencontainers.image.description="Search, records, upload and outcomes in the browser and over HTTP" \
      org.opencontainers.image.licenses="AGPL-3.0-or-later"
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates python3 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --user-group --no-create-home --home-dir /var/lib/sohoa --shell /usr/sbin/nologin sohoa \
 && install --directory --owner sohoa --group sohoa /var/lib/sohoa /var/lib/sohoa-search
COPY --from=python /opt/sohoa /opt/sohoa
ENV PATH=/opt/sohoa/bin:/usr/local/bin:/usr/bin:/bin \
    LANG=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    SOHOA_HOME=/var/lib/sohoa SOHOA_SEARCH_URL=/var/lib/sohoa-search SOHOA_LOG_FORMAT=json \
    SOHOA_WEB_HOST=0.0.0.0 SOHOA_WEB_PORT=8080
USER 10001:10001
WORKDIR /var/lib/sohoa
VOLUME ["/var/lib/sohoa", "/var/lib/sohoa-search"]
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s --retries=3 CMD ["sohoa", "doctor", "--quick"]
ENTRYPOINT ["sohoa"]
CMD ["web"]
