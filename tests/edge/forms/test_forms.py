"""Making forms: what is accepted, what is refused and where, and what happens to what they use."""

from typing import Any

from tests.conftest import counting_statements
from tests.edge.forms.factory import EMAIL, NAME, field, make_form, send, submissions
from tests.homes import Home

from atrium.kernel.permissions import P


def places(answer: Any) -> list[tuple[str, str]]:
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


async def make_folder(client: Any, name: str = "Leads") -> Any:
    statuses = [{"name": "New", "category": "open"}, {"name": "Hot", "category": "open"}]
    return (await client.post("/folders", json={"name": name, "statuses": statuses})).json()


async def test_a_form_begins_with_name_and_address_and_is_off(client: Any) -> None:
    answer = await client.post("/forms", json={"name": "Contact"})
    form = answer.json()
    assert answer.status_code == 201
    assert answer.headers["etag"]
    assert [item["key"] for item in form["fields"]] == ["name", "email"]
    assert (form["active"], form["submission_count"], form["last_submitted_at"]) == (False, 0, None)
    assert len(form["key"]) == 22
    assert form["page_url"].endswith(f"/f/{form['key']}")


async def test_every_bad_place_is_named(client: Any) -> None:
    answer = await client.post(
        "/forms",
        json={"name": "x", "redirect_url": "http://plain.example", "allowed_origins": ["https://a.example/path"]},
    )
    assert answer.status_code == 422
    assert {pointer for pointer, _ in places(answer)} == {"/redirect_url", "/allowed_origins/0"}
    nobody = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
    fields = [
        NAME,
        NAME,
        field("custom_field", field_id=nobody),
        field("consent"),
        field("property"),
        field("consent", property="email", consent_text="x"),
    ]
    answer = await client.post(
        "/forms", json={"name": "x", "folder_id": nobody, "tag_ids": [nobody], "owner_id": nobody, "fields": fields}
    )
    assert places(answer) == [
        ("/folder_id", "unknown"),
        ("/tag_ids/0", "unknown"),
        ("/owner_id", "unknown"),
        ("/fields/1/property", "repeated"),
        ("/fields/2/field_id", "unknown"),
        ("/fields/3/consent_text", "missing"),
        ("/fields/4/property", "missing"),
        ("/fields/5/property", "not_for_kind"),
    ]
    answer = await client.post("/forms", json={"name": "x", "fields": [field("property", property="message")]})
    assert places(answer) == [("/fields", "anonymous")]
    answer = await client.post("/forms", json={"name": "x", "status_id": nobody})
    assert places(answer) == [("/status_id", "no_folder")]
    assert (await client.get("/forms")).json()["items"] == []


async def test_origins_are_normalised_and_strict(client: Any) -> None:
    given = ["https://Shop.Example/", "http://localhost:5000", "https://a.example:443"]
    form = await make_form(client, allowed_origins=given)
    assert form["allowed_origins"] == ["https://shop.example", "http://localhost:5000", "https://a.example"]
    bad = [
        "*",
        "https://*.example",
        "https://a.example; script-src *",
        "javascript:alert(1)",
        "https://u:p@a.example",
        "https://a.example?x",
        "null",
        "https://",
    ]
    for origin in bad:
        answer = await client.patch(f"/forms/{form['id']}", json={"allowed_origins": [origin]})
        assert answer.status_code == 422, origin


async def test_fields_that_strangers_cannot_answer_are_refused(client: Any) -> None:
    for kind in ("member", "customer", "follow_up"):
        made = (await client.post("/custom-fields", json={"label": kind.title(), "type": kind})).json()
        answer = await client.post(
            "/forms", json={"name": "x", "fields": [NAME, field("custom_field", field_id=made["id"])]}
        )
        assert places(answer) == [("/fields/1/field_id", "not_askable")]


async def test_a_change_keeps_what_it_does_not_name_and_stale_copies_are_refused(client: Any) -> None:
    folder = await make_folder(client)
    form = await make_form(
        client, NAME, field("consent", consent_text="You may write to me.", required=True), folder_id=folder["id"]
    )
    stale = (await client.get(f"/forms/{form['id']}")).headers["etag"]
    hot = folder["statuses"][1]["id"]
    changed = await client.patch(f"/forms/{form['id']}", json={"status_id": hot}, headers={"If-Match": stale})
    assert changed.status_code == 200
    assert changed.json()["fields"] == form["fields"]
    assert (
        await client.patch(f"/forms/{form['id']}", json={"name": "y"}, headers={"If-Match": stale})
    ).status_code == 412
    other = await make_folder(client, "Others")
    moved = (await client.patch(f"/forms/{form['id']}", json={"folder_id": other["id"]})).json()
    assert (moved["folder_id"], moved["status_id"]) == (other["id"], None)
    assert (await client.patch(f"/forms/{form['id']}", json={"status_id": hot})).status_code == 422
    before = (await client.get(f"/forms/{form['id']}")).headers["etag"]
    again = await client.patch(f"/forms/{form['id']}", json={"fields": form["fields"]})
    assert again.headers["etag"] == before, "the same questions again are no change"


