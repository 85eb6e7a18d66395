"""What is counted of every answered request, in its transaction: slices that count register here, for the kernel knows
no domain."""

from collections.abc import Awaitable, Callable

from atrium.kernel.context import Ctx

METERS: list[Callable[[Ctx], Awaitable[None]]] = []
"""Called before the commit. A request that is refused, and an answer that is only repeated, are not counted."""
