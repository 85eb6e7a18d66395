"""Templates as their text reads for somebody, and who refers to what."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row, func, select

from atrium.adapters import markdown
from atrium.engage.email_templates.models import EmailTemplate
from atrium.engage.placeholders.paths import as_is
from atrium.kernel.context import Ctx
from atrium.records.custom_fields.fields.models import CustomField


class Letter(NamedTuple):
    """An e-mail as it is sent: its subject, its text, and the same as safe HTML."""

    subject: str
    text: str
    html: str


def write_letter(subject: str, body: str, render: Callable[[str, Callable[[str], str]], str]) -> Letter:
    """``render`` fills a text and escapes what it fills in. Raises ``MarkdownTooLong`` (422)."""
    line = " ".join(render(subject, as_is).split()) or "-"
    return Letter(line, render(body, as_is), markdown.render(render(body, markdown.escaped)))


async def templates_with_fields(ctx: Ctx, field_ids: Collection[UUID]) -> Sequence[Row[UUID, str]]:
    """Rows ``(id, name)`` of the templates, archived ones left out, whose text has a placeholder of one of these custom
    fields. A to Z."""
    keys = list(
        await ctx.session.scalars(
            select(CustomField.key).where(CustomField.workspace_id == ctx.workspace_id, CustomField.id.in_(field_ids))
        )
    )
    pattern = rf"\{{\{{\s*customer\.custom_fields\.({'|'.join(keys)})\s*\}}\}}"
    text = func.concat_ws(" ", EmailTemplate.subject, EmailTemplate.body)
    query = select(EmailTemplate.id, EmailTemplate.name).where(
        EmailTemplate.workspace_id == ctx.workspace_id, EmailTemplate.archived_at.is_(None)
    )
    return (
        (
            await ctx.session.execute(query.where(text.regexp_match(pattern)).order_by(func.lower(EmailTemplate.name)))
        ).all()
        if keys
        else []
    )
