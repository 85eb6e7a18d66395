from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import true, update
from tests.conftest import drain
from tests.homes import Home

from atrium.access.members.models import Member
from atrium.adapters.mailbox import StoredMessage, list_messages
from atrium.kernel.dispatch import deliver_due, fan_out
from atrium.kernel.permissions import P

READER = (P.customers_read, P.notes_read)


async def make_customer(client: Any, name: str = "Ana Ruiz", **more: Any) -> Any:
    return (await client.post("/customers", json={"name": name, **more})).json()


def mention(member_id: Any, name: str = "Someone") -> str:
    return f"@[{name}](member:{member_id})"


async def mails_to(home: Home, folder: Path, member_id: Any) -> list[StoredMessage]:
    async with home.session() as session:
        email = (await session.get_one(Member, (home.id, member_id))).email
    return [message for message in await list_messages(folder) if email in message.to]


async def test_a_mention_names_the_member_and_sends_one_mail(home: Home, client: Any, mailbox: Path) -> None:
    noa = await home.as_member(*READER, name="Noa <b>Levi</b>")
    customer = await make_customer(client)
    body = f"Please call, {mention(noa.member_id, 'The *Boss*')}. `{mention(noa.member_id)}`"
    note = (await client.post(f"/customers/{customer['id']}/notes", json={"body": body})).json()
    assert note["mentions"] == [{"id": str(noa.member_id), "name": "Noa <b>Levi</b>"}]
    assert f'data-member-id="{noa.member_id}">@Noa &lt;b&gt;Levi&lt;/b&gt;</span>' in note["html"]
    await client.patch(f"/notes/{note['id']}", json={"body": f"{body} Thanks."})
    await drain()
    (mail,) = await mails_to(home, mailbox, noa.member_id)
    assert mail.subject == "Owner mentioned you: Ana Ruiz"
    assert f"/w/{customer['id']}" in mail.text
    assert "Please call" in mail.text


async def test_only_members_who_may_see_the_customer_are_told(
    home: Home, elsewhere: Home, client: Any, mailbox: Path
) -> None:
    sees = await home.as_member(*READER, visibility="assigned")
    blind = await home.as_member(*READER, visibility="assigned")
    no_notes = await home.as_member(P.customers_read)
    gone = await home.as_member(*READER)
    async with home.session() as session:
        await session.execute(
            update(Member).where(Member.workspace_id == home.id, Member.id == gone.member_id).values(state="suspended")
        )
    customer = await make_customer(client, worker_ids=[str(sees.member_id)])
    people = [sees.member_id, blind.member_id, no_notes.member_id, gone.member_id, elsewhere.owner_id, home.owner_id]
    note = (
        await client.post(
            f"/customers/{customer['id']}/notes", json={"body": " ".join(mention(person) for person in people)}
        )
    ).json()
    assert {item["id"] for item in note["mentions"]} == {
        str(person) for person in (sees.member_id, blind.member_id, no_notes.member_id, home.owner_id)
    }
    await drain()
    assert [
        len(await mails_to(home, mailbox, person))
        for person in (sees.member_id, blind.member_id, no_notes.member_id, gone.member_id)
    ] == [1, 0, 0, 0]
    assert len([mail for mail in await list_messages(mailbox) if "mentioned" in mail.subject]) == 1


async def test_control_without_the_predicate_everybody_is_told(
    home: Home, client: Any, mailbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind = await home.as_member(*READER, visibility="assigned")
    customer = await make_customer(client)
    monkeypatch.setattr("atrium.records.notes.queries.visible_customers", lambda _ctx: true())
    await client.post(f"/customers/{customer['id']}/notes", json={"body": mention(blind.member_id)})
    await drain()
    assert len(await mails_to(home, mailbox, blind.member_id)) == 1


async def test_whoever_lost_sight_before_the_mail_leaves_gets_none(home: Home, client: Any, mailbox: Path) -> None:
    noa = await home.as_member(*READER)
    customer = await make_customer(client)
    await client.post(f"/customers/{customer['id']}/notes", json={"body": mention(noa.member_id)})
    await fan_out()
    await deliver_due()
    async with home.session() as session:
        await session.execute(
            update(Member)
            .where(Member.workspace_id == home.id, Member.id == noa.member_id)
            .values(visibility="assigned")
        )
    await drain()
    assert await list_messages(mailbox) == []


async def test_a_deleted_note_sends_nothing_and_a_dropped_mention_vanishes(
    home: Home, client: Any, mailbox: Path
) -> None:
    noa = await home.as_member(*READER)
    customer = await make_customer(client)
    note = (await client.post(f"/customers/{customer['id']}/notes", json={"body": mention(noa.member_id)})).json()
    assert (await client.patch(f"/notes/{note['id']}", json={"body": "nobody"})).json()["mentions"] == []
    await client.delete(f"/notes/{note['id']}")
    await drain()
    assert await list_messages(mailbox) == []
