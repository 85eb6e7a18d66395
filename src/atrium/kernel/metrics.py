"""Prometheus metrics of this process, served at ``/metrics`` to callers on this machine."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("atrium_requests_total", "Requests answered.", ["method", "route", "status"])
DURATION = Histogram(
    "atrium_request_seconds",
    "Time to answer a request.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
JOBS = Counter("atrium_jobs_total", "Job attempts by kind and outcome.", ["kind"])
EVENTS = Counter("atrium_events_dispatched_total", "Events fanned out.")
DELIVERIES = Counter("atrium_deliveries_total", "Deliveries leased.")
LOOP_ERRORS = Counter("atrium_worker_loop_errors_total", "Failures of a worker loop itself.", ["loop"])
QUEUE_LAG = Gauge("atrium_queue_lag_seconds", "Age of the oldest due job.")
