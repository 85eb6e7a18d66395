"""Outgoing mail over SMTP, and the look of the mails that Atrium itself writes."""

import hashlib
import html
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, localtime, parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib
import idna

from atrium.kernel.errors import Invalid, Unavailable
from atrium.kernel.settings import settings

TIMEOUT_SECONDS = 20.0
MAX_SUBJECT_LENGTH = 500

# The atoms of RFC 5322 with letters of any script (RFC 6531). Quoted local parts exist on paper only.
_LOCAL_PART = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_HEADER_NAME = re.compile(r"[A-Za-z0-9-]{1,76}")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,180}@[A-Za-z0-9.-]{1,180}>")
_OWN_HEADER = re.compile(
    r"from|sender|to|cc|bcc|subject|date|message-id|reply-to|mime-version|content-.*", re.IGNORECASE
)
# A line break would begin another header; the other control characters and lone surrogates belong in none.
_NOT_IN_HEADERS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class MailRefused(Invalid):
    """This mail can never be sent as it is. ``reason``: address, header or message (malformed), or rejected (the server
    said 5xx)."""

    code, title = "mail-refused", "This e-mail cannot be sent"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class MailDelayed(Unavailable):
    """The mail itself is fine: send it again later. ``reason``: configuration, connection, timeout or deferred
    (4xx)."""

    code, title = "mail-delayed", "The e-mail could not be sent yet"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Email:
    """One mail to one person.

    ``to`` and ``reply_to`` are bare addresses. ``from_name`` replaces the display name of ``ATRIUM_MAIL_FROM``, not its
    address. ``message_id`` is ``<…@…>``, see `message_id`: giving the same one again lets the receiver drop a repeated
    mail.
    """

    to: str
    subject: str
    text: str
    html: str | None = None
    to_name: str = ""
    from_name: str = ""
    reply_to: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    message_id: str | None = None


def message_id(key: str) -> str:
    """The Message-ID of the mail that ``key`` stands for, always the same on this installation."""
    host = urlsplit(settings().base_url).hostname or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"


def check_address(address: str) -> str:
    """The address with its domain in lower-case ASCII (IDNA 2008); raises `MailRefused` for what no mail server would
    take."""
    local, _, domain = address.rpartition("@")
    try:
        ascii_domain = idna.encode(domain, uts46=True).decode() if domain.isascii() is False else domain.lower()
    except idna.IDNAError as error:
        raise MailRefused("address", "This is not an e-mail address.") from error
    labels = ascii_domain.split(".")
    well_formed = all(re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", label) for label in labels)
    if (
        not _LOCAL_PART.fullmatch(local)
        or len(local.encode("utf-8", "replace")) > 64
        or not well_formed
        or len(ascii_domain) > 253
    ):
        raise MailRefused("address", "This is not an e-mail address.")
    return f"{local}@{ascii_domain}"


async def send(email: Email) -> None:
    """Hand one mail to the server of ``ATRIUM_SMTP_URL``; raises `MailRefused` (do not repeat) or `MailDelayed` (repeat
    later)."""
    message = compose(email)
    url = urlsplit(settings().smtp_url)
    if url.scheme not in {"smtp", "smtps"} or not url.hostname:
        raise MailDelayed("configuration", "No mail server is configured: set ATRIUM_SMTP_URL.")
    starttls = parse_qs(url.query).get("starttls", ["auto"])[0].lower()
    try:
        await aiosmtplib.send(
            message,
            hostname=url.hostname,
            port=url.port or (465 if url.scheme == "smtps" else 587),
            username=unquote(url.username) if url.username else None,
            password=unquote(url.password) if url.password else None,
            use_tls=url.scheme == "smtps",
            start_tls={"true": True, "false": False}.get(starttls) if url.scheme == "smtp" else False,
            local_hostname=urlsplit(settings().base_url).hostname or "localhost",
            timeout=TIMEOUT_SECONDS,
        )
    except (aiosmtplib.SMTPException, OSError) as error:
        raise _failure(error) from error


def _failure(error: Exception) -> MailRefused | MailDelayed:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        error = error.recipients[0]
    reason, detail = "connection", "The mail server cannot be reached."
    match error:
        case TimeoutError():
            reason, detail = "timeout", "The mail server did not answer in time."
        case OSError() | aiosmtplib.SMTPHeloError():
            pass
        case aiosmtplib.SMTPNotSupported():
            return MailRefused("address", "The mail server takes no addresses with letters beyond ASCII.")
        case aiosmtplib.SMTPAuthenticationError():
            reason, detail = "configuration", "The mail server refuses the user name or password of ATRIUM_SMTP_URL."
        case aiosmtplib.SMTPResponseException(code=code, message=answer) if code >= 500:
            return MailRefused("rejected", f"The mail server refused: {code} {_one_line(answer)}")
        case aiosmtplib.SMTPResponseException(code=code, message=answer):
            reason, detail = "deferred", f"The mail server asks to try later: {code} {_one_line(answer)}"
        case _:
            reason, detail = (
                "configuration",
                f"ATRIUM_SMTP_URL asks for something that the mail server lacks: {_one_line(str(error))}",
            )
    return MailDelayed(reason, detail)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]


