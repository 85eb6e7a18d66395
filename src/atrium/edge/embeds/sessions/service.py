"""Launches and sessions of widgets. Every step looks again whether the token works and the customer's feature Embeds is
on."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.access.roles.service import check_within_own_permissions
from atrium.access.workspaces.models import Workspace
from atrium.billing.features.entitlements.service import require
from atrium.edge.embeds.configs.models import EmbedConfig, EmbedToken
from atrium.edge.embeds.configs.schemas import NEEDS, EmbedTheme
from atrium.edge.embeds.sessions.models import EmbedLaunch, EmbedSession
from atrium.edge.embeds.sessions.schemas import EmbedLaunchOut, EmbedSessionOut, EmbedView
from atrium.edge.embeds.tokens.service import FEATURE, EmbedTokenEnded, get_token
from atrium.edge.forms.forms.models import Form
from atrium.kernel.authentication import EMBED_PREFIX, REFUSALS, context_from, hash_token, new_key_secret
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Gone, Unauthenticated
from atrium.kernel.ids import uuid7
from atrium.kernel.permissions import P
from atrium.kernel.settings import settings

CODE_SECONDS, SESSION_SECONDS = 60, 15 * 60


class LaunchCodeUnknown(Unauthenticated):
    code, title = "launch-code-unknown", "There is no such launch code"


class LaunchCodeUsed(Gone):
    code, title = "launch-code-used", "This launch code was used already"


class LaunchCodeExpired(Gone):
    code, title = "launch-code-expired", "This launch code has expired"


async def launch(ctx: Ctx) -> EmbedLaunchOut:
    """A code for the token that acts. Raises ``PrerequisitesUnmet`` (409) and ``CustomerNotFound`` (404)."""
    token = await _acting_token(ctx)
    await require(ctx, token.customer_id, FEATURE)
    code = f"atr_code_{secrets.token_urlsafe(24)}"
    row = EmbedLaunch(
        workspace_id=ctx.workspace_id,
        id=uuid7(),
        token_id=token.id,
        code_hash=hash_token(code),
        expires_at=_in(CODE_SECONDS),
    )
    ctx.session.add(row)
    await ctx.session.flush()
    await ctx.session.refresh(row, ["expires_at"])
    page = f"{settings().base_url.rstrip('/')}/embed/w/{token.key}#code={code}"
    return EmbedLaunchOut(code=code, expires_at=row.expires_at, page_url=page)


async def open_launch(session: AsyncSession, code: str, *, request_id: str = "") -> tuple[Ctx, UUID]:
    """The context of the widget that this code launches, and the launch. ``session`` has seen no workspace before.

    Raises ``LaunchCodeUnknown``, ``EmbedTokenRevoked`` and ``EmbedTokenExpired`` (401)."""
    found = await session.scalar(text("SELECT open_embed_launch(:hash)"), {"hash": hash_token(code)})
    if found is None:
        raise LaunchCodeUnknown
    rights = found["rights"]
    if "refused" in rights:
        raise REFUSALS[rights["refused"]]
    return context_from(rights, session, request_id=request_id), UUID(found["id"])


async def exchange(ctx: Ctx, launch_id: UUID) -> EmbedSessionOut:
    """Use the code up. Of callers at the same time one gets a bearer. Raises ``LaunchCodeUsed``, ``LaunchCodeExpired``
    (410), and as ``launch`` does."""
    own = (EmbedLaunch.workspace_id == ctx.workspace_id, EmbedLaunch.id == launch_id)
    fresh = update(EmbedLaunch).where(
        *own, EmbedLaunch.used_at.is_(None), EmbedLaunch.expires_at > func.clock_timestamp()
    )
    taken = await ctx.session.scalar(
        fresh.values(used_at=func.clock_timestamp())
        .returning(EmbedLaunch.id)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        used = await ctx.session.scalar(select(EmbedLaunch.used_at).where(*own))
        raise (
            LaunchCodeUsed("Ask your server for another one.")
            if used
            else LaunchCodeExpired("It was good for a minute. Ask your server for another one.")
        )
    return await issue(ctx, await _acting_token(ctx))


async def preview(ctx: Ctx, customer_id: UUID, token_id: UUID) -> EmbedSessionOut:
    """What the page of a token shows, for a member who may see all of it. Raises as ``get_token``, ``BeyondOwnRights``
    (403), ``EmbedTokenEnded`` (409)."""
    found = await get_token(ctx, customer_id, token_id)
    if found.state != "active":
        raise EmbedTokenEnded(f"It is {found.state}. Make a new one.")
    check_within_own_permissions(ctx, [permission for permission in P if permission.value in found.EmbedConfig.scopes])
    return await issue(ctx, found.EmbedToken)


async def issue(ctx: Ctx, token: EmbedToken) -> EmbedSessionOut:
    """A bearer of this token. Raises ``PrerequisitesUnmet`` (409) and ``CustomerNotFound`` (404)."""
    await require(ctx, token.customer_id, FEATURE)
    secret = new_key_secret(EMBED_PREFIX)
    ends = _in(SESSION_SECONDS) if token.expires_at is None else func.least(_in(SESSION_SECONDS), token.expires_at)
    row = EmbedSession(
        workspace_id=ctx.workspace_id, id=uuid7(), token_id=token.id, secret_hash=hash_token(secret), expires_at=ends
    )
    ctx.session.add(row)
    await ctx.session.flush()
    return EmbedSessionOut(**(await _view(ctx, token.id, row.id)).model_dump(), access_token=secret)


async def view(ctx: Ctx) -> EmbedView:
    """What the widget that acts shows at present. Raises ``PrerequisitesUnmet`` (409) and ``CustomerNotFound``
    (404)."""
    token = await _acting_token(ctx)
    await require(ctx, token.customer_id, FEATURE)
    assert ctx.session_id is not None
    return await _view(ctx, token.id, ctx.session_id)


async def _acting_token(ctx: Ctx) -> EmbedToken:
    return await ctx.session.get_one(EmbedToken, (ctx.workspace_id, ctx.actor.id))


async def _view(ctx: Ctx, token_id: UUID, session_id: UUID) -> EmbedView:
    query = (
        select(
            EmbedConfig,
            EmbedToken.allowed_origins.label("own_origins"),
            EmbedSession.expires_at,
            Workspace.name.label("workspace"),
            Form.key,
        )
        .join(
            EmbedToken, (EmbedToken.workspace_id == EmbedConfig.workspace_id) & (EmbedToken.config_id == EmbedConfig.id)
        )
        .join(
            EmbedSession,
            (EmbedSession.workspace_id == EmbedToken.workspace_id) & (EmbedSession.token_id == EmbedToken.id),
        )
        .join(Workspace, Workspace.id == EmbedConfig.workspace_id)
        .outerjoin(
            Form, (Form.workspace_id == EmbedConfig.workspace_id) & (Form.id == EmbedConfig.form_id) & Form.active
        )
        .where(EmbedConfig.workspace_id == ctx.workspace_id, EmbedToken.id == token_id, EmbedSession.id == session_id)
    )
    row: Any = (await ctx.session.execute(query)).one()
    config: EmbedConfig = row.EmbedConfig
    return EmbedView(
        expires_at=row.expires_at,
        workspace_name=row.workspace,
        widgets=[widget for widget in config.widgets if widget in NEEDS and (widget != "form" or row.key)],
        scopes=[permission for permission in P if permission.value in config.scopes],
        theme=EmbedTheme.model_validate(config.theme),
        form_key=row.key if "form" in config.widgets else None,
        allowed_origins=row.own_origins or config.allowed_origins,
    )


def _in(seconds: int) -> Any:
    return func.clock_timestamp() + timedelta(seconds=seconds)
