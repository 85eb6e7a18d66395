"""Step kinds of automations: a part of any group adds one in its ``steps.py`` and imports nothing of the automations
(ADR 0009).

    @step("add_tags", AddTags, title="Add tags", description="Tags and whole groups.")
    async def add_tags_step(call: StepCall[AddTags]) -> Output: ...

The coroutine runs inside the transaction in which the step's completion is written, with the rights of whoever the run
acts for. A kind that reaches beyond the database also names ``send``: then the coroutine only says what to send, which
is kept, and ``send`` does it afterwards, outside any transaction, perhaps again after a crash, always with the same
``key``. A kind that many runs can do in few statements registers by ``step_together``."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from atrium.kernel.context import Actor, Ctx
from atrium.kernel.errors import Conflict, FieldError
from atrium.kernel.permissions import P
from atrium.kernel.schemas import Input

C = TypeVar("C", bound=Input)
Output = dict[str, Any]
"""What a step leaves for the trace and for later steps, as JSON: ``{{steps.<id>.<name>}}``."""


class Facts(Protocol):
    """What a run knows: its trigger, its customer, what earlier steps left."""

    def look(self, path: str) -> Any:
        """The value at a path such as ``customer.email``; None when there is none."""

    def render(self, text: str, escape: Callable[[str], str] = ...) -> str:
        """The text with every ``{{path}}`` replaced, by what ``escape`` makes of each value."""

    def filled(self, value: Any) -> Any:
        """The same for every text inside a JSON value; a text that is one placeholder alone becomes the value
        itself."""


class StepNotPossible(Conflict):
    """The step cannot be done with this customer as it is."""

    code, title = "step-not-possible", "The step cannot be done"


@dataclass(frozen=True, slots=True)
class StepCall(Generic[C]):
    """One execution of a step. ``key`` names it for the outside world and stays the same in every repetition;
    ``acts_for`` is whose rights it has; ``turn`` counts from 0 how often this step of the flow has asked, also between
    runs at the same time, which wait for each other."""

    ctx: Ctx
    config: C
    customer_id: UUID | None
    facts: Facts
    key: str
    run_id: UUID
    automation_id: UUID
    automation_name: str
    step_id: str
    acts_for: Actor
    turn: Callable[[], Awaitable[int]]

    def customer(self) -> UUID:
        """Raises ``StepNotPossible`` (409) for a run that has no customer."""
        if self.customer_id is None:
            raise StepNotPossible("This run has no customer.")
        return self.customer_id


@dataclass(frozen=True, slots=True)
class Sending:
    """What ``send`` gets: the kept output of the coroutine, outside any transaction."""

    kind: str
    workspace_id: UUID
    automation_id: UUID
    key: str
    intent: Mapping[str, Any]


@dataclass(slots=True)
class StepCheck(Generic[C]):
    """One step of a flow that is about to be saved. ``refuse`` names what cannot work, ``template`` looks at the
    placeholders of a text."""

    ctx: Ctx
    config: C
    at: str
    template: Callable[[str, Any], None]
    errors: list[FieldError] = field(default_factory=list)

    def refuse(self, pointer: str, code: str, message: str) -> None:
        self.errors.append(FieldError(pointer=f"{self.at}{pointer}", code=code, message=message))


@dataclass(frozen=True, slots=True)
class StepKind:
    """``needs_customer``: it does something with the run's customer. ``permission``: whoever the run acts for must have
    it. ``control``: it directs the run and does nothing by itself. ``secret``: the property of the configuration whose
    values are kept sealed. ``together``: does it for several runs."""

    name: str
    config: type[Input]
    title: str
    description: str
    act: Callable[[StepCall[Any]], Awaitable[Output]] | None
    check: Callable[[StepCheck[Any]], Awaitable[None]] | None
    send: Callable[[Sending], Awaitable[Output]] | None
    needs_customer: bool
    permission: P | None
    secret: str | None
    together: Callable[[Sequence[StepCall[Any]]], Awaitable[list[Output]]] | None = None

    @property
    def control(self) -> bool:
        return self.act is None


STEP_KINDS: dict[str, StepKind] = {}
"""Every kind of step there is, by name."""


def step(
    name: str,
    config: type[C],
    *,
    title: str,
    description: str,
    needs_customer: bool = True,
    permission: P | None = None,
    check: Callable[[StepCheck[C]], Awaitable[None]] | None = None,
    send: Callable[[Sending], Awaitable[Output]] | None = None,
    secret: str | None = None,
) -> Callable[[Callable[[StepCall[C]], Awaitable[Output]]], Callable[[StepCall[C]], Awaitable[Output]]]:
    """Register a kind of step. ``secret`` names the property of the configuration whose values are kept sealed and
    never shown again."""

    def register(act: Callable[[StepCall[C]], Awaitable[Output]]) -> Callable[[StepCall[C]], Awaitable[Output]]:
        _add(StepKind(name, config, title, description, act, check, send, needs_customer, permission, secret))
        return act

    return register


def step_together(
    name: str,
    config: type[C],
    *,
    title: str,
    description: str,
    permission: P | None = None,
    check: Callable[[StepCheck[C]], Awaitable[None]] | None = None,
) -> Callable[
    [Callable[[Sequence[StepCall[C]]], Awaitable[list[Output]]]],
    Callable[[Sequence[StepCall[C]]], Awaitable[list[Output]]],
]:
    """Register a kind of step by what it does for one or several runs of one flow, of different customers each: with
    the same configuration and context, whose ``causes`` tell the runs apart. It succeeds for all or raises; then each
    run does it by itself."""

    def register(
        together: Callable[[Sequence[StepCall[C]]], Awaitable[list[Output]]],
    ) -> Callable[[Sequence[StepCall[C]]], Awaitable[list[Output]]]:
        async def alone(call: StepCall[C]) -> Output:
            return (await together([call]))[0]

        _add(
            StepKind(
                name,
                config,
                title,
                description,
                alone,
                check,
                None,
                needs_customer=True,
                permission=permission,
                secret=None,
                together=together,
            )
        )
        return together

    return register


def control(
    name: str,
    config: type[C],
    *,
    title: str,
    description: str,
    check: Callable[[StepCheck[C]], Awaitable[None]] | None = None,
) -> None:
    """Register a kind that the engine itself carries out."""
    _add(
        StepKind(
            name, config, title, description, None, check, None, needs_customer=False, permission=None, secret=None
        )
    )


def is_template(value: Any) -> bool:
    """Whether a text anywhere in a JSON value holds a placeholder, so that only the run will know what it is."""
    if isinstance(value, dict):
        return any(is_template(item) for item in value.values())
    return any(map(is_template, value)) if isinstance(value, list) else isinstance(value, str) and "{{" in value


def _add(kind: StepKind) -> None:
    if STEP_KINDS.setdefault(kind.name, kind) is not kind:
        raise TypeError(f"step kind {kind.name} is registered twice")
