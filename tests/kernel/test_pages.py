"""Whatever leads into the SPA leads to a page that is there."""

import re
from pathlib import Path

import pytest

from atrium.kernel.pages import customer_url, page_url

ROOT = Path(__file__).parents[2]
ROUTES = ROOT / "frontend" / "src" / "routes"
LED_TO = re.compile(r"""page_url\(\s*f?"(/[^"]*)"\s*\)""")


def patterns() -> list[re.Pattern[str]]:
    """The paths that the SPA's route files serve; a folder or name that begins with ``_`` adds nothing."""
    found = []
    for file in ROUTES.rglob("*.tsx"):
        name = ".".join(file.relative_to(ROUTES).with_suffix("").parts)
        parts = [part.rstrip("_") for part in name.split(".") if not part.startswith("_")]
        parts = [part for part in parts if part not in {"index", "route"}]
        found.append(re.compile("/" + "/".join("[^/]+" if part.startswith("$") else part for part in parts)))
    return found


def missing(paths: list[str]) -> list[str]:
    known = patterns()
    plain = {path: re.sub(r"[?#].*", "", re.sub(r"\{[^}]*\}", "x", path)) for path in paths}
    return [path for path in paths if not any(pattern.fullmatch(plain[path]) for pattern in known)]


def test_every_address_is_a_page() -> None:
    sources = (ROOT / "src").rglob("*.py")
    led_to = [path for source in sources for path in LED_TO.findall(source.read_text(encoding="utf-8"))]
    assert len(led_to) >= 4
    assert missing(led_to) == []


def test_nobody_builds_an_address_of_the_spa_by_hand() -> None:
    by_hand = re.compile(r"base_url\.rstrip\(.{3}\)\}/(?!f/|embed/|api/)")
    found = [
        source.name for source in (ROOT / "src").rglob("*.py") if by_hand.search(source.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("path", ["/nowhere", "/w/{id}/further", "/settings/{id}/{id}"])
def test_an_address_without_a_page_is_noticed(path: str) -> None:
    assert missing([path]) == [path]


def test_a_customer_has_an_address() -> None:
    assert customer_url("7").endswith("/w/7")
    assert page_url("/about").count("//") == 1
