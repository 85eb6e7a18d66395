"""What the sample studio noted about its customers."""

from atrium.kernel.sample import Sample
from atrium.records.notes.schemas import NoteIn
from atrium.records.notes.service import create_note

NOTES = (
    "Called back, wants a proposal for the **annual plan** by Friday.",
    "Prefers e-mail. Very happy with the last shoot.",
    "Asked whether we also do packaging. Sent three examples.",
    "Met at the trade fair.\n\n- budget is fixed\n- decision in January",
    "Invoice goes to the accountant, not to the shop.",
)


async def fill(sample: Sample) -> None:
    """A note about every other customer."""
    for customer_id in sample.choose.sample([*sample.made["companies"], *sample.made["people"]], 24):
        await create_note(sample.ctx, customer_id, NoteIn(body=sample.choose.choice(NOTES)))
