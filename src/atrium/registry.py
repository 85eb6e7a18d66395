"""THE list of what Atrium can do: one line per slice. Importing a slice's modules registers its routes, jobs, events
and tables."""

from importlib import import_module
from importlib.util import find_spec

from fastapi import APIRouter

SLICES = (
    "access.accounts",
    "access.workspaces",
    "access.roles",
    "access.members",
    "access.invitations",
    "access.sessions",
    "access.audit",
    "records.usages",
    "records.folders",
    "records.tags",
    "records.custom_fields",
    "records.contact_points",
    "records.customers",
    "records.upserts",
    "records.assignments",
    "records.avatars",
    "records.trash",
    "records.overview",
    "records.moves",
    "records.bulk",
    "records.notes",
    "records.relations",
    "records.profiles",
    "records.timeline",
    "records.views",
    "records.field_texts",
    "records.contact_rows",
    "records.column_mappings",
    "records.row_plans",
    "records.customer_batches",
    "records.imports",
    "records.exports",
    "billing.built_in_features",
    "billing.feature_plans",
    "billing.features",
    "billing.quotas",
    "billing.credit_units",
    "billing.credits",
    "billing.credit_holds",
    "billing.credit_reports",
    "engage.notifications",
    "engage.placeholders",
    "engage.email_templates",
    "edge.api_keys",
    "edge.jobs",
    "edge.forms",
    "edge.form_pages",
    "edge.form_answers",
    "edge.form_submissions",
    "edge.embeds",
    "edge.embed_tokens",
    "edge.embed_sessions",
    "edge.embed_refusals",
    "edge.embed_pages",
    "edge.embed_reads",
    "edge.embed_forms",
    "edge.stream",
    "edge.presence",
    "edge.events",
    "edge.webhooks",
    "edge.webhook_payloads",
    "edge.webhook_deliveries",
    "edge.automation_conditions",
    "edge.automation_steps",
    "edge.automation_flows",
    "edge.automations",
    "edge.automation_library",
    "edge.automation_runs",
    "edge.automation_engine",
    "edge.automation_triggers",
    "edge.automation_trials",
)
KERNEL_TABLES = ("events", "subscriptions", "jobs", "dispatch", "schedules", "idempotency")


def _load(module: str) -> list[object]:
    names = [f"atrium.{slice_name}.{module}" for slice_name in SLICES]
    return [import_module(name) for name in names if find_spec(name)]


def load_models() -> None:
    """Import every table."""
    for name in KERNEL_TABLES:
        import_module(f"atrium.kernel.{name}")
    _load("models")


def load_handlers() -> None:
    """Import every event type, event consumer, job and schedule."""
    load_models()
    _load("events")
    _load("jobs")


def routers() -> list[APIRouter]:
    """Every slice's router, in the order of the list above."""
    load_handlers()
    return [router for module in _load("router") if isinstance(router := getattr(module, "router", None), APIRouter)]
