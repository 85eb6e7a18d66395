from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, InWorkspace, belongs_to


class Rotation(InWorkspace, Base):
    """How often a step has assigned somebody in turn."""

    __tablename__ = "automation_rotations"

    automation_id: Mapped[UUID] = mapped_column(primary_key=True)
    step_id: Mapped[str] = mapped_column(primary_key=True)
    turns: Mapped[int] = mapped_column(BigInteger)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (belongs_to("automations", "automation_id"),)
