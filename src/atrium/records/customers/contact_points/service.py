"""Checking and normalising contact points, one at a time and in lists."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from sqlalchemy import select

from atrium.access.workspaces.models import Workspace
from atrium.adapters.phones import PhoneNotUnderstood, parse
from atrium.kernel.authentication import REGION
from atrium.kernel.context import Ctx
from atrium.kernel.errors import FieldError
from atrium.records.customers.contact_points.schemas import EmailIn, PhoneIn

MOST = 20


class EmailNotUnderstood(ValueError):
    """The text is no e-mail address; the message says why, for people."""


_ATOM, _LABEL = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+", r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_PLAIN = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+({_LABEL})(?<=[a-z])")
_RESERVED = frozenset(name.rpartition(".")[2] for name in SPECIAL_USE_DOMAIN_NAMES)


def normalise_email(text: str) -> str:
    """The address in lower case, its domain in Unicode (RFC 5321, 6531). Raises ``EmailNotUnderstood``."""
    if text.isascii() and len(text) <= 254:
        address = text.strip().lower()
        found = _PLAIN.fullmatch(address)
        # Two hyphens mean something in a domain, such as Punycode.
        if found and found[1] not in _RESERVED and "--" not in address:
            return address
    return _normalised(text)


@lru_cache(maxsize=4096)
def _normalised(text: str) -> str:
    try:
        return validate_email(text.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise EmailNotUnderstood(str(error)) from error


def normalise_emails(given: Sequence[EmailIn], pointer: str, errors: list[FieldError]) -> list[dict[str, Any]]:
    """Addresses as they are kept (``EmailOut``), the primary one first. Findings are added to ``errors``."""
    kept: list[dict[str, Any]] = []
    seen: set[str] = set()
    for number, item in enumerate(given):
        try:
            address = normalise_email(item.address)
        except EmailNotUnderstood as error:
            errors.append(FieldError(pointer=f"{pointer}/{number}/address", code="not_an_email", message=str(error)))
            continue
        if address in seen:
            errors.append(FieldError(pointer=f"{pointer}/{number}/address", code="duplicate", message="is given twice"))
            continue
        seen.add(address)
        kept.append({"address": address, "label": item.label, "primary": item.primary})
    return _one_primary(kept, pointer, errors)


def normalise_phones(
    given: Sequence[PhoneIn], region: str | None, pointer: str, errors: list[FieldError]
) -> list[dict[str, Any]]:
    """Numbers as they are kept (``PhoneOut``), the primary one first. Findings are added to ``errors``."""
    kept: list[dict[str, Any]] = []
    seen: set[tuple[str, str | None]] = set()
    for number, item in enumerate(given):
        try:
            phone = parse(item.number, region)
        except PhoneNotUnderstood as error:
            errors.append(FieldError(pointer=f"{pointer}/{number}/number", code=error.reason, message=error.detail))
            continue
        if (phone.e164, phone.extension) in seen:
            errors.append(FieldError(pointer=f"{pointer}/{number}/number", code="duplicate", message="is given twice"))
            continue
        seen.add((phone.e164, phone.extension))
        kept.append(
            {
                "number": phone.e164,
                "display": phone.national,
                "extension": phone.extension,
                "label": item.label,
                "primary": item.primary,
            }
        )
    return _one_primary(kept, pointer, errors)


async def workspace_region(ctx: Ctx) -> str:
    """The country in which a phone number without country code is taken to be (ISO 3166)."""
    if REGION not in ctx.cache:
        ctx.cache[REGION] = await ctx.session.scalar(select(Workspace.country).where(Workspace.id == ctx.workspace_id))
    return str(ctx.cache[REGION])


def contact_columns(given: Mapping[str, Any], region: str | None, errors: list[FieldError]) -> dict[str, Any]:
    """The columns emails, email, phones and phone, as far as they were sent; ``email`` and ``phone`` are short forms of
    lists of one."""
    columns: dict[str, Any] = {}
    if "emails" in given or "email" in given:
        short = [EmailIn(address=given["email"], primary=True)] if given.get("email") else []
        found: list[FieldError] = []
        emails = normalise_emails(given.get("emails", short), "/emails", found)
        errors.extend(_at_short_form(found, "email") if "email" in given else found)
        columns |= {"emails": emails, "email": emails[0]["address"] if emails else None}
    if "phones" in given or "phone" in given:
        short_phone = [PhoneIn(number=given["phone"], primary=True)] if given.get("phone") else []
        found = []
        phones = normalise_phones(given.get("phones", short_phone), region, "/phones", found)
        errors.extend(_at_short_form(found, "phone") if "phone" in given else found)
        columns |= {"phones": phones, "phone": phones[0]["number"] if phones else None}
    return columns


def _at_short_form(found: list[FieldError], name: str) -> list[FieldError]:
    return [error.model_copy(update={"pointer": f"/{name}"}) for error in found]


def _one_primary(kept: list[dict[str, Any]], pointer: str, errors: list[FieldError]) -> list[dict[str, Any]]:
    primaries = [item for item in kept if item["primary"]]
    if len(primaries) > 1:
        errors.append(FieldError(pointer=pointer, code="several_primary", message="only one can be primary"))
    if kept and not primaries:
        kept[0]["primary"] = True
    return sorted(kept, key=lambda item: not item["primary"])
