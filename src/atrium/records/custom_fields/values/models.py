from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Double, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, InWorkspace, belongs_to


class CustomFieldValue(InWorkspace, Base):
    """The filterable copy of a value, in a column whose comparison PostgreSQL may use under row security
    (``design/search.md``)."""

    __tablename__ = "custom_field_values"

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    field_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, server_default="0")
    text_value: Mapped[str | None]
    number_value: Mapped[float | None] = mapped_column(Double)
    time_value: Mapped[datetime | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        keys = ("workspace_id", "field_id")
        return (
            belongs_to("customers", "customer_id"),
            belongs_to("custom_fields", "field_id"),
            Index(
                "ix_custom_field_values_text",
                *keys,
                "text_value",
                "customer_id",
                postgresql_where=text("text_value IS NOT NULL"),
            ),
            Index(
                "ix_custom_field_values_number",
                *keys,
                "number_value",
                "customer_id",
                postgresql_where=text("number_value IS NOT NULL"),
            ),
            Index(
                "ix_custom_field_values_time",
                *keys,
                "time_value",
                "customer_id",
                postgresql_where=text("time_value IS NOT NULL"),
            ),
        )
