from typing import Any

from tests.edge.live.reader import reading
from tests.homes import Home

from atrium.kernel.db import database
from atrium.kernel.permissions import P


async def make_customer(client: Any, **more: Any) -> str:
    answer = await client.post("/customers", json={"name": "Ana Ruiz", **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_change_arrives_with_ids_and_type_and_no_content(home: Home, client: Any) -> None:
    async with reading(client) as reader:
        assert (reader.status, reader.headers["content-type"].split(";")[0]) == (200, "text/event-stream")
        assert "content-encoding" not in reader.headers
        customer_id = await make_customer(client)
        await reader.until(lambda: reader.types)
    (change,) = reader.of("change")
    assert change["customer_id"] == customer_id
    assert (change["type"], change["kind"], change["actor_id"]) == ("customer.created", "customer", str(home.owner_id))
    assert "Ana" not in str(reader.messages)


async def test_an_open_stream_holds_no_connection_of_the_database(client: Any) -> None:
    async with reading(client) as reader:
        await reader.quiet(0.2)
        assert database().engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        assert not reader.ended


async def test_without_the_accept_header_it_answers_and_ends(client: Any) -> None:
    answer = await client.get("/stream")
    assert answer.status_code == 200
    assert "event: ready" in answer.text


async def test_readers_without_a_credential_are_refused(home: Home) -> None:
    assert (await home.client().get("/stream")).status_code == 401


async def test_a_member_gets_what_they_see(home: Home, client: Any) -> None:
    seer = await home.as_member(P.customers_read, visibility="assigned")
    async with reading(seer) as reader:
        await make_customer(client)
        await reader.quiet()
        assert reader.types == []
        mine = await make_customer(client, worker_ids=[str(seer.member_id)])
        await reader.until(lambda: reader.types)
    assert {change["customer_id"] for change in reader.of("change")} == {mine}
