"""The form of a widget: its answers belong to the widget's customer, whatever is in them, and to nobody else."""

import asyncio
import time
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import drain
from tests.edge.embeds.factory import Embedded, bearing, embedded, make_config, make_customer, make_token, unlock
from tests.edge.forms.factory import EMAIL, NAME, PHONE, customers, field, make_form, send, submissions
from tests.edge.forms.factory import token as public_token
from tests.homes import Home

from atrium.edge.forms.pages.service import page_token
from atrium.kernel.dispatch import consumes

SCOPES = ["customers:read", "forms:submit"]


async def with_form(home: Home, *fields: Any, scopes: Any = SCOPES, **more: Any) -> tuple[Embedded, Any]:
    form = await make_form(await home.as_owner(), *(fields or (NAME, EMAIL, PHONE)), **more)
    return await embedded(home, scopes=scopes, widgets=["form"], form_id=form["id"]), form


def signed(its: Embedded, form: Any, age_seconds: float = 10) -> str:
    return page_token(UUID(form["id"]), customer_id=UUID(its.customer_id), issued_at=time.time() - age_seconds)


async def fill_in(page: Any, its: Embedded, form: Any, values: Any, **more: Any) -> Any:
    return await page.post("/embed/form", json={"token": signed(its, form), "values": values, **more})


async def customer(its: Embedded) -> Any:
    return (await its.owner.get(f"/customers/{its.customer_id}")).json()


async def neighbour(its: Embedded, **more: Any) -> Embedded:
    """Another customer with a token of the same configuration."""
    other = await make_customer(its.owner, **more)
    await unlock(its.owner, other)
    token = await make_token(its.owner, other, its.config["id"])
    return Embedded(its.home, its.owner, bearing(its.home, token["secret"]), other, its.config, token)


async def test_answers_become_the_customers(home: Home) -> None:
    heard: list[Any] = []

    @consumes("form.submitted", name="tests.embed_form_submitted")
    async def hear(ctx: Any, event: Any) -> None:
        if ctx.workspace_id == home.id:
            heard.append(event)

    owner = await home.as_owner()
    leads, clients = [(await owner.post("/folders", json={"name": name})).json()["id"] for name in ("Leads", "Clients")]
    tag = (await owner.post("/tags", json={"name": "Survey"})).json()["id"]
    plan = (
        await owner.post(
            "/custom-fields", json={"key": "plan", "label": "Plan", "type": "select", "options": [{"label": "Growth"}]}
        )
    ).json()
    asked = (
        EMAIL,
        field("property", property="message"),
        field("custom_field", field_id=plan["id"]),
        field("consent", consent_text="Write to me."),
    )
    its, form = await with_form(
        home, *asked, folder_id=leads, tag_ids=[tag], thank_you="Thanks!", on_duplicate="ignore"
    )
    await owner.patch(f"/customers/{its.customer_id}", json={"folder_id": clients, "email": "ana@x.test"})
    values = {"email": "Ana.Second@x.test", "message": "Hello", "plan": "growth", "consent": True}
    answer = await fill_in(
        await its.widget(), its, form, values, page_url="https://shop.example/account?session=1", language="es"
    )
    assert (answer.status_code, answer.json()) == (201, {"thank_you": "Thanks!", "redirect_url": None})
    ana = await customer(its)
    assert [(one["address"], one["primary"]) for one in ana["emails"]] == [
        ("ana@x.test", True),
        ("ana.second@x.test", False),
    ]
    assert (ana["name"], ana["folder"]["id"], ana["custom_fields"]) == ("Ana Ruiz", clients, {"plan": "growth"})
    assert [one["name"] for one in ana["tags"]] == ["Survey"]
    (note,) = (await owner.get(f"/customers/{its.customer_id}/notes")).json()["items"]
    assert "Hello" in note["html"]
    (sent,) = await submissions(owner, form)
    assert (sent["outcome"], sent["customer"]["id"], sent["page_url"], sent["language"]) == (
        "updated",
        its.customer_id,
        "https://shop.example/account",
        "es",
    )
    assert sent["consents"] == [{"key": "consent", "text": "Write to me.", "given": True}]
    assert len(await customers(owner)) == 1
    await drain()
    (event,) = heard
    assert (str(event.customer_id), str(event.subject_id), event.data["outcome"]) == (
        its.customer_id,
        form["id"],
        "updated",
    )
    assert (event.actor_type, str(event.actor_id), event.actor_name) == ("embed", its.token["id"], "Shop")


