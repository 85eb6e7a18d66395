"""Where an operation needs more than its schema's examples to succeed: a right password, a file, a thing in a certain
state."""

import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import UUID

import pyotp
from sqlalchemy import update
from tests.contract.document import Place
from tests.contract.population import Population, customer, tag
from tests.contract.requests import Call, adjusts, body_with, picture

PASSWORD = "staple horse battery"


def picture_file() -> dict[str, Any]:
    return {"file": ("picture.png", picture())}


@cache
def password_hash() -> str:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(PASSWORD)


async def give_password(its: Population) -> Any:
    """The workspace's owner, who now has a password."""
    from atrium.access.accounts.models import User
    from atrium.access.members.models import Member
    from atrium.kernel.system import system_transaction

    async with its.home.session() as session:
        member = await session.get_one(Member, (its.home.id, its.home.owner_id))
    async with system_transaction() as session:
        await session.execute(update(User).where(User.id == member.user_id).values(password_hash=password_hash()))
    return member


# ── access
# ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@adjusts("login")
async def login(call: Call, its: Population) -> Call:
    return replace(call, body={"email": (await give_password(its)).email, "password": PASSWORD})


@adjusts("change_password")
async def change_password(call: Call, its: Population) -> Call:
    await give_password(its)
    return replace(call, body={"current_password": PASSWORD, "password": secrets.token_urlsafe(16)})


@adjusts("reset_password")
async def reset_password(call: Call, its: Population) -> Call:
    from atrium.access.accounts.service import new_reset_token
    from atrium.kernel.system import system_transaction

    member = await give_password(its)
    async with system_transaction() as session:
        token = await new_reset_token(session, member.user_id)
    return replace(call, body={"token": token, "password": secrets.token_urlsafe(16)})


@adjusts("begin_totp")
async def begin_totp(call: Call, its: Population) -> Call:
    await give_password(its)
    return replace(call, body={"password": PASSWORD})


@adjusts("confirm_totp")
async def confirm_totp(call: Call, its: Population) -> Call:
    await give_password(its)
    secret = (await its.post("/me/totp", password=PASSWORD))["secret"]
    return replace(call, body={"code": pyotp.TOTP(secret).now()})


@adjusts("disable_totp")
async def disable_totp(call: Call, its: Population) -> Call:
    confirmed = await its.post("/me/totp/confirm", **(await confirm_totp(call, its)).body)
    return replace(call, body={"password": PASSWORD, "recovery_code": confirmed["recovery_codes"][0]})


@adjusts("lookup_invitation")
async def lookup_invitation(call: Call, its: Population) -> Call:
    return replace(call, body={"token": await _invitation_token(its)})


@adjusts("accept_invitation")
async def accept_invitation(call: Call, its: Population) -> Call:
    return replace(
        call, body={"token": await _invitation_token(its), "name": "Ana Ruiz", "password": secrets.token_urlsafe(16)}
    )


async def _invitation_token(its: Population) -> str:
    from atrium.access.members.models import Invitation
    from atrium.kernel.authentication import hash_token

    token = secrets.token_urlsafe(32)
    invitation_id = UUID(await its.identifier("invitation_id"))
    async with its.home.session() as session:
        await session.execute(
            update(Invitation).where(Invitation.id == invitation_id).values(token_hash=hash_token(token))
        )
    return token


@adjusts("get_workspace_logo", "delete_workspace_logo")
async def with_logo(call: Call, its: Population) -> Call:
    assert (await its.client.put("/workspace/logo", files=picture_file())).is_success
    return call


@adjusts("get_member_avatar", "delete_member_avatar", "remove_member_avatar")
async def with_member_avatar(call: Call, its: Population) -> Call:
    assert (await its.client.put(f"/members/{call.path['member_id']}/avatar", files=picture_file())).is_success
    return call


# ── records
# ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@adjusts("get_customer_avatar", "remove_customer_avatar")
async def with_customer_avatar(call: Call, its: Population) -> Call:
    assert (await its.client.put(f"/customers/{call.path['customer_id']}/avatar", files=picture_file())).is_success
    return call


@adjusts("restore_customer", "purge_customer")
async def in_the_trash(call: Call, its: Population) -> Call:
    assert (await its.client.delete(f"/customers/{call.path['customer_id']}")).status_code == 204
    return call


@adjusts("upsert_customer_by_identifier")
async def upsert(call: Call, its: Population) -> Call:
    return replace(call, body={"name": its.text("Customer")})


