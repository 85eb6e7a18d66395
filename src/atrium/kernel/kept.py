"""Statements that are built once and kept: to build one, and to make the key under which SQLAlchemy finds it compiled,
costs more than to run it (``speed.md``).

What builds it takes a ``Ctx`` as ever, and gets one whose values are parameters. What decides how it is built – how the
actor sees, what it may do, and the ``variant`` – is what it is kept under; every value is bound each time."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import Executable, Uuid, bindparam
from sqlalchemy.dialects.postgresql import ARRAY

from atrium.kernel.context import Actor, ActorType, Ctx
from atrium.kernel.permissions import P

MOST = 200
"""So many forms of one statement are kept."""
_NAMES = ("workspace_id", "role_id", "actor_id", "member_id", "customer_id", "hidden_folder_ids", "granted_folder_ids")
_PARAMETERS: dict[str, Any] = {
    name: bindparam(f"ctx_{name}", type_=ARRAY(Uuid) if name.endswith("_ids") else Uuid) for name in _NAMES
}


class _Kind(NamedTuple):
    actor_type: ActorType
    mode: str
    hides_folders: bool
    grants_folders: bool
    permissions: frozenset[P]


class _Sight:
    """Stands in for ``Visibility``."""

    def __init__(self, kind: _Kind) -> None:
        self.mode, self.hides_folders, self.grants_folders = kind.mode, kind.hides_folders, kind.grants_folders
        self.member_id, self.customer_id = _PARAMETERS["member_id"], _PARAMETERS["customer_id"]
        self.hidden_folder_ids = _PARAMETERS["hidden_folder_ids"] if kind.hides_folders else []
        self.granted_folder_ids = _PARAMETERS["granted_folder_ids"] if kind.grants_folders else []


def _standing_in(kind: _Kind) -> Ctx:
    return Ctx(
        session=cast("Any", None),
        workspace_id=_PARAMETERS["workspace_id"],
        actor=Actor(kind.actor_type, _PARAMETERS["actor_id"], ""),
        permissions=kind.permissions,
        visibility=cast("Any", _Sight(kind)),
        role_id=_PARAMETERS["role_id"],
    )


FORGET: list[Callable[[], None]] = []


def forget() -> None:
    """Build every statement anew: for tests that put something else in the place of a predicate."""
    for clear in FORGET:
        clear()


class Kept:
    """``build(ctx, *variant)`` makes the statement. Whatever else changes from call to call it names as parameters."""

    def __init__(self, build: Callable[..., Executable]) -> None:
        @lru_cache(maxsize=MOST)
        def made(kind: _Kind, variant: tuple[Hashable, ...]) -> tuple[Executable, frozenset[str]]:
            statement = build(_standing_in(kind), *variant)
            names = frozenset(cast("Any", statement).compile().params)
            return statement, names & {f"ctx_{name}" for name in _NAMES}

        self._made = made
        FORGET.append(made.cache_clear)

    def of(self, ctx: Ctx, *variant: Hashable, **values: Any) -> tuple[Executable, dict[str, Any]]:
        """The statement and its parameters, for ``Session.execute`` and its like."""
        sight = ctx.visibility
        folders = sight.hides_folders, sight.grants_folders
        statement, names = self._made(_Kind(ctx.actor.type, sight.mode, *folders, ctx.permissions), variant)
        known = {
            "ctx_workspace_id": ctx.workspace_id,
            "ctx_role_id": ctx.role_id,
            "ctx_actor_id": ctx.actor.id,
            "ctx_member_id": sight.member_id,
            "ctx_customer_id": sight.customer_id,
            "ctx_hidden_folder_ids": sight.hidden_folder_ids,
            "ctx_granted_folder_ids": sight.granted_folder_ids,
        }
        return statement, {name: known[name] for name in names} | values

    async def run(self, ctx: Ctx, *variant: Hashable, **values: Any) -> Any:
        """The result as plain rows, without the detour over entities that a session takes."""
        statement, parameters = self.of(ctx, *variant, **values)
        return await (await ctx.session.connection()).execute(statement, parameters)
