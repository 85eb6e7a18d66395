from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, Timestamps


class EmailTemplate(Timestamps, Entity, Base):
    """``body`` is Markdown. Archived ones keep their name, are sent no more and can be restored."""

    __tablename__ = "email_templates"

    name: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (Index("uq_email_templates_name", "workspace_id", text("lower(name)"), unique=True),)
