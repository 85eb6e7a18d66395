"""What rows come to: matching, merging, permissions, duplicates."""

from typing import Any

from tests.homes import Home
from tests.records.transfers.factory import counts, customers, reasons, run_import

from atrium.kernel.permissions import P

IMPORTER = (P.customers_read, P.customers_write, P.customers_import, P.jobs_read, P.tags_read)


async def make(client: Any, path: str, **data: Any) -> Any:
    answer = await client.post(path, json=data)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def event_types(superuser: Any, home: Home) -> list[str]:
    rows = await superuser.fetch(
        "SELECT type FROM events WHERE workspace_id = $1 AND customer_id IS NOT NULL ORDER BY id", home.id
    )
    return [row["type"] for row in rows]


async def test_rows_without_address_or_id_are_known_again(client: Any) -> None:
    content = "Name,Phone,City\nAna,600112233,Madrid\nAna,600112244,Madrid\nBo,,Madrid\nBo,,Lisbon\nBo,,Lisbon\n"
    assert counts(await run_import(client, content)) == (4, 0, 0, 1)
    assert counts(await run_import(client, content)) == (0, 0, 4, 1)
    assert counts(await run_import(client, "City,Name\nLisbon,Bo\n")) == (0, 0, 1, 0)
    trashed = (await customers(client, q="600112233"))["Ana"]
    assert (await client.delete(f"/customers/{trashed['id']}")).status_code in {200, 204}
    assert counts(await run_import(client, content)) == (1, 0, 3, 1)
    assert counts(await run_import(client, content, match_by="none")) == (5, 0, 0, 0)


async def test_an_update_changes_what_the_file_says_and_keeps_the_rest(client: Any, home: Home, superuser: Any) -> None:
    await make(client, "/custom-fields", label="Plan", type="text")
    before = await make(
        client,
        "/customers",
        name="Ana",
        lifecycle="prospect",
        location="Madrid",
        emails=[{"address": "ana@x.test", "label": "work"}, {"address": "old@x.test"}],
        phone="+34600112233",
        external_ids={"erp": "1"},
        custom_fields={"plan": "gold"},
    )
    content = (
        "Name,E-mail,Phone,Location,Lifecycle,External ID crm,Plan,Tags,Note\nAna Ruiz,ANA@x.test; new@x.test,+34 600"
        " 11 22 44,,customer,C-9,,VIP,Hello\n"
    )
    assert counts(await run_import(client, content)) == (0, 1, 0, 0)
    after = (await client.get(f"/customers/{before['id']}")).json()
    assert (after["name"], after["location"], after["lifecycle"]) == ("Ana Ruiz", "Madrid", "customer")
    assert [(email["address"], email["label"], email["primary"]) for email in after["emails"]] == [
        ("ana@x.test", "work", True),
        ("old@x.test", "", False),
        ("new@x.test", "", False),
    ]
    # The file's first number is new, so it becomes the one to call.
    assert [(phone["number"], phone["primary"]) for phone in after["phones"]] == [
        ("+34600112244", True),
        ("+34600112233", False),
    ]
    assert (after["external_ids"], after["custom_fields"]) == ({"erp": "1", "crm": "C-9"}, {"plan": "gold"})
    assert [tag["name"] for tag in after["tags"]] == ["VIP"]
    assert after["converted_at"] is not None
    assert [note["body"] for note in (await client.get(f"/customers/{before['id']}/notes")).json()["items"]] == [
        "Hello"
    ]
    expected = ["customer.created", "customer.updated", "customer.converted", "customer.tagged", "note.created"]
    assert await event_types(superuser, home) == expected
    assert counts(await run_import(client, content)) == (0, 0, 1, 0)
    assert await event_types(superuser, home) == expected
    again = await client.get(f"/customers/{before['id']}")
    assert again.json() == after
    found = await client.get("/customers", params={"q": "600112244"})
    assert [item["id"] for item in found.json()["items"]] == [before["id"]]


async def test_modes(client: Any) -> None:
    await make(client, "/customers", name="Ana", email="ana@x.test")
    content = "Name,E-mail\nAna Ruiz,ana@x.test\nBo,bo@x.test\n"
    found = await run_import(client, content, mode="update")
    assert (counts(found), await reasons(client, found)) == ((0, 1, 0, 1), [(3, ["not_found"])])
    assert counts(await run_import(client, content.replace("Ruiz", "Sanz"), mode="create")) == (1, 0, 1, 0)
    assert set(await customers(client)) == {"Ana Ruiz", "Bo"}


