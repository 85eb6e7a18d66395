"""Idempotency keys (IETF draft "The Idempotency-Key HTTP Header Field"): the answer is kept in the transaction of the
effect."""

import hashlib
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, bindparam, delete, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from starlette.requests import Request
from starlette.responses import Response

from atrium.kernel.context import Ctx
from atrium.kernel.db import Base, InWorkspace
from atrium.kernel.encryption import seal, unseal
from atrium.kernel.errors import BadRequest, Conflict, Invalid
from atrium.kernel.system import system_transaction

KEPT = timedelta(hours=24)
NOT_STORED = frozenset({402, 403, 429})
_PATTERN = re.compile(r"^[\x21-\x7e]{1,255}$")
_KEPT_HEADERS = ("etag", "location")


class IdempotencyKey(InWorkspace, Base):
    __tablename__ = "idempotency_keys"

    actor_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int]
    headers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    media_type: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)


# A function, because a single statement would look with the eyes of before the lock.
_TAKE = text("SELECT * FROM take_idempotency_key(:workspace_id, :actor_id, :key)")


class KeyInFlight(Conflict):
    code, title = "idempotency-key-in-flight", "The first request with this key is still running"


class KeyReused(Invalid):
    code, title = "idempotency-key-reused", "This key was used for another request"


class Replay(Exception):
    """Carries the kept answer out of the dependency to the route."""

    def __init__(self, response: Response) -> None:
        self.response = response


def key_of(request: Request) -> str | None:
    """The request's key, or None. Raises ``BadRequest`` (400) when it is not 1–255 printable ASCII characters."""
    key = request.headers.get("idempotency-key")
    if key is not None and not _PATTERN.match(key):
        raise BadRequest("Idempotency-Key must be 1 to 255 printable ASCII characters without blanks.")
    return key


def valid_key_of(request: Request) -> str | None:
    """The same; None also for a key that is refused later, once the caller is known."""
    key = request.headers.get("idempotency-key")
    return key if key is not None and _PATTERN.match(key) else None


async def _fingerprint(request: Request) -> bytes:
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}".encode("utf-8", "replace"))
    if request.headers.get("content-type", "").startswith("multipart/"):
        digest.update(request.headers.get("content-length", "").encode())
    else:
        digest.update(await request.body())
    return digest.digest()


async def begin(ctx: Ctx, request: Request, key: str) -> None:
    """Take the key for this transaction, unless the authentication did. Raises ``Replay`` with the kept answer,
    ``KeyInFlight`` (409) or ``KeyReused`` (422)."""
    found = getattr(request.state, "key_found", None)
    if found is None:
        values = {"workspace_id": ctx.workspace_id, "actor_id": ctx.actor.id or ctx.workspace_id, "key": key}
        found = (await ctx.session.execute(_TAKE, values)).one()
    fingerprint = await _fingerprint(request)
    if not found.taken:
        raise KeyInFlight("Wait for the first request to finish, then repeat this one to get its answer.")
    if found.fingerprint is not None:
        if found.fingerprint != fingerprint:
            raise KeyReused("Use a new key for a new request.")
        headers = {**found.headers, "Idempotent-Replayed": "true"}
        body = unseal(found.body.decode(), _seal_context(ctx, key)).encode("latin-1")
        raise Replay(Response(body, found.status, headers=headers, media_type=found.media_type))
    request.state.idempotency = (key, fingerprint)


def _seal_context(ctx: Ctx, key: str) -> str:
    # Answers may carry secrets that are shown once, such as a new API key: what is kept is sealed.
    return f"idempotency:{ctx.workspace_id}:{ctx.actor.id}:{key}"


def to_keep(ctx: Ctx, request: Request, response: Response) -> dict[str, Any] | None:
    """The answer as it is kept beside its effect (``KEEP``), unless it is one that a repetition may change."""
    taken = getattr(request.state, "idempotency", None)
    if (
        taken is None
        or response.status_code in NOT_STORED
        or response.status_code >= 500
        or not hasattr(response, "body")
    ):
        return None
    key, fingerprint = taken
    answer = {
        "workspace_id": ctx.workspace_id,
        "actor_id": ctx.actor.id or ctx.workspace_id,
        "key": key,
        "fingerprint": fingerprint,
        "status": response.status_code,
        "headers": {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers},
        "body": seal(bytes(response.body).decode("latin-1"), _seal_context(ctx, key)).encode(),
        "media_type": response.headers.get("content-type"),
    }
    return {f"kept_{name}": value for name, value in answer.items()}


_TABLE: Any = IdempotencyKey.__table__
_COLUMNS = ("workspace_id", "actor_id", "key", "fingerprint", "status", "headers", "body", "media_type")
_VALUES = tuple(bindparam(f"kept_{name}", type_=_TABLE.c[name].type) for name in _COLUMNS)
KEEP = text(
    f"INSERT INTO idempotency_keys ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':kept_{name}' for name in _COLUMNS)})"  # noqa: S608 - names of columns
    " ON CONFLICT DO NOTHING"
).bindparams(*_VALUES)


async def forget_old() -> None:
    """Delete keys older than a day (a schedule in ``registry.py``)."""
    async with system_transaction() as session:
        await session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < func.now() - KEPT))
