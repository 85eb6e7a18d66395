"""Cross-origin requests, for the few routes that other people's sites may call from their scripts. Everything else is
same-origin only."""

import re
from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atrium.kernel import ratelimit
from atrium.kernel.authentication import client_address
from atrium.kernel.errors import Forbidden, TooManyRequests, render

Allows = Callable[[str, str], Awaitable[bool]]
"""Given what the path's pattern captured and the ``Origin``: whether that site may call."""
METHODS, HEADERS, PREFLIGHT_SECONDS = "GET, POST", "Content-Type", 600


class OriginNotAllowed(Forbidden):
    code, title = "origin-not-allowed", "This site may not do this"


class CrossOrigin:
    """Answers preflights and marks answers for the origins that ``allows`` names; from any other origin the request
    goes no further (403).

    No credentials are ever allowed. A request without ``Origin`` (a server, a command line) or from our own pages
    passes unchanged."""

    def __init__(self, app: ASGIApp, path: str, allows: Allows) -> None:
        self.app, self.path, self.allows = app, re.compile(path), allows

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self.path.fullmatch(scope["path"]) if scope["type"] == "http" else None
        origin = Headers(scope=scope).get("origin") if found else None
        if found is None or origin is None or origin == _own_origin(scope):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            await ratelimit.check(request, f"cross-origin:{client_address(request)}", anonymous=True)
            if not await self.allows(found[1], origin):
                raise OriginNotAllowed("The owner of this form has not allowed your site. It can be added under Share.")
        except (OriginNotAllowed, TooManyRequests) as error:
            await render(request, error)(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = origin
                headers.add_vary_header("Origin")
            await send(message)

        if scope["method"] == "OPTIONS":
            allowed = {
                "Access-Control-Allow-Methods": METHODS,
                "Access-Control-Allow-Headers": HEADERS,
                "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
            }
            await Response(status_code=204, headers=allowed)(scope, receive, marked)
        else:
            await self.app(scope, receive, marked)


def _own_origin(scope: Scope) -> str:
    return f"{scope['scheme']}://{Headers(scope=scope).get('host', '')}"
