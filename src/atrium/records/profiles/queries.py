"""Profiles and conflicts, as far as the actor may see the customers involved."""

from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import aliased

from atrium.kernel.context import Ctx
from atrium.records.customers.profile.declared import counts, goes_with_customer, rows_of_customer
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.sight import visible_customers
from atrium.records.profiles.models import Profile, ProfileConflict


def visible_profiles(ctx: Ctx) -> Select[Profile]:
    """Profiles of the customers that the actor may see."""
    return (
        select(Profile)
        .join(Customer, and_(Customer.workspace_id == Profile.workspace_id, Customer.id == Profile.customer_id))
        .where(Profile.workspace_id == ctx.workspace_id, visible_customers(ctx))
        .execution_options(populate_existing=True)
    )


def visible_conflicts(ctx: Ctx) -> Any:
    """Rows ``(ProfileConflict, Profile, holder_name, claimant_name)`` of which the actor may see both customers."""
    holder, claimant = aliased(Customer), aliased(Customer)
    return (
        select(ProfileConflict, Profile, holder.name.label("holder_name"), claimant.name.label("claimant_name"))
        .join(
            Profile,
            and_(Profile.workspace_id == ProfileConflict.workspace_id, Profile.id == ProfileConflict.profile_id),
        )
        .join(holder, and_(holder.workspace_id == Profile.workspace_id, holder.id == Profile.customer_id))
        .join(
            claimant,
            and_(
                claimant.workspace_id == ProfileConflict.workspace_id,
                claimant.id == ProfileConflict.claimed_by_customer_id,
            ),
        )
        .where(
            ProfileConflict.workspace_id == ctx.workspace_id,
            visible_customers(ctx, holder),
            visible_customers(ctx, claimant),
        )
        .execution_options(populate_existing=True)
    )


@counts("profiles", "Channel identities.", example=2)
def profiles_of_customer(_ctx: Ctx) -> Select[Any]:
    return rows_of_customer(Profile)


goes_with_customer("profiles")
