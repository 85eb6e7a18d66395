"""Secret headers of a flow are kept sealed, and bound to the automation and the server they are for."""

from urllib.parse import urlsplit
from uuid import UUID

from atrium.kernel.encryption import seal


def seal_context(automation_id: UUID) -> str:
    """Where a sealed header belongs: it opens in no other automation."""
    return f"automation:{automation_id}"


def sealed(automation_id: UUID, secret: str) -> str:
    return seal(secret, seal_context(automation_id))


def server_of(url: str) -> str:
    """Scheme, host and port: what a kept secret header is bound to."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
