"""The sample workspace of ``atrium up --demo``: a small studio with leads, clients, notes and a timeline, made once."""

import json
import random
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from atrium.access.accounts import service as accounts
from atrium.access.members import service as members
from atrium.access.workspaces import service as workspaces
from atrium.access.workspaces.models import Workspace
from atrium.billing.credits.holds.schemas import CreditHoldIn
from atrium.billing.credits.holds.service import hold
from atrium.billing.credits.ledger.schemas import (
    CreditConsumeIn,
    CreditDeductionIn,
    CreditGrantIn,
    CreditSettingsPatch,
    CreditSource,
)
from atrium.billing.credits.ledger.service import account_for_change, change_settings, consume, deduct, grant
from atrium.billing.features.entitlements.service import change_features, lock_features
from atrium.billing.features.plans.schemas import FeatureIn, PlanIn
from atrium.billing.features.plans.service import create_feature, create_plan
from atrium.billing.quotas.service import consume_quota, set_metering
from atrium.data_folder import write_private
from atrium.edge.api_keys.models import ApiKey
from atrium.edge.api_keys.schemas import ApiKeyIn
from atrium.edge.api_keys.service import create_key
from atrium.edge.automations.definitions.schemas import AutomationIn
from atrium.edge.automations.definitions.service import create_automation
from atrium.edge.automations.library.service import templates
from atrium.edge.embeds.configs.schemas import EmbedConfigIn
from atrium.edge.embeds.configs.service import create_config
from atrium.edge.embeds.tokens.schemas import EmbedTokenIn
from atrium.edge.embeds.tokens.service import create_token
from atrium.edge.forms.forms.models import Form
from atrium.edge.forms.forms.schemas import FormIn
from atrium.edge.forms.forms.service import create_form
from atrium.edge.webhooks.endpoints.schemas import WebhookEndpointIn
from atrium.edge.webhooks.endpoints.service import create_endpoint, disable
from atrium.engage.email_templates.schemas import EmailTemplateIn
from atrium.engage.email_templates.service import create_template
from atrium.kernel.authentication import hash_token
from atrium.kernel.context import Actor, Ctx, Visibility
from atrium.kernel.db import close_database, database, transaction
from atrium.kernel.events import write_pending
from atrium.kernel.permissions import ALL
from atrium.kernel.system import system_transaction
from atrium.records.custom_fields.definitions.schemas import CustomFieldIn
from atrium.records.custom_fields.definitions.service import create_field
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.schemas import CustomerFilter, CustomerIn, CustomerPatch
from atrium.records.customers.record.service import create_customer, get_customer, update_customer
from atrium.records.folders.schemas import FolderIn
from atrium.records.folders.service import create_folder, list_statuses
from atrium.records.notes.schemas import NoteIn
from atrium.records.notes.service import create_note
from atrium.records.profiles.schemas import ProfileIn
from atrium.records.profiles.service import create_profile
from atrium.records.relations.models import RelationType
from atrium.records.relations.schemas import RelationIn
from atrium.records.relations.service import create_relation, seed_relation_types
from atrium.records.tags.schemas import TagGroupIn, TagIn
from atrium.records.tags.service import create_group, create_tag
from atrium.records.views.schemas import ViewIn
from atrium.records.views.service import create_view
from atrium.registry import load_handlers

