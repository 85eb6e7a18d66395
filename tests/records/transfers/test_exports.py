import csv
import io
import json
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import drain
from tests.homes import Home
from tests.records.transfers.factory import counts, customers, run_import

from atrium.kernel.permissions import P

EXPORTER = (P.customers_read, P.customers_export, P.jobs_read)


async def export(client: Any, **wanted: Any) -> tuple[bytes, Any]:
    """The file and the job."""
    answer = await client.post("/exports", json=wanted)
    assert answer.status_code == 202, answer.text
    await drain()
    job = (await client.get(f"/jobs/{answer.json()['job_id']}")).json()
    assert job["state"] == "succeeded", job
    return (await client.get(job["result_url"].removeprefix("/api/v1"))).content, job


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


async def make(client: Any, path: str, **data: Any) -> Any:
    answer = await client.post(path, json=data)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def furnish(client: Any) -> None:
    """Customers with a bit of everything."""
    parent = await make(
        client, "/folders", name="Sales", statuses=[{"name": "New"}, {"name": "Won", "category": "won"}]
    )
    folder = await make(
        client, "/folders", name="Leads", parent_id=parent["id"], statuses=[{"name": "Fresh"}, {"name": "Old"}]
    )
    tag = await make(client, "/tags", name="North, East")
    other = await make(client, "/tags", name="VIP")
    fields: list[dict[str, Any]] = [
        {"label": "Renewal", "type": "date"},
        {"label": "Price", "type": "currency", "validation": {"currency": "EUR"}},
        {"label": "Plan", "type": "select", "options": [{"label": "Gold, big"}, {"label": "Silver"}]},
        {"label": "Topics", "type": "multi_select", "options": [{"label": "A; b"}, {"label": "C"}]},
        {"label": "Called at", "type": "date_time"},
        {"label": "Newsletter", "type": "checkbox"},
        {"label": "Share", "type": "percent"},
        {"label": "Story", "type": "long_text"},
        {"label": "Contact person", "type": "member"},
        {"label": "Site", "type": "address"},
    ]
    made = {field["label"]: await make(client, "/custom-fields", **field) for field in fields}
    plan = made["Plan"]["options"][0]["key"]
    topics = [option["key"] for option in made["Topics"]["options"]]
    me = (await client.get("/members")).json()["items"][0]["id"]
    await make(
        client,
        "/customers",
        name="Ana Ruiz",
        emails=[{"address": "ana@ruiz.test", "label": "Work"}, {"address": "ana@home.test", "label": ""}],
        phones=[{"number": "+34 600 11 22 33 ext. 12", "label": "La finca"}, {"number": "915 55 66 77"}],
        location="C/ Mayor 1, Madrid",
        folder_id=folder["id"],
        status_id=folder["statuses"][1]["id"],
        owner_id=me,
        tag_ids=[tag["id"], other["id"]],
        external_ids={"hubspot": "991", "erp": "=7"},
        language="es",
        time_zone="Europe/Madrid",
        custom_fields={
            made["Renewal"]["key"]: "2027-01-31",
            made["Price"]["key"]: {"amount_minor": 123450, "currency": "EUR"},
            made["Plan"]["key"]: plan,
            made["Topics"]["key"]: topics,
            made["Called at"]["key"]: "2026-05-01T10:30:15Z",
            made["Newsletter"]["key"]: False,
            made["Share"]["key"]: 12.5,
            made["Story"]["key"]: "Two\nlines, with “quotes” and\n\n'=danger()",
            made["Contact person"]["key"]: me,
            made["Site"]["key"]: {"street": "Mayor 1", "city": "Madrid"},
        },
    )
    await make(
        client,
        "/customers",
        name='=HYPERLINK("http://x.test")',
        kind="company",
        tag_ids=[tag["id"]],
        lifecycle="prospect",
        folder_id=parent["id"],
    )
    await make(client, "/customers", name="Ana Ruiz", custom_fields={made["Topics"]["key"]: topics[:1]})
    await make(client, "/customers", name="  spaced   out ".strip(), phone="+1 415 555 2671")


@pytest.mark.parametrize(("file_format", "name"), [("csv", "x.csv"), ("jsonl", "x.jsonl"), ("vcard", "x.vcf")])
async def test_importing_an_export_changes_nothing(client: Any, file_format: str, name: str) -> None:
    await furnish(client)
    before = (await client.get("/customers", params={"sort": "created_at"})).json()["items"]
    assert len(before) == 4
    content, job = await export(client, format=file_format)
    assert job["result"] == {"exported": 4}
    found = await run_import(client, content, name)
    rejects = (await client.get(f"/imports/{found['id']}/rejects")).json()["items"]
    assert counts(found) == (0, 0, 4, 0), rejects
    assert (await client.get("/customers", params={"sort": "created_at"})).json()["items"] == before


@pytest.mark.parametrize(("file_format", "name"), [("csv", "x.csv"), ("jsonl", "x.jsonl")])
async def test_an_export_makes_the_same_customers_in_another_workspace_once(
    client: Any, elsewhere: Home, file_format: str, name: str
) -> None:
    await furnish(client)
    content, _ = await export(client, format=file_format)
    other = await elsewhere.as_owner()
    folder = await make(other, "/folders", name="Sales", statuses=[{"name": "New"}])
    await make(other, "/folders", name="Leads", parent_id=folder["id"], statuses=[{"name": "Old"}])
    first = await run_import(other, content, name)
    assert counts(first) == (4, 0, 0, 0), (await other.get(f"/imports/{first['id']}/rejects")).text
    again = await run_import(other, content, name)
    ana = (await other.get("/customers", params={"q": "ruiz.test"})).json()["items"][0]
    assert counts(again) == (0, 0, 4, 0), (await other.get(f"/customers/{ana['id']}/timeline")).text
    page = (await other.get("/customers", params={"q": "ruiz.test"})).json()["items"]
    assert [item["external_ids"]["hubspot"] for item in page] == ["991"]


