"""From a request's credentials to a context, in one SQL statement.

The database functions ``authenticate_session``, ``authenticate_key``, ``authenticate_embed_token`` and
``authenticate_embed`` (owned by ``atrium_system``, created by the migrations) look the credential up, set the
transaction's workspace and return the actor's rights as JSON. Only hashes ever reach them."""

import hashlib
import hmac
import secrets
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from atrium.kernel.context import Actor, Ctx, Visibility
from atrium.kernel.errors import BadRequest, Forbidden, Unauthenticated
from atrium.kernel.permissions import BUILT_IN, FOR_ONE_CUSTOMER, P
from atrium.kernel.settings import settings
from atrium.kernel.subscriptions import SITTING_SECONDS

Caller = Literal["session", "key", "embed_token", "embed"]
"""What a request proves itself with: a browser's session, an API key, the token that an integrator's server launches
widgets with, or the bearer that such a widget got for its launch code."""
KEY_PREFIX, EMBED_TOKEN_PREFIX, EMBED_PREFIX = "atr_live_", "atr_token_", "atr_embed_"
_KINDS: dict[str, Caller] = {KEY_PREFIX: "key", EMBED_TOKEN_PREFIX: "embed_token", EMBED_PREFIX: "embed"}
USERS: frozenset[Caller] = frozenset({"session", "key"})
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_KEY_BODY, _KEY_CHECKSUM = 32, 6
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


REGION = "region"
"""Where ``Ctx.cache`` holds the workspace's country."""
_LOOK_UPS: dict[Caller, str] = {
    "session": "authenticate_session(:hash)",
    "key": "authenticate_key(:hash, :address)",
    "embed_token": "authenticate_embed_token(:hash)",
    "embed": "authenticate_embed(:hash)",
}
_READERS = {kind: text(f"SELECT {look_up}") for kind, look_up in _LOOK_UPS.items()}


def _writer(look_up: str, *, keyed: bool) -> TextClause:
    """What a request that writes asks at once: who calls, what it has to know of the workspace, and its idempotency
    key, taken. Lateral and fenced off by OFFSET 0, so that nothing is read before the caller's workspace is set."""
    here = "(who.rights ->> 'workspace_id')::uuid"
    actor = f"COALESCE((who.rights ->> 'actor_id')::uuid, {here})"
    taken = f"LEFT JOIN LATERAL take_idempotency_key({here}, {actor}, :key) AS taken ON true" if keyed else ""
    return text(f"""
WITH who AS MATERIALIZED (SELECT {look_up} AS rights)
SELECT who.rights, here.*{", taken.*" if keyed else ""} FROM who
LEFT JOIN LATERAL (
  SELECT country, settle_seconds FROM workspaces WHERE id = {here} OFFSET 0) AS here ON true
{taken}
""")  # noqa: S608 - texts of our own


_WRITERS = {(kind, keyed): _writer(_LOOK_UPS[kind], keyed=keyed) for kind in USERS for keyed in (False, True)}


class EmbedTokenRevoked(Unauthenticated):
    code, title = "embed-token-revoked", "This embed token was revoked"


class EmbedTokenExpired(Unauthenticated):
    code, title = "embed-token-expired", "This embed token has expired"


class EmbedSessionEnded(Unauthenticated):
    code, title = "embed-session-ended", "The widget's session has ended"


REFUSALS = {"revoked": EmbedTokenRevoked, "expired": EmbedTokenExpired, "ended": EmbedSessionEnded}
"""By the ``refused`` that a database function answers for a credential that was good once."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret as it came with the request. ``kind`` says which function looks it up."""

    kind: Caller
    secret: str

    @property
    def hash(self) -> bytes:
        return hash_token(self.secret)


def hash_token(token: str) -> bytes:
    """SHA-256 of a high-entropy token: what the database keeps in place of the token."""
    return hashlib.sha256(token.encode()).digest()


