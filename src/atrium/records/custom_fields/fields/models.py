from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, InWorkspace, Timestamps, belongs_to, one_of

TYPES = (
    "text",
    "long_text",
    "number",
    "currency",
    "percent",
    "date",
    "date_time",
    "follow_up",
    "checkbox",
    "select",
    "multi_select",
    "email",
    "phone",
    "url",
    "member",
    "customer",
    "address",
)


class CustomField(Timestamps, Entity, Base):
    """``options`` of selects: ``[{"key", "label", "colour"}]``; ``validation``: ``min max min_length max_length pattern
    currency``.

    ``every_folder``, ``every_viewer`` and ``every_editor`` say that no list of folders or roles restricts the field.
    They are columns of their own, because a field whose only role or folder was deleted must become narrower, never
    open to all. ``filter_ready`` is false while its values are being copied for filters."""

    __tablename__ = "custom_fields"

    key: Mapped[str]
    label: Mapped[str]
    type: Mapped[str]
    help: Mapped[str] = mapped_column(server_default="")
    section: Mapped[str] = mapped_column(server_default="")
    position: Mapped[int] = mapped_column(server_default="0")
    required: Mapped[bool] = mapped_column(server_default=text("false"))
    filterable: Mapped[bool] = mapped_column(server_default=text("true"))
    filter_ready: Mapped[bool] = mapped_column(server_default=text("true"))
    every_folder: Mapped[bool] = mapped_column(server_default=text("true"))
    every_viewer: Mapped[bool] = mapped_column(server_default=text("true"))
    every_editor: Mapped[bool] = mapped_column(server_default=text("true"))
    default_value: Mapped[Any] = mapped_column(JSONB(none_as_null=True), nullable=True)
    options: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    validation: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (one_of("type", *TYPES), UniqueConstraint("workspace_id", "key"))


class CustomFieldFolder(InWorkspace, Base):
    """Folders that show a field, unless ``every_folder`` does."""

    __tablename__ = "custom_field_folders"

    field_id: Mapped[UUID] = mapped_column(primary_key=True)
    folder_id: Mapped[UUID] = mapped_column(primary_key=True)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (belongs_to("custom_fields", "field_id"), belongs_to("folders", "folder_id"))


class CustomFieldRole(InWorkspace, Base):
    """Roles that may view or edit a field, unless every role may."""

    __tablename__ = "custom_field_roles"

    field_id: Mapped[UUID] = mapped_column(primary_key=True)
    role_id: Mapped[UUID] = mapped_column(primary_key=True)
    access: Mapped[str] = mapped_column(primary_key=True)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("access", "view", "edit"),
            belongs_to("custom_fields", "field_id"),
            belongs_to("roles", "role_id"),
        )
