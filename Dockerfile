# One image, many commands: `o2c api sales`, `o2c worker sales`, `o2c migrate`, `o2c proof` ... see deploy/compose.yaml.
# Pinned by version, not by digest: put the digest behind it that your registry shows (docs/deploying.md).
FROM python:3.11.17-slim AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/o2c
COPY requirements.lock /build/
RUN /opt/o2c/bin/pip install --require-hashes --no-deps -r /build/requirements.lock

COPY pyproject.toml requirements.in /build/
COPY services /build/services
COPY shared /build/shared
COPY deploy /build/deploy
RUN /opt/o2c/bin/pip install --no-deps --no-build-isolation --no-index /build \
    && /opt/o2c/bin/python -m compileall -q /opt/o2c/lib

FROM python:3.11.17-slim

# /backups is what `o2c backup` writes to: a named volume takes over its owner.
RUN groupadd --system --gid 10001 o2c \
    && useradd --system --uid 10001 --gid o2c --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin o2c \
    && mkdir /backups && chown o2c:o2c /backups
COPY --from=build /opt/o2c /opt/o2c

# The bytecode is there already and nothing else is written: the root may be read only.
ENV PATH=/opt/o2c/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /tmp
STOPSIGNAL SIGTERM
# Ten processes that start at once on two busy cores take more than a minute; the first answer ends the period.
HEALTHCHECK --interval=10s --timeout=5s --start-period=180s --retries=3 CMD ["python", "-m", "shared.hosting.probe"]
ENTRYPOINT ["o2c"]
CMD ["--help"]
