"""Roles and migrations: run as the database's owner, never by the runtime role."""

import re
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
from anyio import to_thread
from sqlalchemy.engine import make_url
from sqlalchemy.util import await_only

from atrium.kernel.tenancy import APP_ROLE, SEARCH_ROLE, SYSTEM_ROLE

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parents[3] / "migrations"
_ROLE_LOCK = 0x6174_7269_756D
_NAMES = tuple(re.compile(rf'^{name}\b[^=]*= *"([^"]+)"', re.MULTILINE) for name in ("revision", "down_revision"))


def alembic_config(admin_url: str) -> "Config":
    from alembic.config import Config

    if str(MIGRATIONS.parent) not in sys.path:  # migrations share ``migrations/columns.py``
        sys.path.append(str(MIGRATIONS.parent))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["url"] = admin_url
    return config


def run_script(revision: str, name: str) -> None:
    """Run ``migrations/sql/<revision>/<name>`` inside that migration. The driver prepares what SQLAlchemy sends, and a
    script of several statements cannot be."""
    from alembic import op

    connection = op.get_bind().connection.driver_connection
    script = (MIGRATIONS / "sql" / revision / name).read_text(encoding="utf-8")
    await_only(connection.execute(script))  # type: ignore[union-attr]  # the driver connection is asyncpg's own


def heads() -> tuple[str, ...]:
    """The newest revisions that this version of Atrium knows: those that no other one follows. Alembic itself takes
    half a second of every start."""
    scripts = [path.read_text(encoding="utf-8") for path in sorted((MIGRATIONS / "versions").glob("*.py"))]
    known, followed = ({name for script in scripts for name in pattern.findall(script)} for pattern in _NAMES)
    return tuple(sorted(known - followed))


async def ensure_roles(admin_url: str, app_password: str | None) -> None:
    """Make the three roles when they are missing. ``app_password`` (re)sets the runtime role's password; None leaves
    it.

    The runtime role is no member by inheritance: row policies of ``atrium_system`` apply to it only after ``SET
    ROLE``."""
    connection = await _connect(admin_url)
    try:
        # Roles belong to the cluster: two databases that migrate at once must take turns.
        await connection.execute("SELECT pg_advisory_lock($1)", _ROLE_LOCK)
        existing = {
            row["rolname"]
            for row in await connection.fetch("SELECT rolname FROM pg_roles WHERE rolname LIKE 'atrium\\_%'")
        }
        for role in (SYSTEM_ROLE, SEARCH_ROLE):
            if role not in existing:
                await connection.execute(f"CREATE ROLE {role} NOLOGIN NOINHERIT")
        if APP_ROLE not in existing:
            await connection.execute(
                f"CREATE ROLE {APP_ROLE} LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
            )
            app_password = app_password or secrets.token_urlsafe(24)
        if app_password is not None:
            literal = await connection.fetchval("SELECT quote_literal($1::text)", app_password)
            await connection.execute(f"ALTER ROLE {APP_ROLE} PASSWORD {literal}")
        await connection.execute(f"GRANT {SYSTEM_ROLE} TO {APP_ROLE}")
        await connection.execute(f"GRANT {SYSTEM_ROLE}, {SEARCH_ROLE} TO CURRENT_USER")
        await connection.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}, {SYSTEM_ROLE}, {SEARCH_ROLE}")
        # Needed while functions are handed over to these two; neither can log in.
        await connection.execute(f"GRANT CREATE ON SCHEMA public TO {SYSTEM_ROLE}, {SEARCH_ROLE}")
    finally:
        await connection.close()


async def _connect(admin_url: str) -> asyncpg.Connection:
    return await asyncpg.connect(make_url(admin_url).set(drivername="postgresql").render_as_string(hide_password=False))


async def _revisions(admin_url: str) -> tuple[str, ...]:
    """Where the database stands; nothing before its first migration."""
    connection = await _connect(admin_url)
    try:
        if await connection.fetchval("SELECT to_regclass('alembic_version') IS NULL"):
            return ()
        return tuple(row[0] for row in await connection.fetch("SELECT version_num FROM alembic_version ORDER BY 1"))
    finally:
        await connection.close()


async def _let_the_runtime_role_read_the_revision(admin_url: str) -> None:
    """``atrium doctor`` compares it with what this version knows."""
    connection = await _connect(admin_url)
    try:
        await connection.execute(f"GRANT SELECT ON alembic_version TO {APP_ROLE}")
    finally:
        await connection.close()


async def migrate(admin_url: str, app_password: str | None = None) -> None:
    """Bring the database to the newest revision. Safe to repeat and to run from several processes at once.

    ``admin_url`` is the owner's (or a superuser's) address, in any driver's form."""
    await ensure_roles(admin_url, app_password)
    if await _revisions(admin_url) != heads():
        from alembic import command

        await to_thread.run_sync(command.upgrade, alembic_config(admin_url), "head")
    await _let_the_runtime_role_read_the_revision(admin_url)
