"""Roles are granted, never left over: every grant stands in docs/roles.md, and a new permission goes to nobody."""

from itertools import pairwise
from pathlib import Path

import roles_table
from atrium.kernel.permissions import ALL, BUILT_IN, FOR_EMBEDS, FOR_ONE_CUSTOMER, P

PAGE = Path(__file__).parents[3] / "docs" / "roles.md"
RISING = ("viewer", "agent", "manager", "admin")


def test_every_grant_is_in_the_snapshot() -> None:
    assert PAGE.read_text(encoding="utf-8") == roles_table.table(BUILT_IN), "a grant changed: run make gen, and read it"


def test_a_grant_that_nobody_named_is_noticed() -> None:
    wider = {**BUILT_IN, "agent": BUILT_IN["agent"] | {P.quotas_consume}}
    assert PAGE.read_text(encoding="utf-8") != roles_table.table(wider)


def test_a_permission_without_a_least_role_is_for_owners_and_admins() -> None:
    unnamed = {permission for permission in P if permission.least is None}
    assert P.api_keys_manage in unnamed
    assert not unnamed & BUILT_IN["manager"]
    assert BUILT_IN["owner"] == BUILT_IN["admin"] == ALL


def test_each_role_has_what_the_one_below_has() -> None:
    for lower, higher in pairwise(RISING):
        assert BUILT_IN[lower] < BUILT_IN[higher]


def test_agents_do_not_move_what_only_programs_move() -> None:
    assert not {P.quotas_consume, P.forms_submit, P.credits_consume} & BUILT_IN["agent"]


def test_keys_of_one_customer_and_widgets_reach_nothing_of_the_workspace() -> None:
    assert not {held for held in FOR_ONE_CUSTOMER if held.value.endswith((":manage", ":import", ":assign"))}
    assert set(FOR_EMBEDS) <= FOR_ONE_CUSTOMER
