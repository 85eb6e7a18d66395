from typing import ClassVar
from uuid import UUID

from pydantic import Field

from atrium.kernel.events import Event


class AutomationRunFailed(Event):
    """A run ended with an error, or cannot go on. ``subject_id`` is the run."""

    type: ClassVar[str] = "automation.run_failed"
    kind: ClassVar[str] = "automation"
    automation_id: UUID = Field(description="The automation.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"])
    name: str = Field(description="Its name.", examples=["Welcome"])
    step_id: str | None = Field(None, description="The step that failed.", examples=["email_1"])
    member_id: UUID | None = Field(
        None, description="The member on whose behalf it ran.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b12"]
    )
    error: str = Field(description="Why.", examples=["The customer has no e-mail address."])
