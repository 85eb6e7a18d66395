"""``/dev/mail``: the mails of the local mailbox, for people who develop or try Atrium. There is no such page in
production."""

import html
import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from atrium.adapters.mailbox import StoredMessage, list_messages, read_message
from atrium.kernel.errors import NotFound
from atrium.kernel.settings import settings

router = APIRouter(prefix="/dev/mail", include_in_schema=False)

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .5rem .75rem .5rem 0; text-align: start; vertical-align: top; }
tr { border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
iframe { width: 100%; height: 36rem; background: #fff;
  border: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
dt { font-weight: 600; } dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
"""
_PAGE_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
# The mail's own HTML: no script, no loading from elsewhere, no origin; its links open in a tab of their own.
_SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
_MAIL_CSP = (
    f"sandbox {_SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action"
    " 'none'; frame-ancestors 'self'"
)
_LINK = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")


@router.get("")
async def list_dev_mail(request: Request) -> HTMLResponse:
    _only_in_development(request)
    messages = await list_messages(settings().data_dir / "mail")
    rows = "".join(
        f'<tr><td><time datetime="{message.received_at.isoformat()}">{message.received_at:%Y-%m-%d %H:%M:%S}'
        f" UTC</time></td><td>{_text(', '.join(message.to))}</td><td><a"
        f' href="/dev/mail/{message.id}">{_text(message.subject) or "(no subject)"}</a></td></tr>'
        for message in messages
    )
    table = f"<table><thead><tr><th>Received</th><th>To</th><th>Subject</th></tr></thead><tbody>{rows}</tbody></table>"
    return _page("Local mailbox", table if messages else "<p>No mail has been sent yet.</p>")


@router.get("/{message_id}")
async def show_dev_mail(request: Request, message_id: str) -> HTMLResponse:
    message = await _message(request, message_id)
    entries = {
        "From": message.sender,
        "To": ", ".join(message.to),
        "Received": f"{message.received_at:%Y-%m-%d %H:%M:%S} UTC",
    }
    head = "".join(f"<dt>{name}</dt><dd>{_text(value)}</dd>" for name, value in entries.items())
    body = f'<p><a href="/dev/mail">All mail</a></p><dl>{head}</dl><h2>Text</h2><pre>{_linked(message.text)}</pre>'
    if message.html is not None:
        body += (
            f'<h2>HTML</h2><iframe title="The mail as HTML" sandbox="{_SANDBOX}"'
            f' src="/dev/mail/{message.id}/html"></iframe>'
        )
    return _page(message.subject or "(no subject)", body)


@router.get("/{message_id}/html")
async def show_dev_mail_html(request: Request, message_id: str) -> HTMLResponse:
    message = await _message(request, message_id)
    if message.html is None:
        raise NotFound("This mail has no HTML.")
    content = f'<base target="_blank">{message.html}'.encode("utf-8", "replace")
    return HTMLResponse(content, headers={"Content-Security-Policy": _MAIL_CSP, "Cache-Control": "no-store"})


async def _message(request: Request, message_id: str) -> StoredMessage:
    _only_in_development(request)
    return await read_message(settings().data_dir / "mail", message_id)


def _only_in_development(request: Request) -> None:
    """Raises ``NotFound`` (404) in production, when mail goes to a server elsewhere, and under a foreign name (DNS
    rebinding)."""
    config = settings()
    server = urlsplit(config.smtp_url).hostname
    asked = re.sub(r":\d*$", "", request.headers.get("host", "")).strip("[]").lower()
    known = asked == urlsplit(config.base_url).hostname or _is_local(asked)
    if config.env == "production" or (server and not _is_local(server)) or not known:
        raise NotFound("There is no such page.")


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _page(title: str, body: str) -> HTMLResponse:
    content = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body><main><h1>{_text(title)}</h1>{body}</main></body></html>"
    )
    return HTMLResponse(
        content.encode("utf-8", "replace"), headers={"Content-Security-Policy": _PAGE_CSP, "Cache-Control": "no-store"}
    )


def _text(value: str) -> str:
    return html.escape(value)


def _linked(value: str) -> str:
    """Plain text as HTML, its web addresses as links."""
    parts, end = [], 0
    for match in _LINK.finditer(value):
        address = _text(match.group())
        parts += [
            _text(value[end : match.start()]),
            f'<a href="{address}" target="_blank" rel="noreferrer">{address}</a>',
        ]
        end = match.end()
    return "".join([*parts, _text(value[end:])])
