from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text, Uuid

from atrium.kernel.db import Base, Entity, InWorkspace, Timestamps, belongs_to, one_of

TRIGGERS = ("event", "manual", "schedule", "date", "webhook")


class Automation(Timestamps, Entity, Base):
    """``flow_version`` is the flow that new runs follow. ``owner_*`` is who saved that flow: runs that nobody starts
    act with their present rights.

    ``event_types``: what triggers it. ``uses``: ids of the tags, folders, statuses, custom fields and other things its
    flow refers to. ``next_run_at``: when a schedule is due. ``hook_hash``: SHA-256 of the secret in its webhook
    address."""

    __tablename__ = "automations"

    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    enabled: Mapped[bool] = mapped_column(server_default=text("false"))
    flow_version: Mapped[int] = mapped_column(server_default="1")
    trigger_kind: Mapped[str]
    event_types: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    uses: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default="{}")
    next_run_at: Mapped[datetime | None]
    hook_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    hook_made_at: Mapped[datetime | None]
    owner_type: Mapped[str]
    owner_id: Mapped[UUID]
    owner_name: Mapped[str]
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("trigger_kind", *TRIGGERS),
            one_of("owner_type", "member", "api_key"),
            Index("ix_automations_name", "workspace_id", text("lower(name)"), "id"),
            Index("ix_automations_due", "next_run_at", postgresql_where=text("enabled AND next_run_at IS NOT NULL")),
            Index("uq_automations_hook_hash", "hook_hash", unique=True),
        )


class AutomationVersion(InWorkspace, Base):
    """A flow as it was saved: never changed, so that every run ends by the rules it began with."""

    __tablename__ = "automation_versions"

    automation_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    flow: Mapped[dict[str, Any]]
    author_type: Mapped[str]
    author_id: Mapped[UUID | None]
    author_name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (belongs_to("automations", "automation_id"),)
