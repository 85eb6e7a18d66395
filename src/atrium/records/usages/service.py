"""Who refers to things of the records says so here (forms, automations); whoever takes such a thing away lists those
first.

The slices that refer stand after this one in the order of imports, so they register: ``@finds_uses("forms")`` and
``@follows_merges("forms")``."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, Fix, Unmet

Thing = str
"""What is used, as its capability calls one of it: ``tag``, ``custom_field``, ``form`` …"""


@dataclass(frozen=True, slots=True)
class Use:
    """One place that uses a thing. ``code`` names the kind of place (``used_by_form``), ``message`` is for people,
    ``href`` leads there if anywhere."""

    code: str
    message: str
    href: str | None = None


Finder = Callable[[Ctx, Thing, Collection[UUID]], Awaitable[Sequence[Use]]]
"""Lists the uses of any of these things, names only those that the actor may see, and counts the others in one more
``Use``."""
Mover = Callable[[Ctx, Thing, Collection[UUID], UUID], Awaitable[None]]
"""Lets whatever used one of these things use another instead."""
_finders: dict[str, Finder] = {}
_movers: dict[str, Mover] = {}


class InUse(Conflict):
    """``unmet`` lists the places."""

    code, title = "in-use", "Something uses this"


def finds_uses(name: str) -> Callable[[Finder], Finder]:
    def register(finder: Finder) -> Finder:
        if _finders.setdefault(name, finder) is not finder:
            raise TypeError(f"uses of {name} are registered twice")
        return finder

    return register


def follows_merges(name: str) -> Callable[[Mover], Mover]:
    def register(mover: Mover) -> Mover:
        if _movers.setdefault(name, mover) is not mover:
            raise TypeError(f"merges of {name} are registered twice")
        return mover

    return register


async def uses_of(ctx: Ctx, thing: Thing, ids: Collection[UUID]) -> list[Use]:
    """Everything that uses one of these."""
    return [use for name in sorted(_finders) for use in await _finders[name](ctx, thing, ids)]


async def refuse_if_used(ctx: Ctx, thing: Thing, ids: Collection[UUID], *, force: bool | None) -> None:
    """Raises ``InUse`` (409) listing what uses one of these, unless ``force``; None: nothing can force it."""
    uses = [] if force else await uses_of(ctx, thing, ids)
    if uses:
        unmet = [
            Unmet(code=use.code, message=use.message, fix=Fix(label="Open", href=use.href) if use.href else None)
            for use in uses
        ]
        told = " ".join(use.message for use in uses[:3]) + (f" And {len(uses) - 3} more." if len(uses) > 3 else "")
        way = "Change them first." if force is None else "Change them first, or repeat this with force=true."
        raise InUse(f"{told} {way}", unmet=unmet[:100])


async def merged(ctx: Ctx, thing: Thing, ids: Collection[UUID], into: UUID) -> None:
    """Whatever uses one of these uses ``into`` from now on. Called before they vanish."""
    for name in sorted(_movers):
        await _movers[name](ctx, thing, ids, into)
