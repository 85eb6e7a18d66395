"""What strangers send: the customer it becomes, what is refused and leaves nothing behind, and who may see it."""

import asyncio
from typing import Any

import pytest
from tests.conftest import drain
from tests.edge.forms.factory import EMAIL, NAME, PHONE, customers, field, make_form, send, submissions, token
from tests.homes import Home

from atrium.kernel.dispatch import consumes
from atrium.kernel.permissions import P
from atrium.kernel.settings import settings

NOBODY = {"name": "Ana Ruiz", "email": "Ana@X.test"}


@pytest.fixture
def stranger(home: Home) -> Any:
    return home.client()


async def test_a_stranger_becomes_a_customer(client: Any, stranger: Any) -> None:
    folder = (
        await client.post("/folders", json={"name": "Leads", "statuses": [{"name": "New", "category": "open"}]})
    ).json()
    tag = (await client.post("/tags", json={"name": "Web"})).json()
    plan = (
        await client.post(
            "/custom-fields", json={"key": "plan", "label": "Plan", "type": "select", "options": [{"label": "Growth"}]}
        )
    ).json()
    form = await make_form(
        client,
        NAME,
        EMAIL,
        PHONE,
        field("property", property="company"),
        field("property", property="message"),
        field("custom_field", field_id=plan["id"]),
        field("consent", consent_text="You may write to me.", required=True),
        folder_id=folder["id"],
        tag_ids=[tag["id"]],
        owner_id=None,
        thank_you="Thanks!",
    )
    values = {
        **NOBODY,
        "phone": "600 11 22 33",
        "company": "Nube",
        "message": "Hi [you](https://evil.test) @[Ann](member:1)",
        "plan": "growth",
        "consent": True,
    }
    answer = await send(stranger, form, values, page_url="https://shop.example/contact?token=secret#x", language="es")
    assert (answer.status_code, answer.json()) == (201, {"thank_you": "Thanks!", "redirect_url": None})
    ana, company = sorted(await customers(client), key=lambda one: one["name"])
    assert (ana["name"], ana["email"], ana["phone"], ana["lifecycle"], ana["source"]) == (
        "Ana Ruiz",
        "ana@x.test",
        "+34600112233",
        "prospect",
        "form",
    )
    assert (ana["folder"]["id"], ana["status"]["name"], [one["name"] for one in ana["tags"]]) == (
        folder["id"],
        "New",
        ["Web"],
    )
    assert ana["custom_fields"] == {"plan": "growth"}
    assert (company["name"], company["kind"]) == ("Nube", "company")
    related = (await client.get(f"/customers/{ana['id']}/relations")).json()["items"]
    assert [one["customer"]["name"] for one in related] == ["Nube"]
    (note,) = (await client.get(f"/customers/{ana['id']}/notes")).json()["items"]
    assert "<a" not in note["html"]
    assert "mention" not in note["html"]
    assert "Hi [you](https://evil.test)" in note["html"]
    assert (note["author"]["type"], note["author"]["name"]) == ("system", "Contact")
    (sent,) = await submissions(client, form)
    assert (sent["outcome"], sent["customer"]["id"], sent["page_url"], sent["language"]) == (
        "created",
        ana["id"],
        "https://shop.example/contact",
        "es",
    )
    assert sent["consents"] == [{"key": "consent", "text": "You may write to me.", "given": True}]
    timeline = (await client.get(f"/customers/{ana['id']}/timeline")).json()["items"]
    assert [item["sentence"] for item in timeline if item["type"] == "form.submitted"] == [
        "The form “Contact” was filled in"
    ]


async def test_the_event_starts_whatever_listens(client: Any, stranger: Any, home: Home) -> None:
    heard: list[Any] = []

    @consumes("form.submitted", name="tests.form_submitted")
    async def hear(ctx: Any, event: Any) -> None:
        if ctx.workspace_id == home.id:
            heard.append(event)

    form = await make_form(client)
    await send(stranger, form, NOBODY)
    await drain()
    (event,) = heard
    (ana,) = await customers(client)
    assert (str(event.customer_id), str(event.subject_id), event.actor_type, event.actor_name) == (
        ana["id"],
        form["id"],
        "system",
        "Contact",
    )
    assert event.data["values"] == {"name": "Ana Ruiz", "email": "ana@x.test"}
    assert event.data["outcome"] == "created"


