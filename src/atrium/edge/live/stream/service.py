"""Live updates of one process: one subscription, one reading of the event log per workspace and ring, any number of
viewers.

Nothing here holds a database connection while nothing happens. What a viewer gets is decided by
``records.timeline.redact``, as everywhere (X1)."""

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog

from atrium.edge.live.stream.queries import Position, committed_since, position_now
from atrium.edge.live.stream.schemas import Change, change_frames, frame
from atrium.kernel.authentication import Credential, context_from, rights_of_credentials
from atrium.kernel.context import Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.encryption import UnsealError, seal, unseal
from atrium.kernel.errors import TooManyRequests
from atrium.kernel.events import EVENT_TYPES, EventRow
from atrium.kernel.live import Line, Message, on_hang_up
from atrium.kernel.permissions import P
from atrium.kernel.settings import settings
from atrium.records.timeline.queries import customers_in_sight, sees_everyone
from atrium.records.timeline.telling import redact

log = structlog.get_logger("atrium.stream")
HEARTBEAT_SECONDS = 20.0
LIFETIME_SECONDS = 900.0
"""A stream ends after about this long and its reader comes back: so rights that end by the clock end here too."""
TRUSTED_SECONDS = 60.0
"""How long rights are believed without an event that changes them, which is looked up at once: it bounds what ends by
the clock."""
GATHER_SECONDS = 0.03
MOST_EVENTS = 500
"""More than that at once is not told one by one: readers read again what they show."""
MOST_WAITING = 100
"""Batches that wait for a slow reader before it is cut off."""
EVERYBODY = object()


class TooManyStreams(TooManyRequests):
    code, title = "too-many-streams", "Too many open streams"


def kind_of(event: EventRow) -> str:
    declared = EVENT_TYPES.get(event.type)
    return declared.kind if declared else "other"


@dataclass(frozen=True, slots=True)
class Sight:
    """The rights of a viewer. Viewers of the same ``key`` see the same, and share one look."""

    key: tuple[Any, ...]
    rights: dict[str, Any]

    @classmethod
    def of(cls, rights: dict[str, Any], ctx: Ctx) -> "Sight":
        view = ctx.visibility
        who = None if view.mode == "all" else view.member_id
        return cls(
            (ctx.permissions, ctx.role_id, view.mode, who, view.customer_id, frozenset(view.folder_levels.items())),
            rights,
        )


@dataclass(eq=False, slots=True)
class Viewer:
    """One open stream."""

    credential: Credential
    address: str
    member_id: UUID | None
    sight: Sight
    position: str
    checked: float = field(default_factory=time.monotonic)
    ended: bool = False
    waiting: "asyncio.Queue[bytes | None]" = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    def push(self, chunk: bytes) -> None:
        if self.ended:
            return
        try:
            self.waiting.put_nowait(chunk)
        except asyncio.QueueFull:
            self.end(frame("resync", {"reason": "slow"}))

    def end(self, last: bytes | None = None) -> None:
        """Send this at most, and no more."""
        if not self.ended:
            self.ended = True
            while not self.waiting.empty():
                self.waiting.get_nowait()
            if last is not None:
                self.waiting.put_nowait(last)
            self.waiting.put_nowait(None)

    async def next(self, seconds: float) -> bytes | None:
        """What to send next: at the latest a sign of life. None at the end."""
        try:
            async with asyncio.timeout(seconds):
                return await self.waiting.get()
        except TimeoutError:
            return f": alive\nid: {self.position}\n\n".encode() if self.position else b": alive\n\n"


