"""Embed tokens: made for one customer, shown once, kept as hashes, rotated with an overlap, revoked with everything
they let in."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select, update

from atrium.access.roles.service import check_within_own_permissions
from atrium.billing.features.entitlements.service import require
from atrium.edge.embeds.configs.models import EmbedConfig, EmbedToken
from atrium.edge.embeds.configs.service import STATE
from atrium.edge.embeds.tokens.events import EmbedTokenCreated, EmbedTokenRevoked, EmbedTokenRotated, EmbedTokenUpdated
from atrium.edge.embeds.tokens.schemas import EmbedTokenIn, EmbedTokenPatch
from atrium.kernel.authentication import EMBED_TOKEN_PREFIX, hash_token, new_key_secret
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, Invalid, NotFound
from atrium.kernel.events import diff
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.records.customers.record.service import get_customer

FEATURE = "embeds"


class EmbedTokenNotFound(NotFound):
    title = "There is no such embed token"


class EmbedTokenEnded(Conflict):
    code, title = "embed-token-ended", "This embed token no longer works"


async def create_token(ctx: Ctx, customer_id: UUID, data: EmbedTokenIn) -> tuple[Row[Any], str]:
    """The row and the secret. Raises ``CustomerNotFound`` (404), ``PrerequisitesUnmet`` (409), ``BeyondOwnRights``
    (403), ``Invalid`` (422)."""
    await get_customer(ctx, customer_id, level="write")
    await require(ctx, customer_id, FEATURE)
    _check_future(data.expires_at)
    own = (EmbedConfig.workspace_id == ctx.workspace_id, EmbedConfig.id == data.config_id)
    config = await ctx.session.scalar(select(EmbedConfig).where(*own).with_for_update(read=True, key_share=True))
    if config is None:
        raise Invalid.at("/config_id", "unknown", "is not an embed configuration of this workspace")
    _check_own_rights(ctx, config)
    secret = new_key_secret(EMBED_TOKEN_PREFIX)
    row = EmbedToken(
        workspace_id=ctx.workspace_id,
        id=uuid7(),
        config_id=config.id,
        customer_id=customer_id,
        key=secrets.token_urlsafe(16),
        label=data.label,
        allowed_origins=list(dict.fromkeys(data.allowed_origins)),
        secret_hash=hash_token(secret),
        hint=secret[-4:],
        created_by_id=ctx.actor.id,
        created_by_name=ctx.actor.name,
        expires_at=data.expires_at,
    )
    ctx.session.add(row)
    await ctx.session.flush()
    ctx.emit(EmbedTokenCreated(customer_id=customer_id, subject_id=row.id, label=row.label, hint=row.hint))
    return await get_token(ctx, customer_id, row.id), secret


async def get_token(ctx: Ctx, customer_id: UUID, token_id: UUID, *, lock: bool = False) -> Row[Any]:
    """The row ``(EmbedToken, EmbedConfig, state)``; locked, the customer must be writable. Raises ``CustomerNotFound``
    and ``EmbedTokenNotFound`` (404)."""
    await get_customer(ctx, customer_id, level="write" if lock else "read")
    query = _tokens(ctx, customer_id).where(EmbedToken.id == token_id).execution_options(populate_existing=True)
    row = (await ctx.session.execute(query.with_for_update(of=EmbedToken) if lock else query)).first()
    if row is None:
        raise EmbedTokenNotFound
    return row


async def list_tokens(
    ctx: Ctx, customer_id: UUID, *, states: Sequence[str], limit: int, cursor: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    """Newest first. Raises ``CustomerNotFound`` (404)."""
    await get_customer(ctx, customer_id)
    scope, query = f"embed_tokens:{customer_id}:{sorted(states)}", _tokens(ctx, customer_id)
    if states:
        query = query.where(STATE.in_(states))
    if cursor:
        query = query.where(EmbedToken.id < decode_cursor(scope, cursor)[0])
    rows = (await ctx.session.execute(query.order_by(EmbedToken.id.desc()).limit(limit + 1))).all()
    return page_of(rows, limit, scope, lambda row: [row.EmbedToken.id])


async def update_token(ctx: Ctx, found: Row[Any], data: EmbedTokenPatch) -> Row[Any]:
    """``found`` must be locked. Raises ``EmbedTokenEnded`` (409) when it was revoked, ``Invalid`` (422),
    ``BeyondOwnRights`` (403)."""
    token: EmbedToken = found.EmbedToken
    values = data.provided()
    if token.revoked_at is not None:
        raise EmbedTokenEnded("It was revoked. Make a new one.")
    if "expires_at" in values:
        _check_future(data.expires_at)
        _check_own_rights(ctx, found.EmbedConfig)
    if "allowed_origins" in values:
        values["allowed_origins"] = list(dict.fromkeys(values["allowed_origins"]))
        _check_own_rights(ctx, found.EmbedConfig)
    changes = diff({name: getattr(token, name) for name in values}, values)
    if changes:
        await _change(ctx, token.id, **values)
        label = values.get("label", token.label)
        ctx.emit(
            EmbedTokenUpdated(
                customer_id=token.customer_id, subject_id=token.id, label=label, hint=token.hint, changes=changes
            )
        )
    return await get_token(ctx, token.customer_id, token.id)


async def rotate_token(ctx: Ctx, found: Row[Any], overlap_seconds: int) -> tuple[Row[Any], str]:
    """A new secret; the old one works for ``overlap_seconds`` more. The public key, and so every snippet, stays.
    ``found`` must be locked.

    Raises ``EmbedTokenEnded`` (409) and ``BeyondOwnRights`` (403): whoever rotates a token gets to hold it."""
    token: EmbedToken = found.EmbedToken
    if found.state != "active":
        raise EmbedTokenEnded(f"It is {found.state}. Make a new one.")
    await require(ctx, token.customer_id, FEATURE)
    _check_own_rights(ctx, found.EmbedConfig)
    secret = new_key_secret(EMBED_TOKEN_PREFIX)
    previous: dict[str, Any] = {"previous_hash": None, "previous_expires_at": None}
    if overlap_seconds:
        previous = {
            "previous_hash": token.secret_hash,
            "previous_expires_at": func.clock_timestamp() + timedelta(seconds=overlap_seconds),
        }
    await _change(ctx, token.id, secret_hash=hash_token(secret), hint=secret[-4:], **previous)
    facts = {"label": token.label, "hint": secret[-4:], "overlap_seconds": overlap_seconds}
    ctx.emit(EmbedTokenRotated(customer_id=token.customer_id, subject_id=token.id, **facts))
    return await get_token(ctx, token.customer_id, token.id), secret


async def revoke_token(ctx: Ctx, found: Row[Any]) -> None:
    """It, its launch codes and every open widget of it stop with this commit. ``found`` must be locked. Raises
    ``EmbedTokenEnded`` (409)."""
    if found.EmbedToken.revoked_at is not None:
        raise EmbedTokenEnded
    await _revoke(ctx, found.EmbedToken)


async def revoke_tokens(ctx: Ctx, customer_id: UUID) -> int:
    """All of a customer's that work. Raises ``CustomerNotFound`` (404)."""
    await get_customer(ctx, customer_id, level="write")
    own = (EmbedToken.workspace_id == ctx.workspace_id, EmbedToken.customer_id == customer_id, STATE == "active")
    tokens = (await ctx.session.scalars(select(EmbedToken).where(*own).order_by(EmbedToken.id).with_for_update())).all()
    for token in tokens:
        await _revoke(ctx, token)
    return len(tokens)


