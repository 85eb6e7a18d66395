import csv
import io
import json
from typing import Any

import pytest
from tests.homes import Home
from tests.records.transfers.factory import counts, customers, reasons, run_import, upload

from atrium.kernel.permissions import P
from atrium.kernel.settings import settings

PEOPLE = "Name,E-mail,Phone\nAna Ruiz,ana@ruiz.test,+34 600 11 22 33\nBo Lee,bo@lee.test,915556677\n"
IMPORTER = (P.customers_read, P.customers_write, P.customers_import, P.jobs_read)


async def make(client: Any, path: str, **data: Any) -> Any:
    answer = await client.post(path, json=data)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_file_alone_is_enough(home: Home, client: Any) -> None:
    found = await run_import(client, PEOPLE)
    assert counts(found) == (2, 0, 0, 0)
    assert len(list((settings().data_dir / "files").glob(f"{home.id}/imports/*"))) == 1
    assert (found["rows_done"], found["rows_total"], found["created_by"]) == (2, 2, "Owner")
    people = await customers(client)
    assert people["Ana Ruiz"]["email"] == "ana@ruiz.test"
    assert people["Bo Lee"]["phone"] == "+34915556677"
    assert people["Bo Lee"]["source"] == "import"
    job = (await client.get(f"/jobs/{found['job_id']}")).json()
    assert (job["progress"], job["errors_url"]) == ({"done": 2, "total": 2}, None)
    assert (await client.get("/imports")).json()["items"] == [found]


async def test_columns_are_named_by_heading_or_index(client: Any) -> None:
    content = "Who,Write to,Ref,Unknown\nAna,ana@x.test,A-1,zzz\n"
    options: dict[str, Any] = {
        "mapping": {"Who": "name", "1": "email:work", "Ref": "external_id:erp"},
        "match_by": "external_id:erp",
        "mode": "create",
        "lifecycle": "prospect",
    }
    assert counts(await run_import(client, content, **options)) == (1, 0, 0, 0)
    ana = (await customers(client))["Ana"]
    assert (ana["external_ids"], ana["lifecycle"]) == ({"erp": "A-1"}, "prospect")
    assert ana["emails"] == [{"address": "ana@x.test", "label": "work", "primary": True}]


async def test_a_preview_shows_what_would_come_out_and_starts_nothing(client: Any) -> None:
    await make(client, "/customers", name="Bo Lee", email="bo@lee.test", phone="+34915556677")
    content = (
        "Name;E-mail;Phone;Member since\nAna;ana@;+34 600 11 22 33;3.4.2020\nBo Lee;bo@lee.test;+34 915 55 66"
        " 77;25.12.2021\nCy;cy@x.test;;\n"
    )
    answer = await upload(client, content, preview=True, create_fields=True)
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    preview = shown["preview"]
    assert (shown["state"], shown["job_id"]) == ("uploaded", None)
    assert preview["file"]["delimiter"] == ";"
    assert [column["suggested"] for column in preview["columns"]] == [
        "name",
        "email",
        "phone",
        "new_field:date:Member since",
    ]
    assert [(row["number"], row["outcome"]) for row in preview["rows"]] == [
        (2, "rejected"),
        (3, "unchanged"),
        (4, "created"),
    ]
    assert [(problem["column"], problem["code"]) for problem in preview["rows"][0]["problems"]] == [(1, "not_an_email")]
    assert preview["rows"][1]["customer"]["custom_fields"] == {"Member since": "25.12.2021"}
    assert list(await customers(client)) == ["Bo Lee"]

    path = f"/imports/{shown['id']}"
    narrow = {"mapping": {"Name": "name"}, "match_by": "none"}
    again = (await client.post(f"{path}/preview", json=narrow)).json()
    assert [row["outcome"] for row in again["rows"]] == ["created"] * 3
    assert [column["target"] for column in again["columns"]] == ["name", "skip", "skip", "skip"]
    other = (await client.get(f"{path}/preview", params={"delimiter": ",", "has_header": "false"})).json()
    assert len(other["columns"]) == 1
    assert (await client.get(f"{path}/preview", params={"encoding": "klingon"})).json()["errors"][0][
        "pointer"
    ] == "/encoding"

    started = await client.post(
        f"{path}/start",
        json={"mapping": {"Name": "name", "E-mail": "email", "Member since": "new_field:date:Member since"}},
    )
    assert (started.status_code, started.json()["state"]) == (202, "queued")
    assert (await client.post(f"{path}/start", json={})).json()["code"] == "import-started"
    from tests.conftest import drain

    await drain()
    assert counts((await client.get(path)).json()) == (1, 1, 0, 1)
    assert (await customers(client))["Bo Lee"]["custom_fields"] == {"member_since": "2021-12-25"}


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"%PDF-1.7 ...", "contacts.csv", "pdf"),
        (b"", "contacts.csv", "empty"),
        (b"<!doctype html><html><table></table></html>", "contacts.xlsx", "html"),
        (b"PK\x03\x04 not really a workbook", "contacts.xlsx", "damaged"),
        (b'[{"name": "Ana"}]', "contacts.json", "json"),
    ],
)
async def test_a_file_that_is_not_what_it_says_is_refused_with_the_reason(
    client: Any, content: bytes, name: str, code: str
) -> None:
    answer = await upload(client, content, name)
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable-file"), answer.text
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [("/file", code)]
    assert (await client.get("/imports")).json()["items"] == []


