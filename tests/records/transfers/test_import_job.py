"""The job: batches, resuming, cancelling, meeting others, and how many statements it takes."""

import asyncio
import io
import json
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from tests.conftest import counting_statements, drain
from tests.homes import Home
from tests.records.transfers.factory import counts, customers, reasons, run_import, upload

from atrium.adapters import storage
from atrium.kernel import jobs as kernel_jobs
from atrium.records.transfers.imports import jobs
from atrium.records.transfers.imports.models import Import


def people(count: int, first: int = 0) -> str:
    rows = [f"Person {number},person{number}@x.test,+34600{number:06},VIP" for number in range(first, first + count)]
    return "\n".join(["Name,E-mail,Phone,Tags", *rows]) + "\n"


class Killed(BaseException):
    """Ends a worker in the middle, as a signal would: nothing is tidied up."""


async def lease(answer: Any) -> kernel_jobs.Job:
    """The import's job, as a worker gets it."""
    return next(row for row in await kernel_jobs.run_due(1000) if str(row.id) == answer["job_id"])


async def crash_after(monkeypatch: pytest.MonkeyPatch, answer: Any, batches: int, *, naive: bool = False) -> None:
    """Run the due job until so many batches are done, then die. A naive worker writes the rows in one transaction and
    the progress in another."""
    apply = jobs._apply
    left = [batches]

    async def dying(run: Any, *args: Any) -> None:
        if not left[0]:
            raise Killed
        left[0] -= 1
        done = run.done
        await apply(run, *args)
        if naive:
            run.done = done

    monkeypatch.setattr(jobs, "_apply", dying)
    with pytest.raises(Killed):
        await kernel_jobs.run_job(await lease(answer))
    monkeypatch.setattr(jobs, "_apply", apply)


async def end_lease(superuser: Any, job_id: str) -> None:
    await superuser.execute("UPDATE jobs SET due_at = now() - interval '1 second' WHERE id = $1", UUID(job_id))


async def test_a_killed_worker_loses_and_doubles_nothing(
    client: Any, home: Home, superuser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 10)
    answer = (await upload(client, people(57).replace("person7@", "broken"), match_by="none")).json()
    for batches in (2, 0, 3):
        await crash_after(monkeypatch, answer, batches)
        await end_lease(superuser, answer["job_id"])
    progress = (await client.get(f"/jobs/{answer['job_id']}")).json()
    assert (progress["state"], progress["progress"]) == ("running", {"done": 50, "total": 57})
    await drain()
    found = (await client.get(f"/imports/{answer['id']}")).json()
    assert (counts(found), found["rows_done"]) == ((56, 0, 0, 1), 57)
    assert len(await customers(client)) == 56
    created = "SELECT count(*) FROM events WHERE workspace_id = $1 AND type = 'customer.created'"
    assert await superuser.fetchval(created, home.id) == 56
    assert (
        await superuser.fetchval("SELECT count(*) FROM customer_identifiers WHERE workspace_id = $1", home.id) == 2 * 56
    )
    assert await reasons(client, found) == [(9, ["not_an_email"])]