OWNER = "demo@atrium.test"
PEOPLE = (
    ("Noa Levi", "noa@atrium.test", "manager"),
    ("Tomás Vega", "tomas@atrium.test", "agent"),
    ("Ines Costa", "ines@atrium.test", "viewer"),
)
FOLDERS: Mapping[str, tuple[str, str, Sequence[tuple[str, str, str]]]] = {
    "New Leads": (
        "sparkles",
        "#3b82f6",
        (
            ("New", "open", "#3b82f6"),
            ("Contacted", "open", "#8b5cf6"),
            ("Qualified", "won", "#10b981"),
            ("Not a fit", "lost", "#94a3b8"),
        ),
    ),
    "Active Clients": (
        "briefcase",
        "#10b981",
        (("Onboarding", "open", "#f59e0b"), ("Active", "open", "#10b981"), ("Paused", "closed", "#94a3b8")),
    ),
    "Closed": ("archive", "#64748b", (("Finished", "won", "#10b981"), ("Lost", "lost", "#ef4444"))),
}
TAGS = {
    "Segment": ("#f59e0b", ("VIP", "Wholesale", "Local")),
    "Interest": ("#8b5cf6", ("Branding", "Website", "Photography", "Upsell target")),
}
FIELDS = (
    CustomFieldIn(
        key="renewal_on", label="Renewal", type="date", section="Contract", help="The day the contract ends."
    ),
    CustomFieldIn(key="monthly_budget", label="Monthly budget", type="currency", section="Contract"),
    CustomFieldIn.model_validate(
        {
            "key": "plan",
            "label": "Plan",
            "type": "select",
            "section": "Contract",
            "options": [{"label": label} for label in ("Starter", "Growth", "Partner")],
        }
    ),
    CustomFieldIn(key="website", label="Website", type="url", section="About"),
    CustomFieldIn(key="call_back_at", label="Call back", type="follow_up", section="About"),
    CustomFieldIn(key="newsletter", label="Newsletter", type="checkbox", section="About", default_value=False),
)
GIVEN = (
    "Ana",
    "Luis",
    "Mireia",
    "Jonas",
    "Amélie",
    "Yusuf",
    "Chloé",
    "Priya",
    "Marek",
    "Sofía",
    "Daniel",
    "Leila",
    "Hugo",
    "Nadia",
    "Oskar",
    "Elena",
    "Tariq",
    "Greta",
    "Pablo",
    "Ingrid",
)
FAMILY = (
    "Ruiz",
    "Ferrer",
    "Novák",
    "Haddad",
    "Moreau",
    "Schmidt",
    "Okafor",
    "Silva",
    "Lindqvist",
    "Rossi",
    "Kaplan",
    "Andrade",
    "Dubois",
    "Petrova",
    "Nakamura",
    "Byrne",
)
COMPANIES = (
    "Harbour Coffee",
    "Atelier Nube",
    "Norte Bikes",
    "Casa Lumbre",
    "Pixel Orchard",
    "Veldhuis Flowers",
    "Mar y Sal",
    "Tidewater Legal",
)
CITIES = (
    ("Madrid", "+3460011"),
    ("Barcelona", "+3461722"),
    ("Lisboa", "+35191234"),
    ("Paris", "+3361234"),
    ("Berlin", "+4915123"),
)
NOTES = (
    "Called back, wants a proposal for the **annual plan** by Friday.",
    "Prefers e-mail. Very happy with the last shoot.",
    "Asked whether we also do packaging. Sent three examples.",
    "Met at the trade fair.\n\n- budget is fixed\n- decision in January",
    "Invoice goes to the accountant, not to the shop.",
)
LETTERS = (
    EmailTemplateIn(
        name="Welcome",
        subject="Welcome, {{customer.first_name}}",
        body=(
            "Hello {{customer.first_name}},\n\nthank you for getting in touch. **{{customer.owner}}** will answer"
            " shortly.\n\n{{workspace.name}}"
        ),
    ),
    EmailTemplateIn(
        name="Renewal reminder",
        subject="Your {{customer.custom_fields.plan}} plan ends on {{customer.custom_fields.renewal_on}}",
        body=(
            "Hello {{customer.first_name}},\n\nyour plan ends on **{{customer.custom_fields.renewal_on}}**. Would you"
            " like to:\n\n- go on as before,\n- change the plan, or\n- talk to us first?\n\nA short answer is"
            " enough.\n\n{{workspace.name}}"
        ),
    ),
)
SOURCES = ("website", "referral", "trade fair", "import", "phone")


async def ensure_demo(data_dir: Path, base_url: str) -> dict[str, str]:
    """The login of the sample workspace: ``base_url email password api_key``. Makes the workspace when it is not there
    yet."""
    load_handlers()
    known = _read(data_dir / "demo.json")
    try:
        if known and await _works(known.get("api_key", "")):
            return {**known, "base_url": base_url}
        login = {"base_url": base_url, "email": OWNER, "password": f"demo-{secrets.token_urlsafe(9)}", "api_key": ""}
        made = await workspaces.create_workspace_with_owner("Lumen Studio", OWNER, login["password"], "Dana Ortiz")
        if not made.account_created:
            # A start that was cut off left the account behind; its password was never shown to anybody.
            async with system_transaction() as session:
                user = await accounts.find_user_by_email(session, OWNER)
                assert user is not None
                await accounts.set_password(session, user, login["password"])
        for name, email, role in PEOPLE:
            with suppress(members.AlreadyMember):
                await members.create_member(made.workspace_id, email, secrets.token_urlsafe(24), role, name)
        async with transaction(database().session(made.workspace_id)) as session:
            ctx = Ctx(
                session=session,
                workspace_id=made.workspace_id,
                actor=Actor("member", made.owner_id, "Dana Ortiz"),
                permissions=ALL,
                visibility=Visibility(member_id=made.owner_id),
                role_id=made.role_ids["owner"],
            )
            login["api_key"] = await _fill(ctx)
            await write_pending(ctx)
            # Written before the commit: a key that nobody knows would be worse than a file that the next start
            # replaces.
            write_private(data_dir / "demo.json", json.dumps(login, indent=2) + "\n")
        return login
    finally:
        await close_database()


