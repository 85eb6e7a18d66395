import re
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from atrium.kernel.schemas import Input, Line, Output, Reference

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
EXAMPLE = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD6f8k0vXbN1o="
MAX_OVERLAP_SECONDS = 7 * 24 * 3600
MAX_HEADERS = 20
Reason = Literal["manual", "gone", "failing", "owner_gone", "owner_not_allowed"]

_OURS = re.compile(
    r"webhook-.*|content-.*|host|connection|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*|user-agent|accept-encoding",
    re.IGNORECASE,
)


def _header_name(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}", name):
        raise PydanticCustomError("header_name", "must be the name of an HTTP header")
    if _OURS.fullmatch(name):
        raise PydanticCustomError("header_reserved", "is a header that Atrium sets itself")
    return name


def _header_value(value: str) -> str:
    if not re.fullmatch(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?", value):
        raise PydanticCustomError("header_value", "must be printable ASCII without spaces at its ends")
    return value


HeaderName = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_header_name)]
HeaderValue = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_header_value)]
Url = Annotated[
    Line,
    Field(
        min_length=1,
        max_length=2048,
        description="Where to POST, https outside development.",
        examples=["https://example.com/atrium"],
    ),
]
EventTypes = Annotated[
    list[Annotated[Line, Field(max_length=100)]],
    Field(
        min_length=1,
        max_length=100,
        description="Types, families such as `customer.*`, or `*` for all.",
        examples=[["customer.*"]],
    ),
]
ApiVersion = Annotated[
    Literal["v1"], Field(description="Version of the contract in which payloads are written.", examples=["v1"])
]
Description = Annotated[Line, Field(description="What it is for.", examples=["Mirror to the data warehouse"])]


class WebhookEndpointIn(Input):
    """A new webhook endpoint."""

    url: Url
    event_types: EventTypes
    description: Description = ""
    api_version: ApiVersion = "v1"
    headers: dict[HeaderName, HeaderValue] = Field(
        default_factory=dict,
        max_length=MAX_HEADERS,
        description="Further headers to send. Their values are never shown again.",
        examples=[{"X-Tenant": "north"}],
    )


class WebhookEndpointPatch(Input):
    """What to change of a webhook endpoint. `headers` merge name by name: null removes one."""

    description: Description = ""
    url: Url = ""
    event_types: EventTypes = Field(default_factory=list)
    api_version: ApiVersion = "v1"
    headers: dict[HeaderName, HeaderValue | None] = Field(
        default_factory=dict,
        max_length=MAX_HEADERS,
        description="Headers to set or, with null, to remove.",
        examples=[{"X-Tenant": "north", "X-Old": None}],
    )


class SecretRotation(Input):
    """How to change over to a new secret."""

    overlap_seconds: int = Field(
        86_400,
        ge=0,
        le=MAX_OVERLAP_SECONDS,
        description="How long the former secret signs as well, at most seven days.",
        examples=[86400],
    )


class WebhookEndpointOut(Output):
    """A webhook endpoint. Its secret and the values of its headers cannot be shown again."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    url: str = Field(description="Where it is called.", examples=["https://example.com/atrium"])
    description: str = Field(description="What it is for.", examples=["Mirror to the data warehouse"])
    event_types: list[str] = Field(description="Which events it is told.", examples=[["customer.*"]])
    api_version: str = Field(description="Version of the contract in which payloads are written.", examples=["v1"])
    header_names: list[str] = Field(description="Names of the further headers it is sent.", examples=[["X-Tenant"]])
    owner: Reference | None = Field(
        description="The member whose sight and permissions decide what it is told; null when they are gone."
    )
    state: Literal["enabled", "disabled"] = Field(description="A disabled one is told nothing.", examples=["enabled"])
    disabled_reason: Reason | None = Field(
        description=(
            "Why it is disabled: by hand, it answered 410, it failed for five days, its owner left, its owner may no"
            " longer manage webhooks."
        ),
        examples=[None],
    )
    disabled_at: datetime | None = Field(description="Since when it is disabled.", examples=[None])
    failing_since: datetime | None = Field(
        description="Since when nothing has got through, if the last attempt failed.", examples=[None]
    )
    previous_secret_until: datetime | None = Field(
        description="Until when the secret before the last rotation signs as well.", examples=[None]
    )
    created_at: datetime = Field(description="When it was added.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])


class WebhookEndpointCreated(WebhookEndpointOut):
    """A webhook endpoint with its secret, which is shown only here."""

    secret: str = Field(
        description="What to verify signatures with (Standard Webhooks). Keep it: it cannot be shown again.",
        examples=[EXAMPLE],
    )


def columns_shown(row: Any) -> dict[str, Any]:
    """What the contract shows of a row ``(WebhookEndpoint, owner_name)``."""
    endpoint = row.WebhookEndpoint
    own = {name: getattr(endpoint, name) for name in WebhookEndpointOut.model_fields if name != "owner"}
    return {**own, "owner": Reference(id=str(endpoint.owner_id), name=row.owner_name) if endpoint.owner_id else None}
