"""Finding a widgets' page by its public key, and judging who asks for it."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import text

from atrium.edge.embeds.configs.schemas import EmbedTheme
from atrium.edge.embeds.refusals.service import note
from atrium.kernel.db import database
from atrium.kernel.errors import Forbidden, Gone, NotFound

ANYWHERE = {"Access-Control-Allow-Origin": "*"}
"""Any site's script may read why it was turned away, and nothing else: no credentials go with it."""
_KEY = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)


class EmbedPageNotFound(NotFound):
    title = "There is no such widget"


class EmbedPageRevoked(Gone):
    code, title = "embed-token-revoked", "This widget was withdrawn"


class EmbedPageExpired(Gone):
    code, title = "embed-token-expired", "This widget has expired"


class EmbedOriginNotAllowed(Forbidden):
    code, title = "origin-not-allowed", "This site may not show the widget"


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """What is known of a page before anybody has launched it. ``state``: active, revoked or expired."""

    workspace_id: UUID
    token_id: UUID
    customer_id: UUID
    label: str
    state: str
    allowed_origins: list[str]
    theme: EmbedTheme

    @property
    def frame_ancestors(self) -> str:
        return " ".join(self.allowed_origins) or "'none'"


async def find_page(key: str) -> EmbedPage | None:
    """None when there is no such page."""
    if not _KEY.fullmatch(key):
        return None
    async with database().authenticating_session() as session:
        found: dict[str, Any] | None = await session.scalar(text("SELECT open_embed_page(:key)"), {"key": key})
    if found is None:
        return None
    values: dict[str, Any] = {name: UUID(found[name]) for name in ("workspace_id", "token_id", "customer_id")}
    values |= {name: found[name] for name in ("label", "state", "allowed_origins")}
    return EmbedPage(**values, theme=EmbedTheme.model_validate(found["theme"]))


async def admit(key: str, origin: str | None) -> EmbedPage:
    """The page, for a script of this origin. None: our own page, or no browser at all.

    Raises ``EmbedOriginNotAllowed`` (403, noted in the log), ``EmbedPageNotFound`` (404), ``EmbedPageRevoked`` and
    ``EmbedPageExpired`` (410)."""
    page = await find_page(key)
    if page is None:
        raise EmbedPageNotFound(headers=ANYWHERE)
    if origin is not None and origin not in page.allowed_origins:
        await turn_away(page, origin)
        raise EmbedOriginNotAllowed(
            f"{origin[:300]} is not among the sites that may show this widget. Its owner can add it.", headers=ANYWHERE
        )
    if page.state != "active":
        raise (EmbedPageRevoked if page.state == "revoked" else EmbedPageExpired)(headers=ANYWHERE)
    return page


async def turn_away(page: EmbedPage, origin: str) -> None:
    await note(page.workspace_id, page.token_id, page.customer_id, page.label, origin)


def origin_of(address: str | None) -> str | None:
    """``https://shop.example/cart`` → ``https://shop.example``; None for what is no web address."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.scheme in {"http", "https"} and parts.netloc else None
