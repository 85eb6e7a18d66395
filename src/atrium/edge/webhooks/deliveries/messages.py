"""The payload, and the contract's ``webhooks`` section made from the registry of event types, so that neither can drift
from the other."""

from datetime import datetime
from typing import Any

from pydantic import Field

from atrium.edge.events.schemas import EventOut
from atrium.kernel.events import Event
from atrium.kernel.schemas import Output
from atrium.records.customers.record.schemas import CustomerOut

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
_BASE = frozenset(Event.model_fields)
_HEADERS = {
    "webhook-id": (
        "Identifies the message, the same at every attempt: drop what you have seen.",
        f"msg_{ID.replace('-', '')}",
    ),
    "webhook-timestamp": ("Unix seconds of this attempt: refuse what is older than five minutes.", "1795339800"),
    "webhook-signature": (
        (
            "`v1,` and the base64 HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}`; one for each secret,"
            " separated by spaces."
        ),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    ),
}


class WebhookData(EventOut):
    """The event, with the customer it happened to as it is when this is sent."""

    customer: CustomerOut | None = Field(
        description="The customer as the endpoint's owner sees it now; null when there is none or they may not see it."
    )


class WebhookPayload(Output):
    """What an endpoint is sent."""

    type: str = Field(description="The event's type.", examples=["customer.status_changed"])
    timestamp: datetime = Field(description="When it happened.", examples=["2026-11-22T09:30:00Z"])
    data: WebhookData = Field(description="The event, and the customer.")


def examples_of(model: type[Any]) -> dict[str, Any]:
    """A value made of the first example of each field that has one."""
    return {name: field.examples[0] for name, field in model.model_fields.items() if field.examples}


def data_example(event: type[Event]) -> dict[str, Any]:
    return {name: value for name, value in examples_of(event).items() if name not in _BASE}


def webhooks_section(types: dict[str, type[Event]], described: dict[str, str]) -> dict[str, Any]:
    """OpenAPI's ``webhooks``: one operation for each event type."""
    return {name: {"post": _operation(event, described[name])} for name, event in types.items()}


def _operation(event: type[Event], description: str) -> dict[str, Any]:
    specific = {"type": {"const": event.type}, "data": {"type": "object", "properties": {"data": _data_schema(event)}}}
    body = {"allOf": [{"$ref": "#/components/schemas/WebhookPayload"}, {"type": "object", "properties": specific}]}
    return {
        "operationId": f"on_{event.type.replace('.', '_')}",
        "tags": ["webhooks"],
        "summary": event.type,
        "description": description,
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": True,
                "schema": {"type": "string"},
                "description": text,
                "example": example,
            }
            for name, (text, example) in _HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "2XX": {
                "description": (
                    "Taken. Anything else, a redirect or no answer within fifteen seconds is a failure, and tried"
                    " again."
                )
            },
            "410": {"description": "Never again: the endpoint is disabled."},
        },
    }


def _data_schema(event: type[Event]) -> dict[str, Any]:
    schema = event.model_json_schema(mode="serialization")
    own = {name: part for name, part in schema.get("properties", {}).items() if name not in _BASE}
    return {"type": "object", "properties": own, "required": sorted(own)}
