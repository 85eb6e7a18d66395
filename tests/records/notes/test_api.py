from typing import Any

import pytest
from sqlalchemy import true
from tests.conftest import drain
from tests.homes import Home

from atrium.kernel import kept
from atrium.kernel.permissions import P
from atrium.records.folders.models import FolderPermission

WRITER = (P.customers_read, P.customers_write, P.notes_read, P.notes_write, P.timeline_read)


async def make_customer(client: Any, name: str = "Ana Ruiz", **more: Any) -> Any:
    answer = await client.post("/customers", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def write(client: Any, customer: Any, body: str = "Called back.") -> Any:
    answer = await client.post(f"/customers/{customer['id']}/notes", json={"body": body})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def bodies(client: Any, customer: Any, **params: Any) -> list[str]:
    return [
        note["body"] for note in (await client.get(f"/customers/{customer['id']}/notes", params=params)).json()["items"]
    ]


async def limit_folder(home: Home, folder: Any, member_id: Any, level: str) -> None:
    async with home.session() as session:
        session.add(FolderPermission(workspace_id=home.id, folder_id=folder["id"], member_id=member_id, level=level))


async def make_folder(client: Any, name: str = "Board") -> Any:
    answer = await client.post("/folders", json={"name": name})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_the_documented_shape_and_safe_html(home: Home, client: Any) -> None:
    customer = await make_customer(client)
    note = await write(client, customer, "**Called** <script>alert(1)</script> [x](javascript:alert(1))")
    assert note["html"].startswith("<p><strong>Called</strong> &lt;script&gt;")
    assert "<script" not in note["html"]
    assert 'href="javascript' not in note["html"]
    assert note["author"] == {"type": "member", "id": str(home.owner_id), "name": "Owner", "avatar_url": None}
    assert (note["pinned"], note["editable"], note["edited_at"]) == (False, True, None)
    read = await client.get(f"/notes/{note['id']}")
    assert (read.json(), read.headers["etag"]) == (note, '"1"')


async def test_pinned_first_then_newest_over_pages(client: Any) -> None:
    customer = await make_customer(client)
    notes = [await write(client, customer, f"note {number}") for number in range(5)]
    for number in (1, 3):
        assert (await client.put(f"/notes/{notes[number]['id']}/pin")).json()["pinned"] is True
    seen: list[str] = []
    cursor = None
    while True:
        page = (
            await client.get(
                f"/customers/{customer['id']}/notes", params={"limit": 2, **({"cursor": cursor} if cursor else {})}
            )
        ).json()
        seen += [note["body"] for note in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == ["note 3", "note 1", "note 4", "note 2", "note 0"]
    assert (await client.delete(f"/notes/{notes[3]['id']}/pin")).status_code == 204
    assert await bodies(client, customer) == ["note 1", "note 4", "note 3", "note 2", "note 0"]
    other = await make_customer(client, "Other")
    first = (await client.get(f"/customers/{customer['id']}/notes", params={"limit": 1})).json()
    assert (
        await client.get(f"/customers/{other['id']}/notes", params={"cursor": first["next_cursor"]})
    ).status_code == 422


async def test_editing_marks_the_note_and_stale_copies_are_refused(client: Any) -> None:
    customer = await make_customer(client)
    note = await write(client, customer)
    edited = await client.patch(
        f"/notes/{note['id']}", json={"body": "Wants the annual plan"}, headers={"If-Match": '"1"'}
    )
    assert (edited.status_code, edited.json()["body"], edited.headers["etag"]) == (200, "Wants the annual plan", '"2"')
    assert edited.json()["edited_at"] is not None
    for stale in (
        await client.patch(f"/notes/{note['id']}", json={"body": "x"}, headers={"If-Match": '"1"'}),
        await client.delete(f"/notes/{note['id']}", headers={"If-Match": '"1"'}),
        await client.put(f"/notes/{note['id']}/pin", headers={"If-Match": '"1"'}),
    ):
        assert stale.status_code == 412
    assert (await client.delete(f"/notes/{note['id']}")).status_code == 204
    assert (await client.get(f"/notes/{note['id']}")).status_code == 404
    assert await bodies(client, customer) == []


async def test_others_notes_need_the_permission_to_manage(home: Home, client: Any) -> None:
    customer = await make_customer(client)
    author, colleague = await home.as_member(*WRITER, name="Noa"), await home.as_member(*WRITER)
    manager = await home.as_member(*WRITER, P.notes_manage)
    note = await write(author, customer, "mine")
    path = f"/notes/{note['id']}"
    assert (await colleague.get(path)).json()["editable"] is False
    assert (await author.get(path)).json()["editable"] is True
    for refused in (await colleague.patch(path, json={"body": "changed"}), await colleague.delete(path)):
        assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
    assert (await author.patch(path, json={"body": "still mine"})).status_code == 200
    assert (await manager.patch(path, json={"body": "managed"})).json()["author"]["name"] == "Noa"
    assert (await colleague.put(f"{path}/pin")).status_code == 200
    assert (await manager.delete(path)).status_code == 204


async def test_a_member_owns_what_their_key_wrote_but_not_the_other_way(home: Home, client: Any) -> None:
    customer = await make_customer(client)
    author = await home.as_member(*WRITER)
    key = await home.as_api_key([P.notes_read, P.notes_write], member_id=author.member_id)
    by_key, by_hand = await write(key, customer), await write(author, customer)
    assert by_key["author"]["type"] == "api_key"
    assert (await author.patch(f"/notes/{by_key['id']}", json={"body": "x"})).status_code == 200
    assert (await key.patch(f"/notes/{by_key['id']}", json={"body": "y"})).status_code == 200
    assert (await key.patch(f"/notes/{by_hand['id']}", json={"body": "z"})).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        "",
        " \n ",
        "x" * 20_001,
        "a\x00b",
        "\ud800",
        7,
        None,
        "".join(f"@[a](member:0197a3f2-7d1c-7cc0-9a53-{n:012x})" for n in range(51)),
    ],
)
async def test_bad_bodies_are_named(client: Any, body: Any) -> None:
    import json

    customer = await make_customer(client)
    content = json.dumps({"body": body}).encode()
    answer = await client.post(
        f"/customers/{customer['id']}/notes", content=content, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/body"
    assert await bodies(client, customer) == []


async def every_way(client: Any, customer: Any, note: Any) -> list[int]:
    """The status of each way to a note."""
    answers = [
        await client.get(f"/customers/{customer['id']}/notes"),
        await client.post(f"/customers/{customer['id']}/notes", json={"body": "x"}),
        await client.get(f"/notes/{note['id']}"),
        await client.patch(f"/notes/{note['id']}", json={"body": "x"}),
        await client.put(f"/notes/{note['id']}/pin"),
        await client.delete(f"/notes/{note['id']}/pin"),
        await client.delete(f"/notes/{note['id']}"),
    ]
    return [answer.status_code for answer in answers]


async def test_a_note_is_seen_by_whoever_sees_its_customer(home: Home, elsewhere: Home, client: Any) -> None:
    folder = await make_folder(client)
    customer = await make_customer(client, folder_id=folder["id"])
    own = await make_customer(client, "Own")
    note = await write(client, customer, "secret")
    permissions = (*WRITER, P.notes_manage)
    assigned = await home.as_member(*permissions, visibility="assigned")
    barred = await home.as_member(*permissions)
    await limit_folder(home, folder, barred.member_id, "none")
    key = await home.as_api_key(permissions, customer_id=own["id"])
    for outsider in (assigned, barred, key, await elsewhere.as_owner()):
        assert await every_way(outsider, customer, note) == [404] * 7
    assert await bodies(client, customer) == ["secret"]
    assert await bodies(key, own) == []


async def test_control_without_the_predicate_the_note_leaks(
    home: Home, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await make_customer(client)
    note = await write(client, customer, "secret")
    assigned = await home.as_member(*WRITER, visibility="assigned")
    assert (await assigned.get(f"/notes/{note['id']}")).status_code == 404
    monkeypatch.setattr("atrium.records.notes.queries.visible_customers", lambda _ctx: true())
    kept.forget()
    assert (await assigned.get(f"/notes/{note['id']}")).json()["body"] == "secret"
    kept.forget()


async def test_in_a_read_only_folder_notes_are_read_only(home: Home, client: Any) -> None:
    folder = await make_folder(client)
    customer = await make_customer(client, folder_id=folder["id"])
    note = await write(client, customer)
    reader = await home.as_member(*WRITER, P.notes_manage)
    await limit_folder(home, folder, reader.member_id, "read")
    assert await every_way(reader, customer, note) == [200, 403, 200, 403, 403, 403, 403]


async def test_events_carry_an_excerpt_and_edits_of_a_sitting_are_one(home: Home, client: Any) -> None:
    customer = await make_customer(client)
    note = await write(client, customer, "# Plan\n\n" + "word " * 200)
    for body in ("one", "two", "three"):
        await client.patch(f"/notes/{note['id']}", json={"body": body})
    await client.delete(f"/notes/{note['id']}")
    await drain()
    items = (await client.get(f"/customers/{customer['id']}/timeline", params={"kind": "note"})).json()["items"]
    assert [(item["type"], item["subject_id"]) for item in items] == [
        (f"note.{what}", note["id"]) for what in ("deleted", "updated", "created")
    ]
    assert items[1]["data"] == {"excerpt": "three"}
    assert items[1]["sentence"] == "Owner edited a note: “three”"
    assert len(items[2]["data"]["excerpt"]) <= 140
    assert all("word word" not in str(item) for item in items[:2])
