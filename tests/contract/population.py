"""What a workspace holds for a contract test: one thing for each kind of id, made over the API when first asked for.

A path parameter or ``…_id`` property that the contract names anew needs one entry below; the suite fails and says
so."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
from tests.conftest import Home
from tests.contract.document import Operation, operations

Factory = Callable[["Population"], Awaitable[str]]
FACTORIES: dict[str, Factory] = {}
"""By name of the path parameter or property: makes the thing and returns its id."""

IDENTIFIED_AS: dict[tuple[str, str], str] = {
    ("merge_tags", "tag_ids"): "other_tag_id",
    ("create_relation", "customer_id"): "other_customer_id",
    ("delete_member", "transfer_to"): "member_id",
    ("list_audit", "actor_id"): "member_id",
    ("read_notifications", "until_id"): "notification_id",
}
"""By operation and name: which thing is meant in its body or query, where the name does not say it."""

NATURAL_KEYS: dict[str, str] = {
    "scheme": "hubspot",
    "value": "991",
    "token": "atr_hook_unknown",
    "unit": "credits",
    "feature_key": "portal",
    "plan_key": "pro",
}
"""Path parameters that are no ids: a value each workspace may use for itself."""


class Unregistered(LookupError):
    """The contract names an id that no factory makes."""


class Population:
    """The things of one workspace, made as its owner. Every text of theirs carries ``mark``, so that a leak shows."""

    def __init__(self, home: Home, client: httpx.AsyncClient) -> None:
        self.home = home
        self.client = client
        self.mark = f"mark{secrets.token_hex(6)}"
        self.made: dict[str, str] = {}
        self._number = 0

    def text(self, what: str = "thing") -> str:
        """A text that nobody else has."""
        self._number += 1
        return f"{what} {self.mark} {self._number}"

    def key(self) -> str:
        self._number += 1
        return f"k_{self.mark}_{self._number}"

    async def caller(self, operation: Operation) -> httpx.AsyncClient:
        """Who may send it: the owner, a widget or its server, or anybody."""
        if operation.embed is not None:
            return await self._widget(operation.embed)
        return self.client if operation.permissions is not None else self.home.client()

    async def _widget(self, kind: str) -> httpx.AsyncClient:
        key = f"caller:{kind}"
        if key not in self.made:
            self.made[key] = await (embed_bearer(self) if kind == "embed" else embed_token_secret(self))
        client: httpx.AsyncClient = self.home.client(headers={"Authorization": f"Bearer {self.made[key]}"})
        return client

    async def identifier(self, name: str, operation_id: str = "", *, in_path: bool = False) -> str:
        """The id of the workspace's thing that this name means."""
        singular = f"{name.removesuffix('_ids')}_id" if name.endswith("_ids") else name
        meant = singular if in_path else IDENTIFIED_AS.get((operation_id, name), singular)
        if meant not in self.made:
            factory = FACTORIES.get(meant)
            if factory is None:
                where = "FACTORIES (with @makes) or IDENTIFIED_AS in tests/contract/population.py"
                raise Unregistered(
                    f"operation {operation_id or '?'} names the id {name!r}, which no factory makes: register it in"
                    f" {where}"
                )
            self.made[meant] = await factory(self)
        return self.made[meant]

    async def everything(self) -> None:
        """One more of each thing that the contract's paths name."""
        self.made.clear()
        for name in sorted({name for operation in operations() for name in operation.path_identifiers}):
            await self.identifier(name)

    async def post(self, path: str, **body: Any) -> Any:
        """Make something over the API; its representation."""
        answer = await self.client.post(path, json=body, headers={"Idempotency-Key": self.key()})
        assert answer.is_success, f"factory: POST {path} answered {answer.status_code}: {answer.text}"
        return answer.json()


def makes(*names: str) -> Callable[[Factory], Factory]:
    """Register a factory under the names of the parameters and properties that carry the ids it makes."""

    def register(factory: Factory) -> Factory:
        for name in names:
            assert name not in FACTORIES, f"two factories for {name}"
            FACTORIES[name] = factory
        return factory

    return register


@makes("tag_id", "other_tag_id", "all_tag_id")
async def tag(its: Population) -> str:
    return str((await its.post("/tags", name=its.text("Tag")))["id"])


@makes("group_id")
async def tag_group(its: Population) -> str:
    group = await its.post("/tag-groups", name=its.text("Group"))
    await its.post("/tags", name=its.text("Tag"), group_id=group["id"])
    return str(group["id"])


@makes("customer_id", "other_customer_id")
async def customer(its: Population) -> str:
    details = {
        "email": f"{its.key()}@example.com",
        "location": its.text("Location"),
        "external_ids": {"crm": its.key()},
    }
    return str((await its.post("/customers", name=its.text("Customer"), lifecycle="prospect", **details))["id"])


