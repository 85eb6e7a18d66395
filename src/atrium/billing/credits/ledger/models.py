from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Uuid

from atrium.kernel.db import Base, Entity, InWorkspace, belongs_to, one_of

ENTRY_TYPES = ("grant", "consume", "deduct", "capture", "expire", "void", "reversal")


class CreditAccount(Entity, Base):
    """What one customer has of one unit. Changed by the functions of ``migrations/sql/2026_11_29_credits/credits.sql``
    alone, save its settings.

    ``balance`` is what is left of all grants, ``held`` what of it is reserved. ``last_seq`` numbers the entries without
    gaps."""

    __tablename__ = "credit_accounts"

    customer_id: Mapped[UUID]
    unit: Mapped[str]
    balance: Mapped[int] = mapped_column(BigInteger, server_default="0")
    held: Mapped[int] = mapped_column(BigInteger, server_default="0")
    last_seq: Mapped[int] = mapped_column(BigInteger, server_default="0")
    next_expiry_at: Mapped[datetime | None]
    pending_until: Mapped[datetime | None]
    low_below: Mapped[int | None] = mapped_column(BigInteger)
    low: Mapped[bool] = mapped_column(server_default=text("false"))
    price_per_minute: Mapped[int | None] = mapped_column(BigInteger)
    grace_seconds: Mapped[int] = mapped_column(Integer, server_default="0")
    top_up_below: Mapped[int | None] = mapped_column(BigInteger)
    top_up_amount: Mapped[int | None] = mapped_column(BigInteger)
    top_up_ceiling: Mapped[int | None] = mapped_column(BigInteger)
    top_up_asked_for: Mapped[date | None]
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("customers", "customer_id"),
            UniqueConstraint("workspace_id", "customer_id", "unit"),
            CheckConstraint("held >= 0 AND held <= balance AND balance <= 9007199254740991", name="balance"),
        )


class CreditGrant(Entity, Base):
    """Credits given at one time. ``held`` of what remains is reserved; ``spent`` ones are out of every index that
    movements use.

    ``ended_at``: when what was left of it was taken out, because it was voided or its time was over."""

    __tablename__ = "credit_grants"

    account_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    unit: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    remaining: Mapped[int] = mapped_column(BigInteger)
    held: Mapped[int] = mapped_column(BigInteger, server_default="0")
    # Stands in index predicates in place of ``remaining``, which every movement changes: so most updates touch no
    # index.
    spent: Mapped[bool] = mapped_column(Computed("remaining = 0", persisted=True))
    priority: Mapped[int] = mapped_column(SmallInteger, server_default="50")
    category: Mapped[str]
    source: Mapped[str]
    effective_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(server_default="")
    actor_type: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    created_at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("credit_accounts", "account_id"),
            # PostgreSQL prepares every check anew for every statement: the hot tables have one each, for what
            # arithmetic could break.
            CheckConstraint("held >= 0 AND held <= remaining AND remaining <= amount", name="remaining"),
            Index(
                "ix_credit_grants_burn",
                "workspace_id",
                "account_id",
                "priority",
                "expires_at",
                "created_at",
                "id",
                postgresql_where=text("NOT spent"),
            ),
            Index(
                "ix_credit_grants_expiry", "expires_at", postgresql_where=text("NOT spent AND expires_at IS NOT NULL")
            ),
            Index("ix_credit_grants_customer", "workspace_id", "customer_id", "created_at", "id"),
            Index("ix_credit_grants_account", "workspace_id", "account_id"),
        )


class CreditEntry(Entity, Base):
    """One line of the ledger: appended, never changed. ``grant_amounts`` tell how much of ``amount`` went into or came
    out of which grant."""

    __tablename__ = "credit_entries"

    account_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    unit: Mapped[str]
    seq: Mapped[int] = mapped_column(BigInteger)
    type: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    balance_after: Mapped[int] = mapped_column(BigInteger)
    grant_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    grant_amounts: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    hold_id: Mapped[UUID | None]
    reverses_id: Mapped[UUID | None]
    note: Mapped[str] = mapped_column(server_default="")
    source_type: Mapped[str | None]
    source_id: Mapped[str | None]
    actor_type: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    key: Mapped[str | None]
    created_at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("credit_accounts", "account_id"),
            one_of("type", *ENTRY_TYPES),
            CheckConstraint("amount <> 0", name="amount"),
            UniqueConstraint("workspace_id", "account_id", "seq"),
            Index(
                "uq_credit_entries_reverses",
                "workspace_id",
                "reverses_id",
                unique=True,
                postgresql_where=text("reverses_id IS NOT NULL"),
            ),
            Index(
                "uq_credit_entries_key",
                "workspace_id",
                "account_id",
                "key",
                unique=True,
                postgresql_where=text("key IS NOT NULL"),
            ),
            Index("ix_credit_entries_history", "workspace_id", "customer_id", "created_at", "seq", "id"),
            Index(
                "ix_credit_entries_source",
                "workspace_id",
                "customer_id",
                "source_id",
                postgresql_where=text("source_id IS NOT NULL"),
            ),
        )


class CreditCheck(InWorkspace, Base):
    """How far the checker found an account right: its first ``seq`` entries, which sum up to ``total``; or what is
    wrong with it."""

    __tablename__ = "credit_checks"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(Numeric)
    problem: Mapped[str | None]
    checked_at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (belongs_to("credit_accounts", "account_id"),)
