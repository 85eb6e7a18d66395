"""A capability as ``docs/add-a-capability.md`` says: its folders, and one line in each of two shared files."""

PACKAGE = "src/atrium/work/reminders"
FEATURE = "frontend/src/features/work/reminders"
REVISION = "2026_12_31_reminders"

FILES: dict[str, str] = {
    f"{PACKAGE}/__init__.py": '"""What must not be forgotten about a customer."""\n',
    f"{PACKAGE}/models.py": """
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from atrium.kernel.db import Base, Entity, Timestamps, belongs_to


class Reminder(Timestamps, Entity, Base):
    __tablename__ = "reminders"

    customer_id: Mapped[UUID]
    body: Mapped[str]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("customers", "customer_id"),
            Index("ix_reminders_customer", "workspace_id", "customer_id", "id"),
        )
""",
    f"{PACKAGE}/events.py": '''
"""What happens to reminders."""

from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event
from atrium.kernel.permissions import P


class ReminderAdded(Event):
    type: ClassVar[str] = "reminder.added"
    kind: ClassVar[str] = "reminder"
    needs: ClassVar[P | None] = P.reminders_read
    sentence: ClassVar[str] = "{actor} wants to remember: “{body}”"
    body: str = Field(description="What.", examples=["Call back"])
''',
    f"{PACKAGE}/schemas.py": '''
from datetime import datetime
from uuid import UUID

from pydantic import Field

from atrium.kernel.schemas import Input, Line, Output


class ReminderIn(Input):
    """Something to remember."""

    body: Line = Field(min_length=1, description="What.", examples=["Call back"])


class ReminderOut(Output):
    """Something to remember."""

    id: UUID = Field(description="Identifier.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"])
    body: str = Field(description="What.", examples=["Call back"])
    created_at: datetime = Field(description="When it was noted.", examples=["2026-11-22T09:30:00Z"])
''',
    f"{PACKAGE}/queries.py": """
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from atrium.kernel.context import Ctx
from atrium.kernel.permissions import P
from atrium.records.customers.profile.declared import acts, counts, rows_of_customer
from atrium.work.reminders.models import Reminder


@counts("reminders", "Reminders.", needs=P.reminders_read)
def reminders_of_customer(_ctx: Ctx) -> Select[Any]:
    return rows_of_customer(Reminder)


acts("remind", P.reminders_write)


def reminders(ctx: Ctx, customer_id: UUID) -> Select[Any]:
    mine = Reminder.workspace_id == ctx.workspace_id, Reminder.customer_id == customer_id
    return select(Reminder).where(*mine).order_by(Reminder.id.desc()).limit(200)
""",
    f"{PACKAGE}/service.py": '''
from collections.abc import Sequence
from uuid import UUID

from atrium.kernel.context import Ctx
from atrium.kernel.ids import uuid7
from atrium.records.customers.record.service import get_customer
from atrium.work.reminders import queries
from atrium.work.reminders.events import ReminderAdded
from atrium.work.reminders.models import Reminder
from atrium.work.reminders.schemas import ReminderIn


async def add_reminder(ctx: Ctx, customer_id: UUID, data: ReminderIn) -> Reminder:
    """Raises ``CustomerNotFound`` (404) and ``Forbidden`` (403)."""
    await get_customer(ctx, customer_id, level="write")
    row = Reminder(workspace_id=ctx.workspace_id, id=uuid7(), customer_id=customer_id, body=data.body)
    ctx.session.add(row)
    await ctx.session.flush()
    await ctx.session.refresh(row)
    ctx.emit(ReminderAdded(customer_id=customer_id, subject_id=row.id, body=row.body))
    return row


async def list_reminders(ctx: Ctx, customer_id: UUID) -> Sequence[Reminder]:
    """Raises ``CustomerNotFound`` (404)."""
    await get_customer(ctx, customer_id)
    return (await ctx.session.scalars(queries.reminders(ctx, customer_id))).all()
''',
    f"{PACKAGE}/router.py": '''
from typing import Annotated
from uuid import UUID

from atrium.kernel.context import Ctx
from atrium.kernel.paging import Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as part_router
from atrium.work.reminders import service
from atrium.work.reminders.schemas import ReminderIn, ReminderOut

router = part_router("reminders", "What must not be forgotten.")


@router.get("/customers/{customer_id}/reminders", summary="List a customer's reminders")
async def list_reminders(ctx: Annotated[Ctx, can(P.reminders_read)], customer_id: UUID) -> Page[ReminderOut]:
    """Newest first."""
    rows = await service.list_reminders(ctx, customer_id)
    return Page(items=[ReminderOut.model_validate(row) for row in rows])


@router.post("/customers/{customer_id}/reminders", status_code=201, summary="Add a reminder")
async def add_reminder(
    ctx: Annotated[Ctx, can(P.reminders_write)], customer_id: UUID, data: ReminderIn
) -> ReminderOut:
    """Notes something to remember."""
    return ReminderOut.model_validate(await service.add_reminder(ctx, customer_id, data))
''',
    f"{PACKAGE}/steps.py": '''
"""What automations remember (ADR 0009)."""

from pydantic import Field

from atrium.kernel.permissions import P
from atrium.kernel.schemas import Input, Line
from atrium.kernel.steps import Output, StepCall, step
from atrium.work.reminders.schemas import ReminderIn
from atrium.work.reminders.service import add_reminder


class AddReminderStep(Input):
    """Note something to remember."""

    body: Line = Field(min_length=1, description="Template.", examples=["Call {{customer.name}}"])


@step(
    "add_reminder",
    AddReminderStep,
    title="Add a reminder",
    description="Notes something to remember.",
    permission=P.reminders_write,
)
async def add_reminder_step(call: StepCall[AddReminderStep]) -> Output:
    body = call.facts.render(call.config.body)
    row = await add_reminder(call.ctx, call.customer(), ReminderIn(body=body))
    return {"reminder_id": str(row.id)}
''',
    f"{PACKAGE}/sample.py": '''
"""What the sample studio wants to remember."""

from atrium.kernel.sample import Sample
from atrium.work.reminders.schemas import ReminderIn
from atrium.work.reminders.service import add_reminder


async def fill(sample: Sample) -> None:
    """A reminder about the first company."""
    await add_reminder(sample.ctx, sample.made["companies"][0], ReminderIn(body="Send the offer"))
''',
    f"migrations/versions/{REVISION}.py": '''
"""Reminders."""

from alembic import op
from migrations import columns

from atrium.kernel.tenancy import protect

revision = "2026_12_31_reminders"
down_revision = "HEAD"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminders",
        *columns.own("reminders"),
        columns.identifier("customer_id"),
        columns.text("body"),
        *columns.times(),
        columns.reference("reminders", "customer_id", "customers"),
    )
    op.create_index("ix_reminders_customer", "reminders", ["workspace_id", "customer_id", "id"])
    for statement in protect("reminders"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("reminders")
''',
    f"{FEATURE}/i18n/en.json": '{"title": "Reminders"}\n',
    f"{FEATURE}/i18n/es.json": '{"title": "Recordatorios"}\n',
    f"{FEATURE}/names.en.json": '{"profile": "Reminders", "settings": "Reminders"}\n',
    f"{FEATURE}/names.es.json": '{"profile": "Recordatorios", "settings": "Recordatorios"}\n',
    f"{FEATURE}/profile.ts": """
import { preloadable } from '@/lib/preloadable';
import type { ProfileEntry } from '@/sockets/profile';

export default {
  id: 'reminders',
  order: 55,
  label: 'work/reminders.profile',
  component: preloadable(() => import('./section')),
  texts: ['work/reminders'],
} satisfies ProfileEntry;
""",
    f"{FEATURE}/settings.ts": """
import { Bell } from 'lucide-react';
import type { SettingsEntry } from '@/sockets/settings';

export default {
  id: 'reminders',
  order: 95,
  to: '/settings/reminders',
  label: 'work/reminders.settings',
  icon: Bell,
  permission: 'reminders:write',
} satisfies SettingsEntry;
""",
    f"{FEATURE}/section.tsx": """
import { useQuery } from '@tanstack/react-query';
import { listRemindersOptions } from '@/api/gen/@tanstack/react-query.gen';
import type { ProfileProps } from '@/sockets/profile';

export default function Reminders({ overview }: ProfileProps) {
  const { data } = useQuery(listRemindersOptions({ path: { customer_id: overview.customer.id } }));
  return (
    <ul>
      {data?.items.map(({ id, body }) => (
        <li key={id}>{body}</li>
      ))}
    </ul>
  );
}
""",
    f"{FEATURE}/page.tsx": """
import { useTranslation } from 'react-i18next';

export function RemindersPage() {
  const { t } = useTranslation('work/reminders');
  return <h1>{t('title')}</h1>;
}
""",
    "frontend/src/routes/_app/settings/reminders.tsx": """
import { createFileRoute } from '@tanstack/react-router';
import { Guarded } from '@/features/app/settings/layout';
import { RemindersPage } from '@/features/work/reminders/page';

export const Route = createFileRoute('/_app/settings/reminders')({
  component: () => (
    <Guarded entry="reminders">
      <RemindersPage />
    </Guarded>
  ),
});
""",
}

LINES: dict[str, tuple[str, str]] = {
    "src/atrium/registry.py": ('    "billing.features",\n', '    "work.reminders",\n'),
    "src/atrium/kernel/permissions.py": (
        "    webhooks_read = ",
        '    reminders_read = _Permission("reminders:read", "See reminders", "See what to remember.", least="viewer")\n'
        '    reminders_write = _Permission("reminders:write", "Add reminders", "Note something.", least="agent")\n',
    ),
}
"""The shared files: a line of each, and what is written before it."""
