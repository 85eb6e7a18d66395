"""The step that sends a template: checked when saved, read when sent, told in the trace."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.edge.automations.factory import customer, make, settle, step, the_trace
from tests.edge.automations.test_runs import make_due
from tests.engage.email_templates.test_api import template
from tests.homes import Home

from atrium.adapters.mailbox import list_messages


async def test_the_template_is_sent_as_it_reads_at_that_moment(client: Any, home: Home, mailbox: Path) -> None:
    await client.post("/custom-fields", json={"key": "plan", "label": "Plan", "type": "text"})
    made = await template(client, body="Old")
    flow = await make(
        client, step("w", "wait", wait="for", seconds=60), step("e", "send_email", template_id=made["id"])
    )
    await customer(client, "Ana *Ruiz*", email="ana@example.com", custom_fields={"plan": "Gold"})
    await settle()
    body = "Hello **{{customer.name}}**, your plan is {{customer.custom_fields.plan}}."
    await client.patch(f"/email-templates/{made['id']}", json={"body": body, "name": "Warm welcome"})
    await make_due(home)
    await settle()
    trace = await the_trace(client, flow["id"])
    assert trace["state"] == "succeeded", trace
    (mail,) = await list_messages(mailbox)
    assert (mail.to, mail.subject) == (["ana@example.com"], "Welcome, Ana")
    assert mail.text.startswith("Hello **Ana *Ruiz***, your plan is Gold.")
    assert "<strong>Ana *Ruiz*</strong>, your plan is Gold." in str(mail.html)
    done = trace["steps"][1]
    shown = (done["input"]["template"], done["input"]["subject"], done["input"]["body"])
    assert shown == ("Warm welcome", "Welcome, Ana", "Hello **Ana *Ruiz***, your plan is Gold.")
    assert done["output"] == {
        "to": "ana@example.com",
        "subject": "Welcome, Ana",
        "template": "Warm welcome",
        "message_id": mail.message_id,
    }
    # What a reader may not see in the customer, he does not see in the trace either.
    assert done["input"] is not None


async def test_the_trace_hides_fields_that_stand_in_the_template(client: Any, home: Home, mailbox: Path) -> None:
    field = {"key": "secret", "label": "Secret", "type": "text", "view_role_ids": [str(home.role_ids["manager"])]}
    await client.post("/custom-fields", json=field)
    made = await template(client, body="It is {{customer.custom_fields.secret}}")
    flow = await make(client, step("e", "send_email", template_id=made["id"]))
    await customer(client, email="ana@example.com", custom_fields={"secret": "hidden-value"})
    await settle()
    assert "hidden-value" in str(await the_trace(client, flow["id"]))  # the control
    assert "hidden-value" not in str(await the_trace(await home.as_member(role="agent"), flow["id"]))
    assert len(await list_messages(mailbox)) == 1


async def test_a_template_that_was_taken_away_fails_the_run_until_it_is_back(client: Any, mailbox: Path) -> None:
    made = await template(client)
    flow = await make(client, step("e", "send_email", template_id=made["id"]))
    await client.post(f"/email-templates/{made['id']}/archive", params={"force": True})
    await customer(client, email="ana@example.com")
    await settle()
    trace = await the_trace(client, flow["id"])
    assert (trace["state"], trace["error_code"], trace["error"]) == (
        "failed",
        "step-not-possible",
        "The e-mail template “Welcome” is archived.",
    )
    await client.post(f"/email-templates/{made['id']}/restore")
    assert (await client.post(f"/automation-runs/{trace['id']}/retry", json={})).status_code == 200
    await settle()
    assert [mail.subject for mail in await list_messages(mailbox)] == ["Welcome, Ana"]


async def test_what_cannot_be_sent_is_refused_when_the_flow_is_saved(client: Any, elsewhere: Home) -> None:
    gone, foreign = await template(client, name="Gone"), await template(await elsewhere.as_owner())
    made = await template(client)
    await client.post(f"/email-templates/{gone['id']}/archive")
    wrong = [
        ({}, [("subject", "missing"), ("body", "missing")]),
        ({"subject": "Hi"}, [("body", "missing")]),
        ({"subject": "Hi", "template_id": made["id"]}, [("subject", "not_with_template")]),
        *(
            ({"template_id": template_id}, [("template_id", "unknown")])
            for template_id in (gone["id"], foreign["id"], str(uuid4()))
        ),
        ({"template_id": "welcome"}, [("template_id", "uuid_parsing")]),
    ]
    for config, expected in wrong:
        refused = await make(client, step("e", "send_email", **config), status=422)
        assert [(error["pointer"], error["code"]) for error in refused["errors"]] == [
            (f"/steps/0/config/{name}", code) for name, code in expected
        ], config
    await make(client, step("e", "send_email", template_id=made["id"]))  # the control


async def test_a_dry_run_shows_the_template_filled(client: Any) -> None:
    made = await template(client)
    flow = await make(client, step("e", "send_email", template_id=made["id"]), enabled=False)
    ana = await customer(client, email="ana@example.com")
    (run,) = (await client.post(f"/automations/{flow['id']}/dry-run", json={"customer_ids": [ana["id"]]})).json()[
        "trials"
    ]
    would = run["steps"][0]["input"]
    assert (would["template"], would["subject"], would["to"]) == ("Welcome", "Welcome, Ana", "ana@example.com")


async def test_files_name_the_template_and_find_it_elsewhere(client: Any, elsewhere: Home) -> None:
    made = await template(client)
    flow = await make(client, step("e", "send_email", template_id=made["id"]), enabled=False)
    file = (await client.get(f"/automations/{flow['id']}/export")).json()
    assert file["references"][made["id"]] == {"thing": "email_template", "name": "Welcome"}
    stranger = await elsewhere.as_owner()
    refused = await stranger.post("/automations/import", json=file)
    assert (refused.status_code, [error["pointer"] for error in refused.json()["errors"]]) == (
        422,
        ["/flow/steps/0/config/template_id"],
    )
    assert "e-mail template" in refused.json()["errors"][0]["message"]
    own = await template(stranger, name="WELCOME")
    imported = await stranger.post("/automations/import", json=file)
    assert imported.json()["steps"][0]["config"] == {"template_id": own["id"]}
