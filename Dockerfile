# The explorer alone: no pip, no compiler, no root, nothing that has to be written to but /tmp.
FROM python:3.13-slim AS build
COPY . /source
RUN sh /source/packaging/install.sh /opt/lineage-explorer

FROM python:3.13-slim
COPY --from=build /opt/lineage-explorer /opt/lineage-explorer
RUN useradd --system --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin lineage
ENV PATH=/opt/lineage-explorer/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    LINEAGE_HOST=0.0.0.0 \
    LINEAGE_PORT=8050 \
    LINEAGE_LOG=json
USER 10001
EXPOSE 8050
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['LINEAGE_PORT'] + '/health', timeout=4)"]
ENTRYPOINT ["lineage-explorer"]
