# The same steps as `make run`: npm ci and build, pip install with hashes, then one of `atrium serve`, `worker`, `migrate` or `up`.

FROM node:22-slim AS pages
WORKDIR /app/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY openapi /app/openapi
COPY frontend ./
RUN npm run --silent gen:api && npm run --silent build

FROM python:3.13-slim AS program
WORKDIR /app
RUN python -m venv .venv
COPY requirements.lock ./
RUN .venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY pyproject.toml ./
COPY src src
RUN .venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps -e . && .venv/bin/python -m compileall -q src && .venv/bin/atrium openapi --keep

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /home/atrium atrium && install -d -m 0700 -o atrium -g atrium /data
WORKDIR /app
COPY --from=program /app /app
COPY migrations migrations
COPY --from=pages /app/frontend/dist frontend/dist
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ATRIUM_DATA_DIR=/data
USER atrium
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
CMD ["atrium", "serve", "--host", "0.0.0.0"]
