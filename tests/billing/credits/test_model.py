"""The ledger against a model in plain Python: after every random step both hold the same."""

import asyncio
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy.engine import make_url

from atrium.kernel.ids import uuid7

STEPS = [pytest.param(250, id="small"), pytest.param(3600, id="large", marks=pytest.mark.soak)]
START = datetime(2200, 1, 1, tzinfo=UTC)
WHAT = json.dumps({"note": "", "actor_type": "system", "actor_name": "Model"})
Order = Callable[["Given"], Any]


@dataclass
class Given:
    """A grant of the model."""

    id: UUID
    age: int
    amount: int
    priority: int
    ends: datetime | None
    effective: bool
    left: int = 0
    held: int = 0
    over: bool = False
    voided: bool = False

    @property
    def free(self) -> int:
        return self.left - self.held


@dataclass
class Reserved:
    parts: list[tuple[Given, int]]
    open: bool = True


def rightly(grant: Given) -> Any:
    """Priority, then earlier expiry, then older."""
    return grant.priority, grant.ends or datetime.max.replace(tzinfo=UTC), grant.age


def by_age(grant: Given) -> Any:
    """The naive order: first in, first out."""
    return grant.age


@dataclass
class Model:
    """What the ledger should hold, with sums where the ledger has locks."""

    order: Order
    grants: list[Given] = field(default_factory=list)
    holds: dict[UUID, Reserved] = field(default_factory=dict)
    debits: dict[UUID, list[tuple[Given, int]]] = field(default_factory=dict)

    @property
    def available(self) -> int:
        return sum(grant.free for grant in self.grants if grant.effective and not grant.over and not grant.voided)

    def burn(self, amount: int) -> list[tuple[Given, int]]:
        parts = []
        for grant in sorted(
            (grant for grant in self.grants if grant.effective and not grant.over and not grant.voided and grant.free),
            key=self.order,
        ):
            if amount:
                parts.append((grant, min(grant.free, amount)))
                amount -= parts[-1][1]
        return parts

    def sweep(self) -> None:
        for grant in self.grants:
            if grant.over or grant.voided:
                grant.left = grant.held