@makes("folder_id", "parent_id")
async def folder(its: Population) -> str:
    made = await its.post("/folders", name=its.text("Folder"))
    return str(made["id"])


@makes("status_id")
async def status(its: Population) -> str:
    folder_id = await its.identifier("folder_id")
    return str((await its.post(f"/folders/{folder_id}/statuses", name=its.text("Status"), category="open"))["id"])


@makes("field_id")
async def custom_field(its: Population) -> str:
    return str((await its.post("/custom-fields", key=its.key(), label=its.text("Field"), type="text"))["id"])


@makes("note_id")
async def note(its: Population) -> str:
    customer_id = await its.identifier("customer_id")
    return str((await its.post(f"/customers/{customer_id}/notes", body=its.text("Note")))["id"])


@makes("profile_id")
async def profile(its: Population) -> str:
    customer_id = await its.identifier("customer_id")
    return str((await its.post(f"/customers/{customer_id}/profiles", channel="webchat", handle=its.key()))["id"])


@makes("conflict_id")
async def profile_conflict(its: Population) -> str:
    """Two customers with one handle, as a channel reports them."""
    from atrium.records.profiles.service import record_contact

    handle = its.key()
    for claimant in (await customer(its), await its.identifier("customer_id")):
        async with its.home.ctx() as ctx:
            await record_contact(ctx, UUID(claimant), "webchat", handle)
    return str((await its.client.get("/profile-conflicts")).json()["items"][0]["id"])


@makes("type_id")
async def relation_type(its: Population) -> str:
    return str((await its.post("/relation-types", name=its.text("Employee"), inverse_name=its.text("Company")))["id"])


@makes("relation_id")
async def relation(its: Population) -> str:
    first, second, kind = await its.identifier("customer_id"), await customer(its), await its.identifier("type_id")
    return str((await its.post(f"/customers/{first}/relations", type_id=kind, customer_id=second))["id"])


@makes("view_id")
async def view(its: Population) -> str:
    return str((await its.post("/views", name=its.text("View"), shared=True))["id"])


@makes("member_id", "owner_id", "worker_id")
async def member(its: Population) -> str:
    return str(await its.home.make_member(its.home.role_ids["agent"], name=its.text("Member")))


@makes("role_id", "view_role_id", "edit_role_id")
async def role(its: Population) -> str:
    return str((await its.post("/roles", name=its.text("Role"), permissions=["customers:read"]))["id"])


@makes("invitation_id")
async def invitation(its: Population) -> str:
    body = {"email": f"{its.key()}@example.com", "role_id": str(its.home.role_ids["agent"])}
    return str((await its.post("/invitations", **body))["id"])


@makes("session_id")
async def session(its: Population) -> str:
    """Another browser of the owner's."""
    browser = await its.home.as_owner()
    sessions = (await browser.get("/sessions")).json()["items"]
    return str(next(item["id"] for item in sessions if item["current"]))


@makes("key_id")
async def api_key(its: Population) -> str:
    return str((await its.post("/api-keys", name=its.text("Key"), scopes=["customers:read"]))["id"])


@makes("job_id")
async def job(its: Population) -> str:
    from atrium.kernel.jobs import enqueue

    async with its.home.ctx() as ctx:
        return str(await enqueue(ctx, "contract_test", {"note": its.text()}, visible=True))