@adjusts("remove_customer_tag")
async def with_tag(call: Call, its: Population) -> Call:
    await its.post(f"/customers/{call.path['customer_id']}/tags", tag_ids=[call.path["tag_id"]])
    return call


@adjusts("remove_customer_tag_group")
async def with_tag_group(call: Call, its: Population) -> Call:
    await its.post(f"/customers/{call.path['customer_id']}/tag-groups/{call.path['group_id']}")
    return call


@adjusts("merge_tags")
async def merge_tags(call: Call, its: Population) -> Call:
    return replace(call, body={"tag_ids": [await tag(its)]})


@adjusts("set_folder_permissions")
async def folder_permissions(call: Call, its: Population) -> Call:
    return replace(call, body={"entries": [{"role_id": await its.identifier("role_id"), "level": "read"}]})


@adjusts("create_relation")
async def relate(call: Call, its: Population) -> Call:
    return replace(call, body={"type_id": await its.identifier("type_id"), "customer_id": await customer(its)})


@adjusts("edit_customers")
async def bulk_edit(call: Call, its: Population) -> Call:
    return replace(
        call, body={"selection": {"customer_ids": [await its.identifier("customer_id")]}, "action": {"type": "delete"}}
    )


@adjusts("create_import")
async def contact_file(call: Call, its: Population) -> Call:
    content = f"Name,E-mail\n{its.text('Person')},{its.key()}@example.com\n".encode()
    return replace(call, body={}, files={"file": ("people.csv", content)})


# ── edge
# ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@adjusts("get_job_errors", "get_job_result")
async def with_files(call: Call, its: Population) -> Call:
    from atrium.adapters import storage
    from atrium.kernel.jobs import Job

    async def content() -> AsyncIterator[bytes]:
        yield its.text("row").encode()

    job_id = UUID(call.path["job_id"])
    key = f"{its.home.id}/jobs/{job_id}.csv"
    await storage.put_stream(key, content(), 1000)
    async with its.home.session() as session:
        await session.execute(
            update(Job).where(Job.workspace_id == its.home.id, Job.id == job_id).values(errors_key=key, result_key=key)
        )
    return call


@adjusts("submit_form")
async def filled_in(call: Call, its: Population) -> Call:
    """As a page sends it that was open for a while."""
    from atrium.edge.forms.pages.service import page_token

    token = page_token(UUID(await its.identifier("form_id")), issued_at=time.time() - 10)
    return replace(
        call, body={"token": token, "values": {"name": its.text("Visitor"), "email": f"{its.key()}@example.com"}}
    )


@adjusts("list_form_submissions")
async def with_submissions(call: Call, its: Population) -> Call:
    from tests.contract.document import operations

    submit = next(operation for operation in operations() if operation.id == "submit_form")
    form = (await its.client.get(f"/forms/{call.path['form_id']}")).json()
    from atrium.edge.forms.pages.service import page_token

    for _ in range(3):
        token = page_token(UUID(form["id"]), issued_at=time.time() - 10)
        values = {"name": its.text("Visitor"), "email": f"{its.key()}@example.com"}
        answer = await Call(submit, {"form_key": form["key"]}, body={"token": token, "values": values}).send(its.client)
        assert answer.status_code == 201, answer.text
    return call


@adjusts("run_automation")
async def run_by_hand(call: Call, its: Population) -> Call:
    body = {"selection": {"customer_ids": [await its.identifier("customer_id")]}}
    return replace(call, body=body)


@adjusts("dry_run_automation")
async def dry_run(call: Call, its: Population) -> Call:
    return replace(call, body={"customer_ids": [await its.identifier("customer_id")]})


@adjusts("explain_automation")
async def explained(call: Call, its: Population) -> Call:
    return call.with_query(customer_id=await its.identifier("customer_id"))


async def webhook_automation(its: Population) -> str:
    step = {"id": "stop_1", "kind": "stop", "config": {}}
    return str(
        (
            await its.post(
                "/automations", name=its.text("Hook"), enabled=True, trigger={"kind": "webhook"}, steps=[step]
            )
        )["id"]
    )


@adjusts("make_automation_hook")
async def with_webhook_trigger(call: Call, its: Population) -> Call:
    return call.with_path(automation_id=await webhook_automation(its))