async def test_an_external_id_matches_before_the_address_and_its_change_is_kept(client: Any) -> None:
    await make(client, "/customers", name="Ana", email="ana@x.test", external_ids={"hubspot": "1"})
    await make(client, "/customers", name="Bo", email="bo@x.test")
    content = "Record ID,Name,Email,Lead Status\n1,Ana,new@x.test,\n2,Bo,bo@x.test,\n"
    found = await run_import(
        client,
        content,
        mapping={"Record ID": "external_id:hubspot", "Name": "name", "Email": "email"},
        match_by="external_id:hubspot",
    )
    assert (counts(found), await reasons(client, found)) == ((0, 1, 0, 1), [(3, ["duplicate"])])
    assert (await customers(client))["Ana"]["email"] == "new@x.test"
    # By address the other row finds its customer, which gets the id.
    assert counts(
        await run_import(
            client, content, mapping={"Record ID": "external_id:hubspot", "Email": "email"}, match_by="email"
        )
    ) == (0, 1, 1, 0)
    assert (await customers(client))["Bo"]["external_ids"] == {"hubspot": "2"}
    moved = await run_import(
        client, "Ref,Email\n7,new@x.test\n", mapping={"Ref": "external_id:hubspot", "Email": "email"}, match_by="email"
    )
    assert counts(moved) == (0, 1, 0, 0)
    assert (await client.put("/customers/by/hubspot/1", json={"name": "Freed"})).status_code == 201


async def test_addresses_of_two_customers_in_one_row_are_ambiguous(client: Any) -> None:
    await make(client, "/customers", name="Ana", email="ana@x.test")
    await make(client, "/customers", name="Bo", email="bo@x.test")
    found = await run_import(client, "Name,E-mail\nBoth,ana@x.test; bo@x.test\n")
    assert await reasons(client, found) == [(2, ["ambiguous"])]


async def test_duplicates_inside_the_file_across_and_within_batches(client: Any, monkeypatch: Any) -> None:
    from atrium.records.transfers.imports import jobs

    content = "Name,E-mail,Ref\nAna,ana@x.test,1\nBo,bo@x.test,1\nAna 2,Ana@X.test,2\nCy,cy@x.test,3\nDi,di@x.test,3\n"
    mapping = {"Name": "name", "E-mail": "email", "Ref": "external_id:erp"}
    for size in (1000, 2):
        monkeypatch.setattr(jobs, "BATCH", size)
        rows = content.replace(".test", f"{size}.test").replace(",1", f",{size}a").replace(",3", f",{size}b")
        found = await run_import(client, rows, mapping=mapping, match_by="email")
        assert counts(found) == (2, 0, 0, 3)
        assert await reasons(client, found) == [(3, ["duplicate"]), (4, ["repeated"]), (6, ["duplicate"])]


async def test_folder_status_owner_and_tags_are_found_by_name(home: Home, client: Any) -> None:
    sales = await make(client, "/folders", name="Sales", statuses=[{"name": "New"}, {"name": "Won"}])
    for parent in (None, sales["id"]):
        await make(client, "/folders", name="Old", parent_id=parent, statuses=[{"name": "Asleep"}])
    await make(client, "/tags", name="VIP")
    await home.as_member(P.customers_read, name="Eva Sanz")
    content = (
        "Name,Folder,Status,Owner,Tags\nAna,sales,WON,Eva Sanz,vip; New one\nBo,Sales > Old,,EVA"
        " SANZ,\nCy,old,,,\nDi,Sales,Asleep,,\nEd,Nowhere,,,\nFi,,New,,\nGo,,,Nobody,\nHe,,,,\n"
    )
    mapping = {"Name": "name", "Folder": "folder", "Status": "status", "Owner": "owner", "Tags": "tags"}
    found = await run_import(client, content, mapping=mapping)
    assert counts(found) == (4, 0, 0, 4)
    assert [code for _, codes in await reasons(client, found) for code in codes] == [
        "unknown_status",
        "unknown_folder",
        "no_folder",
        "unknown_member",
    ]
    people = await customers(client)
    assert (people["Ana"]["folder"]["name"], people["Ana"]["status"]["name"], people["Ana"]["owner"]["name"]) == (
        "Sales",
        "Won",
        "Eva Sanz",
    )
    assert [worker["name"] for worker in people["Ana"]["workers"]] == ["Eva Sanz"]
    assert [tag["name"] for tag in people["Ana"]["tags"]] == ["New one", "VIP"]
    assert (people["Bo"]["folder"]["name"], people["Bo"]["status"]["name"]) == ("Old", "Asleep")
    assert people["He"]["folder"] is None
    into = await run_import(client, "Name,E-mail\nIn,in@x.test\n", folder="Sales / Old", tag_ids=[])
    assert counts(into) == (1, 0, 0, 0)
    assert (await customers(client))["In"]["status"]["name"] == "Asleep"
    moved = await run_import(
        client, "E-mail,Folder\nin@x.test,Sales\n", mapping={"E-mail": "email", "Folder": "folder"}
    )
    assert counts(moved) == (0, 1, 0, 0)
    assert (await customers(client))["In"]["status"]["name"] == "New"


