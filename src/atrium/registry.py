"""THE list of what Atrium can do: one line per capability. Importing its modules registers its routes, jobs, events,
steps and tables."""

from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

from fastapi import APIRouter

from atrium.kernel.sample import Sample

CAPABILITIES = (
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
    "records.customers",
    "records.overview",
    "records.notes",
    "records.relations",
    "records.profiles",
    "records.timeline",
    "records.views",
    "records.transfers",
    "billing.features",
    "billing.quotas",
    "billing.credits",
    "engage.notifications",
    "engage.placeholders",
    "engage.email_templates",
    "edge.api_keys",
    "edge.jobs",
    "edge.forms",
    "edge.embeds",
    "edge.live",
    "edge.events",
    "edge.webhooks",
    "edge.automations",
)
KERNEL_TABLES = ("events", "subscriptions", "jobs", "dispatch", "schedules", "idempotency")
_HERE = Path(__file__).parent


def parts() -> list[str]:
    """Every folder that holds modules, as ``records.tags`` or ``records.customers.record``: a capability's own, or its
    parts, A to Z."""
    found = []
    for capability in CAPABILITIES:
        folder = _HERE.joinpath(*capability.split("."))
        inside = sorted(child.name for child in folder.iterdir() if (child / "__init__.py").exists())
        found += [f"{capability}.{name}" for name in inside] or [capability]
    return found


def _load(module: str) -> list[ModuleType]:
    names = [part for part in parts() if _HERE.joinpath(*part.split("."), f"{module}.py").exists()]
    return [import_module(f"atrium.{name}.{module}") for name in names]


def load_models() -> None:
    """Import every table."""
    for name in KERNEL_TABLES:
        import_module(f"atrium.kernel.{name}")
    _load("models")


def load_handlers() -> None:
    """Import every event type, event consumer, job, schedule and kind of step."""
    load_models()
    _load("events")
    _load("jobs")
    _load("steps")


def chapters() -> list[Callable[[Sample], Awaitable[None]]]:
    """What fills the sample workspace, in the order of the list above."""
    return [module.fill for module in _load("sample")]


def routers() -> list[APIRouter]:
    """Every part's router, in the order of the list above."""
    load_handlers()
    return [router for module in _load("router") if isinstance(router := getattr(module, "router", None), APIRouter)]
