from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Uuid

from atrium.kernel.db import Base, Entity, belongs_to, one_of

STATES = ("open", "captured", "released", "expired")


class CreditHold(Entity, Base):
    """Credits reserved in grants, in the order in which those burn, until it is captured, released or expires: once."""

    __tablename__ = "credit_holds"

    account_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    unit: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    captured: Mapped[int] = mapped_column(BigInteger, server_default="0")
    state: Mapped[str] = mapped_column(server_default="open")
    grant_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    grant_amounts: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    expires_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(server_default="")
    source_type: Mapped[str | None]
    source_id: Mapped[str | None]
    actor_type: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("credit_accounts", "account_id"),
            one_of("state", *STATES),
            CheckConstraint("amount > 0", name="amount"),
            CheckConstraint("captured BETWEEN 0 AND amount", name="captured"),
            Index(
                "ix_credit_holds_open",
                "workspace_id",
                "account_id",
                "expires_at",
                postgresql_where=text("state = 'open'"),
            ),
            Index("ix_credit_holds_expiry", "expires_at", postgresql_where=text("state = 'open'")),
            Index("ix_credit_holds_customer", "workspace_id", "customer_id", "created_at", "id"),
            Index("ix_credit_holds_account", "workspace_id", "account_id"),
        )
