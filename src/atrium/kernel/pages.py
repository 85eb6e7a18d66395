"""Addresses of the SPA's pages, for e-mails and whatever else leads into it."""

from uuid import UUID

from atrium.kernel.settings import settings


def page_url(path: str) -> str:
    """The address of a page: ``page_url("/settings/roles")``. A test looks for its route in the SPA."""
    return settings().base_url.rstrip("/") + path


def customer_url(customer_id: UUID | str) -> str:
    return page_url(f"/w/{customer_id}")
