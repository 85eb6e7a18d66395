from typing import ClassVar
from uuid import UUID

from pydantic import Field

from atrium.kernel.events import Event
from atrium.kernel.notices import ids_in, notice


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


notice(
    AutomationRunFailed,
    "automation_failed",
    "An automation of mine fails",
    "The automation {name} failed: {error}",
    ids_in("member_id"),
    "/automations/{automation_id}?tab=runs&run={subject_id}",
    more="The automation {name} failed, {others} more times",
    email="daily",
    of_own=True,
)
