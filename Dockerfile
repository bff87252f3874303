# Mercery in one image: web, worker, shows on air, or all of it with a PostgreSQL of its own. docs/guide/container.md says how.
# Only the build stage holds compilers of pages; what is left is Python, the packages of the lock and the code.
ARG PYTHON=3.11-slim-bookworm

FROM python:${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PYTHONDONTWRITEBYTECODE=1 \
    UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_PROJECT_ENVIRONMENT=/opt/mercery \
    npm_config_update_notifier=false
WORKDIR /build
# The installer, pinned with the checksums of its builds.
COPY tools/uv.txt tools/uv.txt
RUN python -m venv /opt/installer && /opt/installer/bin/pip install --no-cache-dir --require-hashes -r tools/uv.txt
# The packages of the lock, before the code, so that a change of code does not fetch them again.
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN /opt/installer/bin/uv sync --locked --no-dev --group build --no-install-project --no-cache
# The pages' style sheets, scripts and fonts, from the npm lock.
COPY package.json package-lock.json ./
COPY widget widget
COPY src src
COPY tools tools
RUN /opt/installer/bin/uv sync --locked --no-dev --group build --no-cache && /opt/mercery/bin/python tools/build_assets.py
# The package itself in place of the checkout, and nothing that only builds. What Python compiles is compiled here, for all
# packages: nothing can be kept below a read-only root, and each process would do it again, seconds of a core, at each start.
RUN /opt/installer/bin/uv sync --locked --no-dev --no-editable --no-cache \
    && find /opt/mercery -name tests -type d -path '*/site-packages/*' -not -path '*/mercery/*' -prune -exec rm -rf {} + \
    && find /opt/mercery -name '*.a' -delete \
    && /opt/mercery/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/mercery/lib

FROM python:${PYTHON}
# The libraries that drawing (skia) loads at its start; it draws on the processor, so the packages' drivers for graphics cards
# and their compiler (230 MB) are left out: these four are unpacked, not installed.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libexpat1 libx11-6 tini \
    && cd /tmp && apt-get download libegl1 libgl1 libglvnd0 libglx0 \
    && for one in *.deb; do dpkg --extract "$one" / && rm "$one"; done && ldconfig \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 mercery \
    && useradd --system --uid 10001 --gid mercery --home-dir /data --no-create-home mercery \
    && mkdir /data && chown mercery:mercery /data
COPY --from=build /opt/mercery /opt/mercery
# A read-only root is enough: everything is written below /data, and what is only for the moment below /tmp.
ENV PATH=/opt/mercery/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOME=/tmp \
    MERCERY_HOME=/data MERCERY_HOST=0.0.0.0 MERCERY_PORT=8000 MERCERY_LOG_FORMAT=json
WORKDIR /data
VOLUME /data
EXPOSE 8000
# The embedded PostgreSQL refuses to run as root, and nothing here needs to.
USER mercery
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.build_opener(r.ProxyHandler({})).open('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["tini", "--"]
CMD ["mercery", "run"]
