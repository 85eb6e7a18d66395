from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, InWorkspace, belongs_to, one_of


class Quota(InWorkspace, Base):
    """One customer's limit of one metric, and how much of it is used: the row that every use locks.

    ``used`` sums the uses later than ``settled_at``. A use that left the window is taken out of it by the next one, so
    that no use has to sum the whole window (``migrations/sql/2026_11_28_quotas/quotas.sql``). Without ``tier`` the
    customer's plan decides."""

    __tablename__ = "quotas"

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(primary_key=True)
    tier: Mapped[str | None]
    own_limit: Mapped[int | None] = mapped_column(BigInteger)
    used: Mapped[int] = mapped_column(BigInteger, server_default="0")
    settled_at: Mapped[datetime] = mapped_column(server_default="-infinity")
    last_used_at: Mapped[datetime] = mapped_column(server_default="-infinity")
    used_up_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(BigInteger, server_default="0")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (belongs_to("customers", "customer_id"), one_of("tier", "basic", "pro", "enterprise", "custom"))


class QuotaUse(InWorkspace, Base):
    """One use, kept for a day: it counts for a quarter of an hour, and its key is known until then."""

    __tablename__ = "quota_uses"

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    used_at: Mapped[datetime]
    amount: Mapped[int] = mapped_column(BigInteger)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("customers", "customer_id"),
            Index(
                "ix_quota_uses_window",
                "workspace_id",
                "customer_id",
                "metric",
                "used_at",
                postgresql_include=["amount"],
            ),
            Index("ix_quota_uses_used_at", "used_at"),
        )


class Metering(InWorkspace, Base):
    """Which metrics besides the tool calls a workspace has counted."""

    __tablename__ = "metering"

    metrics: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")