async def test_a_worker_that_keeps_progress_apart_would_do_rows_twice(
    client: Any, superuser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control of the test above: with the progress left behind, the rows of the first batches come again, and the
    counts show it."""
    monkeypatch.setattr(jobs, "BATCH", 10)
    content = "\n".join(["Name", *(f"Person {number}" for number in range(30))])
    answer = (await upload(client, content, match_by="none")).json()
    await crash_after(monkeypatch, answer, 2, naive=True)
    await superuser.execute("UPDATE imports SET rows_done = 0 WHERE id = $1", UUID(answer["id"]))
    await end_lease(superuser, answer["job_id"])
    await drain()
    assert counts((await client.get(f"/imports/{answer['id']}")).json())[0] == 50


async def test_a_worker_that_was_thought_dead_writes_nothing_more(
    client: Any, superuser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 10)
    answer = (await upload(client, people(30))).json()
    slow = await lease(answer)
    await end_lease(superuser, answer["job_id"])
    await drain()
    await kernel_jobs.run_job(slow)
    assert counts((await client.get(f"/imports/{answer['id']}")).json()) == (30, 0, 0, 0)


async def test_cancelling_keeps_what_is_done(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 10)
    apply = jobs._apply
    answer = (await upload(client, people(40))).json()

    async def then_cancel(run: Any, *args: Any) -> None:
        await apply(run, *args)
        if run.done == 20:
            # Asked for at the very moment the batch is written: the next one is not begun.
            asyncio.get_running_loop().call_soon(
                lambda: asked.append(asyncio.ensure_future(client.post(f"/jobs/{answer['job_id']}/cancel")))
            )

    asked: list[Any] = []
    monkeypatch.setattr(jobs, "_apply", then_cancel)
    take = jobs._take

    def unhurried(*args: Any) -> Any:
        if asked:
            import time

            time.sleep(0.3)
        return take(*args)

    monkeypatch.setattr(jobs, "_take", unhurried)
    await drain()
    found = (await client.get(f"/imports/{answer['id']}")).json()
    assert found["state"] == "cancelled"
    assert found["rows_done"] < 40
    assert counts(found) == (found["rows_done"], 0, 0, 0)
    assert len(await customers(client)) == found["rows_done"]


async def test_an_edit_at_the_same_time_survives(client: Any, home: Home, servers: str) -> None:
    import asyncpg

    ana = (await client.post("/customers", json={"name": "Ana", "email": "ana@x.test", "location": "Madrid"})).json()
    other = await asyncpg.connect(servers)
    edit = other.transaction()
    await edit.start()
    try:
        await other.execute(
            "UPDATE customers SET phones = $2::jsonb, phone = '+34600112233' WHERE id = $1",
            UUID(ana["id"]),
            json.dumps([PHONE]),
        )
        answer = (await upload(client, "E-mail,Phone\nana@x.test,+34 600 11 22 44\n")).json()
        # Longer than the lock timeout: the batch gives way, and is done again.
        importing = asyncio.create_task(drain())
        await asyncio.sleep(2.4)
        assert not importing.done()
        await edit.commit()
        await importing
    finally:
        await other.close()
    assert counts((await client.get(f"/imports/{answer['id']}")).json()) == (0, 1, 0, 0)
    after = (await client.get(f"/customers/{ana['id']}")).json()
    assert {phone["number"] for phone in after["phones"]} == {"+34600112233", "+34600112244"}
    assert after["location"] == "Madrid"


PHONE = {"number": "+34600112233", "display": "600 11 22 33", "extension": None, "label": "", "primary": True}


@pytest.mark.parametrize(
    ("match_by", "outcome", "codes"), [("none", (2, 0, 0, 1), [(3, ["duplicate"])]), ("email", (2, 1, 0, 0), [])]
)
async def test_an_address_taken_at_the_same_moment_concerns_its_row_alone(
    client: Any, home: Home, servers: str, superuser: Any, match_by: str, outcome: Any, codes: Any
) -> None:
    import asyncpg

    bo = (await client.post("/customers", json={"name": "Bo"})).json()
    other = await asyncpg.connect(servers)
    taking = other.transaction()
    await taking.start()
    try:
        statement = (
            "INSERT INTO customer_identifiers (workspace_id, scheme, value, customer_id) VALUES ($1, 'email',"
            " 'person1@x.test', $2)"
        )
        await other.execute(statement, home.id, UUID(bo["id"]))
        answer = (await upload(client, people(3), match_by=match_by)).json()
        importing = asyncio.create_task(drain())
        await asyncio.sleep(0.5)
        assert not importing.done()
        await taking.commit()
        await importing
    finally:
        await other.close()
    found = (await client.get(f"/imports/{answer['id']}")).json()
    assert (counts(found), await reasons(client, found)) == (outcome, codes)
    assert sorted(await customers(client)) == sorted(["Person 0", "Person 2", "Bo" if codes else "Person 1"])
    created = "SELECT count(*) FROM events WHERE workspace_id = $1 AND type = 'customer.created'"
    assert await superuser.fetchval(created, home.id) == 3


async def test_a_batch_takes_as_many_statements_as_one_row(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 1000)
    await run_import(client, people(3))
    seen = []
    for first, count in ((10, 1), (1000, 1000), (3000, 5000)):
        answer = (await upload(client, people(count, first))).json()
        row = await lease(answer)
        with counting_statements() as statements:
            await kernel_jobs.run_job(row)
        assert counts((await client.get(f"/imports/{answer['id']}")).json()) == (count, 0, 0, 0)
        seen.append(len(statements))
    one, thousand, five = seen
    assert thousand == one
    assert five - one == 4 * ((five - one) // 4)
    assert (five - one) // 4 <= 24
    answer = (await upload(client, people(1000, 1000).replace("Person", "Customer"))).json()
    row = await lease(answer)
    with counting_statements() as statements:
        await kernel_jobs.run_job(row)
    assert counts((await client.get(f"/imports/{answer['id']}")).json()) == (0, 1000, 0, 0)
    assert len(statements) <= one + 4


def workbook(rows: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("People")
    sheet.append(["Name", "E-mail"])
    for number in range(rows):
        sheet.append([f"Person {number}", f"person{number}@x.test"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def broken_off(content: bytes) -> bytes:
    """The workbook with its sheet cut in the middle, in an archive that is whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as cut:
        for name in whole.namelist():
            data = whole.read(name)
            cut.writestr(name, data[: len(data) * 3 // 4] if "sheet1" in name else data)
    return out.getvalue()


async def test_a_file_that_breaks_off_fails_with_the_reason_and_keeps_what_came_before(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 100)
    content = workbook(1000)
    assert counts(await run_import(client, content, "whole.xlsx", mode="update")) == (0, 0, 0, 1000)
    answer = await upload(client, broken_off(content), "cut.xlsx")
    assert answer.status_code == 202, answer.text
    await drain()
    found = (await client.get(f"/imports/{answer.json()['id']}")).json()
    job = (await client.get(f"/jobs/{found['job_id']}")).json()
    assert found["state"] == "failed"
    assert 500 < found["rows_done"] < 1000
    assert counts(found) == (found["rows_done"], 0, 0, 0)
    assert f"beyond row {found['rows_done']}" in job["error"]


async def test_rights_lost_meanwhile_end_the_import(home: Home, superuser: Any, client: Any) -> None:
    from atrium.kernel.permissions import P

    member = await home.as_member(P.customers_read, P.customers_write, P.customers_import, P.jobs_read)
    answer = (await upload(member, people(3))).json()
    await superuser.execute("UPDATE roles SET permissions = '{customers:read}' WHERE id = $1", member.role_id)
    await drain()
    row = await superuser.fetchrow("SELECT state, last_error FROM jobs WHERE id = $1", UUID(answer["job_id"]))
    assert (row["state"], "customers:import" in row["last_error"]) == ("failed", True)
    assert await customers(client) == {}


async def test_old_imports_are_forgotten_with_their_files(client: Any, home: Home, superuser: Any) -> None:
    old = await run_import(client, "Name,E-mail\nBad,bad\n")
    new = await run_import(client, people(1))
    keys = {
        str(row["id"]): row["file_key"]
        for row in await superuser.fetch("SELECT id, file_key FROM imports WHERE workspace_id = $1", home.id)
    }
    await superuser.execute(
        "UPDATE imports SET created_at = created_at - $2::interval WHERE id = $1", UUID(old["id"]), timedelta(days=31)
    )
    await jobs.forget_imports(home.id)
    assert [item["id"] for item in (await client.get("/imports")).json()["items"]] == [new["id"]]
    assert (await storage.exists(keys[old["id"]]), await storage.exists(keys[new["id"]])) == (False, True)
    assert await superuser.fetchval("SELECT count(*) FROM import_rejects WHERE import_id = $1", UUID(old["id"])) == 0
    assert Import.__tablename__ == "imports"
