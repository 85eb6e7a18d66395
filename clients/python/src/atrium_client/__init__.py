"""Client of an Atrium installation: `Client` to call it, `AsyncClient` to call it with asyncio, `Webhook` to verify
what it sends."""

from atrium_client import models
from atrium_client.call import Upload
from atrium_client.client import AsyncClient, Client
from atrium_client.errors import (
    AtriumError,
    Conflict,
    Forbidden,
    Gone,
    InsufficientCredits,
    Invalid,
    JobUnfinished,
    NotFound,
    Problem,
    RateLimited,
    Stale,
    Unauthenticated,
    Unavailable,
    Unreachable,
)
from atrium_client.model import Model, etag
from atrium_client.webhooks import InvalidSignature, Webhook

__version__ = "0.1.0"
__all__ = [
    "AsyncClient",
    "AtriumError",
    "Client",
    "Conflict",
    "Forbidden",
    "Gone",
    "InsufficientCredits",
    "Invalid",
    "InvalidSignature",
    "JobUnfinished",
    "Model",
    "NotFound",
    "Problem",
    "RateLimited",
    "Stale",
    "Unauthenticated",
    "Unavailable",
    "Unreachable",
    "Upload",
    "Webhook",
    "etag",
    "models",
]
