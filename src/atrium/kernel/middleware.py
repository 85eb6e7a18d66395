"""Pure ASGI middleware (Starlette's BaseHTTPMiddleware leaks connections when a request is cancelled)."""

import re
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atrium.kernel import metrics
from atrium.kernel.errors import TooLarge, handle, render
from atrium.kernel.ids import uuid7
from atrium.kernel.settings import settings

log = structlog.get_logger("atrium.access")
_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src"
    " 'self'; connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; manifest-src 'self'; form-action"
    " 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class RequestEnvelope:
    """Around every request: an id, security headers, one log line, metrics."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = scope["atrium.request_id"] = _given_id(scope) or uuid7().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        status = 500
        answered = False

        async def with_headers(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], True
                _add_headers(scope, message, request_id)
            await send(message)

        try:
            await self.app(scope, receive, with_headers)
        except Exception as error:
            # Starlette's own handler for what nobody foresaw sits outside of this and would answer without these
            # headers.
            if answered:
                raise
            await (await handle(Request(scope), error))(scope, receive, with_headers)
        finally:
            seconds = time.perf_counter() - started
            route = _route_path(scope)
            metrics.REQUESTS.labels(scope["method"], route, status).inc()
            metrics.DURATION.labels(scope["method"], route).observe(seconds)
            if not scope["path"].startswith(("/health", "/metrics")):
                log.info(
                    "request",
                    method=scope["method"],
                    path=scope["path"][:300],
                    status=status,
                    milliseconds=round(seconds * 1000, 1),
                )


class BodyLimit:
    """Refuses bodies that are larger than any route accepts, counted as they arrive. ``smaller``: lower limits in bytes
    by the path's beginning."""

    def __init__(self, app: ASGIApp, smaller: Mapping[str, int] | None = None) -> None:
        self.app = app
        self.smaller = dict(smaller or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        config = settings()
        headers = dict(scope["headers"])
        multipart = headers.get(b"content-type", b"").startswith(b"multipart/")
        limit = config.max_upload_bytes if multipart else config.max_body_bytes
        limit = min([limit, *(size for prefix, size in self.smaller.items() if scope["path"].startswith(prefix))])
        declared = headers.get(b"content-length", b"")
        if declared.isdigit() and int(declared) > limit:
            await _refuse(scope, send, limit)
            return
        received = 0
        answered = False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            if message["type"] == "http.request":
                received += len(message.get("body", b""))
                if received > limit:
                    raise _BodyTooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal answered
            if received <= limit:
                answered = True
                await send(message)

        with suppress(_BodyTooLarge):
            await self.app(scope, counted, noted)
        if received > limit and not answered:
            await _refuse(scope, send, limit)


class _BodyTooLarge(Exception):
    pass


async def _refuse(scope: Scope, send: Send, limit: int) -> None:
    response = render(Request(scope), TooLarge(f"The body may have at most {limit} bytes."))

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    await response(scope, nothing, send)


def _given_id(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            text = value.decode("latin-1")
            return text if _REQUEST_ID.match(text) else None
    return None


def _add_headers(scope: Scope, message: dict[str, Any] | Message, request_id: str) -> None:
    headers = MutableHeaders(scope=message)
    headers["X-Request-Id"] = request_id
    for name, value in SECURITY_HEADERS.items():
        headers.setdefault(name, value)
    for name, value in scope.get("atrium.headers", {}).items():
        headers.setdefault(name, value)
    if scope["path"].startswith("/api/"):
        headers.setdefault("Cache-Control", "no-store")
    if settings().secure_cookies:
        headers.setdefault("Strict-Transport-Security", "max-age=63072000")


def _route_path(scope: Scope) -> str:
    route = scope.get("route")
    return getattr(route, "path", "unmatched")
