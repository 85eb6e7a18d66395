from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import LargeBinary, Text

from atrium.kernel.db import Base, Entity, InWorkspace, Timestamps, belongs_to, one_of

PROPERTIES = ("name", "email", "phone", "location", "company", "message")
OUTCOMES = ("created", "updated", "ignored")


class Form(Timestamps, Entity, Base):
    """``key`` is public and unguessable: whoever has it may see the questions and answer them."""

    __tablename__ = "forms"

    key: Mapped[str]
    name: Mapped[str]
    title: Mapped[str] = mapped_column(server_default="")
    description: Mapped[str] = mapped_column(server_default="")
    submit_label: Mapped[str] = mapped_column(server_default="")
    thank_you: Mapped[str] = mapped_column(server_default="")
    redirect_url: Mapped[str | None]
    folder_id: Mapped[UUID | None]
    status_id: Mapped[UUID | None]
    owner_id: Mapped[UUID | None]
    lifecycle: Mapped[str] = mapped_column(server_default="prospect")
    allowed_origins: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    on_duplicate: Mapped[str] = mapped_column(server_default="update")
    match_by: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{email,phone}")
    active: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("lifecycle", "prospect", "customer"),
            one_of("on_duplicate", "update", "new", "ignore"),
            belongs_to("folders", "folder_id", ondelete="SET NULL"),
            belongs_to("statuses", "status_id", ondelete="SET NULL"),
            belongs_to("members", "owner_id", ondelete="SET NULL"),
            Index("uq_forms_key", "key", unique=True),
            Index("ix_forms_name", "workspace_id", func.lower(text("name")), "id"),
        )


class FormField(Entity, Base):
    """One question. ``property`` of a customer, ``field_id`` of a custom field, or a consent with its text."""

    __tablename__ = "form_fields"

    form_id: Mapped[UUID]
    position: Mapped[int] = mapped_column(SmallInteger)
    key: Mapped[str]
    kind: Mapped[str]
    property: Mapped[str | None]
    field_id: Mapped[UUID | None]
    consent_text: Mapped[str] = mapped_column(server_default="")
    label: Mapped[str] = mapped_column(server_default="")
    help: Mapped[str] = mapped_column(server_default="")
    required: Mapped[bool] = mapped_column(server_default=text("false"))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("kind", "property", "custom_field", "consent"),
            one_of("property", *PROPERTIES),
            CheckConstraint(
                "(kind = 'property') = (property IS NOT NULL) AND (kind = 'custom_field') = (field_id IS NOT NULL)",
                name="binding",
            ),
            belongs_to("forms", "form_id"),
            belongs_to("custom_fields", "field_id"),
            UniqueConstraint("workspace_id", "form_id", "key"),
            Index("ix_form_fields_field", "workspace_id", "field_id", postgresql_where=text("field_id IS NOT NULL")),
        )


class FormTag(InWorkspace, Base):
    """Tags that whoever fills the form in gets."""

    __tablename__ = "form_tags"

    form_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("forms", "form_id"),
            belongs_to("tags", "tag_id"),
            Index("ix_form_tags_tag", "workspace_id", "tag_id"),
        )


class FormSubmission(Entity, Base):
    """What somebody sent, with the consents as they were worded. No network address is kept.

    ``values`` by property, ``custom_fields`` by key (so that they are redacted as everywhere), ``consents``: ``[{key,
    text, given}]``. ``duplicate_of_id``: who has the address already, so that the customer of this submission does not
    carry it."""

    __tablename__ = "form_submissions"

    form_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    outcome: Mapped[str]
    duplicate_of_id: Mapped[UUID | None]
    values: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    custom_fields: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    consents: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    page_url: Mapped[str | None]
    language: Mapped[str | None]
    nonce: Mapped[str]
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    submitted_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("outcome", *OUTCOMES),
            belongs_to("forms", "form_id"),
            belongs_to("customers", "customer_id"),
            belongs_to("customers", "duplicate_of_id", ondelete="SET NULL"),
            UniqueConstraint("workspace_id", "form_id", "nonce"),
            Index("ix_form_submissions_form", "workspace_id", "form_id", "id"),
            Index("ix_form_submissions_customer", "workspace_id", "customer_id"),
        )