@adjusts("receive_hook")
async def hook(call: Call, its: Population) -> Call:
    url = (await its.post(f"/automations/{await webhook_automation(its)}/hook"))["url"]
    return replace(
        call.with_path(token=url.rsplit("/", 1)[-1]), body={"contact": {"email": f"{its.key()}@example.com"}}
    )


@adjusts("retry_automation_run")
async def failed_run(call: Call, its: Population) -> Call:
    from atrium.edge.automations.runs.models import AutomationRun

    async with its.home.session() as session:
        own = (AutomationRun.workspace_id == its.home.id, AutomationRun.id == UUID(call.path["run_id"]))
        await session.execute(update(AutomationRun).where(*own).values(state="failed"))
    return call


# ── ids that need company
# ───────────────────────────────────────────────────────────────────────────────────────────────────


@body_with(
    ("create_customer", "status_id"), ("update_customer", "status_id"), ("upsert_customer_by_identifier", "status_id")
)
async def status_in_its_folder(identifier: str, _place: Place, its: Population) -> Any:
    return {"name": its.text("Customer"), "folder_id": await its.identifier("folder_id"), "status_id": identifier}


@body_with(("preview_import", "status_id"), ("start_import", "status_id"))
async def status_for_all_rows(identifier: str, _place: Place, its: Population) -> Any:
    return {"folder_id": await its.identifier("folder_id"), "status_id": identifier}


@body_with(("create_form", "status_id"), ("update_form", "status_id"))
async def status_of_a_form(identifier: str, _place: Place, its: Population) -> Any:
    return {"name": its.text("Form"), "folder_id": await its.identifier("folder_id"), "status_id": identifier}


@body_with(("create_form", "fields"), ("update_form", "fields"))
async def question_about_a_field(identifier: str, _place: Place, its: Population) -> Any:
    questions = [{"kind": "property", "property": "name"}, {"kind": "custom_field", "field_id": identifier}]
    return {"name": its.text("Form"), "fields": questions}


@body_with(("create_relation", "new_customer"))
async def related_new_customer(identifier: str, place: Place, its: Population) -> Any:
    inside = {
        "name": its.text("Customer"),
        "folder_id": await its.identifier("folder_id"),
        **_alone(identifier, place[1:]),
    }
    return {"type_id": await its.identifier("type_id"), "new_customer": inside}


@body_with(("set_folder_permissions", "member_id"))
async def member_in_place_of_role(identifier: str, _place: Place, _its: Population) -> Any:
    return {"entries": [{"member_id": identifier, "level": "read"}]}


@body_with(("reorder_folders", "parent_id"))
async def children_of(identifier: str, _place: Place, its: Population) -> Any:
    child = await its.client.post("/folders", json={"name": its.text("Child"), "parent_id": identifier})
    return {
        "parent_id": identifier,
        "folder_ids": [child.json()["id"] if child.is_success else await its.identifier("folder_id")],
    }


@body_with(("edit_customers", "filter"))
async def bulk_edit_by_filter(identifier: str, place: Place, _its: Population) -> Any:
    return {"selection": {"filter": _alone(identifier, place[2:])}, "action": {"type": "delete"}}


WAIT = {"id": "wait_1", "kind": "wait", "config": {"wait": "for", "seconds": 60}}


@body_with(("create_automation", "filter"), ("update_automation", "filter"))
async def scheduled_for_filter(identifier: str, place: Place, its: Population) -> Any:
    return {"name": its.text("Automation"), **await scheduled_draft(identifier, place, its)}


@body_with(("check_automation", "filter"))
async def scheduled_draft(identifier: str, place: Place, _its: Population) -> Any:
    wanted = _alone(identifier, place[place.index("filter") + 1 :])
    return {"trigger": {"kind": "schedule", "cron": "0 9 * * *", "filter": wanted}, "steps": [WAIT]}


@body_with(("run_automation", "filter"))
async def run_for_filter(identifier: str, place: Place, _its: Population) -> Any:
    return {"selection": {"filter": _alone(identifier, place[2:])}}


@body_with(("dry_run_automation", "flow"))
async def dry_run_of_draft(identifier: str, place: Place, its: Population) -> Any:
    if "filter" in place:
        flow = await scheduled_draft(identifier, place, its)
    else:
        flow = {"trigger": {"kind": "manual"}, "steps": [WAIT], "folder_ids": [identifier]}
    return {"customer_ids": [await its.identifier("customer_id")], "flow": flow}


def _alone(identifier: str, place: Place) -> dict[str, Any]:
    return {str(place[0]): [identifier] if len(place) > 1 else identifier}
