"""Is this call from Atrium? Verification as Standard Webhooks describe it."""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping

from atrium_client.models import WebhookPayload

TOLERANCE_SECONDS = 300


class InvalidSignature(Exception):
    """Not from Atrium, changed on the way, or older than five minutes: answer 400 and do nothing."""


class Webhook:
    """Verifies with the ``whsec_…`` of an endpoint."""

    def __init__(self, secret: str) -> None:
        try:
            self._key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except ValueError as error:
            raise ValueError("A secret is whsec_ and base64.") from error
        if not self._key:
            raise ValueError("The secret is empty.")

    def verify(self, body: bytes, headers: Mapping[str, str], *, now: float | None = None) -> WebhookPayload:
        """What was sent. ``body`` are the bytes as they came; names of headers in any case. Raises
        `InvalidSignature`."""
        given = {name.lower(): value for name, value in headers.items()}
        try:
            message_id, timestamp, signatures = (
                given["webhook-id"],
                given["webhook-timestamp"],
                given["webhook-signature"],
            )
        except KeyError as error:
            raise InvalidSignature(f"The header {error.args[0]} is missing.") from None
        if not timestamp.isascii() or not timestamp.isdigit():
            raise InvalidSignature("The timestamp is no number.")
        if abs((time.time() if now is None else now) - int(timestamp)) > TOLERANCE_SECONDS:
            raise InvalidSignature("The timestamp is more than five minutes away.")
        expected = hmac.new(self._key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
        if not any(hmac.compare_digest(expected, signature) for signature in _signatures(signatures)):
            raise InvalidSignature("No signature fits.")
        return WebhookPayload.model_validate_json(body)


def _signatures(header: str) -> list[bytes]:
    """While a secret is being changed there are two; versions other than ``v1`` are not for us."""
    found: list[bytes] = []
    for part in header.split(" "):
        version, _, text = part.partition(",")
        if version == "v1":
            try:
                found.append(base64.b64decode(text, validate=True))
            except ValueError:
                continue
    return found
