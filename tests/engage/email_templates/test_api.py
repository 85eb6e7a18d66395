"""Templates over the API: what they may say, who may see them filled, and what keeps them from being taken away."""

import asyncio
from typing import Any

import pytest
from tests.conftest import counting_statements
from tests.edge.automations.factory import customer, make, step
from tests.homes import Home

from atrium.edge.automations.definitions.schemas import AutomationIn
from atrium.edge.automations.definitions.service import create_automation
from atrium.kernel.permissions import P

WELCOME = {
    "name": "Welcome",
    "subject": "Welcome, {{customer.first_name}}",
    "body": "Hello **{{ customer.name }}** of {{workspace.name}}",
}


async def template(client: Any, **more: Any) -> Any:
    answer = await client.post("/email-templates", json={**WELCOME, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def names(client: Any, **query: Any) -> list[str]:
    return [item["name"] for item in (await client.get("/email-templates", params=query)).json()["items"]]


async def test_written_changed_archived_restored_deleted(client: Any) -> None:
    made = await template(client)
    path = f"/email-templates/{made['id']}"
    etag = (await client.get(path)).headers["etag"]
    changed = await client.patch(path, json={"subject": "Hi"}, headers={"If-Match": etag})
    assert (changed.status_code, changed.json()["subject"], changed.json()["body"]) == (200, "Hi", WELCOME["body"])
    late = await client.patch(path, json={"subject": "Late"}, headers={"If-Match": etag})
    assert late.status_code == 412
    assert (await client.delete(path, headers={"If-Match": etag})).status_code == 412
    assert (await client.post(f"{path}/archive")).json()["archived_at"] is not None
    assert (await names(client), await names(client, archived=True), await names(client, archived=True, q="wel")) == (
        [],
        ["Welcome"],
        ["Welcome"],
    )
    assert (await client.post(f"{path}/restore")).json()["archived_at"] is None
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404
    heard = [
        event["type"] for event in (await client.get("/events", params={"type": "email_template.*"})).json()["items"]
    ]
    assert sorted(heard) == [
        f"email_template.{what}" for what in ("archived", "created", "deleted", "restored", "updated")
    ]


async def test_what_does_not_change_is_not_written(client: Any) -> None:
    made = await template(client)
    before = (await client.get(f"/email-templates/{made['id']}")).headers["etag"]
    assert (await client.patch(f"/email-templates/{made['id']}", json=WELCOME)).headers["etag"] == before


async def test_names_are_taken_whatever_their_case_and_also_by_archived_ones(client: Any) -> None:
    made, other = await template(client), await template(client, name="Other")
    await client.post(f"/email-templates/{made['id']}/archive")
    for answer in (
        await client.post("/email-templates", json={**WELCOME, "name": "WELCOME"}),
        await client.patch(f"/email-templates/{other['id']}", json={"name": "welcome"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "name-taken")
    # Changing the case of one's own name is no clash.
    assert (await client.patch(f"/email-templates/{other['id']}", json={"name": "OTHER"})).json()["name"] == "OTHER"


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        ({"subject": "Hi {{customer.nick}}"}, "/subject", "unknown_placeholder"),
        ({"body": "{{customer.custom_fields.nothing}}"}, "/body", "unknown_placeholder"),
        ({"body": "Hi {{customer.name"}, "/body", "open_placeholder"),
        ({"body": "{{trigger.type}}"}, "/body", "unknown_placeholder"),
        ({"body": "{{automation.name}}"}, "/body", "unknown_placeholder"),
        ({"body": "{{steps.one.status}}"}, "/body", "unknown_placeholder"),
        ({"subject": " "}, "/subject", "blank"),
        ({"subject": "two\nlines"}, "/subject", "control_character"),
        ({"body": "\n"}, "/body", "blank"),
        ({"body": "x" * 20_001}, "/body", "string_too_long"),
        ({"name": ""}, "/name", "string_too_short"),
        ({"from": "me@example.com"}, "/from", "extra_forbidden"),
    ],
)
async def test_what_cannot_be_sent_is_refused_where_it_stands(
    client: Any, given: dict[str, str], pointer: str, code: str
) -> None:
    made = await template(client, name="Kept")
    for answer in (
        await client.post("/email-templates", json={**WELCOME, **given}),
        await client.patch(f"/email-templates/{made['id']}", json=given),
    ):
        assert answer.status_code == 422, answer.text
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]
    assert await names(client) == ["Kept"]
    assert (await client.get(f"/email-templates/{made['id']}")).json()["body"] == WELCOME["body"]


async def test_a_preview_is_filled_with_a_real_customer(client: Any) -> None:
    ana = await customer(client, "Ana *Ruiz* [x](https://evil.example)", email="ana@example.com")
    body = "Hello **{{customer.name}}** from {{customer.location}}, [see]({{workspace.name}}) <b>{{today}}</b>"
    made = await template(client, body=body)
    shown = (await client.post(f"/email-templates/{made['id']}/preview", json={"customer_id": ana["id"]})).json()
    assert (shown["to"], shown["subject"], shown["empty"]) == ("ana@example.com", "Welcome, Ana", ["customer.location"])
    assert "Hello **Ana *Ruiz* [x](https://evil.example)** from , " in shown["body"]
    # Its own Markdown is formatted; what the customer is called is not.
    assert "<strong>Ana *Ruiz* [x](https://evil.example)</strong>" in shown["html"]
    assert "&lt;b&gt;" in shown["html"]
    draft = {"customer_id": ana["id"], "subject": "{{customer.first_name}}!", "body": "Bye"}
    assert (await client.post("/email-templates/preview", json=draft)).json()["subject"] == "Ana!"
    wrong = await client.post("/email-templates/preview", json={**draft, "body": "{{nobody}}"})
    assert [error["pointer"] for error in wrong.json()["errors"]] == ["/body"]


async def test_a_preview_leaks_nothing(client: Any, home: Home, elsewhere: Home) -> None:
    """Neither a field that the reader's role may not see, nor a customer out of sight, nor one of another workspace."""
    field = {"key": "secret", "label": "Secret", "type": "text", "view_role_ids": [str(home.role_ids["manager"])]}
    assert (await client.post("/custom-fields", json=field)).status_code == 201
    ana = await customer(client, custom_fields={"secret": "hidden-value"})
    made = await template(client, body="It is {{customer.custom_fields.secret}}")
    path = f"/email-templates/{made['id']}/preview"
    agent = await home.as_member(role="agent")
    assert "hidden-value" in (await client.post(path, json={"customer_id": ana["id"]})).text  # the control
    seen = await agent.post(path, json={"customer_id": ana["id"]})
    assert (seen.json()["body"], seen.json()["empty"]) == ("It is ", ["customer.custom_fields.secret"])
    draft = {"customer_id": ana["id"], "subject": "x", "body": "{{customer.custom_fields.secret}}"}
    assert (await agent.post("/email-templates/preview", json=draft)).status_code == 422
    assert "secret" not in (await agent.get("/email-templates/placeholders", params={"limit": 200})).text
    assert (
        "customer.custom_fields.secret"
        in (await client.get("/email-templates/placeholders", params={"limit": 200})).text
    )
    blind = await home.as_member(role="agent", visibility="assigned")
    stranger = await customer(await elsewhere.as_owner())
    for who, customer_id in ((blind, ana["id"]), (client, stranger["id"])):
        refused = await who.post(path, json={"customer_id": customer_id})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/customer_id")
    assert (await (await elsewhere.as_owner()).post(path, json={"customer_id": stranger["id"]})).status_code == 404


async def test_who_cannot_see_a_field_may_still_change_the_rest(client: Any, home: Home) -> None:
    field = {"key": "secret", "label": "Secret", "type": "text", "view_role_ids": [str(home.role_ids["manager"])]}
    await client.post("/custom-fields", json=field)
    made = await template(client, body="{{customer.custom_fields.secret}}")
    writer = await home.as_member(P.email_templates_read, P.email_templates_write)
    path = f"/email-templates/{made['id']}"
    assert (await writer.patch(path, json={"subject": "New", "body": made["body"]})).status_code == 200
    assert (await writer.patch(path, json={"body": "More {{customer.custom_fields.secret}}"})).status_code == 422


async def test_what_automations_send_is_not_taken_away_unasked(client: Any, home: Home) -> None:
    made = await template(client)
    path = f"/email-templates/{made['id']}"
    flow = await make(client, step("e", "send_email", template_id=made["id"]))
    for refused in (await client.post(f"{path}/archive"), await client.delete(path)):
        assert (refused.status_code, refused.json()["code"]) == (409, "in-use"), refused.text
        assert [(item["code"], item["fix"]["href"]) for item in refused.json()["unmet"]] == [
            ("used_by_automation", f"/automations/{flow['id']}")
        ]
    # Deleting cannot be forced, and is not said to be.
    assert "force" not in (await client.delete(path)).json()["detail"]
    assert (await client.delete(path, params={"force": True})).status_code == 422
    writer = await home.as_member(P.email_templates_read, P.email_templates_write)
    assert (await writer.post(f"{path}/archive")).json()["unmet"][0]["message"] == "1 automations use it."
    assert (await client.post(f"{path}/archive", params={"force": True})).status_code == 200
    told = (await client.get(f"/automations/{flow['id']}")).json()["problems"]
    assert [(problem["pointer"], problem["code"]) for problem in told] == [("/steps/0/config/template_id", "unknown")]
    assert (await client.post(f"{path}/restore")).status_code == 200
    assert (await client.get(f"/automations/{flow['id']}")).json()["problems"] == []
    await client.delete(f"/automations/{flow['id']}")
    assert (await client.delete(path)).status_code == 204  # the control: nothing uses it any more


async def test_archiving_a_field_lists_the_templates_that_show_it(client: Any) -> None:
    fields = [
        (await client.post("/custom-fields", json={"key": key, "label": key, "type": "text"})).json()
        for key in ("plan", "plan_b")
    ]
    made = await template(client, body="Your plan: {{ customer.custom_fields.plan }}")
    refused = await client.post(f"/custom-fields/{fields[0]['id']}/archive")
    assert (refused.status_code, refused.json()["unmet"][0]["fix"]["href"]) == (
        409,
        f"/settings/email-templates/{made['id']}",
    )
    assert (await client.post(f"/custom-fields/{fields[1]['id']}/archive")).status_code == 200
    assert (await client.post(f"/email-templates/{made['id']}/archive")).status_code == 200
    assert (await client.post(f"/custom-fields/{fields[0]['id']}/archive")).status_code == 200


async def test_roles(home: Home, client: Any) -> None:
    made = await template(client)
    agent, viewer, manager = [await home.as_member(role=role) for role in ("agent", "viewer", "manager")]
    for reader in (agent, viewer):
        assert await names(reader) == ["Welcome"]
        assert (await reader.patch(f"/email-templates/{made['id']}", json={"name": "X"})).status_code == 403
    assert (await manager.patch(f"/email-templates/{made['id']}", json={"name": "X"})).status_code == 200
    assert (await (await home.as_member(P.customers_read)).get("/email-templates")).status_code == 403


async def test_a_list_is_one_statement_however_long(client: Any) -> None:
    counts = []
    for number in range(3):
        await template(client, name=f"T{number}")
        with counting_statements() as statements:
            await client.get("/email-templates")
        counts.append(len(statements))
    assert len(set(counts)) == 1


async def test_it_is_not_archived_while_a_flow_that_sends_it_is_saved(client: Any, home: Home) -> None:
    made = await template(client)
    flow = {
        "name": "Greets",
        "trigger": {"kind": "manual"},
        "steps": [{"id": "e", "kind": "send_email", "config": {"template_id": made["id"]}}],
    }
    async with home.ctx() as ctx:
        await create_automation(ctx, AutomationIn.model_validate(flow))
        archiving = asyncio.create_task(client.post(f"/email-templates/{made['id']}/archive"))
        await asyncio.sleep(0.3)
        assert not archiving.done()
    assert (await archiving).status_code == 409
