"""A member may live in another database than the person they are: no key leads there."""

from collections.abc import Sequence

from alembic import op

revision: str = "2026_12_03_people_elsewhere"
down_revision: str | None = "2026_12_03_epochs"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEY = "fk_members_user_id"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    op.drop_constraint(op.f(KEY), "members", type_="foreignkey")
    # What the key refused: a person who is a member somewhere must not go.
    op.execute("REVOKE DELETE ON users FROM atrium_system")


def downgrade() -> None:
    op.execute("GRANT DELETE ON users TO atrium_system")
    op.create_foreign_key(op.f(KEY), "members", "users", ["user_id"], ["id"], ondelete="RESTRICT")