async def _revoke(ctx: Ctx, token: EmbedToken) -> None:
    await _change(ctx, token.id, revoked_at=func.clock_timestamp(), previous_hash=None, previous_expires_at=None)
    ctx.emit(EmbedTokenRevoked(customer_id=token.customer_id, subject_id=token.id, label=token.label, hint=token.hint))


def _tokens(ctx: Ctx, customer_id: UUID) -> Any:
    config = and_(EmbedConfig.workspace_id == EmbedToken.workspace_id, EmbedConfig.id == EmbedToken.config_id)
    query = select(EmbedToken, EmbedConfig, STATE.label("state")).join(EmbedConfig, config)
    return query.where(EmbedToken.workspace_id == ctx.workspace_id, EmbedToken.customer_id == customer_id)


async def _change(ctx: Ctx, token_id: UUID, **values: Any) -> None:
    statement = update(EmbedToken).where(EmbedToken.workspace_id == ctx.workspace_id, EmbedToken.id == token_id)
    statement = statement.values(**values, version=EmbedToken.version + 1, updated_at=func.now())
    await ctx.session.execute(statement.execution_options(synchronize_session=False))


def _check_own_rights(ctx: Ctx, config: EmbedConfig) -> None:
    """What a token shows to others, whoever hands it out may see themselves. Raises ``BeyondOwnRights`` (403)."""
    check_within_own_permissions(ctx, [permission for permission in P if permission.value in config.scopes])


def _check_future(expires_at: datetime | None) -> None:
    if expires_at is not None and expires_at <= datetime.now(UTC):
        raise Invalid.at("/expires_at", "past", "must lie in the future")