async def test_what_is_out_of_sight_is_neither_changed_nor_told(home: Home, client: Any) -> None:
    hidden = await make(client, "/folders", name="Hidden", statuses=[{"name": "New"}])
    readable = await make(client, "/folders", name="Readable", statuses=[{"name": "New"}])
    secret = await make(client, "/customers", name="Secret", email="secret@x.test", folder_id=hidden["id"])
    shown = await make(client, "/customers", name="Shown", email="shown@x.test", folder_id=readable["id"])
    member = await home.as_member(*IMPORTER)
    for folder, level in ((hidden, "none"), (readable, "read")):
        answer = await client.put(
            f"/folders/{folder['id']}/permissions",
            json={"entries": [{"member_id": str(member.member_id), "level": level}]},
        )
        assert answer.status_code == 200, answer.text
    content = (
        "Name,E-mail,Folder\nOther,secret@x.test,\nOther,shown@x.test,\nNew one,a@x.test,Hidden\nNew"
        " two,b@x.test,Readable\nNew three,c@x.test,\n"
    )
    mapping = {"Name": "name", "E-mail": "email", "Folder": "folder"}
    found = await run_import(member, content, mapping=mapping)
    assert counts(found) == (1, 0, 0, 4)
    page = (await member.get(f"/imports/{found['id']}/rejects")).json()["items"]
    assert [row["reasons"][0]["code"] for row in page] == ["duplicate", "read_only", "unknown_folder", "read_only"]
    assert page[0]["reasons"][0]["message"] == "Another customer has this e-mail address already."
    assert "Secret" not in str(page)
    by_id = await run_import(
        member, f"ID,Name\n{secret['id']},Renamed\n", mapping={"ID": "external_id:atrium", "Name": "name"}
    )
    assert [codes for _, codes in await reasons(member, by_id)] == [["duplicate"]]
    for path, name in ((secret["id"], "Secret"), (shown["id"], "Shown")):
        assert (await client.get(f"/customers/{path}")).json()["name"] == name
    assert (await member.post(f"/imports/{found['id']}/preview", json={"folder_id": hidden["id"]})).json()["errors"][0][
        "pointer"
    ] == "/folder_id"
    # Control: the owner's import of the same rows changes both.
    assert counts(await run_import(client, content, mapping=mapping)) == (2, 2, 1, 0)


async def test_a_member_who_sees_assigned_customers_only_sees_those_they_import(home: Home) -> None:
    member = await home.as_member(*IMPORTER, visibility="assigned")
    content = "Name,E-mail\nAna,ana@x.test\n"
    assert counts(await run_import(member, content)) == (1, 0, 0, 0)
    assert list(await customers(member)) == ["Ana"]
    assert counts(await run_import(member, content)) == (0, 0, 1, 0)