class Room:
    """The viewers of one workspace, and how far the event log has been read for them."""

    def __init__(self, workspace_id: UUID) -> None:
        self.workspace_id = workspace_id
        self.viewers: set[Viewer] = set()
        self.users = 0
        self.position: Position | None = None
        self.lock = asyncio.Lock()
        self.rung = asyncio.Event()
        self.messages: list[Message] = []
        self.task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while True:
            await self.rung.wait()
            self.rung.clear()
            try:
                async with self.lock:
                    await self.look()
                    await self._pass_on()
            except Exception as error:
                # The position has not moved: what was not told now is told then.
                log.warning(
                    "could not look", workspace_id=str(self.workspace_id), reason=type(error).__name__, exc_info=error
                )
                self.rung.set()
                await asyncio.sleep(1)
            await asyncio.sleep(GATHER_SECONDS)

    async def look(self) -> Position:
        """Tell the viewers what was committed since the last look. Returns how far the room is."""
        async with database().session(self.workspace_id) as session:
            if self.position is None:
                self.position = await position_now(session)
                return self.position
            rows, position = await committed_since(session, self.workspace_id, self.position, MOST_EVENTS + 1)
        if not rows:
            self.position = position
            return position
        await self._check(_whose_rights_changed(rows))
        if len(rows) > MOST_EVENTS:
            async with database().session(self.workspace_id) as session:
                position = await position_now(session)
            for viewer in self.viewers:
                viewer.position = self._sealed(position)
                viewer.push(frame("resync", {"reason": "many"}, position=viewer.position))
        else:
            await self._share(rows, position)
        self.position = position
        return position

    async def _share(self, rows: Sequence[EventRow], position: Position) -> None:
        sealed = self._sealed(position)
        async with database().session(self.workspace_id) as session:
            for sight, viewers in _by_sight(self.viewers):
                chunk = await _chunk(context_from(sight.rights, session), rows, sealed)
                for viewer in viewers:
                    viewer.position = sealed
                    if chunk:
                        viewer.push(chunk)

    async def _check(self, changed: Collection[object] = ()) -> None:
        """Look up the rights of those viewers whose rights are not trusted any more: ended ones are cut off, changed
        ones are told."""
        before = time.monotonic() - TRUSTED_SECONDS
        doubted: dict[tuple[Credential, str], list[Viewer]] = defaultdict(list)
        for viewer in self.viewers:
            if EVERYBODY in changed or viewer.member_id in changed or viewer.checked < before:
                doubted[viewer.credential, viewer.address].append(viewer)
        if not doubted:
            return
        async with transaction(database().authenticating_session()) as session:
            found = await rights_of_credentials(session, list(doubted))
            sights = [Sight.of(rights, context_from(rights, session)) if rights else None for rights in found]
        for viewers, sight in zip(doubted.values(), sights, strict=True):
            for viewer in viewers:
                self._judge(viewer, sight)

    def _judge(self, viewer: Viewer, sight: Sight | None) -> None:
        if sight is None or UUID(sight.rights["workspace_id"]) != self.workspace_id:
            self.viewers.discard(viewer)
            viewer.end(frame("ended", {"reason": "credential"}))
            return
        viewer.checked = time.monotonic()
        if sight.key != viewer.sight.key:
            viewer.sight = sight
            viewer.push(frame("rights", {}))

    async def _pass_on(self) -> None:
        """Messages that nobody keeps: to the members they name, if these may see the customer they are about."""
        messages, self.messages = self.messages, []
        for message in messages:
            to = set(message.get("to", ()))
            viewers = [viewer for viewer in self.viewers if str(viewer.member_id) in to]
            if viewers:
                await self._check()
                await self._tell(message, [viewer for viewer in viewers if not viewer.ended])

    async def _tell(self, message: Message, viewers: Iterable[Viewer]) -> None:
        chunk = frame(message["event"], message.get("data", {}))
        customer = message.get("customer_id")
        async with database().session(self.workspace_id) as session:
            for sight, those in _by_sight(viewers):
                ctx = context_from(sight.rights, session)
                if customer is None or (ctx.may(P.customers_read) and await customers_in_sight(ctx, [UUID(customer)])):
                    for viewer in those:
                        viewer.push(chunk)

    async def admit(self, viewer: Viewer, last_position: str | None) -> None:
        """Tell a viewer what it has missed, and from now on everything."""
        async with self.lock:
            position = self.position
            if last_position is not None or position is None:
                position = await self.look()
            viewer.position = self._sealed(position)
            viewer.push(b"retry: 2000\n" + frame("ready", {}, position=None if last_position else viewer.position))
            if last_position is not None:
                viewer.push(await self._missed(viewer, last_position, position))
            self.viewers.add(viewer)

    async def _missed(self, viewer: Viewer, last_position: str, until: Position) -> bytes:
        position = self._opened(last_position)
        if position is None:
            return frame("resync", {"reason": "unknown_position"}, position=viewer.position)
        async with database().session(self.workspace_id) as session:
            rows, _ = await committed_since(session, self.workspace_id, position, MOST_EVENTS + 1, until=until)
            if len(rows) > MOST_EVENTS:
                return frame("resync", {"reason": "many"}, position=viewer.position)
            chunk = await _chunk(context_from(viewer.sight.rights, session), rows, viewer.position)
        return chunk or f"id: {viewer.position}\n\n".encode()

    def _sealed(self, position: Position) -> str:
        # A snapshot tells how busy the whole installation is.
        return seal(str(position), f"stream:{self.workspace_id}")

    def _opened(self, sealed: str) -> Position | None:
        try:
            return Position.read(unseal(sealed, f"stream:{self.workspace_id}"))
        except UnsealError:
            return None