def compose(email: Email) -> EmailMessage:
    """The mail as a MIME message, every part of it checked; raises `MailRefused`."""
    to = check_address(email.to)
    message = EmailMessage(SMTP if to.isascii() else SMTPUTF8)
    sender_name, sender = parseaddr(settings().mail_from)
    message["From"] = _mailbox(email.from_name or sender_name, sender)
    message["To"] = _mailbox(email.to_name, to)
    message["Subject"] = _header(email.subject)[:MAX_SUBJECT_LENGTH]
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = _checked_message_id(email.message_id or message_id(uuid.uuid4().hex))
    if email.reply_to:
        message["Reply-To"] = _mailbox("", check_address(email.reply_to))
    for name, value in email.headers.items():
        if not _HEADER_NAME.fullmatch(name) or _OWN_HEADER.fullmatch(name):
            raise MailRefused("header", "This mail header cannot be set.")
        message[name] = _header(value)
    try:
        message.set_content(email.text)
        if email.html is not None:
            message.add_alternative(email.html, subtype="html")
    except UnicodeEncodeError as error:
        raise MailRefused("message", "The text contains characters that cannot be sent.") from error
    return message


def _mailbox(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(_header(name), local, domain)


def _checked_message_id(given: str) -> str:
    if not _MESSAGE_ID.fullmatch(given):
        raise MailRefused("header", "A Message-ID looks like <unique@host>.")
    return given


def _header(value: str) -> str:
    if _NOT_IN_HEADERS.search(value):
        raise MailRefused("header", "Subjects, names and headers must be single lines of text.")
    return value


@dataclass(frozen=True, slots=True)
class Brand:
    """How a workspace presents itself. ``color`` is ``#rrggbb``; anything else falls back to a neutral one."""

    name: str
    color: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to do in a system mail: a button's text and an http(s) address."""

    label: str
    url: str


def system_mail(
    brand: Brand,
    to: str,
    subject: str,
    paragraphs: Sequence[str],
    action: Action | None = None,
    *,
    key: str | None = None,
) -> Email:
    """A mail that Atrium writes, as text and as HTML. All arguments are plain text and are escaped.

    ``key`` makes the Message-ID deterministic, so that a repeated job does not become a second mail.
    """
    if action and urlsplit(action.url).scheme not in {"http", "https"}:
        raise MailRefused("message", "A button leads to an http or https address.")
    text = (
        "\n\n".join([*paragraphs, *([f"{action.label}:\n{action.url}"] if action else []), f"-- \n{brand.name}"]) + "\n"
    )
    return Email(
        to=to,
        subject=subject,
        text=text,
        html=_system_html(brand, subject, paragraphs, action),
        from_name=brand.name,
        headers={"Auto-Submitted": "auto-generated"},
        message_id=message_id(key) if key else None,
    )


def letter(brand: Brand, to: str, subject: str, text: str, body: str, *, key: str) -> Email:
    """A mail that somebody else wrote: ``text`` is its plain form, ``body`` the same as HTML that is safe to show.
    ``key`` as for ``system_mail``."""
    return Email(
        to=to,
        subject=subject,
        text=f"{text.strip()}\n\n-- \n{brand.name}\n",
        html=_page(brand, subject, body),
        from_name=brand.name,
        headers={"Auto-Submitted": "auto-generated"},
        message_id=message_id(key),
    )


def _system_html(brand: Brand, subject: str, paragraphs: Sequence[str], action: Action | None) -> str:
    color, escape = _color(brand), html.escape
    body = "".join(
        f'<p style="margin:0 0 16px">{escape(paragraph).replace(chr(10), "<br>")}</p>' for paragraph in paragraphs
    )
    if action:
        button = (
            f"display:inline-block;padding:12px 20px;border-radius:6px;background:{color};color:{readable_on(color)}"
        )
        url = escape(action.url)
        body += (
            f'<p style="margin:24px 0"><a href="{url}"'
            f' style="{button};text-decoration:none;font-weight:600">{escape(action.label)}</a></p>'
        )
        body += f'<p style="margin:0;font-size:13px;color:#4b5563;word-break:break-all">{url}</p>'
    return _page(brand, subject, body)


def _color(brand: Brand) -> str:
    return brand.color if re.fullmatch(r"#[0-9a-fA-F]{6}", brand.color) else "#1f2937"


def _page(brand: Brand, subject: str, body: str) -> str:
    escape = html.escape
    return (
        f'<!doctype html><html lang="{escape(brand.language)}"><head><meta charset="utf-8"><meta name="viewport"'
        f' content="width=device-width"><title>{escape(subject)}</title></head><body'
        ' style="margin:0;padding:24px;background:#f3f4f6;color:#111827;font:16px/1.5 system-ui,Segoe'
        ' UI,sans-serif"><main style="max-width:560px;margin:0'
        f' auto;padding:32px;background:#ffffff;border-radius:8px;border-top:4px solid {_color(brand)}"><p'
        f' style="margin:0 0 24px;font-weight:700">{escape(brand.name)}</p>{body}</main></body></html>'
    )


def readable_on(color: str) -> str:
    """Black or white, whichever stands out more on ``#rrggbb`` (WCAG 2.2 relative luminance; the two are equal at
    0.179)."""
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"
