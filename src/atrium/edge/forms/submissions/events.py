from typing import Any, ClassVar
from uuid import UUID

from pydantic import Field

from atrium.kernel.events import Event


class FormSubmitted(Event):
    """Somebody filled in a form; not emitted for answers that the form ignores. ``subject_id`` is the form (B9)."""

    type: ClassVar[str] = "form.submitted"
    kind: ClassVar[str] = "customer"
    sentence: ClassVar[str] = "The form “{form_name}” was filled in"
    form_name: str = Field(description="The form's name.", examples=["Contact"])
    submission_id: UUID = Field(description="The submission.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"])
    outcome: str = Field(description="created or updated: what became of the customer.", examples=["created"])
    values: dict[str, Any] = Field(
        default_factory=dict,
        description="Answers by property, the message left out: it is a note.",
        examples=[{"name": "Ana Ruiz"}],
    )
    custom_fields: dict[str, Any] = Field(
        default_factory=dict, description="Answers by custom field.", examples=[{"plan": "growth"}]
    )
    consents: list[str] = Field(
        default_factory=list, description="Keys of the consents that were given.", examples=[["consent"]]
    )
