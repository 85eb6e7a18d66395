import asyncio
import time
from contextlib import suppress
from typing import Annotated, Any

from fastapi import Header, Query, Request
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from atrium.edge.live.stream.service import HEARTBEAT_SECONDS, Sight, Viewer, hub, lifetime
from atrium.kernel.authentication import authenticated, client_address, credential_of
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Unauthenticated
from atrium.kernel.route import SignedIn
from atrium.kernel.route import router as slice_router

router = slice_router("live", "What happens, as it happens; who else is here; what there is to know.")
MEDIA_TYPE = "text/event-stream"
EXAMPLE = (
    "id: v1.…\nevent: change\ndata:"
    ' {"id":"0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10","type":"customer.status_changed",…}\n\n'
)
MESSAGE = {
    "type": "object",
    "description": "One message.",
    "properties": {
        "event": {
            "type": "string",
            "enum": ["ready", "change", "settings", "rights", "presence", "notification", "resync", "ended"],
            "description": "What kind of message it is.",
            "examples": ["change"],
        },
        "data": {
            "type": "string",
            "description": "JSON, by kind; that of a change names the event, the customer and the actor by their ids.",
            "examples": ['{"type": "customer.status_changed"}'],
        },
        "id": {
            "type": "string",
            "description": "Where one is now, to be sent as `Last-Event-ID` after a break.",
            "examples": ["v1.1f0c"],
        },
        "retry": {"type": "integer", "description": "Milliseconds to wait before one comes back.", "examples": [2000]},
    },
}
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Messages, until the reader or the server ends.",
        "content": {MEDIA_TYPE: {"schema": MESSAGE, "example": EXAMPLE}},
    }
}


@router.get("/stream", summary="Follow what happens", response_class=Response, responses=RESPONSES)
async def get_stream(
    ctx: SignedIn,
    request: Request,
    after: Annotated[
        str | None,
        Query(
            max_length=8000,
            description="The same as `Last-Event-ID`, which wins, for readers that cannot set it.",
            examples=[None],
        ),
    ] = None,
    last_event_id: Annotated[
        str | None, Header(max_length=8000, description="`id` of the last message that was received.", examples=[None])
    ] = None,
) -> Response:
    """Server-sent events: `change` (something happened: ids and type, only what the caller may see), `settings`,
    `rights`, `notification`, `presence`, `resync` (read again what you show), `ended`. After a break send the last `id`
    as `Last-Event-ID` to get what was missed.

    Stays open only with `Accept: text/event-stream`; otherwise it answers what was missed, and ends."""
    credential = credential_of(request)
    if credential is None:
        raise Unauthenticated
    sight = Sight.of(authenticated(request), ctx)
    member_id = ctx.member_id if ctx.actor.type == "member" else None
    viewer = Viewer(credential, client_address(request), member_id, sight, "")
    stays = MEDIA_TYPE in request.headers.get("accept", "")
    return EventStream(viewer, ctx, last_event_id or after, stays=stays)


class EventStream(Response):
    """Runs after the request's transaction has ended and its connection has gone back."""

    media_type = MEDIA_TYPE

    def __init__(self, viewer: Viewer, ctx: Ctx, last_position: str | None, *, stays: bool) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self.viewer, self.workspace_id, self.last_position, self.stays = viewer, ctx.workspace_id, last_position, stays

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - the shape of an ASGI application
        async with hub().viewing(self.viewer, self.workspace_id, self.last_position) as viewer:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            if self.stays:
                await self._follow(viewer, receive, send)
            else:
                while not viewer.waiting.empty():
                    await send(_part(viewer.waiting.get_nowait() or b""))
            with suppress(OSError):
                await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _follow(self, viewer: Viewer, receive: Receive, send: Send) -> None:
        gone = asyncio.create_task(_gone(receive, viewer))
        end = time.monotonic() + lifetime()
        try:
            while time.monotonic() < end and (chunk := await viewer.next(HEARTBEAT_SECONDS)) is not None:
                await send(_part(chunk))
        finally:
            gone.cancel()


async def _gone(receive: Receive, viewer: Viewer) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    viewer.end()


def _part(chunk: bytes) -> dict[str, Any]:
    return {"type": "http.response.body", "body": chunk, "more_body": True}
