"""What members are told of, declared beside the event that tells it: ``notice(NoteMentioned, "mention", …)``. Whoever
tells people (``engage/notifications``) reads the list; nobody else needs to know of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from atrium.kernel.events import Event, EventRow
from atrium.kernel.permissions import P


@dataclass(frozen=True, slots=True)
class Notice:
    """A kind of notification, made from every event of one type.

    ``sentence`` may name ``{actor}``, ``{customer}`` and the event's data, ``path`` the ids of both; ``more`` is said
    in place of several. ``recipients`` picks member ids out of an event. ``needs``: who lacks it is neither told nor
    shown. ``email``: how often it is mailed unless a member chooses otherwise. ``of_own``: the outcome of long work is
    told to whoever began it."""

    event_type: str
    name: str
    label: str
    sentence: str
    recipients: Callable[[EventRow], Iterable[UUID]]
    path: str | None = None
    more: str | None = None
    needs: P | None = None
    email: str = "off"
    of_own: bool = False


NOTICES: dict[str, Notice] = {}
"""Every kind there is, by name."""


def notice(
    event: type[Event],
    name: str,
    label: str,
    sentence: str,
    recipients: Callable[[EventRow], Iterable[UUID]],
    path: str | None = None,
    *,
    more: str | None = None,
    email: str = "off",
    of_own: bool = False,
) -> None:
    """Tell members of every event of this type. Who may not read such events is not told."""
    declared = Notice(event.type, name, label, sentence, recipients, path, more, event.needs, email, of_own)
    if NOTICES.setdefault(name, declared) is not declared:
        raise TypeError(f"notification kind {name} is declared twice")


def ids_in(key: str) -> Callable[[EventRow], list[UUID]]:
    """The members whom an event's data names under this key."""

    def recipients(event: EventRow) -> list[UUID]:
        value = event.data.get(key) or []
        return [UUID(each) for each in (value if isinstance(value, list) else [value])]

    return recipients


def whoever_began(event: EventRow) -> list[UUID]:
    """The member who acts in an event: for work that ends long after it was begun."""
    return [event.actor_id] if event.actor_type == "member" and event.actor_id is not None else []
