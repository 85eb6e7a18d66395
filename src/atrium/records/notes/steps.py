"""What automations write about a customer (ADR 0009)."""

from collections.abc import Sequence

from pydantic import Field

from atrium.kernel.permissions import P
from atrium.kernel.schemas import Input, Prose
from atrium.kernel.steps import Output, StepCall, step_together
from atrium.records.notes.schemas import NoteIn
from atrium.records.notes.service import add_notes


class CreateNoteStep(Input):
    """Write a note about the customer."""

    body: Prose = Field(
        min_length=1, description="Template. Markdown.", examples=["Asked for {{trigger.data.product}}."]
    )


@step_together(
    "create_note",
    CreateNoteStep,
    title="Write a note",
    description="Writes a note about the customer.",
    permission=P.notes_write,
)
async def write_notes(calls: Sequence[StepCall[CreateNoteStep]]) -> list[Output]:
    notes = await add_notes(
        calls[0].ctx, [(call.customer(), NoteIn(body=call.facts.render(call.config.body))) for call in calls]
    )
    return [{"note_id": str(note.id)} for note in notes]