class Ledger(RuleBasedStateMachine):
    """One account of a workspace of its own, moved through the database's functions and through the model."""

    order: ClassVar[Order] = staticmethod(rightly)
    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.model = Model(type(self).order)
        self.workspace, self.customer = uuid7(), uuid7()
        self.age = 0
        self.runner.run(self._open())

    async def _open(self) -> None:
        url = make_url(os.environ["ATRIUM_DATABASE_URL"]).set(drivername="postgresql")
        admin = make_url(os.environ["ATRIUM_TEST_ADMIN_URL"]).set(database=url.database, drivername="postgresql")
        self.admin = await asyncpg.connect(admin.render_as_string(hide_password=False))
        self.app = await asyncpg.connect(url.render_as_string(hide_password=False))
        made = (
            "INSERT INTO workspaces (id, name, country, currency, time_zone) VALUES ($1, 'Model', 'ES', 'EUR', 'UTC')"
        )
        await self.admin.execute(made, self.workspace)
        await self.admin.execute(
            "INSERT INTO customers (workspace_id, id, name) VALUES ($1, $2, 'Model')", self.workspace, self.customer
        )
        await self.app.execute("SELECT set_config('atrium.workspace_id', $1, false)", str(self.workspace))

    def teardown(self) -> None:
        self.runner.run(self.app.close())
        self.runner.run(self.admin.close())
        self.runner.close()

    def call(self, function: str, *values: Any) -> Any:
        type(self).steps += 1
        places = ", ".join(f"${number + 2}" for number in range(len(values)))
        found = self.runner.run(self.app.fetchval(f"SELECT {function}($1, {places})", self.workspace, *values))
        return json.loads(found) if isinstance(found, str) else found

    def behind(self, statement: str, *values: Any) -> None:
        """Let time pass for one row."""
        self.runner.run(self.admin.execute(statement, self.workspace, *values))

    @rule(
        amount=st.integers(1, 40),
        priority=st.sampled_from([0, 50, 100]),
        days=st.sampled_from([None, 1, 2]),
        effective=st.sampled_from([True, True, False]),
    )
    def grant(self, amount: int, priority: int, days: int | None, effective: bool) -> None:
        begins = None if effective else START - timedelta(days=1)
        ends = START + timedelta(days=days) if days else None
        answer = self.call(
            "credits_grant", self.customer, "credits", amount, priority, begins, ends, "paid", "manual", WHAT
        )
        self.model.sweep()
        self.age += 1
        self.model.grants.append(
            Given(UUID(answer["grant_id"]), self.age, amount, priority, ends, effective, left=amount)
        )

    @rule(amount=st.integers(1, 60), kind=st.sampled_from(["consume", "deduct"]))
    def debit(self, amount: int, kind: str) -> None:
        answer = self.call("credits_consume", self.customer, "credits", kind, amount, WHAT)
        self.model.sweep()
        if amount > self.model.available:
            assert answer["refused"] == "insufficient"
            return
        parts = self.model.burn(amount)
        assert answer["entry"]["grant_ids"] == [str(grant.id) for grant, _ in parts]
        assert answer["entry"]["grant_amounts"] == [-part for _, part in parts]
        for grant, part in parts:
            grant.left -= part
        self.model.debits[UUID(answer["entry"]["id"])] = parts

    @rule(amount=st.integers(1, 60))
    def hold(self, amount: int) -> None:
        answer = self.call("credits_hold", self.customer, "credits", amount, START, WHAT)
        self.model.sweep()
        if amount > self.model.available:
            assert answer["refused"] == "insufficient"
            return
        parts = self.model.burn(amount)
        for grant, part in parts:
            grant.held += part
        self.model.holds[UUID(answer["hold"]["id"])] = Reserved(parts)

    @precondition(lambda self: self.model.holds)
    @rule(data=st.data(), share=st.sampled_from([0, 1, 50, 100, 101]))
    def settle(self, data: Any, share: int) -> None:
        hold_id = data.draw(st.sampled_from(sorted(self.model.holds)))
        held = self.model.holds[hold_id]
        total = sum(part for _, part in held.parts)
        amount = total + 1 if share == 101 else -(-total * share // 100)
        answer = self.call("credits_end_hold", hold_id, amount, WHAT)
        if not held.open:
            assert answer["refused"] == "settled"
        elif amount > total:
            assert answer["refused"] == "exceeds"
        else:
            paid, left = [], amount
            for grant, part in held.parts:
                used = min(part, left)
                left -= used
                grant.held -= part
                grant.left -= used
                paid += [(grant, used)] if used else []
            held.open = False
            if amount:
                self.model.debits[UUID(answer["entry"]["id"])] = paid
        self.model.sweep()

    @precondition(lambda self: self.model.grants)
    @rule(data=st.data())
    def void(self, data: Any) -> None:
        grant = data.draw(st.sampled_from(self.model.grants))
        answer = self.call("credits_void", grant.id, WHAT)
        self.model.sweep()
        if grant.voided:
            assert answer["refused"] == "voided"
        elif grant.left == 0:
            assert answer["refused"] == "spent"
        elif grant.held:
            assert answer["refused"] == "held"
        else:
            grant.voided, grant.left = True, 0

    @precondition(lambda self: self.model.debits)
    @rule(data=st.data())
    def reverse(self, data: Any) -> None:
        entry_id = data.draw(st.sampled_from(sorted(self.model.debits)))
        answer = self.call("credits_reverse", entry_id, WHAT)
        assert "refused" not in answer
        for grant, part in self.model.debits.pop(entry_id):
            grant.left += part
        self.model.sweep()
        assert self.call("credits_reverse", entry_id, WHAT)["refused"] == "reversed"

    @precondition(lambda self: any(not grant.over and grant.effective for grant in self.model.grants))
    @rule(data=st.data(), swept=st.booleans())
    def time_is_over(self, data: Any, swept: bool) -> None:
        grant = data.draw(st.sampled_from([grant for grant in self.model.grants if not grant.over and grant.effective]))
        self.behind(
            "UPDATE credit_grants SET expires_at = clock_timestamp() WHERE workspace_id = $1 AND id = $2", grant.id
        )
        self.behind("UPDATE credit_accounts SET next_expiry_at = clock_timestamp() WHERE workspace_id = $1")
        grant.over = True
        if swept:
            self.call("credits_expire", UUID(str(self.account()["id"])))
            self.model.sweep()

    @precondition(lambda self: any(not grant.effective for grant in self.model.grants))
    @rule(data=st.data())
    def time_has_come(self, data: Any) -> None:
        grant = data.draw(st.sampled_from([grant for grant in self.model.grants if not grant.effective]))
        self.behind(
            "UPDATE credit_grants SET effective_at = clock_timestamp() WHERE workspace_id = $1 AND id = $2", grant.id
        )
        grant.effective = True

    def account(self) -> Any:
        return self.runner.run(self.app.fetchrow("SELECT * FROM credit_accounts"))

    @invariant()
    def both_hold_the_same(self) -> None:
        account = self.account()
        if account is None:
            assert not self.model.grants
            return
        query = "SELECT id, remaining, held FROM credit_grants"
        rows = {row["id"]: (row["remaining"], row["held"]) for row in self.runner.run(self.app.fetch(query))}
        assert rows == {grant.id: (grant.left, grant.held) for grant in self.model.grants}
        assert account["balance"] == sum(grant.left for grant in self.model.grants)
        assert account["held"] == sum(grant.held for grant in self.model.grants)
        checked = self.runner.run(
            self.app.fetch("SELECT * FROM credits_check($1, $2, 10, false)", self.workspace, UUID(int=0))
        )
        assert [row["problem"] for row in checked] == [None]


class NaiveOrder(Ledger):
    order: ClassVar[Order] = staticmethod(by_age)
    steps: ClassVar[int] = 0


def run(machine: type[Ledger], examples: int) -> None:
    quick = settings(
        max_examples=examples,
        stateful_step_count=40,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=quick)


@pytest.mark.parametrize("wanted", STEPS)
def test_the_ledger_equals_the_model(servers: str, wanted: int, record_property: Any) -> None:
    Ledger.steps = 0
    while Ledger.steps < wanted:
        run(Ledger, max(3, wanted // 60))
    record_property("figures credits model", {"steps": Ledger.steps, "differences": 0})


def test_a_model_with_another_order_differs(servers: str) -> None:
    """The control."""
    with pytest.raises(AssertionError):
        run(NaiveOrder, 400)