async def test_somebody_elses_address_leads_nowhere_else(home: Home) -> None:
    its, form = await with_form(home)
    other = await make_customer(its.owner, name="Noa Levi", email="noa@x.test", phone="+34600112233")
    before = (await its.owner.get(f"/customers/{other}")).json()
    values = {"name": "Ana Ruiz", "email": "noa@x.test", "phone": "600112233"}
    assert (await fill_in(await its.widget(), its, form, values)).status_code == 201
    (sent,) = await submissions(its.owner, form)
    assert (sent["customer"]["id"], sent["duplicate_of"]["id"]) == (its.customer_id, other)
    assert (await its.owner.get(f"/customers/{other}")).json() == before
    ana = await customer(its)
    assert (ana["emails"], ana["phone"]) == ([], "+34600112233"), "an address has one owner, a number may have several"
    # The control: as a stranger's, the same answers are hers.
    assert (await send(home.client(), form, values)).status_code == 201
    assert (await submissions(its.owner, form))[0]["customer"]["id"] == other


async def test_what_is_known_is_shown_and_need_not_be_answered(home: Home) -> None:
    owner, manager = await home.as_owner(), str(home.role_ids["manager"])
    fields = [
        {"key": "size", "label": "Size", "type": "number"},
        {"key": "news", "label": "News", "type": "checkbox"},
        {"key": "secret", "label": "Secret", "type": "text", "view_role_ids": [manager]},
    ]
    made = [(await owner.post("/custom-fields", json=one)).json()["id"] for one in fields]
    its, form = await with_form(
        home,
        NAME,
        EMAIL,
        PHONE,
        field("property", property="message"),
        *(field("custom_field", field_id=one) for one in made),
    )
    page = await its.widget()
    details = {"email": "ana@x.test", "custom_fields": {"size": 3, "news": False, "secret": "hush-hush"}}
    first = (await page.get("/embed/form")).json()
    assert ({one["key"] for one in first["fields"] if one["required"]}, first["values"]) == (
        {"email"},
        {"name": "Ana Ruiz"},
    )
    assert (await owner.patch(f"/customers/{its.customer_id}", json=details)).status_code == 200
    shown = (await page.get("/embed/form")).json()
    assert not any(one["required"] for one in shown["fields"])
    assert shown["values"] == {"name": "Ana Ruiz", "email": "ana@x.test", "size": 3, "news": False}
    assert "hush-hush" not in str(shown)
    # Sent back as it came, it changes nothing; blank answers clear nothing.
    version = (await customer(its))["updated_at"]
    await asyncio.sleep(2.1)
    assert (
        await page.post("/embed/form", json={"token": shown["token"], "values": shown["values"]})
    ).status_code == 201
    assert (await fill_in(page, its, form, {"name": " ", "email": "", "size": None, "news": False})).status_code == 201
    assert (await customer(its))["updated_at"] == version
    assert (await customer(its))["custom_fields"] == details["custom_fields"]
    # Only with the scope to read the profile.
    config = {"scopes": ["forms:submit"]}
    assert (await owner.patch(f"/embed-configs/{its.config['id']}", json=config)).status_code == 200
    assert (await page.get("/embed/form")).json()["values"] == {}
    public = (await home.client().get(f"/f/{form['key']}")).json()
    assert {one["key"] for one in public["fields"] if one["required"]} == {"name", "email"}, (
        "control: a stranger must say who they are"
    )


