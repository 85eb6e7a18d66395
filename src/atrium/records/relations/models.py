from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, Timestamps, belongs_to


class RelationType(Timestamps, Entity, Base):
    """``name`` reads from the first customer to the second ("employee": the second is an employee of the first),
    ``inverse_name`` back ("company").

    In a tree every customer has at most one parent and there is no cycle."""

    __tablename__ = "relation_types"

    name: Mapped[str]
    inverse_name: Mapped[str]
    is_tree: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (Index("uq_relation_types_name", "workspace_id", text("lower(name)"), unique=True),)


class Relation(Entity, Base):
    __tablename__ = "relations"

    type_id: Mapped[UUID]
    from_customer_id: Mapped[UUID]
    to_customer_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("relation_types", "type_id", ondelete="RESTRICT"),
            belongs_to("customers", "from_customer_id"),
            belongs_to("customers", "to_customer_id"),
            CheckConstraint("from_customer_id <> to_customer_id", name="not_self"),
            UniqueConstraint("workspace_id", "type_id", "from_customer_id", "to_customer_id"),
            Index("ix_relations_to", "workspace_id", "to_customer_id"),
            Index("ix_relations_from", "workspace_id", "from_customer_id"),
        )
