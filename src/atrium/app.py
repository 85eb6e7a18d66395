"""The API and the pages: wiring only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse
from sqlalchemy import text
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from atrium import __version__, dev_mail
from atrium.edge.embeds.pages import service as embed_pages
from atrium.edge.forms.pages import service as form_pages
from atrium.kernel import errors, health, ratelimit
from atrium.kernel.authentication import client_address
from atrium.kernel.contract import describe
from atrium.kernel.cors import CrossOrigin
from atrium.kernel.db import close_database, database
from atrium.kernel.logging import configure_logging
from atrium.kernel.middleware import BodyLimit, RequestEnvelope
from atrium.kernel.redis import close_redis
from atrium.kernel.route import API
from atrium.kernel.wake import close_wake
from atrium.registry import routers

PAGES = Path(__file__).parents[2] / "frontend" / "dist"
PUBLIC_FORMS, WIDGETS_FORM, FORM_BYTES = f"{API}/f/", f"{API}/embed/form", 64 * 1024


FORM_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src"
    " 'self'; form-action 'none'; base-uri 'none'"
)


class UnsafeDatabaseRole(RuntimeError):
    """The runtime role could get around row security."""


async def refuse_unsafe_role() -> None:
    """Raises ``UnsafeDatabaseRole`` when the role is a superuser, bypasses row security or owns tables
    (``architecture.md`` rule 4)."""
    query = text(
        "SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid AND relkind IN"
        " ('r', 'p')) FROM pg_roles WHERE rolname = current_user"
    )
    async with database().engine.connect() as connection:
        if (await connection.execute(query)).scalar_one():
            raise UnsafeDatabaseRole(
                "ATRIUM_DATABASE_URL names a role that could get around row security. Use the role atrium_app that"
                " `atrium migrate` makes."
            )


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    await refuse_unsafe_role()
    yield
    await close_wake()
    await close_redis()
    await close_database()


def create_app() -> FastAPI:
    """The application, without connecting to anything yet."""
    configure_logging()
    app = FastAPI(
        title="Atrium",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        generate_unique_id_function=lambda route: route.name,
        separate_input_output_schemas=False,
    )
    errors.install(app)
    for router in routers():
        app.include_router(router, prefix=API)
    app.include_router(health.router)
    app.include_router(dev_mail.router)
    describe(app)
    _pages(app)
    app.add_middleware(BodyLimit, smaller={PUBLIC_FORMS: FORM_BYTES, WIDGETS_FORM: FORM_BYTES})
    app.add_middleware(CrossOrigin, path=f"{PUBLIC_FORMS}([^/]+)", allows=form_pages.allows_origin)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=4)
    app.add_middleware(RequestEnvelope)
    return app


def _pages(app: FastAPI) -> None:
    """The built frontend: hashed assets for ever, pages never from a cache, every other path the workspace."""
    if (PAGES / "assets").is_dir():
        app.mount("/assets", _Immutable(directory=PAGES / "assets"), name="assets")
    no_cache = {"Cache-Control": "no-cache"}

    @app.api_route("/f/{key}", methods=["GET", "HEAD"], include_in_schema=False)
    async def form_page(key: str, request: Request) -> FileResponse:
        await ratelimit.check(request, f"address:{client_address(request)}", anonymous=True)
        origins = await form_pages.embedding_origins(key)
        if not (PAGES / "form.html").is_file():
            raise errors.NotFound("There is no such page.")
        ancestors = " ".join(origins or ["'none'"])
        headers = {**no_cache, "Content-Security-Policy": f"{FORM_CSP}; frame-ancestors {ancestors}"}
        return FileResponse(PAGES / "form.html", status_code=404 if origins is None else 200, headers=headers)

    @app.api_route("/embed/w/{key}", methods=["GET", "HEAD"], include_in_schema=False)
    async def embed_page(key: str, request: Request) -> FileResponse:
        await ratelimit.check(request, f"address:{client_address(request)}", anonymous=True)
        found = await embed_pages.find_page(key)
        if not (PAGES / "embed.html").is_file():
            raise errors.NotFound("There is no such page.")
        # A browser obeys frame-ancestors by itself; where it also says who asked, the member gets to know.
        host = (
            embed_pages.origin_of(request.headers.get("referer"))
            if request.headers.get("sec-fetch-dest") in {"iframe", "frame"}
            else None
        )
        if found is not None and host not in {None, embed_pages.origin_of(str(request.url)), *found.allowed_origins}:
            await embed_pages.turn_away(found, str(host))
        ancestors = found.frame_ancestors if found else "'none'"
        headers = {
            **no_cache,
            "Content-Security-Policy": f"{FORM_CSP}; frame-ancestors {ancestors}",
            "Referrer-Policy": "no-referrer",
        }
        status = 404 if found is None else 200 if found.state == "active" else 410
        return FileResponse(PAGES / "embed.html", status_code=status, headers=headers)

    @app.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def page(path: str) -> FileResponse:
        if (
            path.split("/", 1)[0] in {"api", "health", "metrics", "assets", "dev", "f"}
            or not (PAGES / "index.html").is_file()
        ):
            raise errors.NotFound("There is no such page.")
        if path == "docs":
            return FileResponse(PAGES / "docs.html", headers=no_cache)
        asset = (PAGES / path).resolve()
        if path and asset.is_file() and asset.is_relative_to(PAGES.resolve()):
            return FileResponse(asset, headers=no_cache)
        return FileResponse(PAGES / "index.html", headers=no_cache)


class _Immutable(StaticFiles):
    def file_response(self, *args: Any, **kwargs: Any) -> Any:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def __getattr__(name: str) -> FastAPI:
    """``atrium.app:app`` for other servers than ours, made when one asks for it."""
    if name == "app":
        return create_app()
    raise AttributeError(name)
