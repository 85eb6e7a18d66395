"""Calls to addresses on the internet, and the kinds of steps that the engine itself carries out."""

import re
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlsplit

import orjson
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from atrium.adapters import web
from atrium.edge.automations.flows.controls import BranchStep, ForEachRelatedStep, StopStep, WaitStep
from atrium.edge.automations.flows.sealing import seal_context
from atrium.kernel.encryption import unseal
from atrium.kernel.errors import Invalid, Unavailable
from atrium.kernel.schemas import Input, Json, Line, Token
from atrium.kernel.steps import Output, Sending, StepCall, StepCheck, control, step


def _header_name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}", value):
        raise PydanticCustomError("header_name", "must be the name of an HTTP header")
    if value.lower() in {
        "host",
        "content-length",
        "transfer-encoding",
        "connection",
        "upgrade",
        "idempotency-key",
        "te",
        "trailer",
    }:
        raise PydanticCustomError("header_name", "must not be a header that is set by Atrium itself")
    return value


HeaderName = Annotated[str, AfterValidator(_header_name)]


class CallWebhookStep(Input):
    """Call an address on the internet. The answer is there for later steps: `{{steps.<id>.status}}`,
    `{{steps.<id>.body.…}}`."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = Field(
        "POST", description="HTTP method.", examples=["POST"]
    )
    url: Line = Field(
        min_length=8,
        max_length=2000,
        description="Template. http or https, not inside a private network.",
        examples=["https://example.com/hook"],
    )
    headers: dict[HeaderName, Line] = Field(
        default_factory=dict, max_length=20, description="Templates, by name.", examples=[{"X-Source": "atrium"}]
    )
    secret_headers: dict[HeaderName, Token | None] = Field(
        default_factory=dict,
        max_length=10,
        description=(
            "Headers whose values are never shown again: null in answers, and null when sent keeps the present one"
            " while the server stays the same."
        ),
        examples=[{}],
    )
    body: Json = Field(
        None, description="Template. JSON; nothing is sent for null.", examples=[{"name": "{{customer.name}}"}]
    )


MOST_KEPT = 16_384
"""Bytes of a webhook's answer that are kept for later steps."""


class WebhookRefused(Invalid):
    code, title = "webhook-refused", "The other server refused the call"


class WebhookBusy(Unavailable):
    code, title = "webhook-busy", "The other server cannot answer just now"


async def _call(sending: Sending) -> Output:
    intent = sending.intent
    secrets = {
        name: unseal(value, seal_context(sending.automation_id)) for name, value in intent["secret_headers"].items()
    }
    content = None if intent["body"] is None else orjson.dumps(intent["body"])
    headers = {"Content-Type": "application/json", **intent["headers"], **secrets, "Idempotency-Key": sending.key}
    async with web.client() as http:
        found = await web.fetch(
            http, intent["method"], intent["url"], headers=headers, content=content, max_bytes=MOST_KEPT, truncate=True
        )
    if found.status in {408, 425, 429} or found.status >= 500:
        raise WebhookBusy(f"The other server answered {found.status}.")
    if found.status >= 400:
        raise WebhookRefused(f"The other server answered {found.status}: {_decoded(found.body)[:300]}")
    return {"status": found.status, "body": _answer(found), "truncated": found.truncated}


def _decoded(body: bytes) -> str:
    return body.decode("utf-8", "replace").replace("\x00", "")


def _answer(found: web.Fetched) -> Any:
    """JSON as such, anything else as text."""
    try:
        return orjson.loads(_decoded(found.body))
    except orjson.JSONDecodeError:
        return _decoded(found.body)


async def _check_webhook(check: StepCheck[CallWebhookStep]) -> None:
    parts = urlsplit(check.config.url)
    if "{{" in parts.scheme + parts.netloc:
        check.refuse(
            "/url", "server_template", "must name the server itself: placeholders are for the path and the query"
        )
        return
    try:
        web.check_url(re.sub(r"\{\{.*?\}\}", "x", check.config.url))
    except web.UrlNotAllowed as error:
        check.refuse("/url", error.reason, error.detail[:1].lower() + error.detail[1:].rstrip("."))


@step(
    "call_webhook",
    CallWebhookStep,
    title="Call a webhook",
    description="Sends JSON to an address on the internet.",
    needs_customer=False,
    check=_check_webhook,
    send=_call,
    secret="secret_headers",  # noqa: S106 - a name
)
async def call_webhook(call: StepCall[CallWebhookStep]) -> Output:
    """``secret_headers`` hold sealed values here and are opened only for the call itself. A repetition carries the same
    ``Idempotency-Key``."""
    url = re.sub(
        r"\{\{\s*([^{}]*?)\s*\}\}",
        lambda match: quote(call.facts.render(f"{{{{{match[1]}}}}}"), safe=""),
        call.config.url,
    )
    headers = {name: " ".join(call.facts.render(value).split()) for name, value in call.config.headers.items()}
    return {
        "method": call.config.method,
        "url": web.check_url(url),
        "headers": headers,
        "secret_headers": dict(call.config.secret_headers),
        "body": call.facts.filled(call.config.body),
    }


control("wait", WaitStep, title="Wait", description="For a time, until a moment, or until something happens.")
control("branch", BranchStep, title="Decide", description="Goes one way or the other.")
control(
    "for_each_related",
    ForEachRelatedStep,
    title="For each related customer",
    description="Does its steps with each related customer.",
)
control("stop", StopStep, title="Stop", description="Ends the run.")
