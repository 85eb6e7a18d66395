"""What a workspace holds for a contract test: one thing for each kind of id, made over the API when first asked for.

A path parameter or ``…_id`` property that the contract names anew needs one entry in
``tests/<group>/<capability>/contract.py``; the suite fails and says so."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from tests.contract.document import Operation, operations
from tests.homes import Home

Factory = Callable[["Population"], Awaitable[str]]
FACTORIES: dict[str, Factory] = {}
"""By name of the path parameter or property: makes the thing and returns its id."""

CALLERS: dict[str, Factory] = {}
"""By kind of caller that is neither a member nor a key: makes what it proves itself with."""

IDENTIFIED_AS: dict[tuple[str, str], str] = {}
"""By operation and name: which thing is meant in its body or query, where the name does not say it."""

NATURAL_KEYS: dict[str, str] = {}
"""Path parameters that are no ids: a value each workspace may use for itself."""


class Unregistered(LookupError):
    """The contract names an id that no factory makes."""


class Population:
    """The things of one workspace, made as its owner. Every text of theirs carries ``mark``, so that a leak shows."""

    def __init__(self, home: Home, client: httpx.AsyncClient) -> None:
        self.home = home
        self.client = client
        self.mark = f"mark{secrets.token_hex(6)}"
        self.made: dict[str, str] = {}
        self._number = 0

    def text(self, what: str = "thing") -> str:
        """A text that nobody else has."""
        self._number += 1
        return f"{what} {self.mark} {self._number}"

    def key(self) -> str:
        self._number += 1
        return f"k_{self.mark}_{self._number}"

    async def caller(self, operation: Operation) -> httpx.AsyncClient:
        """Who may send it: the owner, a widget or its server, or anybody."""
        if operation.embed is not None:
            return await self._widget(operation.embed)
        return self.client if operation.permissions is not None else self.home.client()

    async def _widget(self, kind: str) -> httpx.AsyncClient:
        key = f"caller:{kind}"
        if key not in self.made:
            self.made[key] = await CALLERS[kind](self)
        client: httpx.AsyncClient = self.home.client(headers={"Authorization": f"Bearer {self.made[key]}"})
        return client

    async def identifier(self, name: str, operation_id: str = "", *, in_path: bool = False) -> str:
        """The id of the workspace's thing that this name means."""
        singular = f"{name.removesuffix('_ids')}_id" if name.endswith("_ids") else name
        meant = singular if in_path else IDENTIFIED_AS.get((operation_id, name), singular)
        if meant not in self.made:
            factory = FACTORIES.get(meant)
            if factory is None:
                where = "its capability's contract.py, with @makes or means()"
                raise Unregistered(
                    f"operation {operation_id or '?'} names the id {name!r}, which no factory makes: register it in"
                    f" {where}"
                )
            self.made[meant] = await factory(self)
        return self.made[meant]

    async def everything(self) -> None:
        """One more of each thing that the contract's paths name."""
        self.made.clear()
        for name in sorted({name for operation in operations() for name in operation.path_identifiers}):
            await self.identifier(name)

    async def post(self, path: str, **body: Any) -> Any:
        """Make something over the API; its representation."""
        answer = await self.client.post(path, json=body, headers={"Idempotency-Key": self.key()})
        assert answer.is_success, f"factory: POST {path} answered {answer.status_code}: {answer.text}"
        return answer.json()


def makes(*names: str) -> Callable[[Factory], Factory]:
    """Register a factory under the names of the parameters and properties that carry the ids it makes."""

    def register(factory: Factory) -> Factory:
        for name in names:
            assert name not in FACTORIES, f"two factories for {name}"
            FACTORIES[name] = factory
        return factory

    return register


# ── billing ─────────────────────────────────────────────────────────────────────


# ── embeds ──────────────────────────────────────────────────────────────────────


def calls_as(kind: str) -> Callable[[Factory], Factory]:
    """Register what makes the secret of a caller that is neither a member nor a key."""

    def register(factory: Factory) -> Factory:
        CALLERS[kind] = factory
        return factory

    return register


def means(operation_id: str, name: str, thing: str) -> None:
    """In the body or query of this operation the name means that thing."""
    IDENTIFIED_AS[operation_id, name] = thing


def natural_key(name: str, value: str) -> None:
    """This path parameter is no id: a value that each workspace may use for itself."""
    NATURAL_KEYS[name] = value
