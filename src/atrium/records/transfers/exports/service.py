"""Starting exports, and customers as records of a file: only what the actor may see, written so that importing it
changes nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from atrium.adapters.contact_files import BOM, CustomFieldRef, csv_header, csv_record, jsonl_line, vcard
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Invalid
from atrium.kernel.jobs import enqueue
from atrium.records.custom_fields.values.texts import Writing, write_text
from atrium.records.customers.record.listing import listing_of
from atrium.records.transfers.exports.queries import schemes_of
from atrium.records.transfers.exports.schemas import ExportIn
from atrium.records.transfers.rows.queries import load_directory, option_labels
from atrium.records.transfers.rows.schemas import Directory


async def start_export(ctx: Ctx, data: ExportIn) -> UUID:
    """Start the job and return its id. Raises ``Invalid`` (422) for a filter that cannot be."""
    if data.filter.trashed:
        raise Invalid.at("/filter/trashed", "not_exported", "cannot be: restore what you want to export")
    await listing_of(ctx, data.filter)
    return await enqueue(ctx, "export_customers", data.model_dump(mode="json", exclude_unset=True), visible=True)


@dataclass(frozen=True, slots=True)
class Form:
    """How the records of one file are written."""

    format: str
    names: Directory
    writing: Writing
    fields: tuple[CustomFieldRef, ...]
    schemes: tuple[str, ...]

    def head(self) -> bytes:
        return BOM + csv_header(self.fields, self.schemes) if self.format == "csv" else b""

    def piece(self, row: Row[Any]) -> bytes:
        record = self.record(row)
        if self.format == "csv":
            return csv_record(record, self.fields, self.schemes)
        return vcard(record) if self.format == "vcard" else jsonl_line(record)

    def record(self, row: Row[Any]) -> dict[str, Any]:
        """A customer in the shape of ``contact_files.writers``, without the custom fields that the actor may not
        view."""
        folder = self.names.folders.get(row.folder_id)
        custom = {
            key: value for key, value in self.names.fields.visible(row.custom_fields).items() if value is not None
        }
        if self.format != "jsonl":
            custom = {
                key: write_text(self.names.fields.by_key[key], value, self.writing) for key, value in custom.items()
            }
        plain = (
            "id",
            "name",
            "kind",
            "lifecycle",
            "location",
            "time_zone",
            "language",
            "source",
            "external_ids",
            "created_at",
        )
        return {
            **{name: getattr(row, name) for name in plain},
            "id": str(row.id),
            "emails": row.emails,
            "phones": [
                {"number": _number(phone), "label": phone["label"], "primary": phone["primary"]} for phone in row.phones
            ],
            "folder": folder.path if folder else None,
            "status": row.status_name,
            "owner": self.writing.members.get(str(row.owner_id)),
            "tags": self._tags([tag["name"] for tag in row.tags or ()]),
            "custom_fields": custom,
        }

    def _tags(self, names: list[str]) -> list[str]:
        # A lone tag with a comma in its name would be read as two.
        alone = self.format == "csv" and len(names) == 1 and re.search(r"[;,|]", names[0]) and '"' not in names[0]
        return [f'"{names[0]}"'] if alone else names


def _number(phone: Mapping[str, Any]) -> str:
    return f"{phone['number']} ext. {phone['extension']}" if phone.get("extension") else str(phone["number"])


async def load_form(ctx: Ctx, file_format: str) -> Form:
    """The names and fields as the actor sees them now."""
    names = await load_directory(ctx)
    found = [field for field in names.fields.by_key.values() if field.viewable]
    return Form(
        format=file_format,
        names=names,
        writing=Writing(
            {field_id: dict(options) for field_id, options in (await option_labels(ctx)).items()}, await _members(names)
        ),
        fields=tuple(CustomFieldRef(key=field.key, label=field.label, type=field.type) for field in found),
        schemes=tuple(await schemes_of(ctx)) if file_format == "csv" else (),
    )


async def _members(names: Directory) -> dict[str, str]:
    """Names by id; those who share one with somebody are told apart by their id, which an import understands as
    well."""
    counts: dict[str, int] = {}
    for name in names.member_names.values():
        counts[name.casefold()] = counts.get(name.casefold(), 0) + 1
    return {
        str(member_id): name if counts[name.casefold()] == 1 else str(member_id)
        for member_id, name in names.member_names.items()
    }
