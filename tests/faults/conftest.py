"""One breakable cluster a process, one database a test."""

import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from tests.faults.installation import Installation, clone, make_template

from atrium.embedded import EmbeddedCluster


@pytest.fixture(scope="session")
def breakable(servers: str) -> Iterator[tuple[EmbeddedCluster, UUID, str]]:
    """A durable PostgreSQL and a Redis that no other test uses, with a workspace and its key in the template
    database."""
    folder = Path(tempfile.mkdtemp(prefix="atrium-faults-"))
    with EmbeddedCluster(folder) as cluster:
        yield (cluster, *make_template(cluster))
        assert cluster.postgres is not None
        cluster.postgres.send_signal(signal.SIGQUIT)  # nobody needs these data any more
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def installation(breakable: tuple[EmbeddedCluster, UUID, str]) -> Iterator[Installation]:
    """This test's installation; nothing runs on it yet."""
    made = clone(*breakable)
    yield made
    made.end()
