"""The walk through a flow: what each kind of step does to the run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from atrium.edge.automations.conditions.service import RunFacts, decide, facts_of, facts_with, seen_values
from atrium.edge.automations.engine.queries import next_turn, related_customers
from atrium.edge.automations.flows.controls import BranchStep, ForEachRelatedStep, StopStep, WaitStep
from atrium.edge.automations.flows.program import Node, Program, local_moment
from atrium.edge.automations.runs.models import AutomationRunStep
from atrium.engage.placeholders.service import workspace_of
from atrium.kernel.context import Actor, Cause, Ctx
from atrium.kernel.errors import AtriumError, Conflict
from atrium.kernel.steps import STEP_KINDS, Output, Sending, StepCall, StepKind

STEPS_AT_ONCE = 25
"""Most steps of one transaction."""
LONGEST_EVENT_WAIT = 30 * 24 * 3600


class NothingToWaitFor(Conflict):
    code, title = "nothing-to-wait-for", "There is no date to wait for"


class NoCustomer(Conflict):
    code, title = "no-customer", "This run has no customer"


@dataclass(frozen=True, slots=True)
class Pause:
    """The run waits, until ``until`` at the latest."""

    kind: str
    until: datetime
    awaits: tuple[str, ...] = ()


@dataclass(slots=True)
class Walk:
    """One stretch of a run inside one transaction. What it did is in ``rows``, in the form of
    ``automation_run_steps``."""

    ctx: Ctx
    program: Program
    run_id: UUID
    automation_id: UUID
    automation_name: str
    acts_for: Actor
    customer_id: UUID | None
    trigger: Mapping[str, Any]
    step_id: str | None
    round: int
    memory: dict[str, Any]
    dry: bool = False
    rows: list[dict[str, Any]] = field(default_factory=list)
    sending: Sending | None = None
    pause: Pause | None = None
    _facts: RunFacts | None = None
    _plain: bool = False

    @property
    def node(self) -> Node:
        assert self.step_id is not None
        return self.program.nodes[self.step_id]

    @property
    def subject_id(self) -> UUID | None:
        """The customer that steps here are about: the run's, or the loop's present one."""
        loop = self.memory.get("loop")
        if loop and self.step_id != loop["id"] and self.node.loop == loop["id"]:
            return UUID(loop["customer_ids"][self.round - 1])
        return self.customer_id

    @property
    def key(self) -> str:
        """Names the present step of this run to the outside world."""
        return f"{self.run_id}:{self.step_id}" + (f":{self.round}" if self.round else "")

    @property
    def going(self) -> bool:
        return self.step_id is not None and self.sending is None and self.pause is None

    async def go(self, most: int = STEPS_AT_ONCE) -> None:
        """Do steps until the run ends, waits, must reach outside, or has done so many."""
        while self.going and most > 0:
            most -= 1
            await self._do(self.node)

    async def _do(self, node: Node) -> None:
        kind = STEP_KINDS[node.step.kind]
        match node.config:
            case WaitStep():
                await self._wait(node, node.config)
            case BranchStep():
                await self._branch(node, node.config)
            case ForEachRelatedStep():
                await self._loop(node, node.config)
            case StopStep():
                self._done(node, RunFacts({}), decision={"outcome": "stopped", "reason": node.config.reason})
                self.step_id = None
            case _:
                await self._act(node, kind)

    async def facts(self) -> RunFacts:
        """What is known now, read again after every step that may have changed it."""
        plain = self.node.plain
        if self._facts is None or (self._plain and not plain):
            named, outputs = self.automation_name, self.memory["outputs"]
            self._facts = await facts_of(
                self.ctx, self.subject_id, self.trigger, outputs, automation_name=named, plain=plain
            )
            self._plain = plain
        return RunFacts(self._facts.values)

    async def _act(self, node: Node, kind: StepKind) -> None:
        assert kind.act is not None
        self._check(kind)
        if kind.send is not None and not self.dry and (begun := await self._begun(node)) is not None:
            self.sending = Sending(kind.name, self.ctx.workspace_id, self.automation_id, self.key, begun)
            return
        facts = await self.facts() if node.reads else RunFacts({"trigger": {}})
        started, output = datetime.now(UTC), await kind.act(self._call(self.ctx, node, facts))
        self._acted(node, kind, facts, started, output)

    def _check(self, kind: StepKind) -> None:
        if kind.permission is not None:
            self.ctx.require(kind.permission)
        if kind.needs_customer and self.subject_id is None:
            raise NoCustomer

    def _call(self, ctx: Ctx, node: Node, facts: RunFacts) -> StepCall[Any]:
        names = (self.key, self.run_id, self.automation_id, self.automation_name, node.step.id, self.acts_for)
        turn = partial(next_turn, ctx, self.automation_id, node.step.id)
        return StepCall(ctx, node.config, self.subject_id, facts, *names, turn=turn)

    def _acted(self, node: Node, kind: StepKind, facts: RunFacts, started: datetime, output: Output) -> None:
        """Note what a step did, and go on."""
        given = {name: value for name, value in node.step.config.items() if name != kind.secret}
        shown = facts.filled(given) if node.reads else given
        if node.step.kind == "set_field" and node.step.config["field"] != "lifecycle":
            facts.look(f"customer.{node.step.config['field']}")
        if kind.send is not None:
            sent = {name: value for name, value in output.items() if name != kind.secret}
            state = "would_send" if self.dry else "sending"
            self._row(
                node, facts, state, input=sent, output={} if self.dry else output, started_at=started, finished_at=None
            )
            if self.dry:
                self.step_id = node.next
            else:
                self.sending = Sending(kind.name, self.ctx.workspace_id, self.automation_id, self.key, output)
            return
        self._row(node, facts, "done", input=shown, output=output, started_at=started)
        self.leave(node, output)

    async def _begun(self, node: Node) -> Mapping[str, Any] | None:
        """What a worker that is gone was about to send: a repetition sends the very same."""
        own = (
            AutomationRunStep.workspace_id == self.ctx.workspace_id,
            AutomationRunStep.run_id == self.run_id,
            AutomationRunStep.step_id == node.step.id,
        )
        query = select(AutomationRunStep.output).where(
            *own, AutomationRunStep.round == (self.round if node.loop else 0), AutomationRunStep.state == "sending"
        )
        return await self.ctx.session.scalar(query)

    def leave(self, node: Node, output: Mapping[str, Any]) -> None:
        """Go on after a step, with what it left."""
        self.memory["outputs"] = {**self.memory["outputs"], node.step.id: dict(output)}
        self._facts = None
        self.step_id = node.next

    # ── control
    # ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _branch(self, node: Node, config: BranchStep) -> None:
        facts = await self.facts()
        held, decisions = decide(facts, config.conditions)
        shown = {"held": held, "conditions": [decision.model_dump(mode="json") for decision in decisions]}
        self._done(node, facts, decision=shown)
        self.memory["outputs"] = {**self.memory["outputs"], node.step.id: {"held": held}}
        self._facts = None
        self.step_id = node.then if held else node.otherwise

    async def _loop(self, node: Node, config: ForEachRelatedStep) -> None:
        loop = self.memory.get("loop")
        if loop is None:
            if self.customer_id is None:
                raise NoCustomer
            found = await related_customers(self.ctx, self.customer_id, config.relation_type_id, config.most)
            loop = {"id": node.step.id, "customer_ids": [str(customer_id) for customer_id in found]}
            self.memory["loop"] = loop
            self._done(node, RunFacts({}), decision={"customer_ids": loop["customer_ids"]})
        self._facts = None
        if self.round < len(loop["customer_ids"]):
            self.round += 1
            self.step_id = node.then
        else:
            self.round = 0
            del self.memory["loop"]
            self.leave(node, {"customers": len(loop["customer_ids"])})

    async def _wait(self, node: Node, config: WaitStep) -> None:
        wait = self.memory.get("wait")
        if wait is not None and wait["step_id"] == node.step.id:
            del self.memory["wait"]
            self._facts = None
            event = wait.get("event")
            outcome = ("event" if event else "timed_out") if config.wait == "event" else "elapsed"
            output = {"outcome": outcome, "event_type": event and event["type"], "data": event and event["data"]}
            self._done(node, RunFacts({}), output=output, decision={"outcome": outcome, "until": wait["until"]})
            self.leave(node, output)
            return
        facts = await self.facts() if node.reads else RunFacts({"trigger": {}})
        until = await self._until(config, facts)
        shown = {"until": until.isoformat(timespec="seconds").replace("+00:00", "Z"), "event_types": config.event_types}
        if self.dry:
            self._row(node, facts, "would_wait", decision=shown)
            self.leave(
                node, {"outcome": "event" if config.wait == "event" else "elapsed", "event_type": None, "data": None}
            )
            return
        self._row(node, facts, "waiting", decision=shown, finished_at=None)
        self.memory["wait"] = {"step_id": node.step.id, "until": shown["until"]}
        self.pause = Pause("event" if config.wait == "event" else "time", until, tuple(config.event_types))

    async def _until(self, config: WaitStep, facts: RunFacts) -> datetime:
        if config.wait != "until":
            return datetime.now(UTC) + timedelta(seconds=config.seconds or LONGEST_EVENT_WAIT)
        text = str(facts.filled(config.until) or "").strip()
        _, zone = await workspace_of(self.ctx)
        try:
            moment = (
                datetime.combine(date.fromisoformat(text), time(), tzinfo=zone)
                if len(text) <= 10
                else datetime.fromisoformat(text)
            )
        except ValueError:
            raise NothingToWaitFor(
                f"{config.until} is {text[:60]!r}, which is no date." if text else f"{config.until} is empty."
            ) from None
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)) + timedelta(days=config.offset_days)
        return local_moment(moment.astimezone(zone).date(), config.at, zone) if config.at else moment.astimezone(UTC)

    # ── the trace
    # ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def note_failure(self, node: Node, error: AtriumError) -> None:
        """For a dry run: the step that would fail."""
        kind = STEP_KINDS[node.step.kind]
        given = {name: value for name, value in node.step.config.items() if name != kind.secret}
        self._row(node, RunFacts({}), "failed", input=given, error=error.detail, error_code=error.code)

    def _done(
        self, node: Node, facts: RunFacts, *, decision: Mapping[str, Any], output: Mapping[str, Any] | None = None
    ) -> None:
        self._row(node, facts, "done", decision=decision, output=output or {})

    def _row(self, node: Node, facts: RunFacts, state: str, **values: Any) -> None:
        now = datetime.now(UTC)
        self.rows.append(
            {
                "run_id": self.run_id,
                "step_id": node.step.id,
                "round": self.round if node.loop else 0,
                "kind": node.step.kind,
                "customer_id": self.subject_id,
                "state": state,
                "input": {},
                "decision": {},
                "output": {},
                "field_keys": sorted(facts.fields_read),
                "started_at": now,
                "finished_at": now,
                **values,
            }
        )


# ── several runs of one flow ────────────────────────────────────────────────────


async def go_together(walks: Sequence[Walk], most: int = STEPS_AT_ONCE) -> None:
    """Take runs of different customers forward in one transaction. Those at the same step do it together, if its kind
    knows how.

    A run that has come to a loop, where steps are about other customers, stops there and goes on by itself."""
    for _ in range(most):
        places: dict[str, list[Walk]] = {}
        for walk in walks:
            if walk.going and walk.node.step.kind != "for_each_related":
                places.setdefault(str(walk.step_id), []).append(walk)
        if not places:
            return
        for at_one in places.values():
            node = at_one[0].node
            if node.reads or isinstance(node.config, BranchStep):
                await _look_together(node, at_one)
            if STEP_KINDS[node.step.kind].together is not None and len(at_one) > 1:
                await _act_together(node, at_one)
            else:
                for walk in at_one:
                    await walk._do(node)


async def _act_together(node: Node, walks: Sequence[Walk]) -> None:
    kind = STEP_KINDS[node.step.kind]
    assert kind.together is not None
    for walk in walks:
        walk._check(kind)
    facts = [await walk.facts() if node.reads else RunFacts({"trigger": {}}) for walk in walks]
    causes = {
        walk.customer_id: Cause(walk.ctx.cause_id, walk.ctx.depth) for walk in walks if walk.customer_id is not None
    }
    ctx = replace(walks[0].ctx, causes=causes)
    started = datetime.now(UTC)
    outputs = await kind.together([walk._call(ctx, node, known) for walk, known in zip(walks, facts, strict=True)])
    for walk, known, output in zip(walks, facts, outputs, strict=True):
        walk._acted(node, kind, known, started, output)


async def _look_together(node: Node, walks: Sequence[Walk]) -> None:
    """Look at the customers of all runs in one statement. One that is out of sight is left to its run to find out."""
    ids = [walk.customer_id for walk in walks if walk.customer_id is not None]
    customers = await seen_values(walks[0].ctx, ids, plain=node.plain)
    for walk in walks:
        if walk.customer_id in customers:
            named, outputs = walk.automation_name, walk.memory["outputs"]
            walk._facts = await facts_with(
                walk.ctx, customers[walk.customer_id], walk.trigger, outputs, automation_name=named
            )
            walk._plain = node.plain