def _whose_rights_changed(rows: Iterable[EventRow]) -> set[object]:
    """Members, or everybody. Signing in and out touches one member; roles, members, keys, folders and their permissions
    may touch all."""
    changed: set[object] = set()
    for row in rows:
        if row.type.startswith("session."):
            changed.add(row.subject_id or EVERYBODY)
        elif row.type.startswith("folder.") or (kind_of(row) == "security" and not row.type.startswith("login.")):
            changed.add(EVERYBODY)
    return changed


def _by_sight(viewers: Iterable[Viewer]) -> list[tuple[Sight, list[Viewer]]]:
    groups: dict[tuple[Any, ...], list[Viewer]] = defaultdict(list)
    for viewer in viewers:
        groups[viewer.sight.key].append(viewer)
    return [(those[0].sight, those) for those in groups.values()]


async def _chunk(ctx: Ctx, rows: Sequence[EventRow], position: str) -> bytes:
    """What of these events the actor may see, ready to send."""
    about = [row for row in rows if _may_read(ctx, row)]
    shown = {row.id for row in await redact(ctx, about)} if about else set()
    changes = [_change(row) for row in about if row.id in shown or _lost_sight(ctx, row)]
    told = {change.id for change in changes}
    settled = any(kind_of(row) == "settings" and row.id not in told for row in rows)
    return change_frames(changes, position, settings=settled)


def _may_read(ctx: Ctx, row: EventRow) -> bool:
    """Events of a customer are for whoever reads customers, those of the workspace for whoever reads its audit log."""
    if row.customer_id is not None and kind_of(row) != "security":
        return ctx.may(P.customers_read)
    return ctx.may(P.audit_read) and ctx.visibility.mode != "customer"


def _lost_sight(ctx: Ctx, row: EventRow) -> bool:
    """Whether this very event took a customer out of sight, of whom the actor therefore knows: their lists still show
    it."""
    view = ctx.visibility
    if row.customer_id is None or sees_everyone(ctx) or view.mode == "customer":
        return False
    if row.type == "customer.unassigned":
        return view.mode != "all" and str(view.member_id) in row.data.get("member_ids", ())
    before = row.changes.get("folder_id", {}).get("before") if row.type == "customer.folder_changed" else None
    if before is None:
        return False
    visible = view.granted_folder_ids if view.mode != "all" else ()
    return UUID(before) in visible if view.mode != "all" else UUID(before) not in view.hidden_folder_ids


def _change(row: EventRow) -> Change:
    own = {name: getattr(row, name) for name in Change.model_fields if name != "kind"}
    return Change.model_validate({**own, "kind": kind_of(row)})


class Hub:
    """All streams of this process."""

    def __init__(self) -> None:
        self.rooms: dict[UUID, Room] = {}
        self.streams: Counter[bytes] = Counter()
        self.line = Line(self._heard, self._missed)
        self.loop = asyncio.get_running_loop()
        on_hang_up(self._hang_up)

    def _heard(self, workspace_id: UUID, message: Message) -> None:
        room = self.rooms.get(workspace_id)
        if room is not None:
            if message and len(room.messages) < MOST_EVENTS:
                room.messages.append(message)
            room.rung.set()

    def _missed(self) -> None:
        for room in self.rooms.values():
            room.rung.set()

    def _hang_up(self) -> None:
        self.loop.call_soon_threadsafe(self.end_all)

    def end_all(self) -> None:
        for room in self.rooms.values():
            for viewer in room.viewers:
                viewer.end()

    @asynccontextmanager
    async def viewing(self, viewer: Viewer, workspace_id: UUID, last_position: str | None) -> AsyncIterator[Viewer]:
        """A viewer for as long as the block runs. Raises ``TooManyStreams`` (429)."""
        key, most = viewer.credential.hash, settings().streams_per_credential
        if self.streams[key] >= most:
            raise TooManyStreams(
                f"One credential may have {most} streams open at a time.", headers={"Retry-After": "10"}
            )
        self.streams[key] += 1
        room = self.rooms.get(workspace_id) or self.rooms.setdefault(workspace_id, Room(workspace_id))
        room.users += 1
        try:
            await self.line.join(workspace_id)
            await room.admit(viewer, last_position)
            yield viewer
        finally:
            viewer.end()
            room.viewers.discard(viewer)
            room.users -= 1
            self.streams[key] -= 1
            if not self.streams[key]:
                del self.streams[key]
            if not room.users and self.rooms.get(workspace_id) is room:
                del self.rooms[workspace_id]
                room.task.cancel()
                await self.line.leave(workspace_id)


_hub: Hub | None = None


def hub() -> Hub:
    """This process's streams."""
    global _hub  # noqa: PLW0603 - one per process
    if _hub is None or _hub.loop is not asyncio.get_running_loop():
        _hub = Hub()
    return _hub


def lifetime() -> float:
    """Seconds. Streams that began together end apart."""
    return LIFETIME_SECONDS * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