async def test_a_copy_is_off_and_has_an_address_of_its_own(client: Any) -> None:
    tag = (await client.post("/tags", json={"name": "Web"})).json()
    form = await make_form(client, NAME, EMAIL, tag_ids=[tag["id"]], allowed_origins=["https://a.example"])
    copy = (await client.post(f"/forms/{form['id']}/duplicate")).json()
    assert (copy["name"], copy["active"], copy["tag_ids"], copy["fields"]) == (
        "Contact (copy)",
        False,
        [tag["id"]],
        form["fields"],
    )
    assert copy["key"] != form["key"]


async def test_the_list_asks_the_same_number_of_questions_however_long_it_is(home: Home, client: Any) -> None:
    await make_form(client)
    with counting_statements() as few:
        await client.get("/forms")
    for _ in range(5):
        await make_form(client)
    with counting_statements() as many:
        await client.get("/forms")
    assert len(many) == len(few) <= 4


async def test_deleting_a_form_with_submissions_must_be_meant(client: Any, home: Home) -> None:
    form = await make_form(client)
    assert (await send(home.client(), form, {"name": "Ana", "email": "ana@x.test"})).status_code == 201
    answer = await client.delete(f"/forms/{form['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "form-has-submissions")
    assert (await client.delete(f"/forms/{form['id']}", params={"force": "true"})).status_code == 204
    assert len((await client.get("/customers")).json()["items"]) == 1, "the customer stays"


async def test_whatever_a_form_uses_lists_the_form_before_it_goes(client: Any) -> None:
    folder = await make_folder(client)
    tag = (await client.post("/tags", json={"name": "Web"})).json()
    plan = (await client.post("/custom-fields", json={"key": "plan", "label": "Plan", "type": "text"})).json()
    hot = folder["statuses"][1]["id"]
    form = await make_form(
        client,
        NAME,
        field("custom_field", field_id=plan["id"]),
        folder_id=folder["id"],
        status_id=hot,
        tag_ids=[tag["id"]],
    )
    for method, path in (
        ("POST", f"/custom-fields/{plan['id']}/archive"),
        ("DELETE", f"/custom-fields/{plan['id']}"),
        ("DELETE", f"/tags/{tag['id']}"),
        ("DELETE", f"/statuses/{hot}"),
        ("DELETE", f"/folders/{folder['id']}"),
    ):
        answer = await client.request(method, path)
        assert (answer.status_code, answer.json()["code"]) == (409, "in-use"), path
        (use,) = answer.json()["unmet"]
        assert (use["code"], use["fix"]["href"]) == ("used_by_form", f"/forms/{form['id']}")
        assert "Contact" in use["message"]
    for path in (f"/tags/{tag['id']}", f"/statuses/{hot}", f"/folders/{folder['id']}"):
        assert (await client.delete(path, params={"force": "true"})).status_code == 204
    assert (await client.post(f"/custom-fields/{plan['id']}/archive", params={"force": "true"})).status_code == 200
    left = (await client.get(f"/forms/{form['id']}")).json()
    assert (left["tag_ids"], left["status_id"], left["folder_id"], [item["key"] for item in left["fields"]]) == (
        [],
        None,
        None,
        ["name"],
    )
    assert (await send(client, form, {"name": "Ana"})).status_code == 201, "the form goes on without them"


async def test_who_may_not_read_forms_hears_how_many_use_it_but_no_names(client: Any, home: Home) -> None:
    tag = (await client.post("/tags", json={"name": "Web"})).json()
    await make_form(client, name="Secret plans", tag_ids=[tag["id"]])
    answer = await (await home.as_member(P.tags_manage)).delete(f"/tags/{tag['id']}")
    assert answer.status_code == 409
    assert "Secret" not in answer.text
    assert "1 forms use it" in answer.json()["unmet"][0]["message"]


async def test_a_merged_tag_takes_its_place_in_forms(client: Any) -> None:
    old, new = [(await client.post("/tags", json={"name": name})).json() for name in ("Web", "Website")]
    form = await make_form(client, tag_ids=[old["id"]])
    assert (await client.post(f"/tags/{new['id']}/merge", json={"tag_ids": [old["id"]]})).status_code == 200
    assert (await client.get(f"/forms/{form['id']}")).json()["tag_ids"] == [new["id"]]


async def test_a_hidden_folder_is_not_shown_nor_accepted(client: Any, home: Home) -> None:
    folder = await make_folder(client)
    form = await make_form(client, folder_id=folder["id"])
    role = await home.make_role(P.forms_read, P.forms_write, P.customers_read)
    await client.put(
        f"/folders/{folder['id']}/permissions", json={"entries": [{"role_id": str(role), "level": "none"}]}
    )
    await send(home.client(), form, {"name": "Ana", "email": "ana@x.test"})
    member = await home._browser(await home.make_member(role))
    seen = (await member.get(f"/forms/{form['id']}")).json()
    assert (seen["folder_id"], seen["submission_count"]) == (None, 0)
    assert await submissions(member, form) == []
    assert len(await submissions(client, form)) == 1, "control: the owner sees it"
    assert places(await member.post("/forms", json={"name": "x", "folder_id": folder["id"]})) == [
        ("/folder_id", "unknown")
    ]
