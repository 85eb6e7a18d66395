from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary
from sqlalchemy.dialects.postgresql import ARRAY, CIDR
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from atrium.kernel.db import Base, Entity, Timestamps, belongs_to


class ApiKey(Timestamps, Entity, Base):
    """Acts with its scopes, never beyond the present rights and visibility of the member it belongs to. Only its
    secret's hash is kept."""

    __tablename__ = "api_keys"

    name: Mapped[str]
    member_id: Mapped[UUID]
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    hint: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    customer_id: Mapped[UUID | None]
    networks: Mapped[list[Any]] = mapped_column(ARRAY(CIDR), server_default="{}")
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    previous_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    previous_expires_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("members", "member_id"),
            belongs_to("customers", "customer_id"),
            Index("uq_api_keys_previous_hash", "previous_hash", unique=True),
        )
