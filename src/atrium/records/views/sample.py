"""Saved lists of the sample studio."""

from atrium.kernel.sample import Sample
from atrium.records.customers.record.schemas import CustomerFilter
from atrium.records.views.schemas import ViewIn
from atrium.records.views.service import create_view


async def fill(sample: Sample) -> None:
    """One of the owner's own and one for everybody."""
    prospects = CustomerFilter(lifecycle=["prospect"])
    columns = ["name", "email", "status", "tags"]
    newest = ViewIn(name="Newest prospects", filters=prospects, columns=columns, sort="-created_at")
    await create_view(sample.ctx, newest)
    columns = ["name", "status", "field.renewal_on", "field.plan"]
    await create_view(sample.ctx, ViewIn(name="Renewals", shared=True, columns=columns, sort="field.renewal_on"))
