from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from atrium.kernel.db import Base, Entity, Timestamps


class Role(Timestamps, Entity, Base):
    """``system_key`` is owner, admin, manager, agent or viewer for the five built-in roles, NULL for custom ones."""

    __tablename__ = "roles"

    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    system_key: Mapped[str | None]
    permissions: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            Index("uq_roles_name", "workspace_id", text("lower(name)"), unique=True),
            Index(
                "uq_roles_system_key",
                "workspace_id",
                "system_key",
                unique=True,
                postgresql_where=text("system_key IS NOT NULL"),
            ),
        )
