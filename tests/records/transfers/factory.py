import json
from pathlib import Path
from typing import Any

from tests.conftest import drain

SAMPLES = Path(__file__).parents[2] / "adapters" / "contact_files" / "samples"


async def upload(client: Any, content: str | bytes, name: str = "contacts.csv", **options: Any) -> Any:
    """The answer to an upload."""
    data = content.encode() if isinstance(content, str) else content
    return await client.post("/imports", files={"file": (name, data)}, data={"options": json.dumps(options)})


async def run_import(client: Any, content: str | bytes, name: str = "contacts.csv", **options: Any) -> Any:
    """Upload, let the worker work, and return the import."""
    answer = await upload(client, content, name, **options)
    assert answer.status_code == 202, answer.text
    await drain()
    found = (await client.get(f"/imports/{answer.json()['id']}")).json()
    assert found["state"] == "succeeded", (await client.get(f"/jobs/{found['job_id']}")).text
    return found


def counts(found: Any) -> tuple[int, int, int, int]:
    result = found["result"]
    return result["created"], result["updated"], result["unchanged"], result["rejected"]


async def customers(client: Any, **query: Any) -> dict[str, Any]:
    """All customers by name."""
    page = (await client.get("/customers", params={"limit": 200, **query})).json()
    return {item["name"]: item for item in page["items"]}


async def reasons(client: Any, found: Any) -> list[tuple[int, list[str]]]:
    page = (await client.get(f"/imports/{found['id']}/rejects", params={"limit": 200})).json()
    return [(item["row_number"], [reason["code"] for reason in item["reasons"]]) for item in page["items"]]
