from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, InWorkspace, belongs_to, one_of


class Import(Entity, Base):
    """``rows_done`` data rows of the file have been dealt with: it moves in the transaction of their effect, so a crash
    doubles nothing."""

    __tablename__ = "imports"

    job_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(server_default="uploaded")
    file_key: Mapped[str]
    file_name: Mapped[str]
    file_size: Mapped[int] = mapped_column(BigInteger)
    format: Mapped[dict[str, Any]] = mapped_column(JSONB)
    options: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    rows_done: Mapped[int] = mapped_column(BigInteger, server_default="0")
    created_by_type: Mapped[str]
    created_by_id: Mapped[UUID | None]
    created_by_name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (one_of("state", "uploaded", "started"), belongs_to("jobs", "job_id", ondelete="SET NULL"))


class ImportReject(InWorkspace, Base):
    """A row that was not imported, as it was in the file, with the reasons."""

    __tablename__ = "import_rejects"

    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    row_number: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    values: Mapped[list[Any]] = mapped_column(JSONB)
    reasons: Mapped[list[Any]] = mapped_column(JSONB)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (belongs_to("imports", "import_id"),)
