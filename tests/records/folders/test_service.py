from uuid import UUID, uuid4

import pytest
from tests.conftest import counting_statements
from tests.homes import Home

from atrium.kernel.context import Ctx, Visibility
from atrium.kernel.errors import Invalid
from atrium.records.folders.queries import FolderNotFound, folder_policy, map_status
from atrium.records.folders.schemas import FolderIn, StatusIn
from atrium.records.folders.service import create_folder


def folder(name: str, *statuses: str) -> FolderIn:
    return FolderIn(name=name, statuses=[StatusIn(name=status) for status in statuses])


async def mapped(
    ctx: Ctx,
    folder_id: UUID | None,
    *,
    given: UUID | None = None,
    name: str | None = None,
    previous: UUID | None = None,
) -> object:
    return await map_status(ctx, folder_id, wanted_status_id=given, wanted_name=name, previous_status_id=previous)


async def test_the_status_of_a_customer_who_moves(home: Home) -> None:
    async with home.ctx() as ctx:
        a, b, bare = [
            await create_folder(ctx, data)
            for data in (folder("A", "New", "Won"), folder("B", "Fresh", "won"), folder("C"))
        ]
        of_a, of_b = [
            {status.name: status.id for status in (await folder_policy(ctx, row.id)).statuses} for row in (a, b)
        ]
        assert await mapped(ctx, b.id, given=of_b["won"], previous=of_a["New"]) == (of_b["won"], "given")
        assert await mapped(ctx, b.id, name=" WON ") == (of_b["won"], "given")
        assert await mapped(ctx, b.id, previous=of_a["Won"]) == (of_b["won"], "same_name")
        assert await mapped(ctx, b.id, previous=of_a["New"]) == (of_b["Fresh"], "default")
        assert await mapped(ctx, b.id, name="unheard of", previous=of_a["Won"]) == (of_b["won"], "same_name")
        assert await mapped(ctx, bare.id, previous=of_a["New"]) == (None, "none")
        assert await mapped(ctx, None, previous=of_a["New"]) == (None, "none")
        for folder_id, status_id, pointer in (
            (b.id, of_a["New"], "/status_id"),
            (None, of_a["New"], "/status_id"),
            (uuid4(), None, "/folder_id"),
        ):
            with pytest.raises(Invalid) as refused:
                await mapped(ctx, folder_id, given=status_id)
            assert refused.value.errors[0].pointer == pointer


async def test_a_thousand_rows_of_an_import_ask_once(home: Home) -> None:
    async with home.ctx() as ctx:
        row = await create_folder(ctx, folder("A", "New"))
        with counting_statements() as statements:
            for _ in range(1000):
                await mapped(ctx, row.id, name="new")
        assert len(statements) <= 2


async def test_a_hidden_folder_has_no_policy(home: Home) -> None:
    async with home.ctx() as ctx:
        row = await create_folder(ctx, folder("A", "New"))
        ctx.visibility = Visibility(folder_levels={row.id: "none"})
        with pytest.raises(FolderNotFound):
            await folder_policy(ctx, row.id)
        with pytest.raises(Invalid):
            await mapped(ctx, row.id)