@pytest.mark.parametrize(
    ("options", "pointer"),
    [
        ("{", "/options"),
        ('{"maping": {}}', "/options/maping"),
        ('{"mapping": {"Name": "\\u0000"}}', "/options/mapping/Name"),
        ('{"mode": "upsert"}', "/options/mode"),
        ('{"mapping": {"Nome": "name"}}', "/mapping/Nome"),
        ('{"mapping": {"Name": "shoe size"}}', "/mapping"),
        ('{"mapping": {"Name": "field:nothing"}}', "/mapping/Name"),
        ('{"mapping": {"Name": "name"}, "match_by": "email"}', "/match_by"),
        ('{"match_by": "shoe size"}', "/match_by"),
        ('{"folder": "Nowhere"}', "/folder"),
        ('{"folder_id": "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"}', "/folder_id"),
        ('{"status_id": "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"}', "/status_id"),
        ('{"tag_ids": ["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"]}', "/tag_ids/0"),
        ('{"delimiter": "ab"}', "/options/delimiter"),
        ('{"encoding": "\\ud800"}', "/options"),
    ],
)
async def test_bad_options_name_the_place_and_keep_nothing(home: Home, client: Any, options: str, pointer: str) -> None:
    answer = await client.post("/imports", files={"file": ("contacts.csv", PEOPLE.encode())}, data={"options": options})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert (await client.get("/imports")).json()["items"] == []
    assert list((settings().data_dir / "files").glob(f"{home.id}/imports/*")) == []
    assert await customers(client) == {}


async def test_rejected_rows_come_back_as_a_file_that_can_be_corrected_and_imported(client: Any) -> None:
    content = (
        "Name,E-mail,Phone,Country\nAna,ana@x.test,,Spain\nBo,not an address,abc,=cmd()\n,,,Nowhere\nAna"
        ' again,ANA@x.test,,\nCy,cy@x.test,,"with ""quotes"", and\nlines"\nDi,di@x.test,,extra,cells\n'
    )
    found = await run_import(client, content)
    assert counts(found) == (2, 0, 0, 4)
    assert await reasons(client, found) == [
        (3, ["not_an_email", "not_a_number"]),
        (4, ["no_name"]),
        (5, ["repeated"]),
        (7, ["too_many_values"]),
    ]
    job = (await client.get(f"/jobs/{found['job_id']}")).json()
    assert job["result"] == {"created": 2, "updated": 0, "unchanged": 0, "rejected": 4}
    rejects = (await client.get(job["errors_url"].removeprefix("/api/v1"))).content.decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(rejects)))
    assert list(table[0])[:6] == ["Name", "E-mail", "Phone", "Country", "Row", "Reason"]
    assert (table[0]["Name"], table[0]["E-mail"], table[0]["Row"], table[0]["Country"]) == (
        "Bo",
        "not an address",
        "3",
        "'=cmd()",
    )
    assert "not an address" in table[0]["Reason"]
    assert "Row 2 of the file" in table[2]["Reason"]
    corrected = rejects.replace("not an address", "bo@x.test").replace("abc", "").splitlines()
    again = await run_import(client, "\n".join(corrected[:2]), "corrected.csv")
    assert counts(again) == (1, 0, 0, 0)
    assert (await customers(client))["Bo"]["location"] == "=cmd()"


async def test_missing_permissions_are_named(home: Home, client: Any) -> None:
    assert (await upload(await home.as_member(P.customers_read, P.customers_write), PEOPLE)).json()[
        "code"
    ] == "scope-missing"
    member = await home.as_member(*IMPORTER)
    content = "Name,Labels,Notes,Shoe size\nAna,VIP,Nice,43\n"
    for target, permission in (
        ("tags", "tags:write"),
        ("note", "notes:write"),
        ("new_field:number:Shoe size", "custom_fields:manage"),
    ):
        answer = await upload(member, content, mapping={"Name": "name", "Labels": target})
        assert answer.status_code == 403
        assert permission in answer.json()["detail"]
    assert (await upload(member, content, mapping={"Name": "name"}, create_missing_tags=True)).status_code == 403
    assert counts(await run_import(member, content, mapping={"Name": "name"})) == (1, 0, 0, 0)


async def test_an_import_is_its_starters_own(home: Home, elsewhere: Home, client: Any) -> None:
    member = await home.as_member(*IMPORTER)
    found = await run_import(member, PEOPLE)
    stranger = await home.as_member(*IMPORTER)
    foreigner = await elsewhere.as_owner()
    for other in (stranger, foreigner):
        assert (await other.get("/imports")).json()["items"] == []
        for path in ("", "/preview", "/rejects"):
            assert (await other.get(f"/imports/{found['id']}{path}")).status_code == 404
        assert (await other.post(f"/imports/{found['id']}/start", json={})).status_code == 404
    # Control: whoever manages the workspace sees it.
    assert (await client.get(f"/imports/{found['id']}")).json() == found


async def test_a_repeated_upload_with_a_key_imports_once(client: Any) -> None:
    key = {"Idempotency-Key": "import-1"}
    body: dict[str, Any] = {
        "files": {"file": ("contacts.csv", PEOPLE.encode())},
        "data": {"options": json.dumps({"match_by": "none"})},
    }
    boundary = {"Content-Type": "multipart/form-data; boundary=same"}
    first = await client.post("/imports", **body, headers=key | boundary)
    again = await client.post("/imports", **body, headers=key | boundary)
    assert first.status_code == 202, first.text
    assert (again.json()["id"], again.headers["idempotent-replayed"]) == (first.json()["id"], "true")
    assert len((await client.get("/imports")).json()["items"]) == 1
