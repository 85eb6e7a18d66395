from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, SmallInteger, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, belongs_to, one_of
from atrium.kernel.leases import Leased


class WebhookDelivery(Leased, Entity, Base):
    """One event on its way to one endpoint, or a test (``event_id`` is null). ``attempts`` counts those since it was
    last queued."""

    __tablename__ = "webhook_deliveries"

    endpoint_id: Mapped[UUID]
    event_id: Mapped[UUID | None]
    event_type: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="queued")
    last_status: Mapped[int | None] = mapped_column(SmallInteger)
    tester: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    finished_at: Mapped[datetime | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("state", "queued", "running", "delivered", "failed", "withheld"),
            belongs_to("webhook_endpoints", "endpoint_id"),
            belongs_to("events", "event_id"),
            UniqueConstraint("workspace_id", "event_id", "endpoint_id"),
            Index(
                "ix_webhook_deliveries_open",
                "workspace_id",
                "endpoint_id",
                "due_at",
                postgresql_where=text("state IN ('queued', 'running')"),
            ),
            Index("ix_webhook_deliveries_log", "workspace_id", "endpoint_id", "id"),
            Index("ix_webhook_deliveries_state", "workspace_id", "endpoint_id", "state", "id"),
            Index("ix_webhook_deliveries_created", "created_at"),
        )


class WebhookAttempt(Entity, Base):
    """One call, and what came of it. ``error`` is null when it was taken; ``response_body`` is its beginning."""

    __tablename__ = "webhook_attempts"

    delivery_id: Mapped[UUID]
    attempted_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    duration_ms: Mapped[int]
    status: Mapped[int | None] = mapped_column(SmallInteger)
    error: Mapped[str | None]
    response_body: Mapped[str] = mapped_column(server_default="")
    response_truncated: Mapped[bool] = mapped_column(server_default=text("false"))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("webhook_deliveries", "delivery_id"),
            Index("ix_webhook_attempts_delivery", "workspace_id", "delivery_id", "id"),
        )