async def test_a_company_keeps_its_name(home: Home) -> None:
    company = field("property", property="company")
    its, form = await with_form(home, NAME, company)
    theirs = await neighbour(its, name="Nube", kind="company")
    page = await theirs.widget()
    shown = (await page.get("/embed/form")).json()
    assert ([one["required"] for one in shown["fields"]], shown["values"]) == ([True, False], {"company": "Nube"})
    assert (await fill_in(page, theirs, form, {"name": "Ana Ruiz", "company": "Nube"})).status_code == 201
    assert (await customer(theirs))["name"] == "Nube"
    assert (await submissions(its.owner, form))[0]["values"] == {"name": "Ana Ruiz", "company": "Nube"}
    # A person's name is theirs to correct, and the company becomes theirs.
    assert (await fill_in(await its.widget(), its, form, {"name": "Ana R.", "company": "Nube"})).status_code == 201
    assert (await customer(its))["name"] == "Ana R."
    (relation,) = (await its.owner.get(f"/customers/{its.customer_id}/relations")).json()["items"]
    assert relation["customer"]["id"] == theirs.customer_id


async def test_each_bearer_sends_for_its_own_customer(home: Home) -> None:
    its, form = await with_form(home)
    theirs = await neighbour(its, name="Noa Levi")
    page, values = await theirs.widget(), {"email": "ana@x.test"}
    stolen = await fill_in(page, its, form, values)
    assert (stolen.status_code, stolen.json()["errors"][0]["code"]) == (422, "bad_token"), (
        "what one customer was shown, another cannot send"
    )
    for given in (
        public_token(form),
        signed(its, form)[:-4] + "AAAA",
        signed(theirs, form, 0.5),
        signed(theirs, form, 25 * 3600),
    ):
        assert (await page.post("/embed/form", json={"token": given, "values": values})).status_code == 422
    assert (
        await home.client().post(
            f"/f/{form['key']}", json={"token": signed(its, form), "values": {"name": "A", **values}}
        )
    ).status_code == 422
    assert await submissions(its.owner, form) == []
    assert (await fill_in(page, theirs, form, values)).status_code == 201, "control"
    assert (await submissions(its.owner, form))[0]["customer"]["id"] == theirs.customer_id
    assert (await customer(its))["emails"] == []


async def test_the_same_post_counts_once(home: Home) -> None:
    its, form = await with_form(home)
    page, body = await its.widget(), {"token": signed(its, form), "values": {"email": "ana@x.test"}}
    answers = await asyncio.gather(*(page.post("/embed/form", json=body) for _ in range(3)))
    assert sorted((answer.status_code, answer.headers.get("idempotent-replayed", "")) for answer in answers) == [
        (201, ""),
        (201, "true"),
        (201, "true"),
    ]
    other = await page.post("/embed/form", json={**body, "values": {"email": "b@x.test"}})
    assert (other.status_code, other.json()["code"]) == (409, "already-submitted")
    assert len(await submissions(its.owner, form)) == 1


async def test_who_may_not_send_stores_nothing(home: Home) -> None:
    its, form = await with_form(home)
    page, values = await its.widget(), {"email": "ana@x.test"}

    async def refusals() -> set[tuple[int, str]]:
        answers = [await page.get("/embed/form"), await fill_in(page, its, form, values)]
        return {(answer.status_code, answer.json()["code"]) for answer in answers}

    path = f"/embed-configs/{its.config['id']}"
    needed = await its.owner.patch(path, json={"scopes": ["customers:read"]})
    assert [(error["pointer"], error["code"]) for error in needed.json()["errors"]] == [("/widgets/0", "scope_missing")]
    assert (await its.owner.patch(path, json={"scopes": ["customers:read"], "widgets": ["profile"]})).status_code == 200
    assert await refusals() == {(403, "scope-missing")}
    await its.owner.patch(path, json={"scopes": SCOPES})
    assert await refusals() == {(404, "not-found")}, "the configuration shows no form"
    await its.owner.patch(path, json={"widgets": ["form"]})
    await its.owner.patch(f"/customers/{its.customer_id}/features", json={"portal": False})
    assert await refusals() == {(409, "prerequisites-unmet")}
    await its.owner.patch(f"/customers/{its.customer_id}/features", json={"portal": True, "embeds": True})
    await its.owner.patch(f"/forms/{form['id']}", json={"active": False})
    assert await refusals() == {(410, "form-closed")}
    await its.owner.patch(f"/forms/{form['id']}", json={"active": True})
    for client in (its.owner, await home.as_api_key(), its.server, home.client()):
        assert (await fill_in(client, its, form, values)).status_code in {401, 403}
    assert await submissions(its.owner, form) == []
    assert (await fill_in(page, its, form, values)).status_code == 201, "control: with all of it, it is stored"
    await its.owner.delete(f"/forms/{form['id']}", params={"force": True})
    assert await refusals() == {(404, "not-found")}
    await its.owner.delete(f"/customers/{its.customer_id}/embed-tokens/{its.token['id']}")
    assert await refusals() == {(401, "embed-token-revoked")}


