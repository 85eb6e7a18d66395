from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, Timestamps, belongs_to


class View(Timestamps, Entity, Base):
    """``member_id`` NULL: made by an API key without a member; such a view is always shared."""

    __tablename__ = "views"

    member_id: Mapped[UUID | None]
    name: Mapped[str]
    shared: Mapped[bool] = mapped_column(server_default=text("false"))
    position: Mapped[int] = mapped_column(server_default="0")
    filters: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    columns: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    sort: Mapped[str] = mapped_column(server_default="-last_activity_at")
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("members", "member_id"),
            Index(
                "uq_views_name",
                "workspace_id",
                "member_id",
                text("lower(name)"),
                unique=True,
                postgresql_nulls_not_distinct=True,
            ),
        )
