from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from atrium.kernel.db import Base, Entity, Timestamps, belongs_to, one_of

REASONS = ("manual", "gone", "failing", "owner_gone", "owner_not_allowed")


class WebhookEndpoint(Timestamps, Entity, Base):
    """An address that is told what happens, as far as its owner may see it. ``scopes`` limits that to what the API key
    could that made it.

    Secrets and the values of headers are sealed, see ``service.py``."""

    __tablename__ = "webhook_endpoints"

    url: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    event_types: Mapped[list[str]] = mapped_column(ARRAY(Text))
    api_version: Mapped[str] = mapped_column(server_default="v1")
    owner_id: Mapped[UUID | None]
    scopes: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    secret: Mapped[str]
    previous_secret: Mapped[str | None]
    previous_secret_until: Mapped[datetime | None]
    headers: Mapped[str | None]
    header_names: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    state: Mapped[str] = mapped_column(server_default="enabled")
    disabled_reason: Mapped[str | None]
    disabled_at: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("members", "owner_id", ondelete="SET NULL"),
            one_of("state", "enabled", "disabled"),
            one_of("disabled_reason", *REASONS),
            Index("ix_webhook_endpoints_owner", "workspace_id", "owner_id"),
        )
