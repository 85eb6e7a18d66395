"""The fields of a workspace with what the actor may see and change of them (X1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Literal
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Select, and_, cast, exists, func, literal_column, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text, Uuid

from atrium.access.roles.models import Role
from atrium.access.workspaces.models import Workspace
from atrium.kernel.context import Ctx, Remembered
from atrium.kernel.kept import Kept
from atrium.records.custom_fields.fields.models import CustomField, CustomFieldFolder, CustomFieldRole
from atrium.records.custom_fields.fields.rules import KINDS, Rules

LINKS = {"folder_ids": "every_folder", "view_role_ids": "every_viewer", "edit_role_ids": "every_editor"}
"""Lists in the contract, null where the column of the same line says that nothing restricts the field."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One unarchived field with the actor's access to its values."""

    id: UUID
    key: str
    label: str
    type: str
    section: str
    position: int
    required: bool
    filterable: bool
    filter_ready: bool
    default: Any
    rules: Rules
    folder_ids: frozenset[UUID] | None
    viewable: bool
    editable: bool
    version: int

    def shown(self, folder_id: UUID | None) -> bool:
        """Whether the field belongs to customers of this folder (None: of no folder)."""
        return self.folder_ids is None or folder_id in self.folder_ids


@dataclass(frozen=True, slots=True)
class FieldSet:
    """All unarchived fields in their order."""

    by_key: Mapping[str, FieldView]
    by_id: Mapping[UUID, FieldView] = field(init=False)
    viewable_keys: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {found.id: found for found in self.by_key.values()})
        object.__setattr__(
            self, "viewable_keys", frozenset(found.key for found in self.by_key.values() if found.viewable)
        )

    def visible(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values whose fields exist, are not archived, and may be viewed by the actor. Every read path goes through
        this."""
        return {key: value for key, value in values.items() if key in self.viewable_keys}

    def shown_in(self, folder_id: UUID | None) -> list[FieldView]:
        """The fields that customers of this folder show the actor."""
        return [found for found in self.by_key.values() if found.viewable and found.shown(folder_id)]


FIELDS = Remembered[FieldSet]("custom_fields")


def owns(ctx: Ctx) -> ColumnElement[bool]:
    """Whether the actor is the system, or holds the owner's role, which nothing restricts."""
    if ctx.actor.type == "system":
        return true()
    return exists().where(Role.workspace_id == ctx.workspace_id, Role.id == ctx.role_id, Role.system_key == "owner")


def granted(ctx: Ctx, access: Literal["view", "edit"]) -> ColumnElement[bool]:
    """Whether the actor's role may view or edit the values of the ``CustomField`` of this row."""
    unrestricted = CustomField.every_viewer if access == "view" else CustomField.every_editor
    named = exists().where(
        CustomFieldRole.workspace_id == CustomField.workspace_id,
        CustomFieldRole.field_id == CustomField.id,
        CustomFieldRole.access == access,
        CustomFieldRole.role_id == ctx.role_id,
    )
    return or_(unrestricted, named, owns(ctx))


def folders_of_field() -> Any:
    """The ids of the folders that show the ``CustomField`` of this row."""
    mine = and_(
        CustomFieldFolder.workspace_id == CustomField.workspace_id, CustomFieldFolder.field_id == CustomField.id
    )
    return func.array(
        select(CustomFieldFolder.folder_id).where(mine).order_by(CustomFieldFolder.folder_id).scalar_subquery(),
        type_=ARRAY(Uuid),
    )


def viewable_keys(ctx: Ctx) -> Any:
    """The keys of the unarchived fields whose values the actor may view, as an array."""
    query = select(CustomField.key).where(
        CustomField.workspace_id == ctx.workspace_id, CustomField.archived_at.is_(None), granted(ctx, "view")
    )
    return func.array(query.scalar_subquery(), type_=ARRAY(Text))


async def load_fields(ctx: Ctx) -> FieldSet:
    """Every unarchived field with its folders and the actor's access to it, in one statement, once per context."""
    known = FIELDS.of(ctx)
    if known is not None:
        return known
    rows = (await _FIELDS.run(ctx)).all()
    found = FieldSet({row.key: _view(row) for row in rows})
    FIELDS.put(ctx, found)
    return found


def fields_query(ctx: Ctx) -> Select[Any]:
    """The rows behind a ``FieldSet``, in their order."""
    country = select(Workspace.country).where(Workspace.id == ctx.workspace_id).scalar_subquery()
    return (
        select(
            CustomField.__table__,
            folders_of_field().label("folder_ids"),
            granted(ctx, "view").label("viewable"),
            granted(ctx, "edit").label("editable"),
            country.label("country"),
        )
        .where(CustomField.workspace_id == ctx.workspace_id, CustomField.archived_at.is_(None))
        .order_by(CustomField.position, CustomField.id)
    )


_FIELDS = Kept(fields_query)


def fields_json(ctx: Ctx) -> ColumnElement[Any]:
    """The same as one text, for ``fields_from``."""
    rows = fields_query(ctx).subquery("fields")
    listed = select(func.json_agg(func.to_json(literal_column("fields")))).select_from(rows)
    return cast(listed.scalar_subquery(), Text)


@lru_cache(maxsize=1000)
def fields_from(rows: str | None) -> FieldSet:
    """Kept by the text: what a reader may see of the fields seldom changes, and is read with every request."""
    found: dict[str, FieldView] = {}
    for row in orjson.loads(rows or "[]"):
        row["id"], row["folder_ids"] = UUID(row["id"]), [UUID(folder) for folder in row["folder_ids"]]
        found[row["key"]] = _view(SimpleNamespace(**row))
    return FieldSet(found)


def _view(row: Any) -> FieldView:
    return FieldView(
        id=row.id,
        key=row.key,
        label=row.label,
        type=row.type,
        section=row.section,
        position=row.position,
        required=row.required,
        filterable=row.filterable and row.type in KINDS,
        filter_ready=row.filter_ready,
        default=row.default_value,
        rules=Rules(row.type, row.validation, tuple(option["key"] for option in row.options), row.country),
        folder_ids=None if row.every_folder else frozenset(row.folder_ids),
        viewable=row.viewable,
        editable=row.viewable and row.editable,
        version=row.version,
    )
