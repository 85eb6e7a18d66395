from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, belongs_to


class HookCall(Entity, Base):
    """What another system posted, once for each of its ids."""

    __tablename__ = "automation_hook_calls"

    automation_id: Mapped[UUID]
    external_id: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    received_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("automations", "automation_id"),
            UniqueConstraint(
                "workspace_id", "automation_id", "external_id", name="uq_automation_hook_calls_external_id"
            ),
        )
