from typing import Any

import pytest
from tests.records.transfers.factory import SAMPLES, counts, customers, run_import

NAMES = sorted(path.name for path in SAMPLES.iterdir())


@pytest.mark.parametrize("name", NAMES)
async def test_every_vendors_export_comes_in_and_changes_nothing_the_second_time(client: Any, name: str) -> None:
    content = (SAMPLES / name).read_bytes()
    first = await run_import(client, content, name, create_fields=True, country="IL" if name == "hebrew.csv" else None)
    created, updated, unchanged, rejected = counts(first)
    assert created > 0
    assert (updated, unchanged) == (0, 0)
    before = await customers(client)
    again = await run_import(client, content, name, create_fields=True, country="IL" if name == "hebrew.csv" else None)
    assert counts(again) == (0, 0, created, rejected)
    assert await customers(client) == before