@makes("import_id")
async def uploaded_import(its: Population) -> str:
    """A file that waits to be started."""
    content = f"Name,E-mail\n{its.text('Person')},{its.key()}@example.com\n".encode()
    answer = await its.client.post(
        "/imports", files={"file": ("people.csv", content)}, data={"options": '{"preview": true}'}
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@makes("endpoint_id")
async def webhook_endpoint(its: Population) -> str:
    return str(
        (
            await its.post(
                "/webhook-endpoints",
                url="https://example.com/atrium",
                event_types=["*"],
                description=its.text("Endpoint"),
            )
        )["id"]
    )


@makes("delivery_id")
async def webhook_delivery(its: Population) -> str:
    endpoint_id = await its.identifier("endpoint_id")
    return str((await its.post(f"/webhook-endpoints/{endpoint_id}/test"))["id"])


@makes("event_id", "after_id")
async def event(its: Population) -> str:
    await its.post("/tags", name=its.text("Tag"))
    return str((await its.client.get("/events", params={"limit": 1})).json()["items"][0]["id"])


@makes("automation_id")
async def automation(its: Population) -> str:
    step = {"id": "wait_1", "kind": "wait", "label": its.text("Step"), "config": {"wait": "for", "seconds": 60}}
    return str(
        (
            await its.post(
                "/automations", name=its.text("Automation"), enabled=True, trigger={"kind": "manual"}, steps=[step]
            )
        )["id"]
    )


@makes("run_id")
async def automation_run(its: Population) -> str:
    """A run that has not begun yet."""
    automation_id, customer_id = await its.identifier("automation_id"), await its.identifier("customer_id")
    body = {"selection": {"customer_ids": [customer_id]}}
    answer = await its.client.post(
        f"/automations/{automation_id}/run", json=body, headers={"Idempotency-Key": its.key()}
    )
    assert answer.is_success, answer.text
    return str(answer.json()["started"][0]["run_id"])


@makes("template_id")
async def email_template(its: Population) -> str:
    return str(
        (
            await its.post(
                "/email-templates",
                name=its.text("Template"),
                subject=its.text("Subject"),
                body="Hello {{customer.first_name}}",
            )
        )["id"]
    )


@makes("workspace_id")
async def workspace(its: Population) -> str:
    return str(its.home.id)


@makes("form_id")
async def form(its: Population) -> str:
    return str((await its.post("/forms", name=its.text("Form"), title=its.text("Title"), active=True))["id"])


@makes("form_key")
async def form_key(its: Population) -> str:
    made = await its.client.get(f"/forms/{await its.identifier('form_id')}")
    return str(made.json()["key"])


@makes("notification_id")
async def notification(its: Population) -> str:
    from atrium.engage.notifications.models import Notification
    from atrium.kernel.ids import uuid7

    own = {
        "member_id": its.home.owner_id,
        "actor_type": "member",
        "actor_id": its.home.owner_id,
        "actor_name": its.text("Colleague"),
    }
    row = Notification(
        workspace_id=its.home.id,
        id=uuid7(),
        kind="assignment",
        event_id=uuid7(),
        customer_id=UUID(await customer(its)),
        **own,
    )
    async with its.home.session() as session:
        session.add(row)
    return str(row.id)


# ── billing
# ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def credits_of(its: Population) -> str:
    """The address of a customer's credits, of whom there are enough."""
    path = f"/customers/{await its.identifier('customer_id')}/credits"
    await its.post(f"{path}/grants", amount=500, note=its.text("Grant"))
    return path


@makes("grant_id")
async def credit_grant(its: Population) -> str:
    path = f"/customers/{await its.identifier('customer_id')}/credits/grants"
    return str((await its.post(path, amount=500, note=its.text("Grant")))["grant"]["id"])


@makes("entry_id")
async def credit_entry(its: Population) -> str:
    source = {"type": "call", "id": its.key()}
    return str(
        (await its.post(f"{await credits_of(its)}/consume", amount=5, source=source, note=its.text("Call")))["entry"][
            "id"
        ]
    )


@makes("hold_id")
async def credit_hold(its: Population) -> str:
    return str((await its.post(f"{await credits_of(its)}/holds", amount=50, note=its.text("Call")))["hold"]["id"])


# ── embeds
# ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@makes("config_id")
async def embed_config(its: Population) -> str:
    scopes = ["customers:read", "notes:read", "timeline:read", "credits:read", "quotas:read", "forms:submit"]
    shown = {
        "widgets": ["profile", "credits", "quota", "notes", "timeline", "form"],
        "form_id": await its.identifier("form_id"),
    }
    made = await its.post(
        "/embed-configs", name=its.text("Embed"), allowed_origins=["https://shop.example"], scopes=scopes, **shown
    )
    return str(made["id"])


async def _embed_token(its: Population) -> dict[str, Any]:
    """For the customer that other ids belong to, made one who may have it."""
    customer_id = await its.identifier("customer_id")
    await unlock_embeds(its, customer_id)
    made = await its.post(
        f"/customers/{customer_id}/embed-tokens", config_id=await its.identifier("config_id"), label=its.text("Token")
    )
    its.made["embed_key"] = str(made["key"])
    return dict(made)


async def unlock_embeds(its: Population, customer_id: str) -> None:
    assert (await its.client.patch("/workspace", json={"saas_mode": True})).is_success
    await its.client.post(f"/customers/{customer_id}/convert")
    wanted = {"portal": True, "integration": True, "integration_apps": ["generic"]}
    answer = await its.client.patch(f"/customers/{customer_id}/features", json=wanted)
    assert answer.is_success, answer.text


@makes("token_id")
async def embed_token(its: Population) -> str:
    return str((await _embed_token(its))["id"])


@makes("embed_key")
async def embed_key(its: Population) -> str:
    return str((await _embed_token(its))["key"])


async def embed_token_secret(its: Population) -> str:
    return str((await _embed_token(its))["secret"])


async def embed_bearer(its: Population) -> str:
    path = f"/customers/{await its.identifier('customer_id')}/embed-tokens/{await its.identifier('token_id')}/preview"
    return str((await its.post(path))["access_token"])


async def launch_code(its: Population) -> str:
    client = its.home.client(headers={"Authorization": f"Bearer {await embed_token_secret(its)}"})
    answer = await client.post("/embed/launches")
    assert answer.is_success, answer.text
    return str(answer.json()["code"])