def new_key_secret(prefix: str = KEY_PREFIX) -> str:
    """The prefix, 32 random characters (190 bits) and a checksum, so that a mistyped or invented key is known as such
    without a look-up."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_KEY_BODY))
    return prefix + body + key_checksum(body)


def key_checksum(body: str) -> str:
    """CRC-32 of the random part in six digits of base 62."""
    value, digits = zlib.crc32(body.encode()), ""
    for _ in range(_KEY_CHECKSUM):
        value, digit = divmod(value, 62)
        digits = _ALPHABET[digit] + digits
    return digits


def session_cookie_name() -> str:
    return "__Host-atrium_session" if settings().secure_cookies else "atrium_session"


def csrf_token(session_token: str) -> str:
    """The value that ``X-CSRF-Token`` must carry: bound to the session, kept nowhere."""
    key = settings().secret_key.get_secret_value().encode()
    return hmac.new(key, b"csrf:" + session_token.encode(), hashlib.sha256).hexdigest()


def credential_of(request: Request) -> Credential | None:
    """The request's credential. Raises ``BadRequest`` (400) when cookie and Authorization come together."""
    cookie = request.cookies.get(session_cookie_name())
    header = request.headers.get("authorization")
    if cookie and header:
        raise BadRequest("Send either the session cookie or an Authorization header, not both.")
    if header:
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token.strip().isascii() or not 1 <= len(token.strip()) <= 200:
            raise Unauthenticated("The Authorization header must be 'Bearer' and a key.")
        secret = token.strip()
        prefix = next((known for known in _KINDS if secret.startswith(known)), "")
        body = secret.removeprefix(prefix)
        if prefix and key_checksum(body[:_KEY_BODY]) != body[_KEY_BODY:]:
            raise Unauthenticated("The key is unknown, revoked or expired.")
        return Credential(_KINDS.get(prefix, "key"), secret)
    return Credential("session", cookie) if cookie and len(cookie) <= 200 else None


def is_embed(request: Request) -> bool:
    """Whether the request carries what belongs to a widget, valid or not."""
    _, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip().startswith((EMBED_PREFIX, EMBED_TOKEN_PREFIX))


def check_csrf(request: Request, session_token: str) -> None:
    """Refuse a state-changing request of a browser session that another site may have caused (Fetch Metadata and a
    header token)."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    same_origin = (
        site == "same-origin"
        if site
        else origin is not None and origin == f"{request.url.scheme}://{request.headers.get('host', '')}"
    )
    given = request.headers.get("x-csrf-token", "")
    if not same_origin or not hmac.compare_digest(given.encode("utf-8", "replace"), csrf_token(session_token).encode()):
        raise Forbidden(
            "The request did not come from Atrium's own pages (X-CSRF-Token or Sec-Fetch-Site is missing or wrong)."
        )


def client_address(request: Request) -> str:
    """The caller's network address; ``X-Forwarded-For`` counts only from a trusted proxy (uvicorn resolves it)."""
    return request.client.host if request.client else "unknown"


async def authenticate(session: AsyncSession, request: Request, credential: Credential) -> Ctx:
    """The context of this credential, with the session scoped to its workspace. Raises ``Unauthenticated`` (401) for
    any invalid one."""
    values = {"hash": credential.hash} | ({"address": client_address(request)} if credential.kind == "key" else {})
    writes = request.method not in SAFE_METHODS and credential.kind in USERS
    told: Any = None
    if writes:
        key = getattr(request.state, "key", None)
        statement = _WRITERS[credential.kind, key is not None]
        told = (await session.execute(statement, values | ({"key": key} if key is not None else {}))).one()
        rights, request.state.key_found = told.rights, told if key is not None else None
    else:
        rights = await session.scalar(_READERS[credential.kind], values)
    request.state.rights = rights
    if rights is None:
        raise Unauthenticated(
            "The session has ended. Sign in again."
            if credential.kind == "session"
            else "The key is unknown, revoked or expired."
        )
    if "refused" in rights:
        raise REFUSALS[rights["refused"]]
    if credential.kind == "session":
        check_csrf(request, credential.secret)
    ctx = context_from(rights, session, request_id=request.scope.get("atrium.request_id", ""))
    if told is not None:
        ctx.cache |= {SITTING_SECONDS: told.settle_seconds, REGION: told.country}
    return ctx


