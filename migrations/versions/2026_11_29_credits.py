"""Credits: units, accounts, grants, holds, the ledger and its checker."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from migrations import columns
from sqlalchemy.dialects import postgresql

from atrium.kernel.migrate import run_script
from atrium.kernel.tenancy import open_to_system, protect

revision: str = "2026_11_29_credits"
down_revision: str | None = "2026_11_28_quotas"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CHANGING = "SELECT, INSERT, UPDATE, DELETE"
GRANTS = {
    "credit_units": CHANGING,
    "credit_accounts": "SELECT, INSERT, UPDATE",
    "credit_grants": "SELECT, INSERT, UPDATE",
    # The ledger is appended to. A customer that is deleted for good takes its lines along.
    "credit_entries": "SELECT, INSERT",
    "credit_holds": "SELECT, INSERT, UPDATE",
    "credit_checks": "SELECT, INSERT, UPDATE",
}
OPEN_TO_SYSTEM = {
    # Whose time has come, but neither how much nor whose.
    "credit_grants": "SELECT (workspace_id, account_id, expires_at, spent, remaining, held)",
    "credit_holds": "SELECT (workspace_id, account_id, expires_at, state)",
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    _units()
    _accounts()
    _grants()
    _entries()
    _holds()
    _checks()
    for table, commands in GRANTS.items():
        for statement in protect(table, commands=commands):
            op.execute(statement)
    for table, commands in OPEN_TO_SYSTEM.items():
        for statement in open_to_system(table, commands):
            op.execute(statement)
    # A hot account is one row that changes hundreds of times a second: room for its next version on the same page.
    for table in ("credit_accounts", "credit_grants"):
        op.execute(
            f"ALTER TABLE {table} SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500)"
        )
    run_script(revision, "credits.sql")


def _units() -> None:
    op.create_table(
        "credit_units",
        columns.identifier("workspace_id"),
        columns.text("key"),
        columns.text("name"),
        columns.text("description", default=""),
        *columns.changing(),
        columns.workspace("credit_units"),
        sa.PrimaryKeyConstraint("workspace_id", "key", name=op.f("pk_credit_units")),
    )


def _accounts() -> None:
    table = "credit_accounts"
    op.create_table(
        table,
        *columns.own(table),
        columns.identifier("customer_id"),
        columns.text("unit"),
        columns.whole("balance", default="0"),
        columns.whole("held", default="0"),
        columns.whole("last_seq", default="0"),
        columns.moment("next_expiry_at", nullable=True),
        columns.moment("pending_until", nullable=True),
        columns.whole("low_below", nullable=True),
        sa.Column("low", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        columns.whole("price_per_minute", nullable=True),
        sa.Column("grace_seconds", sa.Integer(), nullable=False, server_default="0"),
        columns.whole("top_up_below", nullable=True),
        columns.whole("top_up_amount", nullable=True),
        columns.whole("top_up_ceiling", nullable=True),
        sa.Column("top_up_asked_for", sa.Date(), nullable=True),
        columns.version(),
        columns.moment("created_at", default=sa.text("clock_timestamp()")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "customer_id"],
            ["customers.workspace_id", "customers.id"],
            name=op.f(f"fk_{table}_workspace_id_customer_id"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "workspace_id", "customer_id", "unit", name=op.f(f"uq_{table}_workspace_id_customer_id_unit")
        ),
        columns.check(table, "balance", "held >= 0 AND held <= balance AND balance <= 9007199254740991"),
    )


def _grants() -> None:
    table = "credit_grants"
    op.create_table(
        table,
        *columns.own(table),
        columns.identifier("account_id"),
        columns.identifier("customer_id"),
        columns.text("unit"),
        columns.whole("amount"),
        columns.whole("remaining"),
        columns.whole("held", default="0"),
        sa.Column("spent", sa.Boolean(), sa.Computed("remaining = 0", persisted=True), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False, server_default="50"),
        columns.text("category"),
        columns.text("source"),
        columns.moment("effective_at"),
        columns.moment("expires_at", nullable=True),
        columns.moment("voided_at", nullable=True),
        columns.moment("ended_at", nullable=True),
        columns.text("note", default=""),
        *columns.actor(),
        columns.moment("created_at"),
        columns.reference(table, "account_id", "credit_accounts"),
        columns.check(table, "remaining", "held >= 0 AND held <= remaining AND remaining <= amount"),
    )
    burn = ["workspace_id", "account_id", "priority", "expires_at", "created_at", "id"]
    op.create_index("ix_credit_grants_burn", table, burn, postgresql_where=sa.text("NOT spent"))
    op.create_index(
        "ix_credit_grants_expiry",
        table,
        ["expires_at"],
        postgresql_where=sa.text("NOT spent AND expires_at IS NOT NULL"),
    )
    op.create_index("ix_credit_grants_customer", table, ["workspace_id", "customer_id", "created_at", "id"])
    op.create_index("ix_credit_grants_account", table, ["workspace_id", "account_id"])


def _entries() -> None:
    table = "credit_entries"
    op.create_table(
        table,
        *columns.own(table),
        columns.identifier("account_id"),
        columns.identifier("customer_id"),
        columns.text("unit"),
        columns.whole("seq"),
        columns.text("type"),
        columns.whole("amount"),
        columns.whole("balance_after"),
        sa.Column("grant_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("grant_amounts", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        columns.identifier("hold_id", nullable=True),
        columns.identifier("reverses_id", nullable=True),
        columns.text("note", default=""),
        columns.text("source_type", nullable=True),
        columns.text("source_id", nullable=True),
        *columns.actor(),
        columns.text("key", nullable=True),
        columns.moment("created_at"),
        columns.reference(table, "account_id", "credit_accounts"),
        columns.check(table, "type", "type IN ('grant', 'consume', 'deduct', 'capture', 'expire', 'void', 'reversal')"),
        columns.check(table, "amount", "amount <> 0"),
        sa.UniqueConstraint("workspace_id", "account_id", "seq", name=op.f(f"uq_{table}_workspace_id_account_id_seq")),
    )
    op.create_index(
        "uq_credit_entries_reverses",
        table,
        ["workspace_id", "reverses_id"],
        unique=True,
        postgresql_where=sa.text("reverses_id IS NOT NULL"),
    )
    op.create_index(
        "uq_credit_entries_key",
        table,
        ["workspace_id", "account_id", "key"],
        unique=True,
        postgresql_where=sa.text("key IS NOT NULL"),
    )
    op.create_index("ix_credit_entries_history", table, ["workspace_id", "customer_id", "created_at", "seq", "id"])
    op.create_index(
        "ix_credit_entries_source",
        table,
        ["workspace_id", "customer_id", "source_id"],
        postgresql_where=sa.text("source_id IS NOT NULL"),
    )


def _holds() -> None:
    table = "credit_holds"
    op.create_table(
        table,
        *columns.own(table),
        columns.identifier("account_id"),
        columns.identifier("customer_id"),
        columns.text("unit"),
        columns.whole("amount"),
        columns.whole("captured", default="0"),
        columns.text("state", default="open"),
        sa.Column("grant_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("grant_amounts", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        columns.moment("expires_at"),
        columns.text("note", default=""),
        columns.text("source_type", nullable=True),
        columns.text("source_id", nullable=True),
        *columns.actor(),
        columns.moment("created_at"),
        columns.moment("settled_at", nullable=True),
        columns.reference(table, "account_id", "credit_accounts"),
        columns.check(table, "state", "state IN ('open', 'captured', 'released', 'expired')"),
        columns.check(table, "amount", "amount > 0"),
        columns.check(table, "captured", "captured BETWEEN 0 AND amount"),
    )
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ix_credit_holds_open", table, ["workspace_id", "account_id", "expires_at"], postgresql_where=is_open
    )
    op.create_index("ix_credit_holds_expiry", table, ["expires_at"], postgresql_where=is_open)
    op.create_index("ix_credit_holds_customer", table, ["workspace_id", "customer_id", "created_at", "id"])
    op.create_index("ix_credit_holds_account", table, ["workspace_id", "account_id"])


def _checks() -> None:
    op.create_table(
        "credit_checks",
        columns.identifier("workspace_id"),
        columns.identifier("account_id"),
        columns.whole("seq"),
        sa.Column("total", sa.Numeric(), nullable=False),
        columns.text("problem", nullable=True),
        columns.moment("checked_at"),
        columns.workspace("credit_checks"),
        columns.reference("credit_checks", "account_id", "credit_accounts"),
        sa.PrimaryKeyConstraint("workspace_id", "account_id", name=op.f("pk_credit_checks")),
    )


def downgrade() -> None:
    run_script(revision, "credits_down.sql")
    for table in (
        "credit_checks",
        "credit_entries",
        "credit_holds",
        "credit_grants",
        "credit_accounts",
        "credit_units",
    ):
        op.drop_table(table)
