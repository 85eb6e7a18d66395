from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class WebhookEndpointEvent(Event):
    """``subject_id`` is the endpoint."""

    kind: ClassVar[str] = "settings"
    url: str = Field(description="Its address, without query.", examples=["https://example.com/atrium"])


class WebhookEndpointCreated(WebhookEndpointEvent):
    """A webhook endpoint was added."""

    type: ClassVar[str] = "webhook_endpoint.created"
    sentence: ClassVar[str] = "{actor} added the webhook endpoint {url}"
    event_types: list[str] = Field(description="Which events it is told.", examples=[["customer.*"]])


class WebhookEndpointUpdated(WebhookEndpointEvent):
    """A webhook endpoint was changed; values of headers are not told."""

    type: ClassVar[str] = "webhook_endpoint.updated"
    sentence: ClassVar[str] = "{actor} changed the webhook endpoint {url}"


class WebhookEndpointSecretRotated(WebhookEndpointEvent):
    """A webhook endpoint got a new secret."""

    type: ClassVar[str] = "webhook_endpoint.secret_rotated"
    sentence: ClassVar[str] = "{actor} gave the webhook endpoint {url} a new secret"
    overlap_seconds: int = Field(description="How long the former secret signs as well.", examples=[86400])


class WebhookEndpointEnabled(WebhookEndpointEvent):
    """A webhook endpoint was switched on again."""

    type: ClassVar[str] = "webhook_endpoint.enabled"
    sentence: ClassVar[str] = "{actor} switched the webhook endpoint {url} on"


class WebhookEndpointDisabled(WebhookEndpointEvent):
    """A webhook endpoint was switched off, by somebody or because it no longer worked."""

    type: ClassVar[str] = "webhook_endpoint.disabled"
    sentence: ClassVar[str] = "{actor} switched the webhook endpoint {url} off ({reason})"
    reason: str = Field(description="manual, gone, failing, owner_gone or owner_not_allowed.", examples=["failing"])


class WebhookEndpointDeleted(WebhookEndpointEvent):
    """A webhook endpoint was deleted."""

    type: ClassVar[str] = "webhook_endpoint.deleted"
    sentence: ClassVar[str] = "{actor} deleted the webhook endpoint {url}"


class WebhookEndpointTested(WebhookEndpointEvent):
    """What a test sends when it names no type: it says that the connection works. It is in no event log."""

    type: ClassVar[str] = "webhook_endpoint.tested"
    sentence: ClassVar[str] = "{actor} tested the webhook endpoint {url}"
