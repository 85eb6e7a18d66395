"""Tables and transactions. The workspace cannot be forgotten: a session knows it, PostgreSQL enforces it
(``architecture.md`` rule 4)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import CheckConstraint, DateTime, ForeignKeyConstraint, MetaData, event, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, SessionTransaction, declared_attr, mapped_column
from sqlalchemy.types import Text, Uuid

from atrium.kernel.ids import uuid7
from atrium.kernel.settings import settings

CURRENT_WORKSPACE = "NULLIF(current_setting('atrium.workspace_id', true), '')::uuid"
"""After a commit the setting is an empty string, not NULL, hence NULLIF."""


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        str: Text,
        UUID: Uuid,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
    }


class InWorkspace:
    """Mix-in of every tenant table: the workspace leads the primary key, so it leads every foreign key too."""

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)
    workspace_column = "workspace_id"

    @declared_attr.directive
    def __table_args__(cls) -> Any:
        return (ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], ondelete="CASCADE"), *cls.constraints())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """Further constraints and indexes of the table."""
        return ()


class Entity(InWorkspace):
    """A tenant table whose rows have an identifier."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, sort_order=-1)


class Timestamps:
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), sort_order=9)
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), sort_order=9)


def belongs_to(table: str, column: str, *, ondelete: str = "CASCADE") -> ForeignKeyConstraint:
    """A foreign key that cannot reach another workspace's row. ``ondelete="SET NULL"`` clears only ``column``."""
    action = f"SET NULL ({column})" if ondelete == "SET NULL" else ondelete
    return ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"], ondelete=action)


def one_of(column: str, *values: str, name: str | None = None) -> CheckConstraint:
    """A check that a text column holds one of the given values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=name or column)


class WorkspaceMissing(RuntimeError):
    """A session began without a workspace: a programming error, never a user's."""


class ScopedSession(Session):
    """Begins every transaction by telling PostgreSQL which workspace it serves, or which system role it takes."""


@event.listens_for(ScopedSession, "after_begin")
def _enter_scope(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    info = session.info
    if "workspace_id" in info:
        connection.execute(
            text("SELECT set_config('atrium.workspace_id', :id, true)"), {"id": str(info["workspace_id"])}
        )
    elif info.get("system"):
        connection.execute(text("SET LOCAL ROLE atrium_system"))
    elif not info.get("authenticates"):
        raise WorkspaceMissing("this session has no workspace")


def async_url(url: str) -> str:
    """The same address with the driver that Atrium uses."""
    return make_url(url).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)


class Connections:
    """Connections of the driver itself for single statements, each a transaction of its own (``kernel/hot_reads.py``).

    Plans are kept whatever the parameters: to plan such a statement takes ten times as long as to run it."""

    def __init__(self, url: str, size: int, wait_seconds: float, server_settings: dict[str, str]) -> None:
        self._url = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._settings = {**server_settings, "plan_cache_mode": "force_generic_plan"}
        self._wait_seconds, self._places = wait_seconds, asyncio.Semaphore(size)
        self._free: list[Any] = []

    async def fetchrow(self, statement: str, *arguments: Any) -> Any:
        """Raises ``TimeoutError`` when no connection gets free. One that failed, or whose request was given up, is not
        used again."""
        async with asyncio.timeout(self._wait_seconds):
            await self._places.acquire()
        try:
            connection = self._free.pop() if self._free else None
            if connection is None or connection.is_closed():
                connection = await asyncpg.connect(self._url, timeout=5, server_settings=self._settings)
            try:
                row = await connection.fetchrow(statement, *arguments)
            except BaseException:
                connection.terminate()
                raise
            self._free.append(connection)
            return row
        finally:
            self._places.release()

    async def close(self) -> None:
        while self._free:
            self._free.pop().terminate()


class Database:
    """The connections of this process and the three kinds of session it opens. Of ten, three are for hot reads."""

    def __init__(self, url: str, *, pool_size: int, statement_timeout_seconds: float) -> None:
        config = settings()
        server_settings = {
            "application_name": "atrium",
            "jit": "off",
            "statement_timeout": str(int(statement_timeout_seconds * 1000)),
            "lock_timeout": str(int(config.lock_timeout_seconds * 1000)),
            "idle_in_transaction_session_timeout": "15000",
            "timezone": "UTC",
        }
        hot = max(1, pool_size * 3 // 10)
        self.hot = Connections(url, hot, config.database_pool_timeout_seconds, server_settings)
        self.engine: AsyncEngine = create_async_engine(
            async_url(url),
            pool_size=max(1, pool_size - hot),
            max_overflow=0,
            pool_timeout=config.database_pool_timeout_seconds,
            pool_use_lifo=True,
            hide_parameters=True,
            connect_args={"timeout": 5, "server_settings": server_settings},
        )
        self._sessions = async_sessionmaker(
            self.engine, sync_session_class=ScopedSession, expire_on_commit=False, autoflush=False
        )

    def session(self, workspace_id: UUID) -> AsyncSession:
        """A session that sees one workspace."""
        return self._sessions(info={"workspace_id": workspace_id})

    def authenticating_session(self) -> AsyncSession:
        """A session that sees nothing until an authentication function has set its workspace (see
        ``kernel/authentication.py``)."""
        return self._sessions(info={"authenticates": True})

    def system_session(self) -> AsyncSession:
        """A session in the role ``atrium_system``, which sees only queues and identities. Opened through
        ``kernel/system.py`` alone."""
        return self._sessions(info={"system": True})

    async def close(self) -> None:
        await self.hot.close()
        await self.engine.dispose()


_current: Database | None = None


def database() -> Database:
    """This process's database, opened at first use."""
    global _current  # noqa: PLW0603 - one pool per process
    if _current is None:
        config = settings()
        _current = Database(
            config.database_url,
            pool_size=config.database_pool_size,
            statement_timeout_seconds=config.statement_timeout_seconds,
        )
    return _current


async def close_database() -> None:
    global _current  # noqa: PLW0603 - one pool per process
    if _current is not None:
        await _current.close()
        _current = None


@asynccontextmanager
async def transaction(session: AsyncSession) -> AsyncIterator[AsyncSession]:
    """One transaction: committed at the end of the block, rolled back when it raises."""
    async with session, session.begin():
        yield session