def _read(path: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    return {}


async def _works(api_key: str) -> bool:
    async with system_transaction() as session:
        return (
            await session.scalar(
                select(ApiKey.id).where(ApiKey.secret_hash == hash_token(api_key), ApiKey.revoked_at.is_(None))
            )
            is not None
        )


async def _fill(ctx: Ctx) -> str:
    """Everything in the workspace. Returns the secret of its API key."""
    await ctx.session.execute(
        update(Workspace)
        .where(Workspace.id == ctx.workspace_id)
        .values(country="ES", currency="EUR", time_zone="Europe/Madrid", saas_mode=True)
    )
    await seed_relation_types(ctx.session, ctx.workspace_id)
    statuses = await _folders(ctx)
    tags = await _tags(ctx)
    for field in FIELDS:
        await create_field(ctx, field)
    ctx.cache.clear()
    choose = random.Random(20)  # noqa: S311 - sample data, the same on every machine
    companies = [await _company(ctx, name, choose, statuses, tags) for name in COMPANIES]
    people = [await _person(ctx, number, choose, statuses, tags) for number in range(40)]
    await _relate(ctx, companies, people)
    for customer_id in choose.sample([*companies, *people], 24):
        await create_note(ctx, customer_id, NoteIn(body=choose.choice(NOTES)))
    await _history(ctx, people, statuses)
    await create_view(
        ctx,
        ViewIn(
            name="Newest prospects",
            filters=CustomerFilter(lifecycle=["prospect"]),
            columns=["name", "email", "status", "tags"],
            sort="-created_at",
        ),
    )
    await create_view(
        ctx,
        ViewIn(
            name="Renewals",
            shared=True,
            columns=["name", "status", "field.renewal_on", "field.plan"],
            sort="field.renewal_on",
        ),
    )
    await _features(ctx, companies)
    form_id = await _form(ctx, statuses, tags)
    await _automations(ctx, tags)
    for customer_id in [*people[::2], *companies[:2]]:
        await _credits(ctx, customer_id, choose)
    await _embeds(ctx, companies[0], form_id)
    await _webhook(ctx)
    _, secret = await create_key(ctx, ApiKeyIn(name="Sample integration", scopes=sorted(ALL)))
    return secret


async def _features(ctx: Ctx, companies: list[UUID]) -> None:
    """A feature and a plan of the studio's own, and companies that use the portal, embeds and tools of other apps."""
    await create_feature(
        ctx,
        FeatureIn(
            key="priority_support", label="Priority support", description="Answers within an hour.", requires=["portal"]
        ),
    )
    await create_plan(
        ctx,
        PlanIn(key="partner", name="Partner", based_on="pro", values={"api_access": True, "priority_support": True}),
    )
    await set_metering(ctx, ["api_calls", "automation_steps", "webhooks"])
    for number, plan in enumerate(("pro", "partner", "enterprise")):
        chosen: dict[str, Any] = {
            "plan": plan,
            "portal": True,
            "integration": True,
            "integration_apps": ["generic", "zapier"][: number + 1],
        }
        await change_features(ctx, await lock_features(ctx, companies[number]), chosen)
        for call in range(3 + number):
            await consume_quota(ctx, companies[number], 7 * (call + 1), f"demo-{call}")


async def _embeds(ctx: Ctx, customer_id: UUID, form_id: UUID) -> None:
    """A client area, and a token of one company for it. Nobody knows its secret: rotate it to use it."""
    content = {
        "name": "Client area",
        "allowed_origins": ["http://localhost:3000"],
        "theme": {"accent": "#4f46e5"},
        "form_id": str(form_id),
    }
    scopes = ["customers:read", "credits:read", "timeline:read", "forms:submit"]
    shown = {"scopes": scopes, "widgets": ["profile", "credits", "timeline", "form"]}
    config = await create_config(ctx, EmbedConfigIn.model_validate({**content, **shown}))
    await create_token(ctx, customer_id, EmbedTokenIn(config_id=config.EmbedConfig.id, label="Their intranet"))


async def _webhook(ctx: Ctx) -> None:
    """An endpoint that tells nobody anything: it is off, and there is no such host (RFC 2606)."""
    mirror = {
        "url": "https://warehouse.example/atrium",
        "event_types": ["customer.*", "form.submitted"],
        "description": "Mirror to the data warehouse",
    }
    row, _ = await create_endpoint(ctx, WebhookEndpointIn.model_validate(mirror))
    await disable(ctx, row.WebhookEndpoint, "manual")


async def _automations(ctx: Ctx, tags: list[UUID]) -> None:
    """One that is on, and one from the library that is not: it sends an e-mail template."""
    vip = {"id": "tag_1", "kind": "add_tags", "label": "Mark it", "config": {"tag_ids": [str(tags[0])]}}
    note = {
        "id": "note_1",
        "kind": "create_note",
        "label": "Say why",
        "config": {"body": "{{customer.name}} became a client: welcome package is due."},
    }
    converted = {"kind": "event", "event_types": ["customer.converted"]}
    content = {
        "name": "New client",
        "description": "Marks prospects who become clients.",
        "enabled": True,
        "trigger": converted,
        "steps": [vip, note],
    }
    await create_automation(ctx, AutomationIn.model_validate(content))
    letters = [await create_template(ctx, letter) for letter in LETTERS]
    welcome = next(template.automation for template in await templates(ctx) if template.key == "welcome")
    for step in welcome.steps:
        if step.kind == "send_email":
            step.config = {"template_id": str(letters[0].id)}
    await create_automation(ctx, welcome)


async def _credits(ctx: Ctx, customer_id: UUID, choose: random.Random) -> None:
    """Paid credits and a gift that ends, some calls, one that is still running, and minutes of the telephone."""
    gift = {"category": "promotional", "expires_at": datetime.now(UTC) + timedelta(days=21), "priority": 10}
    await grant(ctx, customer_id, CreditGrantIn(amount=1000, note="Starter package"))
    await grant(ctx, customer_id, CreditGrantIn.model_validate({"amount": 250, "note": "Welcome gift", **gift}))
    await grant(ctx, customer_id, CreditGrantIn(unit="telephony", amount=600, note="Ten hours"))
    settings = CreditSettingsPatch.model_validate({"low_below": 200, "price_per_minute": 10, "grace_seconds": 6})
    await change_settings(ctx, await account_for_change(ctx, customer_id, "credits"), settings)
    for number in range(8):
        minutes = choose.randint(1, 6)
        paid = CreditSource(type="call", id=f"call_{8800 + number}")
        await consume(
            ctx,
            customer_id,
            CreditConsumeIn(
                amount=10 * minutes, source=paid, note=f"Call of {minutes} minute{'s' if minutes > 1 else ''}"
            ),
        )
    await deduct(ctx, customer_id, CreditDeductionIn(amount=25, reason="Report made by hand"))
    await hold(
        ctx,
        customer_id,
        CreditHoldIn(
            amount=60, source=CreditSource(type="call", id="call_8808"), note="Running call", expires_in_seconds=86_400
        ),
    )


async def _folders(ctx: Ctx) -> dict[str, tuple[UUID, list[UUID]]]:
    found = {}
    for name, (icon, colour, statuses) in FOLDERS.items():
        given = [{"name": status, "category": category, "colour": shade} for status, category, shade in statuses]
        folder = await create_folder(
            ctx, FolderIn.model_validate({"name": name, "icon": icon, "colour": colour, "statuses": given})
        )
        rows, _ = await list_statuses(ctx, folder.id, 50, None)
        found[name] = (folder.id, [row.id for row in rows])
    return found


async def _tags(ctx: Ctx) -> list[UUID]:
    found = []
    for name, (colour, tags) in TAGS.items():
        group = await create_group(ctx, TagGroupIn(name=name, colour=colour))
        for tag in tags:
            found.append((await create_tag(ctx, TagIn(name=tag, group_id=group.id))).Tag.id)
    return found


def _placed(choose: random.Random, statuses: dict[str, tuple[UUID, list[UUID]]], lifecycle: str) -> dict[str, Any]:
    folder = (
        "New Leads"
        if lifecycle == "prospect"
        else choose.choice(["Active Clients", "Active Clients", "Active Clients", "Closed"])
    )
    folder_id, choices = statuses[folder]
    return {
        "folder_id": folder_id,
        "status_id": choose.choice(choices),
        "lifecycle": lifecycle,
        "source": choose.choice(SOURCES),
    }


async def _company(
    ctx: Ctx, name: str, choose: random.Random, statuses: dict[str, tuple[UUID, list[UUID]]], tags: list[UUID]
) -> UUID:
    domain = f"{name.lower().replace(' ', '-')}.test"
    city, prefix = choose.choice(CITIES)
    values = {
        "renewal_on": str((datetime.now(UTC) + timedelta(days=choose.randrange(10, 400))).date()),
        "monthly_budget": {"amount_minor": choose.randrange(300, 4000) * 100, "currency": "EUR"},
        "plan": choose.choice(["starter", "growth", "partner"]),
        "website": f"https://{domain}",
    }
    data = {
        "name": name,
        "kind": "company",
        "email": f"hello@{domain}",
        "phone": f"{prefix}{choose.randrange(1000, 9999)}",
        "location": city,
        "owner_id": ctx.member_id,
        "tag_ids": choose.sample(tags, 2),
        "external_ids": {"hubspot": str(choose.randrange(10_000, 99_999))},
        "custom_fields": values,
        **_placed(choose, statuses, "customer"),
    }
    return await create_customer(ctx, CustomerIn.model_validate(data))


async def _person(
    ctx: Ctx, number: int, choose: random.Random, statuses: dict[str, tuple[UUID, list[UUID]]], tags: list[UUID]
) -> UUID:
    given, family = GIVEN[number % len(GIVEN)], FAMILY[(number * 7 + number // len(GIVEN)) % len(FAMILY)]
    city, prefix = choose.choice(CITIES)
    lifecycle = "prospect" if choose.random() < 0.4 else "customer"
    values: dict[str, Any] = {"newsletter": choose.random() < 0.5}
    if lifecycle == "prospect":
        values["call_back_at"] = (
            (datetime.now(UTC) + timedelta(days=choose.randrange(1, 14))).replace(microsecond=0).isoformat()
        )
    data = {
        "name": f"{given} {family}",
        "emails": [
            {
                "address": f"person{number}@{family.lower().encode('ascii', 'ignore').decode()}.test",
                "label": "work",
                "primary": True,
            }
        ],
        "phones": [{"number": f"{prefix}{choose.randrange(1000, 9999)}", "label": "mobile", "primary": True}],
        "location": city,
        "availability": choose.choice(["available", "busy", None]),
        "tag_ids": choose.sample(tags, choose.randrange(3)),
        "custom_fields": values,
        **_placed(choose, statuses, lifecycle),
    }
    customer_id = await create_customer(ctx, CustomerIn.model_validate(data))
    if choose.random() < 0.3:
        await create_profile(
            ctx, customer_id, ProfileIn(channel="webchat", handle=f"visitor-{number}", display_name=given)
        )
    return customer_id


async def _form(ctx: Ctx, statuses: dict[str, tuple[UUID, list[UUID]]], tags: list[UUID]) -> UUID:
    """A contact form that is on, with a page of its own. Returns its id."""
    by_key = (await load_fields(ctx)).by_key
    fields = [
        {"kind": "property", "property": "name", "required": True},
        {"kind": "property", "property": "email", "required": True},
        {"kind": "property", "property": "phone"},
        {"kind": "property", "property": "company"},
        {"kind": "custom_field", "field_id": by_key["plan"].id, "label": "Which plan fits you?"},
        {"kind": "property", "property": "message", "label": "What are you planning?"},
        {"kind": "consent", "consent_text": "You may keep my answers to reply to me.", "required": True},
    ]
    data = {
        "name": "Contact",
        "title": "Tell us about your project",
        "description": "We answer within one working day.",
        "fields": fields,
        "folder_id": statuses["New Leads"][0],
        "tag_ids": tags[:1],
        "active": True,
    }
    row = await create_form(ctx, FormIn.model_validate(data))
    form: Form = row.Form
    return form.id


async def _relate(ctx: Ctx, companies: list[UUID], people: list[UUID]) -> None:
    employee = await ctx.session.scalar(
        select(RelationType.id).where(RelationType.workspace_id == ctx.workspace_id, RelationType.name == "employee")
    )
    assert employee is not None
    for number, person in enumerate(people[:16]):
        await create_relation(ctx, companies[number % len(companies)], RelationIn(type_id=employee, customer_id=person))


async def _history(ctx: Ctx, people: list[UUID], statuses: dict[str, tuple[UUID, list[UUID]]]) -> None:
    """A few edits, so that timelines have something to tell."""
    for customer_id in people[::4]:
        row: Customer = await get_customer(ctx, customer_id, level="write")
        await update_customer(ctx, row, CustomerPatch(language="es", time_zone="Europe/Madrid"))
        folder_id, choices = statuses["Active Clients"]
        await update_customer(ctx, row, CustomerPatch(folder_id=folder_id, status_id=choices[1]))
