FROM python:3.11-slim AS build
# Microsoft Graph takes 450 MB: docker build --build-arg GRAPH=graph
ARG GRAPH=
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore UV_NO_CACHE=1 UV_LINK_MODE=copy
RUN pip install --quiet uv==0.13.9
WORKDIR /source
COPY pyproject.toml requirements.lock ./
RUN python -m venv --without-pip /skolsteg \
    && uv pip install --quiet --python /skolsteg/bin/python \
        --require-hashes --constraint requirements.lock --requirement pyproject.toml --extra documents --extra teams ${GRAPH:+--extra "$GRAPH"}
COPY . .
RUN uv build --quiet --wheel --out-dir /wheel \
    && uv pip install --quiet --python /skolsteg/bin/python --no-deps /wheel/*.whl \
    && /skolsteg/bin/python -m compileall -q /skolsteg

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin skolsteg \
    && install --directory --owner=skolsteg --mode=0700 /data
COPY --from=build /skolsteg /skolsteg
# Inside a container every address is the container's own; who reaches the port is decided outside.
ENV PATH=/skolsteg/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    SKOLSTEG_DATABASE_URL=sqlite:////data/skolsteg.db \
    SKOLSTEG_KEYS_DIR=/data/keys \
    SKOLSTEG_HOST=0.0.0.0
USER skolsteg
WORKDIR /data
VOLUME /data
EXPOSE 8765
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s --retries=3 CMD ["python", "-m", "bot", "doctor", "--quick"]
CMD ["python", "-m", "bot", "serve"]