async def test_rights_over_fields_owners_and_tags(home: Home, client: Any) -> None:
    member = await home.as_member(*IMPORTER, P.tags_write)
    field = await make(client, "/custom-fields", label="Credit", type="number", edit_role_ids=[])
    await make(client, "/customers", name="Ana", email="ana@x.test", custom_fields={field["key"]: 5})
    answer = await member.post(
        "/imports",
        files={"file": ("x.csv", b"E-mail,Credit\nana@x.test,9\n")},
        data={"options": '{"mapping": {"E-mail": "email", "Credit": "field:credit"}}'},
    )
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "unknown_field")
    # Not suggested either: the column is left out.
    assert counts(await run_import(member, "E-mail,Credit\nana@x.test,9\n")) == (0, 0, 1, 0)
    await home.as_member(P.customers_read, name="Eva Sanz")
    mapping = {"Name": "name", "Owner": "owner", "Tags": "tags"}
    found = await run_import(member, "Name,Owner,Tags\nBo,Eva Sanz,\nCy,,Unknown\nDi,,\n", mapping=mapping)
    assert (counts(found), await reasons(member, found)) == (
        (1, 0, 0, 2),
        [(2, ["may_not_assign"]), (3, ["unknown_tag"])],
    )
    assert (await client.get("/tags")).json()["items"] == []


async def test_required_fields_and_defaults(client: Any) -> None:
    folder = await make(client, "/folders", name="Strict", statuses=[{"name": "New"}])
    await make(client, "/custom-fields", label="Contract", type="text", required=True, folder_ids=[folder["id"]])
    await make(
        client,
        "/custom-fields",
        label="Tier",
        type="select",
        options=[{"label": "Gold"}, {"label": "Silver"}],
        default_value="gold",
    )
    mapping = {
        "Name": "name",
        "E-mail": "email",
        "Folder": "folder",
        "Contract": "field:contract",
        "Tier": "field:tier",
    }
    content = (
        "Name,E-mail,Folder,Contract,Tier\nAna,ana@x.test,Strict,,\nBo,bo@x.test,Strict,C-1,silver\n"
        "Cy,cy@x.test,,,Bronze\nDi,di@x.test,,,\n"
    )
    found = await run_import(client, content, mapping=mapping)
    assert (counts(found), await reasons(client, found)) == ((2, 0, 0, 2), [(2, ["required"]), (4, ["not_an_option"])])
    people = await customers(client)
    assert (people["Bo"]["custom_fields"], people["Di"]["custom_fields"]) == (
        {"contract": "C-1", "tier": "silver"},
        {"tier": "gold"},
    )
    moved = await run_import(
        client, "E-mail,Folder\ndi@x.test,Strict\n", mapping={"E-mail": "email", "Folder": "folder"}
    )
    assert await reasons(client, moved) == [(2, ["required_fields_missing"])]
    listed = await client.get("/customers", params={"field[tier][eq]": "silver"})
    assert [item["name"] for item in listed.json()["items"]] == ["Bo"]


async def test_hostile_cells_reject_their_row_alone(client: Any) -> None:
    content = (
        b"Name,E-mail,Note\nNul \x00,nul@x.test,\n"
        + b"x" * 201
        + b",long@x.test,\n\xff\xfe bytes,bytes@x.test,\nBell \x07,bell@x.test,\nRight,right@x.test,=1+1\n"
        + b"Big,big@x.test,"
        + b"y" * 30_000
        + b"\n,\x01@x.test,\n"
    )
    found = await run_import(client, content, encoding="utf-8")
    created, updated, unchanged, rejected = counts(found)
    assert (created + rejected, updated, unchanged) == (7, 0, 0)
    assert {"Right", "Bell"} <= set(await customers(client))
    assert rejected >= 4


async def test_tags_and_folders_deleted_before_the_job_runs_do_not_end_it(client: Any) -> None:
    from tests.conftest import drain
    from tests.records.transfers.factory import upload

    tag, kept = [await make(client, "/tags", name=name) for name in ("Gone", "Kept")]
    folder = await make(client, "/folders", name="Leads", statuses=[{"name": "New"}, {"name": "Second"}])
    options = {"tag_ids": [tag["id"], kept["id"]], "folder_id": folder["id"], "status_id": folder["statuses"][1]["id"]}
    answer = (await upload(client, "Name,E-mail\nAna,ana@x.test\n", **options)).json()
    assert (await client.delete(f"/tags/{tag['id']}")).status_code == 204
    assert (await client.delete(f"/statuses/{folder['statuses'][1]['id']}")).status_code == 204
    await drain()
    assert counts((await client.get(f"/imports/{answer['id']}")).json()) == (1, 0, 0, 0)
    ana = (await customers(client))["Ana"]
    assert ([found["name"] for found in ana["tags"]], ana["status"]["name"]) == (["Kept"], "New")
