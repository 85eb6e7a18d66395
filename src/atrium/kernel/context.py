"""Who acts, where, and in which transaction: the first argument of every service function."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from atrium.kernel.errors import ScopeMissing
from atrium.kernel.permissions import P

T = TypeVar("T")
ActorType = Literal["member", "api_key", "embed", "system", "customer"]
FolderLevel = Literal["none", "read", "write", "manage"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. ``id`` is the member, key or token; None for the system itself."""

    type: ActorType
    id: UUID | None
    name: str


@dataclass(frozen=True, slots=True)
class Visibility:
    """Which customers the actor may see (B12).

    ``mode``: ``all``; ``folders`` (granted folders and customers assigned to the member); ``assigned`` (assigned only);
    ``customer`` (one). A folder in ``hidden_folder_ids`` hides its customers in every mode. ``folder_levels`` holds the
    effective level of each restricted folder.
    """

    mode: Literal["all", "folders", "assigned", "customer"] = "all"
    member_id: UUID | None = None
    customer_id: UUID | None = None
    folder_levels: Mapping[UUID, FolderLevel] = field(default_factory=dict)

    @property
    def hides_folders(self) -> bool:
        return any(level == "none" for level in self.folder_levels.values())

    @property
    def grants_folders(self) -> bool:
        return any(level != "none" for level in self.folder_levels.values())

    @property
    def hidden_folder_ids(self) -> list[UUID]:
        return [folder for folder, level in self.folder_levels.items() if level == "none"]

    @property
    def granted_folder_ids(self) -> list[UUID]:
        return [folder for folder, level in self.folder_levels.items() if level != "none"]


class Cause(NamedTuple):
    """What led to an event: the event before it, and how many came before."""

    id: UUID | None
    depth: int


class Emitted(NamedTuple):
    """An event that is written before the commit, with what its context said when it happened."""

    event: Any
    settle: bool
    actor: Actor
    cause: Cause


class Remembered(Generic[T]):
    """What a context remembers for the rest of its transaction: ``FIELDS = Remembered[FieldSet]("custom_fields")``."""

    def __init__(self, name: str) -> None:
        self.name = name

    def of(self, ctx: "Ctx") -> T | None:
        found: T | None = ctx.cache.get(self.name)
        return found

    def put(self, ctx: "Ctx", value: T) -> T:
        ctx.cache[self.name] = value
        return value

    def forget(self, ctx: "Ctx") -> None:
        ctx.cache.pop(self.name, None)


@dataclass(slots=True)
class Ctx:
    """One request's or job step's context. Everything done with it commits or vanishes together.

    ``causes``: for work done for several customers at once, what led to it for each of them, where that is not
    ``cause_id`` and ``depth``."""

    session: AsyncSession
    workspace_id: UUID
    actor: Actor
    permissions: frozenset[P]
    visibility: Visibility = field(default_factory=Visibility)
    role_id: UUID | None = None
    user_id: UUID | None = None
    session_id: UUID | None = None
    request_id: str = ""
    cause_id: UUID | None = None
    depth: int = 0
    causes: Mapping[UUID, Cause] = field(default_factory=dict)
    pending_events: list[Emitted] = field(default_factory=list)
    after_commit: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    cache: dict[str, Any] = field(default_factory=dict)

    def may(self, permission: P) -> bool:
        return permission in self.permissions

    def require(self, permission: P) -> None:
        """Raises ``ScopeMissing`` (403) naming the permission."""
        if permission not in self.permissions:
            raise ScopeMissing(f"This needs the permission {permission.value}.")

    @property
    def member_id(self) -> UUID | None:
        """The member on whose behalf this runs: the actor itself, or the creator of the API key."""
        return self.visibility.member_id

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """A part of the transaction that may fail by itself: what it wrote and emitted vanishes, the rest stays."""
        events, hooks = len(self.pending_events), len(self.after_commit)
        try:
            async with self.session.begin_nested():
                yield
        except BaseException:
            del self.pending_events[events:]
            del self.after_commit[hooks:]
            raise

    def emit(self, event: Any, *, settle: bool = False) -> None:
        """Record that something happened (``kernel/events.py``), in this transaction.

        With ``settle`` further events of the same type, customer and actor within the workspace's sitting merge into
        this one (X6)."""
        cause = self.causes.get(event.customer_id) or Cause(self.cause_id, self.depth)
        self.pending_events.append(Emitted(event, settle, self.actor, cause))
