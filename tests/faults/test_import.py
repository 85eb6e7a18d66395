"""Workers are killed in the middle of an import: it goes on where it was, and no row is lost or made twice."""

import random
import time
from typing import Any

import httpx
import pytest
from tests.faults.installation import Api, Installation, Nursery, Record, wait_for

SIZES = [pytest.param(9000, 3, id="small"), pytest.param(300_000, 60, id="large", marks=pytest.mark.soak)]
COUNTS = (
    "SELECT count(*) - count(DISTINCT name) AS doubled, count(DISTINCT name) AS made FROM customers WHERE name LIKE"
    " 'Row %'"
)


def start_import(client: httpx.Client, rows: int) -> str:
    """Upload names without any address, each of which becomes a customer however often it is seen. Returns the job's
    id."""
    content = "Name,Location\n" + "".join(f"Row {number},Place {number % 7}\n" for number in range(rows))
    answer = client.post(
        "/imports", files={"file": ("rows.csv", content.encode())}, data={"options": '{"match_by": "none"}'}
    )
    assert answer.status_code == 202, answer.text
    return str(answer.json()["job_id"])


def job_of(client: httpx.Client, job_id: str) -> Any:
    return client.get(f"/jobs/{job_id}").json()


def run_under_kills(home: Installation, client: httpx.Client, nursery: Nursery, rows: int, kills: int) -> Any:
    """Import while all workers are killed, each time some way further. Returns the finished job."""
    rng = random.Random(8)
    nursery.work(1)
    job_id = start_import(client, rows)
    seen = 0

    def chaos() -> None:
        nonlocal seen
        done = home.number("SELECT progress_done FROM jobs WHERE id = $1", job_id)
        if nursery.kills < kills and done > seen:
            seen = done
            time.sleep(rng.uniform(0, 0.3))
            nursery.end()
            nursery.kills += 1
            nursery.work(1)

    assert wait_for(lambda: job_of(client, job_id)["state"] not in {"queued", "running"}, 60 + rows / 200, chaos), (
        job_of(client, job_id)
    )
    return job_of(client, job_id)


@pytest.mark.parametrize(("rows", "kills"), SIZES)
def test_an_import_survives_kills(installation: Installation, rows: int, kills: int, record_property: Record) -> None:
    api = Api(installation)
    nursery = Nursery(installation)
    api.wait()
    with httpx.Client(base_url=api.url, headers=installation.headers, timeout=60) as client:
        job = run_under_kills(installation, client, nursery, rows, kills)
        counts = installation.ask(COUNTS)[0]
        result = job["result"]
        figures = {
            "rows": rows,
            "kills": nursery.kills,
            "created": result["created"],
            "made": counts["made"],
            "doubled": counts["doubled"],
        }
        record_property("figures import killed", figures)
        assert (job["state"], nursery.kills) == ("succeeded", kills), job
        assert (counts["made"], counts["doubled"]) == (rows, 0)
        assert (result["created"], result["updated"], result["unchanged"], result["rejected"]) == (rows, 0, 0, 0)
        if rows <= 9000:
            # The control: the same rows seen a second time do show.
            run_under_kills(installation, client, nursery, rows, 0)
            again = installation.ask(COUNTS)[0]
            record_property("figures import killed, control: the same rows again", {"doubled": again["doubled"]})
            assert again["doubled"] == rows
    nursery.end()
    api.close()
