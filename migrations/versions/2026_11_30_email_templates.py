"""E-mail templates."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from atrium.kernel.tenancy import protect

revision: str = "2026_11_30_email_templates"
down_revision: str | None = "2026_11_29_credits"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    op.create_table(
        "email_templates",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_email_templates_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_email_templates")),
    )
    op.create_index("uq_email_templates_name", "email_templates", ["workspace_id", sa.text("lower(name)")], unique=True)
    for statement in protect("email_templates"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("email_templates")