async def test_formulas_are_guarded(client: Any) -> None:
    await make(client, "/customers", name="=1+1", location="@SUM(1)", external_ids={"erp": "+7-1"})
    content, _ = await export(client)
    row = table(content)[0]
    assert (row["Name"], row["Location"], row["External ID erp"]) == ("'=1+1", "'@SUM(1)", "'+7-1")


async def test_only_what_the_actor_may_see_is_exported(home: Home, client: Any, superuser: Any) -> None:
    open_folder = await make(client, "/folders", name="Open", statuses=[{"name": "New"}])
    hidden = await make(client, "/folders", name="Hidden", statuses=[{"name": "New"}])
    field = await make(client, "/custom-fields", label="Secret", type="text", view_role_ids=[], edit_role_ids=[])
    for name, folder in (("seen", open_folder), ("unseen", hidden)):
        await make(client, "/customers", name=name, folder_id=folder["id"], custom_fields={field["key"]: "classified"})
    member = await home.as_member(*EXPORTER)
    answer = await client.put(
        f"/folders/{hidden['id']}/permissions",
        json={"entries": [{"member_id": str(member.member_id), "level": "none"}]},
    )
    assert answer.status_code == 200, answer.text
    assigned = await home.as_member(*EXPORTER, visibility="assigned")
    for file_format in ("csv", "jsonl", "vcard"):
        content, job = await export(member, format=file_format)
        assert b"seen" in content
        assert b"unseen" not in content
        assert b"classified" not in content
        assert job["result"] == {"exported": 1}
        nothing, _ = await export(assigned, format=file_format)
        assert b"seen" not in nothing
        # Control: the owner's file has what the member's lacks, so the file is where a leak would show.
        everything, _ = await export(client, format=file_format)
        assert b"unseen" in everything
        assert everything.count(b"classified") == 2
    assert "Secret" in table((await export(client))[0])[0]
    assert "Secret" not in table((await export(member))[0])[0]


async def test_a_filter_chooses(client: Any) -> None:
    tag = await make(client, "/tags", name="VIP")
    for number in range(5):
        await make(
            client,
            "/customers",
            name=f"Customer {number}",
            lifecycle="prospect" if number % 2 else "customer",
            tag_ids=[tag["id"]] * (number < 2),
        )
    content, _ = await export(client, filter={"lifecycle": ["prospect"]})
    assert sorted(row["Name"] for row in table(content)) == ["Customer 1", "Customer 3"]
    content, _ = await export(client, format="jsonl", filter={"tag_id": [tag["id"]], "q": "customer 0"})
    assert [json.loads(line)["name"] for line in content.splitlines()] == ["Customer 0"]
    content, job = await export(client, filter={"q": "nobody"})
    assert (table(content), job["result"]) == ([], {"exported": 0})
    assert (await client.post("/exports", json={"filter": {"trashed": True}})).status_code == 422
    assert (
        await client.post("/exports", json={"filter": {"fields": [{"key": "nothing", "op": "eq", "values": ["1"]}]}})
    ).status_code == 422


async def test_pages_follow_each_other_without_gaps(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from atrium.records.transfers.exports import jobs, queries

    for module in (jobs, queries):
        monkeypatch.setattr(module, "PAGE", 7)
    names = [f"Customer {number:03}" for number in range(30)]
    await run_import(client, "Name\n" + "\n".join(names))
    assert [row["Name"] for row in table((await export(client))[0])] == names
    assert sorted(row["Name"] for row in table((await export(client, filter={"q": "customer"}))[0])) == names


async def test_it_needs_the_permission_and_is_in_the_log(home: Home, client: Any, superuser: Any) -> None:
    reader = await home.as_member(P.customers_read)
    assert (await reader.post("/exports", json={})).status_code == 403
    await make(client, "/customers", name="Ana")
    _, job = await export(client)
    row = await superuser.fetchrow(
        "SELECT actor_name, data FROM events WHERE workspace_id = $1 AND type = 'customers.exported'", home.id
    )
    assert (row["actor_name"], json.loads(row["data"])) == ("Owner", {"format": "csv", "count": 1})
    stranger = await home.as_member(*EXPORTER)
    assert (await stranger.get(f"/jobs/{job['id']}/result")).status_code == 404
    assert UUID(job["id"])
    assert (await customers(client))["Ana"]


async def test_named_customers_are_exported_in_their_order_without_the_invisible_ones(home: Home, client: Any) -> None:
    made = [await make(client, "/customers", name=name) for name in ("Ana", "Bea", "Cleo")]
    gone = await make(client, "/customers", name="Gone")
    await client.delete(f"/customers/{gone['id']}")
    ids = [made[2]["id"], gone["id"], made[0]["id"], made[2]["id"]]
    content, job = await export(client, customer_ids=ids)
    assert [row["Name"] for row in table(content)] == ["Cleo", "Ana"]
    assert job["result"] == {"exported": 2}
    agent = await home.as_member(*EXPORTER, visibility="assigned")
    content, _ = await export(agent, customer_ids=[made[0]["id"]])
    assert table(content) == []


async def test_names_and_a_filter_at_once_are_refused(client: Any) -> None:
    made = await make(client, "/customers", name="Ana")
    both = {"customer_ids": [made["id"]], "filter": {"lifecycle": ["customer"]}}
    assert (await client.post("/exports", json=both)).status_code == 422
