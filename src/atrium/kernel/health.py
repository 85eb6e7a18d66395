"""Is this process alive, and can it serve? For load balancers and ``atrium doctor``."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request

from atrium import __version__
from atrium.kernel.db import database
from atrium.kernel.errors import NotFound
from atrium.kernel.redis import redis

router = APIRouter(include_in_schema=False)


@router.get("/health/live")
async def live() -> dict[str, str]:
    return {"status": "ok", "version": __version__}


@router.get("/health/ready")
async def ready(response: Response) -> dict[str, str]:
    """Ready means the database answers. Redis only makes things faster, so its absence is told but is no failure."""
    state = {"status": "ok", "version": __version__, "database": "ok", "redis": "ok"}
    try:
        async with database().engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError, TimeoutError):
        state |= {"status": "unavailable", "database": "unreachable"}
        response.status_code = 503
    try:
        await redis().ping()
    except (RedisError, OSError, TimeoutError):
        state["redis"] = "unreachable"
    return state


@router.get("/metrics")
async def prometheus(request: Request) -> Response:
    """Only for callers on this machine: put a collector beside the process, or a proxy that authenticates in front."""
    if request.client is None or request.client.host not in {"127.0.0.1", "::1", "testclient"}:
        raise NotFound
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