async def test_known_customers_are_updated_made_anew_or_left_alone(client: Any, stranger: Any) -> None:
    form = await make_form(client, NAME, EMAIL, PHONE)
    await send(stranger, form, NOBODY)
    await send(stranger, form, {"name": "Ana R.", "email": "ana@x.test", "phone": "600112233"})
    (ana,) = await customers(client)
    assert (ana["name"], ana["phone"]) == ("Ana R.", "+34600112233")
    # Known by the number, the new address is added to the old one.
    await send(stranger, form, {"name": "Ana R.", "email": "other@x.test", "phone": "600112233"})
    (ana,) = await customers(client)
    assert [one["address"] for one in ana["emails"]] == ["ana@x.test", "other@x.test"]
    await client.patch(f"/forms/{form['id']}", json={"on_duplicate": "ignore"})
    await send(stranger, form, {"name": "Somebody", "email": "ana@x.test"})
    (ana,) = await customers(client)
    assert ana["name"] == "Ana R."
    await client.patch(f"/forms/{form['id']}", json={"on_duplicate": "new"})
    await send(stranger, form, {"name": "Second", "email": "ana@x.test"})
    second, first = sorted(await customers(client), key=lambda one: one["name"] == "Ana R.")
    assert (second["name"], second["email"], first["email"]) == ("Second", None, "ana@x.test")
    newest, ignored, *_ = await submissions(client, form)
    assert (newest["outcome"], newest["duplicate_of"]["id"], newest["values"]["email"]) == (
        "created",
        first["id"],
        "ana@x.test",
    )
    assert (ignored["outcome"], ignored["customer"]["id"]) == ("ignored", first["id"])
    assert len(await submissions(client, form, outcome="updated")) == 2


async def test_an_update_leaves_folder_status_and_owner_as_members_left_them(client: Any, stranger: Any) -> None:
    folders = [(await client.post("/folders", json={"name": name})).json()["id"] for name in ("Leads", "Clients")]
    form = await make_form(client, NAME, EMAIL, folder_id=folders[0])
    await send(stranger, form, NOBODY)
    (ana,) = await customers(client)
    await client.patch(f"/customers/{ana['id']}", json={"folder_id": folders[1]})
    await send(stranger, form, NOBODY)
    (ana,) = await customers(client)
    assert ana["folder"]["id"] == folders[1]


