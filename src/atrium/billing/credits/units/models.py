from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, InWorkspace, Timestamps


class CreditUnit(Timestamps, InWorkspace, Base):
    """A unit that a workspace added, or a built-in one that it renamed (``schemas.BUILT_IN``)."""

    __tablename__ = "credit_units"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return ()
