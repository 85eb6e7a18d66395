"""The contract is served from what was made beforehand: no answer generates it, and what is kept is of this source."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.homes import Home

from atrium.app import create_app
from atrium.kernel import contract, documents, postman


@pytest.fixture
def generations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was generated in this process."""
    seen: list[str] = []
    originals = {(contract, "openapi"): contract.openapi, (documents, "collection"): postman.collection}
    for (module, name), original in originals.items():

        def counted(*arguments: Any, original: Any = original, name: str = name) -> Any:
            seen.append(name)
            return original(*arguments)

        monkeypatch.setattr(module, name, counted)
    return seen


async def test_answering_generates_nothing(home: Home, generations: list[str]) -> None:
    nobody = home.client()
    for path in ("/openapi.json", "/postman.json", "/openapi.json"):
        assert (await nobody.get(path)).status_code == 200
    assert generations == []
    served = (await nobody.get("/openapi.json")).json()
    assert served == json.loads(json.dumps(create_app().openapi()))
    assert generations == ["openapi"]  # the control: it would have been counted


async def test_the_collection_names_this_installation(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from atrium.kernel.settings import settings

    monkeypatch.setattr(settings(), "base_url", "https://crm.example/")
    made = await home.client().get("/postman.json")
    assert made.json()["variable"][0]["value"] == "https://crm.example"
    assert documents.ANYWHERE not in made.text


def test_another_source_has_another_key(tmp_path: Path) -> None:
    source = tmp_path / "atrium"
    shutil.copytree(documents.SOURCE / "kernel", source)
    before = documents.key(source)
    assert documents.key(source) == before
    with (source / "paging.py").open("a") as file:
        file.write("# changed\n")
    assert documents.key(source) != before


def test_what_is_kept_of_another_source_is_not_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "BUILT", tmp_path)
    small = {"tags": [], "paths": {}, "info": {"title": "", "description": "", "version": "1"}}
    monkeypatch.setattr(documents, "key", lambda: "a" * 32)
    assert documents.keep(small) == tmp_path / ("a" * 32)
    found = documents.read()
    assert found is not None
    assert json.loads(found[0]) == small
    monkeypatch.setattr(documents, "key", lambda: "b" * 32)
    assert documents.read() is None
    documents.keep(small)
    assert [path.name for path in tmp_path.iterdir()] == ["b" * 32]


async def test_those_who_ask_at_once_wait_for_one_making(monkeypatch: pytest.MonkeyPatch) -> None:
    made = 0

    async def make() -> tuple[bytes, bytes]:
        nonlocal made
        made += 1
        await asyncio.sleep(0.01)
        if made == 1:
            raise OSError("no room")
        return b"contract", b"collection"

    monkeypatch.setattr(documents, "read", lambda: None)
    served = documents.Documents(make)
    first = await asyncio.gather(*(served.contract() for _ in range(5)), return_exceptions=True)
    assert all(isinstance(answer, OSError) for answer in first)
    assert await asyncio.gather(*(served.contract() for _ in range(5))) == [b"contract"] * 5
    assert made == 2