async def test_two_posts_at_once_make_one_customer(client: Any, stranger: Any) -> None:
    form = await make_form(client)
    answers = await asyncio.gather(*(send(stranger, form, NOBODY) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len(await customers(client)) == 1
    assert len(await submissions(client, form)) == 6


async def test_a_stranger_learns_nothing_of_whom_they_met(
    client: Any, stranger: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Known or not, the receipt is the same; and when a member takes the address at this very moment, the refusal names
    nobody."""
    form = await make_form(client)
    known = (await client.post("/customers", json={"name": "Ana", "email": "ana@x.test"})).json()
    receipts = [
        (await send(stranger, form, {"name": "X", "email": email})).json() for email in ("ana@x.test", "new@x.test")
    ]
    assert receipts[0] == receipts[1]

    async def nobody(*_: Any) -> dict[str, Any]:
        return {}

    monkeypatch.setattr("atrium.edge.forms.submissions.service._holders", nobody)
    answer = await send(stranger, form, NOBODY)
    assert (answer.status_code, answer.json()["existing_id"]) == (503, None)
    assert known["id"] not in answer.text
    # The control: a member who does the same is told who it is.
    assert (await client.post("/customers", json={"name": "Ana", "email": "ana@x.test"})).json()[
        "existing_id"
    ] == known["id"]


async def test_the_same_post_twice_counts_once(client: Any, stranger: Any) -> None:
    form = await make_form(client)
    body = {"token": token(form), "values": NOBODY}
    answers = await asyncio.gather(*(stranger.post(f"/f/{form['key']}", json=body) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert sum(answer.headers.get("idempotent-replayed") == "true" for answer in answers) == 3
    assert len(await submissions(client, form)) == 1
    other = await stranger.post(f"/f/{form['key']}", json={**body, "values": {**NOBODY, "name": "Other"}})
    assert (other.status_code, other.json()["code"]) == (409, "already-submitted")
    # The control: another token, another submission.
    await send(stranger, form, NOBODY)
    assert len(await submissions(client, form)) == 2


HOSTILE: list[tuple[Any, str, str]] = [
    ({"name": "Ana", "email": "ana@x.test", "admin": True}, "/values/admin", "unknown_field"),
    ({"name": "Ana", "email": "nonsense"}, "/values/email", "not_an_email"),
    ({"name": "Ana", "email": {"$ne": ""}}, "/values/email", "not_text"),
    ({"name": "A" * 201, "email": "ana@x.test"}, "/values/name", "too_long"),
    ({"name": "Ana\nB", "email": "ana@x.test"}, "/values/name", "control_character"),
    ({"name": "Ana", "email": "ana@x.test", "phone": "12"}, "/values/phone", "too_short"),
    ({"name": "Ana", "email": "ana@x.test", "size": "huge"}, "/values/size", "not_a_number"),
    ({"name": "Ana", "email": "ana@x.test", "size": 11}, "/values/size", "too_large"),
    ({"name": "Ana", "email": "ana@x.test", "plan": "gold"}, "/values/plan", "not_an_option"),
    ({"name": "Ana", "email": "ana@x.test", "consent": "yes"}, "/values/consent", "not_a_checkbox"),
    ({"email": "ana@x.test"}, "/values/name", "required"),
    ({"name": "   ", "email": "ana@x.test"}, "/values/name", "required"),
]


@pytest.mark.parametrize(("values", "pointer", "code"), HOSTILE)
async def test_bad_answers_are_named_and_nothing_is_stored(
    client: Any, stranger: Any, values: Any, pointer: str, code: str
) -> None:
    size = (
        await client.post(
            "/custom-fields", json={"key": "size", "label": "Size", "type": "number", "validation": {"max": 10}}
        )
    ).json()
    plan = (
        await client.post(
            "/custom-fields", json={"key": "plan", "label": "Plan", "type": "select", "options": [{"label": "Growth"}]}
        )
    ).json()
    asked = [field("custom_field", field_id=one["id"]) for one in (size, plan)]
    form = await make_form(client, NAME, EMAIL, PHONE, *asked, field("consent", consent_text="Yes."))
    answer = await send(stranger, form, values)
    assert answer.status_code == 422, answer.text
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in answer.json()["errors"]], answer.text
    assert await customers(client) == []
    assert await submissions(client, form) == []
    good = {"name": "Ana", "email": "ana@x.test", "size": 3, "plan": "growth", "consent": False}
    assert (await send(stranger, form, good)).status_code == 201, "control: good answers pass"


async def test_every_finding_comes_at_once(client: Any, stranger: Any) -> None:
    form = await make_form(client, NAME, EMAIL, PHONE)
    answer = await send(stranger, form, {"email": "x", "phone": "y", "z": 1})
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        "/values/name",
        "/values/email",
        "/values/phone",
        "/values/z",
    }


async def test_oversized_bodies_are_refused(client: Any, stranger: Any) -> None:
    form = await make_form(client)
    answer = await send(stranger, form, {**NOBODY, "name": "x" * 70_000})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert (await client.post("/tags", json={"name": "x" * 70_000})).status_code == 422, (
        "control: elsewhere the limit is higher"
    )
    assert await customers(client) == []


async def test_robots_are_thanked_and_forgotten(client: Any, stranger: Any) -> None:
    form = await make_form(client)
    answer = await send(stranger, form, NOBODY, trap="https://buy.test")
    assert answer.status_code == 201
    assert await customers(client) == []
    assert (await send(stranger, form, NOBODY)).status_code == 201
    assert len(await customers(client)) == 1, "control: without the trap it is stored"


async def test_tokens_are_the_forms_own_and_neither_too_young_nor_too_old(client: Any, stranger: Any) -> None:
    form, other = await make_form(client), await make_form(client)
    cases = {
        "too_fast": token(form, 0.5),
        "expired": token(form, 25 * 3600),
        "bad_token": token(other),
        "forged": token(form)[:-4] + "AAAA",
    }
    for expected, given in cases.items():
        answer = await stranger.post(f"/f/{form['key']}", json={"token": given, "values": NOBODY})
        (error,) = answer.json()["errors"]
        assert (answer.status_code, error["pointer"], error["code"]) == (
            422,
            "/token",
            "bad_token" if expected == "forged" else expected,
        )
    assert await customers(client) == []
    shown = (await stranger.get(f"/f/{form['key']}")).json()
    await asyncio.sleep(2.1)
    assert (
        await stranger.post(f"/f/{form['key']}", json={"token": shown["token"], "values": NOBODY})
    ).status_code == 201


async def test_a_form_that_is_off_or_unknown(client: Any, stranger: Any) -> None:
    form = await make_form(client, active=False)
    assert (await stranger.get(f"/f/{form['key']}")).status_code == 410
    assert (await send(stranger, form, NOBODY)).json()["code"] == "form-closed"
    for key in ("A" * 22, "x", "a" * 99):
        assert (await stranger.get(f"/f/{key}")).status_code == 404, key
    await client.patch(f"/forms/{form['id']}", json={"active": True})
    assert (await send(stranger, form, NOBODY)).status_code == 201


async def test_what_a_visitor_sees_holds_no_secrets(client: Any, stranger: Any, home: Home) -> None:
    plan = (
        await client.post(
            "/custom-fields",
            json={"key": "plan", "label": "Plan", "type": "select", "help": "Pick", "options": [{"label": "Growth"}]},
        )
    ).json()
    form = await make_form(
        client,
        NAME,
        field("custom_field", field_id=plan["id"], label="Which plan?"),
        name="Internal name",
        title="Hello",
    )
    shown = (await stranger.get(f"/f/{form['key']}")).json()
    assert set(shown) == {"title", "description", "submit_label", "workspace_name", "fields", "token"}
    assert [(one["key"], one["label"], one["help"], one["type"]) for one in shown["fields"]] == [
        ("name", None, "", "text"),
        ("plan", "Which plan?", "Pick", "select"),
    ]
    assert shown["fields"][1]["options"] == [{"key": "growth", "label": "Growth"}]
    assert str(home.id) not in str(shown)
    assert "Internal name" not in str(shown)


async def test_a_field_that_the_folder_requires_and_the_form_does_not_ask_turns_nobody_away(
    client: Any, stranger: Any
) -> None:
    form = await make_form(client)
    await client.post("/custom-fields", json={"key": "vat", "label": "VAT", "type": "text", "required": True})
    assert (await send(stranger, form, NOBODY)).status_code == 201
    assert (await client.post("/customers", json={"name": "x"})).status_code == 422, "control: members must give it"


async def test_limits_per_address_and_per_form(client: Any, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    form, other = await make_form(client), await make_form(client)
    stranger = home.client()
    for limit in ("FORM_POSTS_PER_MINUTE", "FORM_POSTS_IN_ALL_PER_MINUTE"):
        assert (await send(stranger, form, NOBODY)).status_code == 201, "control: without the limit it passes"
        with monkeypatch.context() as patch:
            patch.setenv(f"ATRIUM_{limit}", "3")
            settings.cache_clear()
            statuses = [(await send(stranger, form, NOBODY)).status_code for _ in range(5)]
            assert statuses.count(429) >= 2, statuses
            refused = await send(stranger, form, NOBODY)
            assert (refused.status_code, refused.json()["code"]) == (429, "rate-limited")
            assert int(refused.headers["retry-after"]) > 0
            elsewhere = (await send(stranger, other, NOBODY)).status_code
            assert elsewhere == (429 if limit == "FORM_POSTS_PER_MINUTE" else 201)
        settings.cache_clear()


async def test_submissions_are_as_visible_as_their_customers(client: Any, stranger: Any, home: Home) -> None:
    secret = {"key": "salary", "label": "Salary", "type": "text", "view_role_ids": [], "edit_role_ids": []}
    salary = (await client.post("/custom-fields", json=secret)).json()
    form = await make_form(
        client, NAME, EMAIL, field("property", property="message"), field("custom_field", field_id=salary["id"])
    )
    await send(stranger, form, {**NOBODY, "message": "Private words", "salary": "A lot"})
    assert "A lot" in str(await submissions(client, form))
    assigned = await home.as_member(P.forms_read, P.customers_read, visibility="assigned")
    assert await submissions(assigned, form) == []
    assert (await assigned.get(f"/forms/{form['id']}")).json()["submission_count"] == 0
    (seen,) = await submissions(await home.as_member(P.forms_read, P.customers_read), form)
    assert (seen["values"].get("message"), seen["custom_fields"]) == (None, {})
    assert seen["values"]["name"] == "Ana Ruiz"
    (read,) = await submissions(await home.as_member(P.forms_read, P.customers_read, P.notes_read), form)
    assert read["values"]["message"] == "Private words"
    assert (await (await home.as_member(P.forms_read)).get(f"/forms/{form['id']}/submissions")).status_code == 403


async def test_submissions_of_a_purged_customer_are_gone(
    client: Any, stranger: Any, superuser: Any, home: Home
) -> None:
    form = await make_form(client)
    await send(stranger, form, NOBODY)
    (ana,) = await customers(client)
    await client.delete(f"/customers/{ana['id']}")
    assert await submissions(client, form) == [], "in the trash they are out of sight"
    await client.delete(f"/trash/{ana['id']}")
    async with home.session() as session:
        from sqlalchemy import text

        await session.execute(text("DELETE FROM customers"))
    assert await superuser.fetchval("SELECT count(*) FROM form_submissions WHERE workspace_id = $1", home.id) == 0
