from datetime import datetime
from ipaddress import ip_network
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from atrium.kernel.permissions import P
from atrium.kernel.schemas import Input, Instant, Name, Output, Reference

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
EXAMPLE = "atr_live_4f9KpQ2mXc7RtB1vLz8WnE3sYd6HgA0u2bTq9Z"
MAX_OVERLAP_SECONDS = 7 * 24 * 3600


def _network(value: str) -> str:
    try:
        network = ip_network(value)
    except ValueError:
        network = None
    # A zone such as fe80::1%eth0 means nothing to another machine.
    if network is None or "%" in value:
        raise PydanticCustomError(
            "network", "must be a network such as 203.0.113.0/24 or 2001:db8::/32, without bits set after the prefix"
        )
    return str(network)


Network = Annotated[str, Field(min_length=2, max_length=50), AfterValidator(_network)]
Scopes = Annotated[
    list[P], Field(min_length=1, max_length=500, description="What it may do at most.", examples=[["customers:read"]])
]
Networks = Annotated[
    list[Network],
    Field(
        max_length=50,
        description="Addresses it may be used from, in CIDR form; none means any.",
        examples=[["203.0.113.0/24"]],
    ),
]


class ApiKeyIn(Input):
    """A new API key."""

    name: Name = Field(description="What it is for.", examples=["Website"])
    scopes: Scopes
    customer_id: UUID | None = Field(None, description="Limits it to this one customer.", examples=[None])
    expires_at: Instant | None = Field(
        None, description="When it stops working; null means never.", examples=["2027-11-22T00:00:00Z"]
    )
    networks: Networks = Field(default_factory=list)


class ApiKeyPatch(Input):
    """What to change of an API key."""

    name: Name = Field("", description="New name.", examples=["Website"])
    scopes: Scopes = Field(default_factory=list)
    expires_at: Instant | None = Field(
        None, description="When it stops working; null means never.", examples=["2027-11-22T00:00:00Z"]
    )
    networks: Networks = Field(default_factory=list)


class ApiKeyRoll(Input):
    """How to change over to a new secret."""

    overlap_seconds: int = Field(
        0,
        ge=0,
        le=MAX_OVERLAP_SECONDS,
        description="How long the old secret goes on working, at most seven days.",
        examples=[3600],
    )


class ApiKeyOut(Output):
    """An API key. Its secret cannot be shown again."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="What it is for.", examples=["Website"])
    hint: str = Field(description="The last four characters of its secret.", examples=["Tq9Z"])
    scopes: list[P] = Field(
        description="What it may do at most: never more than its member may at the time.", examples=[["customers:read"]]
    )
    member: Reference = Field(description="The member for whom it acts.")
    customer_id: UUID | None = Field(description="The one customer it is limited to, if any.", examples=[None])
    networks: list[str] = Field(
        description="Addresses it may be used from; none means any.", examples=[["203.0.113.0/24"]]
    )
    state: Literal["active", "expired", "revoked"] = Field(description="Only an active key works.", examples=["active"])
    expires_at: datetime | None = Field(
        description="When it stops working, if ever.", examples=["2027-11-22T00:00:00Z"]
    )
    revoked_at: datetime | None = Field(description="When it was revoked, if it was.", examples=[None])
    last_used_at: datetime | None = Field(
        description="When it was last used, to the minute.", examples=["2026-11-22T09:30:00Z"]
    )
    previous_secret_until: datetime | None = Field(
        description="Until when the secret before the last roll works as well.", examples=[None]
    )
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])


class ApiKeyCreated(ApiKeyOut):
    """An API key with its secret, which is shown only here."""

    secret: str = Field(
        description="Send it as `Authorization: Bearer …`. Keep it: it cannot be shown again.", examples=[EXAMPLE]
    )
