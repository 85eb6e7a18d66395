"""No change of the contract without a line in its changelog (`scripts/contract_changes.py`)."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contract_changes import missing, updated

ROOT = Path(__file__).parents[2]
CONTRACT: dict[str, Any] = json.loads((ROOT / "openapi" / "openapi.json").read_text(encoding="utf-8"))
CHANGELOG = (ROOT / "openapi" / "CHANGELOG.md").read_text(encoding="utf-8")
PLACE, NAME = "/api/v1/tags", "GET /tags"


def test_the_changelog_is_about_the_contract_as_it_is() -> None:
    assert missing(CHANGELOG, CONTRACT) == [], "run `make gen`"


def add(document: dict[str, Any]) -> None:
    document["paths"]["/api/v1/news"] = {"get": document["paths"][PLACE]["get"]}


def remove(document: dict[str, Any]) -> None:
    del document["paths"][PLACE]["get"]


def permit(document: dict[str, Any]) -> None:
    document["paths"][PLACE]["get"]["x-permissions"] = ["tags:admin"]


def ask(document: dict[str, Any]) -> None:
    document["paths"][PLACE]["get"]["parameters"].append(
        {"in": "query", "name": "colour", "schema": {"type": "string"}}
    )


def narrow(document: dict[str, Any]) -> None:
    document["paths"][PLACE]["get"]["parameters"][0]["schema"] = {"type": "string", "maxLength": 3}


def answer(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["TagOut"]["properties"]["icon"] = {"type": "string"}


def tell(document: dict[str, Any]) -> None:
    del document["webhooks"]["tag.created"]


@pytest.mark.parametrize(
    ("change", "name", "said"),
    [
        (add, "GET /news", "- Added `GET /news`: List tags"),
        (remove, NAME, "- Removed `GET /tags`"),
        (permit, NAME, "permission differs"),
        (ask, NAME, "+ query `colour`"),
        (narrow, NAME, "differs"),
        (answer, NAME, "+ answer `items[].icon`"),
        (tell, "webhook tag.created", "- Removed `webhook tag.created`"),
    ],
)
def test_a_change_without_a_line_is_found_and_the_line_written(
    change: Callable[[dict[str, Any]], None], name: str, said: str
) -> None:
    now = copy.deepcopy(CONTRACT)
    change(now)
    assert name in missing(CHANGELOG, now)
    written = updated(CHANGELOG, CONTRACT, now)
    assert missing(written, now) == []
    unreleased = written.split("## Unreleased", 1)[1].split("\n## ", 1)[0]
    assert any(said in line and f"`{name}`" in line for line in unreleased.splitlines())
    assert updated(written, now, now) == written


def test_what_comes_and_goes_before_a_release_leaves_no_line() -> None:
    now = copy.deepcopy(CONTRACT)
    add(now)
    assert "/news" not in updated(updated(CHANGELOG, CONTRACT, now), now, CONTRACT)


def test_what_is_new_keeps_its_title_when_it_changes_before_a_release() -> None:
    new, changed = copy.deepcopy(CONTRACT), copy.deepcopy(CONTRACT)
    add(new)
    changed["paths"]["/api/v1/news"] = {
        "get": copy.deepcopy(CONTRACT["paths"][PLACE]["get"]) | {"x-permissions": ["tags:admin"]}
    }
    written = updated(updated(CHANGELOG, CONTRACT, new), new, changed)
    assert missing(written, changed) == []
    assert [line.split(" <!--")[0] for line in written.splitlines() if "`GET /news`" in line] == [
        "- Added `GET /news`: List tags"
    ]


def test_texts_are_no_change() -> None:
    now = copy.deepcopy(CONTRACT)
    now["paths"][PLACE]["get"] |= {"summary": "Other", "description": "Other"}
    now["components"]["schemas"]["TagOut"]["properties"]["name"] |= {"description": "Other", "examples": ["Other"]}
    assert missing(CHANGELOG, now) == []
