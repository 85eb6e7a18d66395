"""Background jobs as people see them."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, update
from tests.homes import Home

from atrium.adapters import storage
from atrium.edge.jobs.jobs import delete_old_jobs
from atrium.kernel import jobs
from atrium.kernel.ids import uuid7
from atrium.kernel.jobs import Job, Run
from atrium.kernel.permissions import P


async def make_job(home: Home, client: Any = None, **values: Any) -> UUID:
    """A job that this client's member (or else the owner) has started, as the queue holds it."""
    row = {
        "workspace_id": home.id,
        "id": uuid7(),
        "kind": "import_customers",
        "visible": True,
        "actor_type": "member",
        "actor_id": client.member_id if client else home.owner_id,
        "actor_name": "Owner",
        **values,
    }
    async with home.session() as session:
        # Due in the far future: no worker of another test may take it.
        await session.execute(insert(Job).values(due_at=func.now() + func.make_interval(1), **row))
    identifier = row["id"]
    assert isinstance(identifier, UUID)
    return identifier


async def put_file(home: Home, content: bytes = b"row,reason\n", suffix: str = ".csv") -> str:
    async def whole() -> Any:
        yield content

    key = f"{home.id}/result/{uuid7()}{suffix}"
    await storage.put_stream(key, whole(), 1000)
    return key


async def test_the_shape_that_others_rely_on(home: Home, client: Any) -> None:
    job_id = await make_job(
        home, progress_done=41, progress_total=100, state="running", result={"created": 40, "rejected": 1}
    )
    job = (await client.get(f"/jobs/{job_id}")).json()
    assert job.pop("created_at") is not None
    assert job == {
        "id": str(job_id),
        "kind": "import_customers",
        "state": "running",
        "progress": {"done": 41, "total": 100},
        "result": {"created": 40, "rejected": 1},
        "errors_url": None,
        "result_url": None,
        "error": None,
        "cancel_requested": False,
        "started_by": {"type": "member", "id": str(home.owner_id), "name": "Owner"},
        "finished_at": None,
    }


async def test_ones_own_jobs_or_everybodys_for_managers(home: Home, client: Any) -> None:
    agent, other = await home.as_member(role="agent"), await home.as_member(role="agent")
    mine, hidden = await make_job(home, agent), await make_job(home, agent, visible=False)
    assert [item["id"] for item in (await agent.get("/jobs")).json()["items"]] == [str(mine)]
    assert (await other.get("/jobs")).json()["items"] == []
    for path in (f"/jobs/{mine}", f"/jobs/{mine}/errors", f"/jobs/{mine}/result"):
        assert (await other.get(path)).status_code == 404
    assert (await other.post(f"/jobs/{mine}/cancel")).status_code == 404
    assert (await client.get(f"/jobs/{mine}")).status_code == 200
    assert (await client.get(f"/jobs/{hidden}")).status_code == 404
    # A key is somebody else than its member.
    key = await home.as_api_key([P.jobs_read], member_id=agent.member_id)
    assert (await key.get(f"/jobs/{mine}")).status_code == 404
    assert (await (await home.as_member(P.tags_read)).get("/jobs")).status_code == 403


