from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, InWorkspace, Timestamps, belongs_to, one_of

LIFECYCLES = ("prospect", "customer")
AVAILABILITIES = ("available", "busy", "away", "do_not_disturb")


class Customer(Timestamps, Entity, Base):
    """The row that lists show, with no join but names: e-mails, phones and external ids are kept here for display and,
    for uniqueness and look-up, in ``customer_identifiers``; custom fields here and, for filters, in
    ``custom_field_values``."""

    __tablename__ = "customers"

    kind: Mapped[str] = mapped_column(server_default="person")
    name: Mapped[str]
    lifecycle: Mapped[str] = mapped_column(server_default="customer")
    email: Mapped[str | None]
    phone: Mapped[str | None]
    emails: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    phones: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    external_ids: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    location: Mapped[str | None]
    time_zone: Mapped[str | None]
    language: Mapped[str | None]
    availability: Mapped[str | None]
    source: Mapped[str | None]
    folder_id: Mapped[UUID | None]
    status_id: Mapped[UUID | None]
    owner_id: Mapped[UUID | None]
    avatar_key: Mapped[str | None]
    custom_fields: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")
    converted_at: Mapped[datetime | None]
    last_activity_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deleted_at: Mapped[datetime | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("kind", "person", "company"),
            one_of("lifecycle", *LIFECYCLES),
            one_of("availability", *AVAILABILITIES),
            belongs_to("folders", "folder_id", ondelete="RESTRICT"),
            belongs_to("statuses", "status_id", ondelete="RESTRICT"),
            belongs_to("members", "owner_id", ondelete="SET NULL"),
        )


class CustomerIdentifier(InWorkspace, Base):
    """One e-mail address (scheme ``email``), phone number (``phone``, E.164) or external id (``ext:<scheme>``) of a
    live customer; or, for a row that was imported without any of these, a hash of its name and numbers (``row``), by
    which the same file finds it again.

    All but phones are unique in the workspace. Rows of a customer in the trash are removed and made again on
    restore."""

    __tablename__ = "customer_identifiers"

    scheme: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID] = mapped_column(primary_key=True)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("customers", "customer_id"),
            Index(
                "uq_customer_identifiers_value",
                "workspace_id",
                "scheme",
                "value",
                unique=True,
                postgresql_where=text("scheme <> 'phone'"),
            ),
            Index("ix_customer_identifiers_customer", "workspace_id", "customer_id"),
        )


class CustomerTag(InWorkspace, Base):
    __tablename__ = "customer_tags"

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True)
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("customers", "customer_id"),
            belongs_to("tags", "tag_id"),
            Index("ix_customer_tags_tag", "workspace_id", "tag_id", "customer_id"),
        )


class CustomerWorker(InWorkspace, Base):
    """A member assigned to a customer. The owner is one of them."""

    __tablename__ = "customer_workers"

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    assigned_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("customers", "customer_id"),
            belongs_to("members", "member_id"),
        )


class CustomerVisit(InWorkspace, Base):
    """When a member last opened a customer: what happened since is unread (B2)."""

    __tablename__ = "customer_visits"

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (belongs_to("customers", "customer_id"), belongs_to("members", "member_id"))
