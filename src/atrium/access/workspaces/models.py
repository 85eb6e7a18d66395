from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Timestamps, one_of
from atrium.kernel.ids import uuid7


class Workspace(Timestamps, Base):
    """The tenant. Its policy compares ``id`` where every other table compares ``workspace_id``."""

    __tablename__ = "workspaces"
    workspace_column = "id"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    name: Mapped[str]
    logo_key: Mapped[str | None]
    colours: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    locale: Mapped[str] = mapped_column(server_default="en")
    country: Mapped[str] = mapped_column(server_default="US")
    time_zone: Mapped[str] = mapped_column(server_default="UTC")
    currency: Mapped[str] = mapped_column(server_default="USD")
    plan: Mapped[str] = mapped_column(server_default="enterprise")
    saas_mode: Mapped[bool] = mapped_column(server_default=text("false"))
    settle_seconds: Mapped[int] = mapped_column(server_default="10")
    automations_stopped: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    __table_args__: Any = (
        one_of("plan", "basic", "pro", "enterprise"),
        CheckConstraint("settle_seconds BETWEEN 0 AND 300", name="settle_seconds"),
    )
