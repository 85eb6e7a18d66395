"""Folders of the sample studio, with their statuses."""

from collections.abc import Mapping, Sequence

from atrium.kernel.sample import Sample
from atrium.records.folders.schemas import FolderIn
from atrium.records.folders.service import create_folder
from atrium.records.folders.statuses import list_statuses

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


async def fill(sample: Sample) -> None:
    """Leaves ``leads``, ``clients`` and ``closed``: a folder each, then its statuses."""
    for name, (icon, colour, statuses) in FOLDERS.items():
        given = [{"name": status, "category": category, "colour": shade} for status, category, shade in statuses]
        data = {"name": name, "icon": icon, "colour": colour, "statuses": given}
        folder = await create_folder(sample.ctx, FolderIn.model_validate(data))
        rows, _ = await list_statuses(sample.ctx, folder.id, 50, None)
        sample.made[name.split()[-1].lower()] = [folder.id, *(row.id for row in rows)]
