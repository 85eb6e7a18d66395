"""The log: written with its cause, merged within a sitting, never rewritten."""

from typing import Any, ClassVar
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.homes import Home

from atrium.kernel.context import Actor
from atrium.kernel.errors import sqlstate_of
from atrium.kernel.events import Change, Event, diff, write_pending
from atrium.kernel.ids import uuid7


class ProbeEdited(Event):
    type: ClassVar[str] = "kernel_test.edited"
    note: str = ""


class ProbeHappened(Event):
    type: ClassVar[str] = "kernel_test.happened"


CUSTOMER = UUID("0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10")
LOG = "SELECT * FROM events WHERE workspace_id = $1 AND type LIKE 'kernel_test.%' ORDER BY id"


async def edit(
    home: Home,
    before: Any,
    after: Any,
    *,
    field: str = "name",
    settle: bool = True,
    customer_id: UUID = CUSTOMER,
    actor: Actor | None = None,
    subject_id: UUID | None = None,
) -> None:
    async with home.ctx() as ctx:
        if actor is not None:
            ctx.actor = actor
        changes = {field: Change(before=before, after=after)}
        ctx.emit(ProbeEdited(customer_id=customer_id, subject_id=subject_id, changes=changes), settle=settle)


async def changes_of(superuser: Any, home: Home) -> list[Any]:
    import json

    return [json.loads(row["changes"]) for row in await superuser.fetch(LOG, home.id)]


def test_diff_names_what_changed() -> None:
    assert diff({"a": 1, "b": 2, "c": None}, {"a": 1, "b": 3, "c": 0}) == {
        "b": Change(before=2, after=3),
        "c": Change(before=None, after=0),
    }


def test_a_type_is_declared_once() -> None:
    with pytest.raises(TypeError, match="declared twice"):

        class Again(Event):
            type: ClassVar[str] = "kernel_test.edited"


async def test_an_event_carries_who_why_and_what(home: Home, superuser: Any) -> None:
    cause = uuid7()
    async with home.ctx() as ctx:
        ctx.request_id, ctx.cause_id, ctx.depth = "request-1", cause, 2
        ctx.emit(ProbeEdited(customer_id=CUSTOMER, note="n", changes=diff({"name": "a"}, {"name": "b"})))
    (row,) = await superuser.fetch(LOG, home.id)
    assert (row["actor_type"], row["actor_id"], row["actor_name"]) == ("member", home.owner_id, "Owner")
    assert (row["request_id"], row["cause_id"], row["depth"], row["customer_id"]) == ("request-1", cause, 2, CUSTOMER)
    assert (row["data"], row["changes"]) == ('{"note": "n"}', '{"name": {"after": "b", "before": "a"}}')


async def test_what_did_not_commit_did_not_happen(home: Home, superuser: Any) -> None:
    async def fail_late() -> None:
        async with home.ctx() as ctx:
            ctx.emit(ProbeHappened())
            await write_pending(ctx)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_late()
    assert await superuser.fetch(LOG, home.id) == []


async def test_edits_of_one_sitting_are_one_event(home: Home, superuser: Any) -> None:
    await edit(home, "Ana", "An")
    await edit(home, "An", "Anabel")
    await edit(home, "Madrid", "Vigo", field="location")
    assert await changes_of(superuser, home) == [
        {"name": {"before": "Ana", "after": "Anabel"}, "location": {"before": "Madrid", "after": "Vigo"}}
    ]


async def test_an_edit_taken_back_leaves_no_change(home: Home, superuser: Any) -> None:
    await edit(home, "Ana", "An")
    await edit(home, "An", "Ana")
    assert await changes_of(superuser, home) == [{}]


async def edit_twice(home: Home, *edits: tuple[str, Any, Any]) -> None:
    async with home.ctx() as ctx:
        for field, before, after in edits:
            changes = {field: Change(before=before, after=after)}
            ctx.emit(ProbeEdited(customer_id=CUSTOMER, changes=changes), settle=True)


async def test_edits_of_one_transaction_are_one_event(home: Home, superuser: Any) -> None:
    await edit_twice(home, ("name", "Ana", "An"), ("name", "An", "Anabel"), ("location", None, "Vigo"))
    named = {"name": {"before": "Ana", "after": "Anabel"}, "location": {"before": None, "after": "Vigo"}}
    assert await changes_of(superuser, home) == [named]
    await edit_twice(home, ("name", "Anabel", "Bea"), ("location", "Vigo", None))
    assert await changes_of(superuser, home) == [{"name": {"before": "Ana", "after": "Bea"}}]


async def test_edits_and_what_does_not_settle_are_written_together(home: Home, superuser: Any) -> None:
    for after in ("An", "Anabel"):
        async with home.ctx() as ctx:
            ctx.emit(ProbeHappened(customer_id=CUSTOMER))
            changes = {"name": Change(before="Ana", after=after)}
            ctx.emit(ProbeEdited(customer_id=CUSTOMER, changes=changes), settle=True)
            ctx.emit(ProbeEdited(subject_id=CUSTOMER, changes=changes), settle=True)
    rows = await superuser.fetch(LOG, home.id)
    assert sorted(row["type"] for row in rows) == ["kernel_test.edited"] * 2 + ["kernel_test.happened"] * 2


async def test_other_people_customers_subjects_and_sittings_stay_apart(home: Home, superuser: Any) -> None:
    await edit(home, 1, 2)
    await edit(home, 2, 3, actor=Actor("member", uuid7(), "Noa"))
    await edit(home, 2, 3, customer_id=uuid7())
    await edit(home, 2, 3, subject_id=uuid7())
    await superuser.execute(
        "UPDATE events SET dispatch_after = clock_timestamp() WHERE workspace_id = $1 AND type = 'kernel_test.edited'",
        home.id,
    )
    await edit(home, 2, 3)
    assert len(await changes_of(superuser, home)) == 5


async def test_edits_without_settling_never_merge(home: Home, superuser: Any) -> None:
    """The control of the merge."""
    await edit(home, "Ana", "An", settle=False)
    await edit(home, "An", "Ana", settle=False)
    assert len(await changes_of(superuser, home)) == 2


REWRITES = {
    "DELETE FROM events": "42501",
    "TRUNCATE events": "42501",
    "UPDATE events SET type = 'customer.forged'": "42501",
    "UPDATE events SET actor_name = 'somebody else'": "42501",
    "UPDATE events SET customer_id = NULL": "42501",
    "UPDATE events SET dispatched_at = NULL": "42501",
    "DROP TABLE events": "42501",
}


@pytest.mark.parametrize("statement", REWRITES)
async def test_history_cannot_be_rewritten(home: Home, statement: str) -> None:
    await edit(home, 1, 2, settle=False)
    with pytest.raises(DBAPIError) as refused:
        async with home.session() as session:
            await session.execute(text(statement))
    assert sqlstate_of(refused.value) == REWRITES[statement]


async def test_a_dispatched_event_is_closed_even_to_merging(home: Home) -> None:
    await edit(home, 1, 2, settle=False)
    async with home.session() as session:
        changed = await session.execute(text("UPDATE events SET changes = '{}' RETURNING id"))
        assert changed.all() == []
