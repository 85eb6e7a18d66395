"""What is told of background work that fails."""

from atrium.kernel.jobs import JobFailed
from atrium.kernel.notices import notice, whoever_began

notice(
    JobFailed,
    "job_failed",
    "Something I started fails",
    "What you started has failed: {reason}",
    whoever_began,
    email="daily",
    of_own=True,
)
