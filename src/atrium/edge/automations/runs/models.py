from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, SmallInteger, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from atrium.kernel.db import Base, Entity, InWorkspace, belongs_to, one_of
from atrium.kernel.leases import Leased, due_index


class AutomationRun(Leased, Entity, Base):
    """One automation at work, by the flow it began with. A run that waits is a row that is due later; nothing else is
    kept of it anywhere.

    ``trigger_key`` names what started it, once per automation, version and customer. ``step_id`` is the step to do
    next, ``round`` the turn of the loop it is in (0 outside). ``memory``: ``outputs`` of the steps done, ``loop``,
    ``wait``. ``awaits``: event types it waits for since ``waiting_since``. ``actor_*``: who it acts for, with their
    present rights."""

    __tablename__ = "automation_runs"

    automation_id: Mapped[UUID]
    flow_version: Mapped[int]
    customer_id: Mapped[UUID | None]
    trigger_key: Mapped[str]
    trigger_kind: Mapped[str]
    trigger: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    state: Mapped[str] = mapped_column(server_default="queued")
    step_id: Mapped[str | None]
    round: Mapped[int] = mapped_column(server_default="0")
    memory: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    waiting: Mapped[str | None]
    waiting_since: Mapped[datetime | None]
    awaits: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    error_code: Mapped[str | None]
    depth: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    cause_id: Mapped[UUID | None]
    actor_type: Mapped[str]
    actor_id: Mapped[UUID]
    actor_name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    finished_at: Mapped[datetime | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("state", "queued", "running", "succeeded", "failed", "cancelled"),
            one_of("waiting", "time", "event"),
            one_of("actor_type", "member", "api_key"),
            belongs_to("automations", "automation_id"),
            belongs_to("customers", "customer_id"),
            UniqueConstraint(
                "workspace_id",
                "automation_id",
                "flow_version",
                "trigger_key",
                "customer_id",
                name="uq_automation_runs_trigger",
                postgresql_nulls_not_distinct=True,
            ),
            due_index("automation_runs"),
            Index("ix_automation_runs_automation", "workspace_id", "automation_id", "id"),
            Index(
                "ix_automation_runs_state",
                "workspace_id",
                "automation_id",
                "state",
                postgresql_where=text("state IN ('queued', 'running', 'failed')"),
            ),
            Index("ix_automation_runs_customer", "workspace_id", "customer_id", "automation_id", "created_at"),
            Index(
                "ix_automation_runs_awaiting", "workspace_id", "customer_id", postgresql_where=text("waiting = 'event'")
            ),
        )


class AutomationRunStep(InWorkspace, Base):
    """What became of one step. ``field_keys``: the custom fields that its input, decision or output tell of."""

    __tablename__ = "automation_run_steps"

    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    step_id: Mapped[str] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, server_default="0")
    kind: Mapped[str]
    customer_id: Mapped[UUID | None]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default="1")
    input: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    decision: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    output: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    error: Mapped[str | None]
    error_code: Mapped[str | None]
    field_keys: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    started_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    finished_at: Mapped[datetime | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (one_of("state", "done", "failed", "waiting", "sending"), belongs_to("automation_runs", "run_id"))


class AutomationSkip(Entity, Base):
    """A trigger that started no run, and why: the answer to "why did this not run?"."""

    __tablename__ = "automation_skips"

    automation_id: Mapped[UUID]
    flow_version: Mapped[int]
    customer_id: Mapped[UUID | None]
    trigger_key: Mapped[str]
    reason: Mapped[str]
    decisions: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    happened_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("automations", "automation_id"),
            belongs_to("customers", "customer_id"),
            UniqueConstraint(
                "workspace_id",
                "automation_id",
                "trigger_key",
                "customer_id",
                name="uq_automation_skips_trigger",
                postgresql_nulls_not_distinct=True,
            ),
            Index("ix_automation_skips_customer", "workspace_id", "customer_id", "automation_id", "id"),
            Index("ix_automation_skips_old", "happened_at"),
        )
