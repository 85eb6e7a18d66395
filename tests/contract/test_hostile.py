"""Nothing that anyone can send makes the server fail: each slot of each operation gets each kind of hostile value.

Anything but a 5xx is right, a success too: a name may well be ``'; DROP TABLE``. Every refusal is a problem
document."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from tests.contract.answers import problem
from tests.contract.document import JSON, Operation, leaves, operations
from tests.contract.hostile import DEEP, HEADERS, RAW, STRINGS, encoded, values_for
from tests.contract.population import Population
from tests.contract.requests import Call, build

PLAIN = tuple(value for value in STRINGS if len(value) < 2000)


def bodies(call: Call) -> Iterator[tuple[str, Call]]:
    operation = call.operation
    if operation.body is None or operation.media_type != JSON:
        return
    slots = list(leaves(operation.body))
    for turn, (place, schema) in enumerate(slots):
        for value in values_for(schema, turn, 3 if len(slots) < 20 else 1):
            yield f"body {place} = {value!r:.60}", replace(call, raw=encoded(call.with_body(place, value).body))
    for text in (
        "",
        "{",
        "null",
        "[]",
        '"x"',
        "1",
        "\x00",
        '{"a":1,"a":2}',
        "NaN",
        '{"unknown property": 1}',
        *(deep.removeprefix(RAW) for deep in DEEP),
    ):
        yield f"body {text!r:.60}", replace(call, raw=text.encode())
    for content in (b"\xff\xfe", b'{"name": "\xed\xa0\x80"}', b'{"name": "\xc0\x80"}'):
        yield f"body {content!r}", replace(call, raw=content)


def addresses(call: Call) -> Iterator[tuple[str, httpx.URL]]:
    """Hostile values in the path and in each query parameter, percent-encoded as no client library would."""
    operation = call.operation
    plain = operation.path.removeprefix("/api/v1").format(
        **{name: quote(value, safe="") for name, value in call.path.items()}
    )
    values = [quote(value.encode("utf-8", "surrogatepass"), safe="") for value in PLAIN] + [
        "%FF%FE",
        "%C0%80",
        "%",
        "%zz",
        "-1",
        "0",
        "1" * 5000,
    ]
    for turn, parameter in enumerate(operation.at("path"), operations().index(operation)):
        for value in values[turn % 4 :: 4]:
            there = {name: quote(own, safe="") for name, own in call.path.items()} | {parameter.name: value or "%20"}
            yield f"path {parameter.name} = {value:.60}", httpx.URL("http://localhost" + operation.path.format(**there))
    for turn, parameter in enumerate(operation.at("query")):
        for value in values[turn % 4 :: 4]:
            yield (
                f"query {parameter.name} = {value:.60}",
                httpx.URL(f"http://localhost/api/v1{plain}?{parameter.name}={value}"),
            )
        twice = "&".join(f"{parameter.name}={value}" for value in values[:3] * 50)
        yield f"query {parameter.name} many times", httpx.URL(f"http://localhost/api/v1{plain}?{twice}")
    for query in (
        "%00=1",
        "%FF=%FF",
        "a[b][c]=1",
        "=",
        "&&&",
        "x" * 5000 + "=1",
        "__proto__=1",
        "field[%00][gte]=1",
        "field[x][gte]=1",
        "field[x=1",
    ):
        yield f"query {query:.60}", httpx.URL(f"http://localhost/api/v1{plain}?{query}")


class Attack:
    """Sends the variations of one operation's request and remembers what came back."""

    def __init__(self, operation: Operation, its: Population) -> None:
        self.operation, self.its, self.client = operation, its, its.client
        self.answers: Counter[int] = Counter()
        self.failures: list[str] = []

    async def judge(self, what: str, answer: httpx.Response) -> None:
        self.answers[answer.status_code] += 1
        if answer.status_code >= 500:
            self.failures.append(f"{what}: {answer.status_code}")
        elif answer.status_code >= 400:
            problem(answer)
        if answer.status_code == 401 and self.operation.permissions is not None:
            # What ends one's own session ended it: sign in again, or the rest would prove nothing.
            self.client = await self.its.home.as_owner()

    async def run(self) -> None:
        call = await build(self.operation, self.its)
        if self.operation.embed is not None:
            self.client = await self.its.caller(self.operation)
        for what, hostile in bodies(call):
            await self.judge(what, await hostile.send(self.client))
        content: dict[str, Any] = {"json": call.body} if self.operation.media_type == JSON else {}
        for what, url in addresses(call):
            await self.judge(what, await self.client.request(self.operation.method.upper(), url, **content))
        turn = operations().index(self.operation)
        for name, values in HEADERS.items():
            for value in {values[turn % len(values)], values[(turn + 1) % len(values)]}:
                url = httpx.URL(
                    "http://localhost"
                    + self.operation.path.format(**{key: quote(own, safe="") for key, own in call.path.items()})
                )
                request = self.client.build_request(self.operation.method.upper(), url, **content)
                headers = [own for own in request.headers.raw if own[0].lower() != name.lower().encode()]
                request = httpx.Request(
                    request.method, request.url, headers=[*headers, (name.encode(), value)], stream=request.stream
                )
                await self.judge(f"header {name} = {value[:60]!r}", await self.client.send(request))


async def test_hostile_values_never_make_the_server_fail(
    operation: Operation, population: Population, record_property: Any
) -> None:
    attack = Attack(operation, population)
    await attack.run()
    record_property(
        "figures hostile",
        {
            "requests": attack.answers.total(),
            "5xx": sum(count for status, count in attack.answers.items() if status >= 500),
        },
    )
    assert not attack.failures, f"{operation}: {len(attack.failures)} failures, such as " + "; ".join(
        attack.failures[:8]
    )
    assert attack.answers.total() > 20


@pytest.mark.parametrize("size", [10_000_000, 2_000_000])
async def test_a_string_of_millions_is_refused(population: Population, size: int) -> None:
    answer = await population.client.post(
        "/tags", content=b'{"name": "' + b"x" * size + b'"}', headers={"Content-Type": JSON}
    )
    assert answer.status_code == (413 if size > 2**21 else 422)
    problem(answer)
