"""SQL that walls workspaces off from each other, used by the migrations: row security is forced, the runtime role owns
nothing."""

from collections.abc import Iterator

from atrium.kernel.db import CURRENT_WORKSPACE

APP_ROLE = "atrium_app"
SYSTEM_ROLE = "atrium_system"
SEARCH_ROLE = "atrium_search"


def protect(
    table: str, *, workspace_column: str = "workspace_id", commands: str = "SELECT, INSERT, UPDATE, DELETE"
) -> Iterator[str]:
    """Statements that make a tenant table: forced row security, one policy, the runtime role's grants."""
    inside = f"{workspace_column} = {CURRENT_WORKSPACE}"
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield f"CREATE POLICY workspace ON {table} TO {APP_ROLE} USING ({inside}) WITH CHECK ({inside})"
    yield f"GRANT {commands} ON {table} TO {APP_ROLE}"


def open_to_system(table: str, commands: str) -> Iterator[str]:
    """Statements that let the system role see all workspaces' rows of a queue or an identity table."""
    yield f"CREATE POLICY system ON {table} TO {SYSTEM_ROLE} USING (true) WITH CHECK (true)"
    yield f"GRANT {commands} ON {table} TO {SYSTEM_ROLE}"


def system_only(table: str, commands: str = "SELECT, INSERT, UPDATE, DELETE") -> Iterator[str]:
    """Statements for a global table: nobody but the system role can read or write it."""
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield from open_to_system(table, commands)
