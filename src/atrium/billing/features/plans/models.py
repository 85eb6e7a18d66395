from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from atrium.kernel.db import Base, Entity, InWorkspace, Timestamps, belongs_to, one_of


class PlanRow(Timestamps, Entity, Base):
    """A plan of the workspace's own, or what it changed of a built-in one (then ``based_on`` is its own key).

    ``values`` hold what differs from the plan it is based on."""

    __tablename__ = "plans"

    key: Mapped[str]
    name: Mapped[str]
    based_on: Mapped[str]
    values: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("based_on", "basic", "pro", "enterprise"),
            UniqueConstraint("workspace_id", "key"),
            Index("uq_plans_default", "workspace_id", unique=True, postgresql_where=text("is_default")),
        )


class FeatureRow(Timestamps, Entity, Base):
    """A feature of the workspace's own."""

    __tablename__ = "features"

    key: Mapped[str]
    label: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    type: Mapped[str]
    default_value: Mapped[Any] = mapped_column(JSONB)
    choices: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    maximum: Mapped[int | None] = mapped_column(BigInteger)
    unit: Mapped[str] = mapped_column(server_default="")
    requires: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("type", "boolean", "number", "text", "choice", "choices"),
            UniqueConstraint("workspace_id", "key"),
        )


class CustomerFeatures(InWorkspace, Base):
    """What a customer has instead of the workspace's default plan and of its plan's values. Locked before anything of
    it changes."""

    __tablename__ = "customer_features"

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_key: Mapped[str | None]
    overrides: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (belongs_to("customers", "customer_id"), Index("ix_customer_features_plan", "workspace_id", "plan_key"))