def authenticated(request: Request) -> dict[str, Any]:
    """The rights that ``authenticate`` found for this request, for ``context_from`` in a later transaction."""
    rights: dict[str, Any] = request.state.rights
    return rights


async def rights_of_credentials(
    session: AsyncSession, asked: Sequence[tuple[Credential, str]]
) -> list[dict[str, Any] | None]:
    """The present rights behind each of these credentials and network addresses, None for one that is no longer valid,
    in one statement."""
    statement = text(
        "SELECT CASE kind WHEN 'session' THEN authenticate_session(hash) ELSE authenticate_key(hash, address) END FROM"
        " unnest(CAST(:kinds AS text[]), CAST(:hashes AS bytea[]), CAST(:addresses AS text[])) WITH ORDINALITY AS"
        " asked(kind, hash, address, place) ORDER BY place"
    )
    values = {
        "kinds": [credential.kind for credential, _ in asked],
        "hashes": [credential.hash for credential, _ in asked],
        "addresses": [address for _, address in asked],
    }
    return list(await session.scalars(statement, values))


async def rights_of_member(session: AsyncSession, workspace_id: UUID, member_id: UUID) -> dict[str, Any] | None:
    """What ``context_from`` needs, None unless the member is active. Reads with the rights of that workspace."""
    statement = text("SELECT rights_of_member(:workspace_id, :member_id)")
    rights: dict[str, Any] | None = await session.scalar(
        statement, {"workspace_id": workspace_id, "member_id": member_id}
    )
    return rights


def context_from(rights: dict[str, Any], session: AsyncSession, *, request_id: str = "") -> Ctx:
    """A context from the JSON of the database functions ``authenticate_*`` and ``rights_of_member``."""
    workspace_id = UUID(rights["workspace_id"])
    session.info.update(workspace_id=workspace_id)
    return Ctx(
        session=session,
        workspace_id=workspace_id,
        actor=Actor(rights["actor_type"], _uuid(rights.get("actor_id")), rights["actor_name"]),
        permissions=_permissions(rights),
        visibility=Visibility(
            mode=rights["visibility"],
            member_id=_uuid(rights.get("member_id")),
            customer_id=_uuid(rights.get("customer_id")),
            folder_levels={UUID(folder): level for folder, level in (rights.get("folder_levels") or {}).items()},
        ),
        role_id=_uuid(rights.get("role_id")),
        user_id=_uuid(rights.get("user_id")),
        session_id=_uuid(rights.get("session_id")),
        request_id=request_id,
    )


def _permissions(rights: dict[str, Any]) -> frozenset[P]:
    scopes = rights.get("scopes")
    role = rights.get("role_key"), tuple(rights["permissions"])
    return _granted(*role, None if scopes is None else tuple(scopes), one_customer=bool(rights.get("customer_id")))


@lru_cache(maxsize=1000)
def _granted(
    role_key: str | None, stored: tuple[str, ...], scopes: tuple[str, ...] | None, *, one_customer: bool
) -> frozenset[P]:
    """The role's permissions, cut to an API key's scopes. Built-in roles take theirs from the code, so that an
    upgrade's new ones are there."""
    granted = BUILT_IN.get(role_key) if role_key else None
    if granted is None:
        granted = frozenset(permission for permission in P if permission.value in stored)
    if one_customer:
        granted &= FOR_ONE_CUSTOMER
    return granted if scopes is None else frozenset(permission for permission in granted if permission.value in scopes)


def _uuid(value: str | None) -> UUID | None:
    return UUID(value) if value else None
