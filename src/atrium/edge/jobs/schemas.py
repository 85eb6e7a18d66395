from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from atrium.kernel.schemas import ActorOut, Output

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
State = Literal["queued", "running", "succeeded", "failed", "cancelled"]


class Progress(Output):
    """How far a job is."""

    done: int = Field(description="Items dealt with.", examples=[41_000])
    total: int | None = Field(description="Items there are, once that is known.", examples=[100_000])


class JobOut(Output):
    """Background work."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    kind: str = Field(description="What it does.", examples=["import_customers"])
    state: State = Field(description="Where it stands.", examples=["running"])
    progress: Progress = Field(description="How far it is.")
    result: dict[str, Any] = Field(
        description="Counts so far, in the end the outcome.", examples=[{"created": 40_950, "rejected": 50}]
    )
    errors_url: str | None = Field(
        description="File of what was rejected and why, if there is one and it is the caller's.",
        examples=[f"/api/v1/jobs/{ID}/errors"],
    )
    result_url: str | None = Field(
        description="File that it made, if there is one and it is the caller's.", examples=[None]
    )
    error: str | None = Field(description="Why it failed, if it did.", examples=[None])
    cancel_requested: bool = Field(description="Whether it was asked to stop.", examples=[False])
    started_by: ActorOut = Field(description="Who started it.")
    created_at: datetime = Field(description="When it was started.", examples=["2026-11-22T09:30:00Z"])
    finished_at: datetime | None = Field(description="When it ended, if it has.", examples=[None])
