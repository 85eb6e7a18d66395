from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, belongs_to


class EmbedRefusal(Entity, Base):
    """One line a token and site, however often it tried: whoever is turned away cannot fill the log."""

    __tablename__ = "embed_refusals"

    token_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    origin: Mapped[str]
    times: Mapped[int] = mapped_column(BigInteger, server_default="1")
    first_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    last_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("embed_tokens", "token_id"),
            belongs_to("customers", "customer_id"),
            UniqueConstraint("workspace_id", "token_id", "origin"),
            Index("ix_embed_refusals_customer", "workspace_id", "customer_id", "id"),
        )
