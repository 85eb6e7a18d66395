"""The sample workspace, in chapters: a part tells its own in ``sample.py``, as ``async def fill(sample)``, in the order
of ``registry.py``."""

from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from atrium.kernel.context import Ctx


@dataclass(frozen=True, slots=True)
class Sample:
    """What a chapter gets: the owner's context, chances that fall the same on every machine, and what earlier chapters
    made, by name (``companies``, ``people``, ``tags`` …). ``login`` is what whoever started it is told."""

    ctx: Ctx
    login: dict[str, str]
    made: dict[str, list[UUID]] = field(default_factory=dict)
    choose: Random = field(default_factory=lambda: Random(20))  # noqa: S311 - sample data
