from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from atrium.kernel.db import Base, Entity, Timestamps, belongs_to


class EmbedConfig(Timestamps, Entity, Base):
    """What tokens made from it may show. ``allowed_origins``: sites that may frame it, where a token names none of its
    own."""

    __tablename__ = "embed_configs"

    name: Mapped[str]
    allowed_origins: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    widgets: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    theme: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    form_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("forms", "form_id", ondelete="SET NULL"),
            Index("ix_embed_configs_name", "workspace_id", func.lower(text("name")), "id"),
        )


class EmbedToken(Timestamps, Entity, Base):
    """Lets an integrator's server launch widgets of one customer. ``key`` is public: it names the widgets' page. Only
    the secret's hash is kept."""

    __tablename__ = "embed_tokens"

    config_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    key: Mapped[str]
    label: Mapped[str]
    allowed_origins: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    hint: Mapped[str]
    created_by_id: Mapped[UUID | None]
    created_by_name: Mapped[str]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    previous_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    previous_expires_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("embed_configs", "config_id"),
            belongs_to("customers", "customer_id"),
            *(
                Index(f"uq_embed_tokens_{column}", column, unique=True)
                for column in ("key", "secret_hash", "previous_hash")
            ),
            Index("ix_embed_tokens_customer", "workspace_id", "customer_id", "id"),
            Index("ix_embed_tokens_config", "workspace_id", "config_id"),
        )
