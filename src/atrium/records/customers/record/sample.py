"""Customers of the sample studio."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from atrium.kernel.sample import Sample
from atrium.records.customers.record.schemas import CustomerIn, CustomerPatch
from atrium.records.customers.record.service import create_customer, get_customer, update_customer

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
SOURCES = ("website", "referral", "trade fair", "import", "phone")


async def fill(sample: Sample) -> None:
    """Leaves ``companies`` and ``people``, some with a few edits, so that timelines have something to tell."""
    sample.made["companies"] = [await _company(sample, name) for name in COMPANIES]
    people = sample.made["people"] = [await _person(sample, number) for number in range(40)]
    folder_id, _, active, *_ = sample.made["clients"]
    for customer_id in people[::4]:
        row = await get_customer(sample.ctx, customer_id, level="write")
        await update_customer(sample.ctx, row, CustomerPatch(language="es", time_zone="Europe/Madrid"))
        await update_customer(sample.ctx, row, CustomerPatch(folder_id=folder_id, status_id=active))


def _placed(sample: Sample, lifecycle: str) -> dict[str, Any]:
    folders = ["leads"] if lifecycle == "prospect" else ["clients", "clients", "clients", "closed"]
    folder_id, *statuses = sample.made[sample.choose.choice(folders)]
    return {
        "folder_id": folder_id,
        "status_id": sample.choose.choice(statuses),
        "lifecycle": lifecycle,
        "source": sample.choose.choice(SOURCES),
    }


async def _company(sample: Sample, name: str) -> UUID:
    domain = f"{name.lower().replace(' ', '-')}.test"
    city, prefix = sample.choose.choice(CITIES)
    values = {
        "renewal_on": str((datetime.now(UTC) + timedelta(days=sample.choose.randrange(10, 400))).date()),
        "monthly_budget": {"amount_minor": sample.choose.randrange(300, 4000) * 100, "currency": "EUR"},
        "plan": sample.choose.choice(["starter", "growth", "partner"]),
        "website": f"https://{domain}",
    }
    data = {
        "name": name,
        "kind": "company",
        "email": f"hello@{domain}",
        "phone": f"{prefix}{sample.choose.randrange(1000, 9999)}",
        "location": city,
        "owner_id": sample.ctx.member_id,
        "tag_ids": sample.choose.sample(sample.made["tags"], 2),
        "external_ids": {"hubspot": str(sample.choose.randrange(10_000, 99_999))},
        "custom_fields": values,
        **_placed(sample, "customer"),
    }
    return await create_customer(sample.ctx, CustomerIn.model_validate(data))


async def _person(sample: Sample, number: int) -> UUID:
    given, family = GIVEN[number % len(GIVEN)], FAMILY[(number * 7 + number // len(GIVEN)) % len(FAMILY)]
    city, prefix = sample.choose.choice(CITIES)
    lifecycle = "prospect" if sample.choose.random() < 0.4 else "customer"
    values: dict[str, Any] = {"newsletter": sample.choose.random() < 0.5}
    if lifecycle == "prospect":
        values["call_back_at"] = (
            (datetime.now(UTC) + timedelta(days=sample.choose.randrange(1, 14))).replace(microsecond=0).isoformat()
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
        "phones": [{"number": f"{prefix}{sample.choose.randrange(1000, 9999)}", "label": "mobile", "primary": True}],
        "location": city,
        "availability": sample.choose.choice(["available", "busy", None]),
        "tag_ids": sample.choose.sample(sample.made["tags"], sample.choose.randrange(3)),
        "custom_fields": values,
        **_placed(sample, lifecycle),
    }
    return await create_customer(sample.ctx, CustomerIn.model_validate(data))
