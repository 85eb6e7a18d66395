"""``/dev/mail`` on an application of its own, with mails that went through the real local mailbox."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from atrium import dev_mail
from atrium.adapters.mail import Action, Brand, Email, send, system_mail
from atrium.adapters.mailbox import run_mailbox
from atrium.kernel import errors
from atrium.kernel.middleware import RequestEnvelope
from atrium.kernel.settings import settings


@pytest.fixture
async def pages(servers: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    app = FastAPI()
    errors.install(app)
    app.include_router(dev_mail.router)
    app.add_middleware(RequestEnvelope)
    async with run_mailbox(tmp_path / "mail") as port:
        monkeypatch.setattr(settings(), "data_dir", tmp_path)
        monkeypatch.setattr(settings(), "smtp_url", f"smtp://127.0.0.1:{port}")
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, raise_app_exceptions=False), base_url="http://localhost:8000"
        ) as client:
            yield client


async def first_link(pages: Any) -> str:
    found = re.search(r'href="(/dev/mail/[^"]+)"', (await pages.get("/dev/mail")).text)
    assert found
    return found.group(1)


async def test_an_empty_mailbox_says_so(pages: Any) -> None:
    answer = await pages.get("/dev/mail")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "No mail has been sent yet." in answer.text


async def test_mails_are_listed_and_shown_with_their_links(pages: Any) -> None:
    action = Action("Set a new password", "http://localhost:8000/reset-password#token=abc&x=1")
    await send(
        system_mail(
            Brand("Ruiz Dental"),
            "ana@example.com",
            "Set <b>it</b>",
            ["Hello & welcome.", "See (https://example.com/a?b=1&c=2)."],
            action,
        )
    )
    listed = (await pages.get("/dev/mail")).text
    assert "Set &lt;b&gt;it&lt;/b&gt;" in listed
    assert "ana@example.com" in listed
    shown = (await pages.get(await first_link(pages))).text
    assert '<a href="http://localhost:8000/reset-password#token=abc&amp;x=1"' in shown
    assert (
        '<a href="https://example.com/a?b=1&amp;c=2" target="_blank" rel="noreferrer">https://example.com/a?b=1&amp;c=2</a>).'
        in shown
    )
    assert "Hello &amp; welcome." in shown


async def test_html_is_shown_in_a_sandbox_without_scripts(pages: Any) -> None:
    await send(Email(to="ana@example.com", subject="Hi", text="Hi <script>", html="<p>Hi</p><script>alert(1)</script>"))
    path = await first_link(pages)
    shown = await pages.get(path)
    assert "<script" not in shown.text
    assert (
        f'<iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" src="{path}/html">'
        in shown.text
    )
    assert "script" not in shown.headers["content-security-policy"].replace("allow-scripts", "XX")
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    inner = await pages.get(f"{path}/html")
    policy = inner.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-popups")
    assert all(word not in policy for word in ("allow-scripts", "allow-same-origin", "script-src"))
    assert "default-src 'none'" in policy
    assert "<p>Hi</p>" in inner.text


async def test_a_mail_without_html_has_no_frame(pages: Any) -> None:
    await send(Email(to="ana@example.com", subject="", text="Only text"))
    path = await first_link(pages)
    assert "<iframe" not in (await pages.get(path)).text
    assert (await pages.get(f"{path}/html")).status_code == 404
    assert "(no subject)" in (await pages.get("/dev/mail")).text


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "x", "%00", "0" * 20 + "-00000000"])
async def test_other_files_are_out_of_reach(pages: Any, name: str) -> None:
    assert (await pages.get(f"/dev/mail/{name}")).status_code == 404


@pytest.mark.parametrize(("setting", "value"), [("env", "production"), ("smtp_url", "smtp://mail.example.com:587")])
async def test_there_is_no_such_page_in_production_or_beside_a_real_mail_server(
    pages: Any, monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    await send(Email(to="ana@example.com", subject="Hi", text="Hi"))
    path = await first_link(pages)
    monkeypatch.setattr(settings(), setting, value)
    for address in ("/dev/mail", path, f"{path}/html"):
        assert (await pages.get(address)).status_code == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost:1", 200), ("127.0.0.1:8000", 200), ("[::1]:8000", 200), ("evil.example", 404), ("[", 404), ("", 404)],
)
async def test_only_under_its_own_name(pages: Any, host: str, status: int) -> None:
    """A site whose name is made to point at this machine (DNS rebinding) must not read reset links."""
    assert (await pages.get("/dev/mail", headers={"Host": host})).status_code == status
