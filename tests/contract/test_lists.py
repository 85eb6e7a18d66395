"""Every list is a page: bounded, keyset, and deaf to what it does not know."""

from typing import Any

from tests.contract.answers import mismatches, problem
from tests.contract.document import Operation, operations, resolved
from tests.contract.population import Population
from tests.contract.requests import build

UNPAGED = {
    "list_customer_tags": "one customer's, bounded, replaced whole by PUT",
    "count_customers": "counts: one for each folder, status or tag",
    "get_presence": "who is looking at one customer just now, kept nowhere",
    "list_workers": "one customer's, bounded, replaced whole by PUT",
}
"""GET operations that answer ``items`` without being pages, with the reason."""


WHOLE = {"list_permissions": "a fixed list that fits one page", "list_event_types": "a fixed list that fits one page"}
"""Lists whose page is by default as long as it may be, with the reason."""


def test_whatever_answers_items_is_a_page() -> None:
    for operation in operations():
        properties = resolved(operation.success[1] or {}).get("properties", {})
        if operation.method == "get" and (
            "items" in properties or resolved(operation.success[1] or {}).get("type") == "array"
        ):
            assert operation.is_list or operation.id in UNPAGED, f"{operation} lists without pages"


def test_limit_and_cursor_are_declared_alike(listing: Operation) -> None:
    declared = {parameter.name: resolved(parameter.schema) for parameter in listing.at("query")}
    assert {"limit", "cursor"} <= set(declared)
    limit = declared["limit"]
    assert (limit["minimum"], limit["maximum"]) == (1, 200)
    assert limit["default"] == (200 if listing.id in WHOLE else 50)


async def test_pages_follow_one_another(listing: Operation, crowd: Population) -> None:
    call, caller = await build(listing, crowd), await crowd.caller(listing)
    whole = await call.with_query(limit=200).send(caller)
    assert whole.status_code == 200, whole.text
    assert mismatches(listing.success[1] or {}, whole.json()) == []
    expected = whole.json()["items"][:6]
    found: list[Any] = []
    cursor = None
    while len(found) < len(expected):
        page = (await call.with_query(limit=1, **({"cursor": cursor} if cursor else {})).send(caller)).json()
        assert len(page["items"]) <= 1
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == expected, f"{listing}: pages of one are not the list"


BAD = {"limit": ("0", "-1", "201", "x", "9223372036854775808", "1.5", ""), "cursor": ("tampered", "e30", "x" * 1999)}


async def test_bad_parameters_are_refused(listing: Operation, crowd: Population) -> None:
    call, caller = await build(listing, crowd), await crowd.caller(listing)
    for name, values in BAD.items():
        for value in values:
            answer = await call.with_query(**{name: value}).send(caller)
            assert answer.status_code == 422, f"{listing}?{name}={value} answered {answer.status_code}"
            assert f"query/{name}" in {error["pointer"] for error in problem(answer)["errors"]}


async def test_a_cursor_of_another_list_is_refused(listing: Operation, crowd: Population) -> None:
    from atrium.kernel.paging import encode_cursor

    answer = (
        await (await build(listing, crowd))
        .with_query(cursor=encode_cursor("another list", [1]))
        .send(await crowd.caller(listing))
    )
    assert (answer.status_code, problem(answer)["code"]) == (422, "bad-cursor")


async def test_an_unknown_sort_is_refused(listing: Operation, crowd: Population) -> None:
    if not any(parameter.name == "sort" for parameter in listing.at("query")):
        return
    answer = await (await build(listing, crowd)).with_query(sort="-surprise").send(await crowd.caller(listing))
    assert (answer.status_code, problem(answer)["errors"][0]["pointer"]) == (422, "query/sort")


async def test_unknown_parameters_are_refused_everywhere(operation: Operation, population: Population) -> None:
    call = await build(operation, population)
    answer = await call.with_query(surprise="1").send(await population.caller(operation))
    assert (answer.status_code, problem(answer)["errors"][0]["code"]) == (422, "unknown_parameter"), f"{operation}"
