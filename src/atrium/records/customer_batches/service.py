"""Applying the rows of a file: what each comes to is decided in Python from what is there, then written with one statement a table.

Everything of a batch happens in the caller's transaction. A row that cannot be done is rejected by itself and leaves no trace."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from atrium.kernel.context import Ctx
from atrium.kernel.errors import AtriumError, Conflict
from atrium.kernel.events import Change
from atrium.kernel.ids import uuid7
from atrium.kernel.permissions import P
from atrium.records.assignments.events import CustomerAssigned, CustomerOwnerChanged, CustomerTagged
from atrium.records.contact_rows.schemas import OWN_SCHEME, ROW_SCHEME, Directory, Draft
from atrium.records.custom_fields.service import required_fields_missing, store_many, validate_values
from atrium.records.customer_batches import queries
from atrium.records.customer_batches.changes import change, new_values, place
from atrium.records.customer_batches.schemas import Found, How, Planned
from atrium.records.customers.events import CustomerConverted, CustomerCreated, CustomerFolderChanged, CustomerStatusChanged, CustomerUpdated
from atrium.records.customers.queries import writable_level
from atrium.records.notes.events import NoteCreated
from atrium.records.notes.service import excerpt
from atrium.records.tags.schemas import TagIn
from atrium.records.tags.service import create_tag

MOST_ROUNDS = 4
"""Rows of a batch that share an address or id come one after the other, up to this many."""
