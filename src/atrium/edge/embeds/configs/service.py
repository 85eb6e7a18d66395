"""Embed configurations: made within one's own rights, deleted only when nothing works with them any more."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, delete, func, select, update

from atrium.access.roles.service import check_within_own_permissions
from atrium.edge.embeds.configs.events import EmbedConfigCreated, EmbedConfigDeleted, EmbedConfigUpdated
from atrium.edge.embeds.configs.models import EmbedConfig, EmbedToken
from atrium.edge.embeds.configs.schemas import NEEDS, EmbedConfigIn, EmbedConfigPatch
from atrium.edge.forms.forms.models import Form
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Fix, Invalid, NotFound, Unmet
from atrium.kernel.events import diff
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.kernel.permissions import P

NAME = func.lower(EmbedConfig.name)
STATE = case(
    (EmbedToken.revoked_at.is_not(None), "revoked"),
    (EmbedToken.expires_at <= func.clock_timestamp(), "expired"),
    else_="active",
)


class EmbedConfigNotFound(NotFound):
    title = "There is no such embed configuration"


class EmbedConfigInUse(Conflict):
    code, title = "embed-config-in-use", "Tokens work with this embed configuration"


async def create_config(ctx: Ctx, data: EmbedConfigIn) -> Row[Any]:
    """Raises ``BeyondOwnRights`` (403) and ``Invalid`` (422)."""
    values = _stored({**data.model_dump(), "theme": data.theme})
    await _check(ctx, values)
    row = EmbedConfig(workspace_id=ctx.workspace_id, id=uuid7(), **values)
    ctx.session.add(row)
    await ctx.session.flush()
    ctx.emit(EmbedConfigCreated(subject_id=row.id, name=row.name))
    return await get_config(ctx, row.id)


async def get_config(ctx: Ctx, config_id: UUID, *, lock: bool = False) -> Row[Any]:
    """The row ``(EmbedConfig, active_tokens)``. Raises ``EmbedConfigNotFound`` (404)."""
    query = _configs(ctx).where(EmbedConfig.id == config_id).execution_options(populate_existing=True)
    row = (await ctx.session.execute(query.with_for_update(of=EmbedConfig) if lock else query)).first()
    if row is None:
        raise EmbedConfigNotFound
    return row


async def list_configs(ctx: Ctx, *, limit: int, cursor: str | None) -> tuple[Sequence[Row[Any]], str | None]:
    """A to Z."""
    query, order = _configs(ctx), (NAME, EmbedConfig.id)
    if cursor:
        query = query.where(after(order, decode_cursor("embed_configs", cursor), descending=[False, False]))
    rows = (await ctx.session.execute(query.order_by(*order).limit(limit + 1))).all()
    return page_of(rows, limit, "embed_configs", lambda row: [row.EmbedConfig.name.lower(), row.EmbedConfig.id])


async def update_config(ctx: Ctx, found: Row[Any], data: EmbedConfigPatch) -> Row[Any]:
    """``found`` must be locked. Open widgets follow at once. Raises ``BeyondOwnRights`` (403) and ``Invalid`` (422)."""
    config: EmbedConfig = found.EmbedConfig
    values = _stored(data.provided())
    before = {
        name: getattr(config, name) for name in ("name", "allowed_origins", "scopes", "widgets", "theme", "form_id")
    }
    await _check(ctx, {**before, **values}, changed=values.keys())
    changes = diff(
        {name: _plain(before[name]) for name in values}, {name: _plain(value) for name, value in values.items()}
    )
    if changes:
        statement = update(EmbedConfig).where(EmbedConfig.workspace_id == ctx.workspace_id, EmbedConfig.id == config.id)
        statement = statement.values(**values, version=EmbedConfig.version + 1, updated_at=func.now())
        await ctx.session.execute(statement.execution_options(synchronize_session=False))
        ctx.emit(EmbedConfigUpdated(subject_id=config.id, name=values.get("name", config.name), changes=changes))
    return await get_config(ctx, config.id)


async def delete_config(ctx: Ctx, found: Row[Any]) -> None:
    """Its revoked and expired tokens go with it. Raises ``EmbedConfigInUse`` (409) while any works. ``found`` must be
    locked."""
    config: EmbedConfig = found.EmbedConfig
    if found.active_tokens:
        count = f"{found.active_tokens} token{'s work' if found.active_tokens > 1 else ' works'}"
        message = f"{count} with it. Revoke {'them' if found.active_tokens > 1 else 'it'} first."
        raise EmbedConfigInUse(
            message,
            unmet=[
                Unmet(code="has_active_tokens", message=message, fix=Fix(label="Show customers", href="/customers"))
            ],
        )
    await ctx.session.execute(
        delete(EmbedConfig).where(EmbedConfig.workspace_id == ctx.workspace_id, EmbedConfig.id == config.id)
    )
    ctx.emit(EmbedConfigDeleted(subject_id=config.id, name=config.name))


def _configs(ctx: Ctx) -> Any:
    own = (
        EmbedToken.workspace_id == EmbedConfig.workspace_id,
        EmbedToken.config_id == EmbedConfig.id,
        STATE == "active",
    )
    active = select(func.count()).select_from(EmbedToken).where(*own).scalar_subquery()
    return select(EmbedConfig, active.label("active_tokens")).where(EmbedConfig.workspace_id == ctx.workspace_id)


def _stored(given: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(given)
    if "scopes" in values:
        values["scopes"] = sorted({scope.value for scope in values["scopes"]})
    if "theme" in values:
        values["theme"] = values["theme"].model_dump(mode="json")
    if "allowed_origins" in values:
        values["allowed_origins"] = list(dict.fromkeys(values["allowed_origins"]))
    return values


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


async def _check(ctx: Ctx, values: Mapping[str, Any], changed: Collection[str] = ("scopes", "form_id")) -> None:
    """Whoever opens a window looks through it themselves: scopes lie within the actor's own rights. Every widget has
    what it shows."""
    if "scopes" in changed:
        check_within_own_permissions(ctx, [P(scope) for scope in values["scopes"]])
    errors = []
    for place, widget in enumerate(values["widgets"]):
        if NEEDS[widget].value not in values["scopes"]:
            errors.append(
                FieldError(
                    pointer=f"/widgets/{place}", code="scope_missing", message=f"needs the scope {NEEDS[widget].value}"
                )
            )
    if "form_id" in changed and values["form_id"] is not None:
        known = select(Form.id).where(Form.workspace_id == ctx.workspace_id, Form.id == values["form_id"])
        if await ctx.session.scalar(known) is None:
            errors.append(FieldError(pointer="/form_id", code="unknown", message="is not a form of this workspace"))
    if "form" in values["widgets"] and values["form_id"] is None:
        errors.append(
            FieldError(pointer="/form_id", code="required", message="must name the form that the widget shows")
        )
    if errors:
        raise Invalid("; ".join(f"{error.pointer} {error.message}" for error in errors[:3]) + ".", errors=errors)
