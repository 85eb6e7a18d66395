from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from atrium.edge.webhooks.deliveries.messages import WebhookPayload
from atrium.kernel.schemas import Input, Instant, Line, Output

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
State = Literal["queued", "running", "delivered", "failed", "withheld"]
Failure = Literal["timeout", "connection", "protocol", "redirect", "status", "gone", "not_allowed"]


class WebhookTestIn(Input):
    """What to send as a test."""

    event_type: Annotated[Line, Field(max_length=100)] | None = Field(
        None,
        description="A type whose example is sent; null sends `webhook_endpoint.tested`.",
        examples=["customer.created"],
    )


class WebhookReplayIn(Input):
    """What to send again."""

    since: Instant = Field(description="The first moment, at most thirty days ago.", examples=["2026-11-22T09:30:00Z"])
    until: Instant | None = Field(
        None, description="The first moment after; null means now.", examples=["2026-11-22T10:30:00Z"]
    )
    failed_only: bool = Field(
        True,
        description="Only what did not get through, what happened while the endpoint was disabled included.",
        examples=[True],
    )


class WebhookReplayOut(Output):
    """A replay that has begun."""

    job_id: UUID = Field(description="Its progress and counts are at `/jobs/{id}`.", examples=[ID])


class WebhookAttemptOut(Output):
    """One call of the endpoint."""

    attempted_at: datetime = Field(description="When it ended.", examples=["2026-11-22T09:30:00Z"])
    duration_ms: int = Field(description="How long it took, in milliseconds.", examples=[184])
    status: int | None = Field(description="HTTP status of the answer, if there was one.", examples=[503])
    error: Failure | None = Field(
        description=(
            "Why it failed, if it did: no answer in time, no connection, no HTTP, a redirect, a status outside 2xx,"
            " 410, an address that may not be called."
        ),
        examples=["status"],
    )
    response_body: str | None = Field(
        description=(
            "The beginning of the answer. Null unless the reader is the endpoint's owner or sees everything: an answer"
            " may repeat what was sent."
        ),
        examples=["upstream unavailable"],
    )
    response_truncated: bool = Field(description="Whether the answer was longer.", examples=[False])


class WebhookDeliveryOut(Output):
    """An event on its way to an endpoint."""

    id: UUID = Field(description="Identifier; the header `webhook-id` is made from it.", examples=[ID])
    webhook_id: str = Field(
        description="The header `webhook-id`, the same at every attempt.", examples=[f"msg_{ID.replace('-', '')}"]
    )
    event_id: UUID | None = Field(description="The event; null for a test.", examples=[ID])
    event_type: str = Field(description="Its type.", examples=["customer.status_changed"])
    state: State = Field(
        description="`withheld`: the endpoint's owner may not see the event, so it was not sent.",
        examples=["delivered"],
    )
    attempts: int = Field(description="Attempts since it was last queued.", examples=[1])
    last_status: int | None = Field(description="HTTP status of the last attempt, if it was answered.", examples=[200])
    next_attempt_at: datetime | None = Field(description="When it is tried next, if it waits.", examples=[None])
    created_at: datetime = Field(description="When it was queued first.", examples=["2026-11-22T09:30:00Z"])
    finished_at: datetime | None = Field(
        description="When it got through or was given up.", examples=["2026-11-22T09:30:00Z"]
    )


class WebhookDeliveryDetail(WebhookDeliveryOut):
    """A delivery with its last attempts and payload."""

    payload: WebhookPayload | None = Field(
        description=(
            "What would be sent now, as far as the reader may see it: payloads are not kept. Null when the reader may"
            " not see the event."
        )
    )
    calls: list[WebhookAttemptOut] = Field(description="The last fifty attempts, newest first.")