async def test_filters_and_pages(home: Home, client: Any) -> None:
    ids = [
        str(await make_job(home, state=state, kind=kind))
        for state, kind in (("failed", "export"), ("succeeded", "export"), ("queued", "import"))
    ]
    assert [item["id"] for item in (await client.get("/jobs")).json()["items"]] == ids[::-1]
    assert [
        item["id"] for item in (await client.get("/jobs", params={"state": ["failed", "queued"]})).json()["items"]
    ] == [ids[2], ids[0]]
    assert [item["id"] for item in (await client.get("/jobs", params={"kind": "export"})).json()["items"]] == [
        ids[1],
        ids[0],
    ]
    first = (await client.get("/jobs", params={"limit": 2})).json()
    second = (await client.get("/jobs", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [item["id"] for item in first["items"] + second["items"]] == ids[::-1]
    for bad in ({"state": "lost"}, {"kind": "X"}, {"kind": "a" * 61}, {"limit": 0}):
        assert (await client.get("/jobs", params=bad)).status_code == 422


async def test_why_it_failed_is_told_only_when_it_failed(home: Home, client: Any) -> None:
    failed = await make_job(home, state="failed", last_error="The file is gone.", finished_at=func.now())
    trying = await make_job(home, state="queued", last_error="ConnectionResetError")
    assert (await client.get(f"/jobs/{failed}")).json()["error"] == "The file is gone."
    assert (await client.get(f"/jobs/{trying}")).json()["error"] is None


async def test_files_are_for_the_starter(home: Home, client: Any) -> None:
    agent = await home.as_member(role="agent")
    keys = {"errors_key": await put_file(home), "result_key": await put_file(home, b"{}\n", ".jsonl")}
    job_id = await make_job(home, agent, state="succeeded", result_name='Kündigung "; x\r\n.jsonl', **keys)
    job = (await agent.get(f"/jobs/{job_id}")).json()
    errors = await agent.get("http://localhost" + job["errors_url"])
    assert (errors.content, errors.headers["content-type"]) == (b"row,reason\n", "application/octet-stream")
    assert errors.headers["content-disposition"] == "attachment; filename*=UTF-8''import_customers-errors.csv"
    assert (errors.headers["x-content-type-options"], "sandbox" in errors.headers["content-security-policy"]) == (
        "nosniff",
        True,
    )
    result = await agent.get("http://localhost" + job["result_url"])
    assert (
        result.headers["content-disposition"] == "attachment; filename*=UTF-8''K%C3%BCndigung%20%22%3B%20x%0D%0A.jsonl"
    )
    # An export holds what its starter sees, which may be more than whoever manages the workspace does.
    seen = (await client.get(f"/jobs/{job_id}")).json()
    assert (seen["errors_url"], seen["result_url"]) == (None, None)
    assert [(await client.get(f"/jobs/{job_id}/{file}")).status_code for file in ("errors", "result")] == [404, 404]


async def test_a_missing_file_is_a_404_and_not_half_an_answer(home: Home, client: Any) -> None:
    without = await make_job(home)
    assert (await client.get(f"/jobs/{without}/errors")).status_code == 404
    lost = await make_job(home, errors_key=f"{home.id}/errors/{uuid7()}.csv")
    answer = await client.get(f"/jobs/{lost}/errors")
    assert (answer.status_code, answer.json()["code"]) == (404, "file-missing")


async def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_asked(home: Home, client: Any) -> None:
    waiting, running, done = (
        await make_job(home),
        await make_job(home, state="running", lease_token=uuid7()),
        await make_job(home, state="succeeded"),
    )
    answer = await client.post(f"/jobs/{waiting}/cancel")
    assert (answer.json()["state"], answer.json()["finished_at"] is not None) == ("cancelled", True)
    assert (await client.post(f"/jobs/{waiting}/cancel")).status_code == 200, "asking twice is no error"
    asked = (await client.post(f"/jobs/{running}/cancel")).json()
    assert (asked["state"], asked["cancel_requested"], asked["finished_at"]) == ("running", True, None)
    refused = await client.post(f"/jobs/{done}/cancel")
    assert (refused.status_code, refused.json()["code"]) == (409, "job-finished")


async def test_a_running_job_stops_before_its_next_step(
    home: Home, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[int] = []

    async def endless(run: Run) -> None:
        while len(steps) < 5:
            async with run.step():
                steps.append(1)
                run.done = len(steps)
            if len(steps) == 2:
                await client.post(f"/jobs/{job_id}/cancel")

    monkeypatch.setitem(jobs.HANDLERS, "endless", (endless, 1))
    job_id = await make_job(home, kind="endless")
    async with home.session() as session:
        taken = (
            update(Job)
            .where(Job.workspace_id == home.id, Job.id == job_id)
            .values(state="running", lease_token=uuid7(), attempts=1)
        )
        row = (await session.execute(taken.returning(Job))).scalar_one()
        session.expunge_all()
    await jobs.run_job(row)
    job = (await client.get(f"/jobs/{job_id}")).json()
    assert (len(steps), job["state"], job["progress"]["done"], job["finished_at"] is not None) == (
        2,
        "cancelled",
        2,
        True,
    )


async def test_old_jobs_are_forgotten_with_their_files(home: Home, client: Any, superuser: Any) -> None:
    keys = [await put_file(home) for _ in range(3)]
    month = func.now() - func.make_interval(0, 0, 0, 31)
    old = await make_job(home, state="succeeded", finished_at=month, errors_key=keys[0], result_key=keys[1])
    recent = await make_job(home, state="succeeded", finished_at=func.now(), result_key=keys[2])
    stuck = await make_job(home, state="running", created_at=month)
    await delete_old_jobs()
    assert [(await client.get(f"/jobs/{job_id}")).status_code for job_id in (old, recent, stuck)] == [404, 200, 200]
    assert [await storage.exists(key) for key in keys] == [False, False, True]


async def test_other_workspaces_jobs_do_not_exist(elsewhere: Home, client: Any, superuser: Any) -> None:
    theirs = await make_job(elsewhere)
    for answer in (
        await client.get(f"/jobs/{theirs}"),
        await client.get(f"/jobs/{theirs}/errors"),
        await client.post(f"/jobs/{theirs}/cancel"),
    ):
        assert answer.status_code == 404
    assert await superuser.fetchval("SELECT state FROM jobs WHERE id = $1", theirs) == "queued"