HOSTILE: list[tuple[Any, str, str]] = [
    ({"admin": True}, "/values/admin", "unknown_field"),
    ({"customer_id": "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"}, "/values/customer_id", "unknown_field"),
    ({"email": "nonsense"}, "/values/email", "not_an_email"),
    ({"email": {"$ne": ""}}, "/values/email", "not_text"),
    ({"name": "A" * 201}, "/values/name", "too_long"),
    ({"name": "Ana\nB"}, "/values/name", "control_character"),
    ({"phone": "12"}, "/values/phone", "too_short"),
    ({"size": 11}, "/values/size", "too_large"),
    ({"consent": "yes"}, "/values/consent", "not_a_checkbox"),
    ({"name": "Ana", "consent": None}, "/values/email", "required"),
    ({"email": "ana@x.test", "name": None, "size": "\ud800"}, "", ""),
]


async def test_bad_answers_are_named_and_nothing_is_stored(home: Home) -> None:
    owner = await home.as_owner()
    size = (
        await owner.post(
            "/custom-fields", json={"key": "size", "label": "Size", "type": "number", "validation": {"max": 10}}
        )
    ).json()
    its, form = await with_form(
        home, NAME, EMAIL, PHONE, field("custom_field", field_id=size["id"]), field("consent", consent_text="Yes.")
    )
    page, before = await its.widget(), await customer(its)
    for values, pointer, code in HOSTILE:
        answer = (
            await fill_in(page, its, form, values)
            if pointer
            else await page.post("/embed/form", content=rb'{"token":"x","values":{"size":"\ud800"}}')
        )
        assert answer.status_code == 422, values
        if pointer:
            assert (pointer, code) in [(error["pointer"], error["code"]) for error in answer.json()["errors"]], (
                answer.text
            )
    large = await fill_in(page, its, form, {"email": "ana@x.test", "name": "x" * 70_000})
    assert (large.status_code, large.headers["content-type"]) == (413, "application/problem+json")
    robot = await fill_in(page, its, form, {"email": "ana@x.test"}, trap="https://buy.test")
    assert robot.status_code == 201, "a robot is thanked"
    assert (await submissions(owner, form), await customer(its)) == ([], before)
    assert (await fill_in(page, its, form, {"email": "ana@x.test", "size": 3})).status_code == 201, "control"
    nothing = await fill_in(page, its, form, {"email": ""})
    assert nothing.json()["errors"] == [{"pointer": "/values", "code": "empty", "message": "need an answer"}]


async def test_a_widget_with_a_form_needs_the_right_to_send_it(home: Home) -> None:
    owner = await home.as_owner()
    form = await make_form(owner, NAME)
    made = await make_config(owner, scopes=["forms:submit"], widgets=["form"], form_id=form["id"])
    assert made["scopes"] == ["forms:submit"]


@pytest.mark.parametrize("limit", ["FORM_POSTS_PER_MINUTE", "FORM_POSTS_IN_ALL_PER_MINUTE"])
async def test_posts_are_limited_as_those_of_strangers(home: Home, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    from atrium.kernel.settings import settings

    its, form = await with_form(home)
    page = await its.widget()
    monkeypatch.setenv(f"ATRIUM_{limit}", "2")
    settings.cache_clear()
    try:
        statuses = [(await fill_in(page, its, form, {"email": f"a{turn}@x.test"})).status_code for turn in range(5)]
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert statuses.count(429) >= 2, statuses
    assert len(await submissions(its.owner, form)) == statuses.count(201)
