"""Forms: their questions, their tags, and what was sent."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from migrations import columns
from sqlalchemy.dialects import postgresql

from atrium.kernel.migrate import run_script
from atrium.kernel.tenancy import open_to_system, protect

revision: str = "2026_11_28_forms"
down_revision: str | None = "2026_11_28_event_subscriptions"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("forms", "form_fields", "form_tags", "form_submissions")


def _forms() -> None:
    op.create_table(
        "forms",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("submit_label", sa.Text(), server_default="", nullable=False),
        sa.Column("thank_you", sa.Text(), server_default="", nullable=False),
        sa.Column("redirect_url", sa.Text(), nullable=True),
        sa.Column("folder_id", sa.Uuid(), nullable=True),
        sa.Column("status_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("lifecycle", sa.Text(), server_default="prospect", nullable=False),
        sa.Column("allowed_origins", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("on_duplicate", sa.Text(), server_default="update", nullable=False),
        sa.Column("match_by", postgresql.ARRAY(sa.Text()), server_default="{email,phone}", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("lifecycle IN ('prospect', 'customer')", name=op.f("ck_forms_lifecycle")),
        sa.CheckConstraint("on_duplicate IN ('update', 'new', 'ignore')", name=op.f("ck_forms_on_duplicate")),
        columns.reference("forms", "folder_id", "folders", ondelete="SET NULL (folder_id)"),
        columns.reference("forms", "status_id", "statuses", ondelete="SET NULL (status_id)"),
        columns.reference("forms", "owner_id", "members", ondelete="SET NULL (owner_id)"),
        columns.workspace("forms"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_forms")),
    )
    op.create_index("uq_forms_key", "forms", ["key"], unique=True)
    op.create_index("ix_forms_name", "forms", ["workspace_id", sa.text("lower(name)"), "id"])


def _fields_and_tags() -> None:
    op.create_table(
        "form_fields",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("property", sa.Text(), nullable=True),
        sa.Column("field_id", sa.Uuid(), nullable=True),
        sa.Column("consent_text", sa.Text(), server_default="", nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("help", sa.Text(), server_default="", nullable=False),
        sa.Column("required", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("kind IN ('property', 'custom_field', 'consent')", name=op.f("ck_form_fields_kind")),
        sa.CheckConstraint(
            "property IN ('name', 'email', 'phone', 'location', 'company', 'message')",
            name=op.f("ck_form_fields_property"),
        ),
        sa.CheckConstraint(
            "(kind = 'property') = (property IS NOT NULL) AND (kind = 'custom_field') = (field_id IS NOT NULL)",
            name=op.f("ck_form_fields_binding"),
        ),
        columns.reference("form_fields", "form_id", "forms"),
        columns.reference("form_fields", "field_id", "custom_fields"),
        columns.workspace("form_fields"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_form_fields")),
        sa.UniqueConstraint("workspace_id", "form_id", "key", name=op.f("uq_form_fields_workspace_id_form_id_key")),
    )
    op.create_index(
        "ix_form_fields_field",
        "form_fields",
        ["workspace_id", "field_id"],
        postgresql_where=sa.text("field_id IS NOT NULL"),
    )
    op.create_table(
        "form_tags",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        columns.reference("form_tags", "form_id", "forms"),
        columns.reference("form_tags", "tag_id", "tags"),
        columns.workspace("form_tags"),
        sa.PrimaryKeyConstraint("workspace_id", "form_id", "tag_id", name=op.f("pk_form_tags")),
    )
    op.create_index("ix_form_tags_tag", "form_tags", ["workspace_id", "tag_id"])


def _submissions() -> None:
    op.create_table(
        "form_submissions",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("duplicate_of_id", sa.Uuid(), nullable=True),
        sa.Column("values", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("custom_fields", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("consents", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("page_url", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column(
            "submitted_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.CheckConstraint("outcome IN ('created', 'updated', 'ignored')", name=op.f("ck_form_submissions_outcome")),
        columns.reference("form_submissions", "form_id", "forms"),
        columns.reference("form_submissions", "customer_id", "customers"),
        columns.reference("form_submissions", "duplicate_of_id", "customers", ondelete="SET NULL (duplicate_of_id)"),
        columns.workspace("form_submissions"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_form_submissions")),
        sa.UniqueConstraint(
            "workspace_id", "form_id", "nonce", name=op.f("uq_form_submissions_workspace_id_form_id_nonce")
        ),
    )
    op.create_index("ix_form_submissions_form", "form_submissions", ["workspace_id", "form_id", "id"])
    op.create_index("ix_form_submissions_customer", "form_submissions", ["workspace_id", "customer_id"])


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    _forms()
    _fields_and_tags()
    _submissions()
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)
    for statement in open_to_system("forms", "SELECT"):
        op.execute(statement)
    run_script(revision, "forms.sql")


def downgrade() -> None:
    op.execute("DROP FUNCTION open_form(text)")
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table} CASCADE")
