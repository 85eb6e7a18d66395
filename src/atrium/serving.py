"""``atrium serve``: the API in this process, or in several that share its port."""

import asyncio
import gc
import os
import signal
import socket
import sys
from collections.abc import Sequence
from functools import partial
from types import FrameType

from atrium.data_folder import StartupError
from atrium.keeping import Keeper, Launcher, Service, open_log
from atrium.kernel.settings import settings
from atrium.processes import Process


def serve(listener: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT. Raises ``StartupError`` when the database cannot be used."""
    # Nothing that is imported becomes garbage: looking for some takes a quarter of the time.
    gc.disable()
    import uvicorn

    from atrium.app import UnsafeDatabaseRole, create_app, refuse_unsafe_role
    from atrium.kernel.db import close_database
    from atrium.kernel.live import hang_up

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            hang_up()
            super().handle_exit(sig, frame)

    async def check_database() -> None:
        try:
            await refuse_unsafe_role()
        except UnsafeDatabaseRole as error:
            raise StartupError(str(error)) from error
        except (OSError, TimeoutError) as error:
            raise StartupError(f"The database of ATRIUM_DATABASE_URL cannot be reached: {error}") from error
        finally:
            await close_database()

    asyncio.run(check_database())
    server = Server(
        uvicorn.Config(
            create_app(),
            log_config=None,
            access_log=False,
            server_header=False,
            forwarded_allow_ips=settings().trusted_proxies,
            timeout_graceful_shutdown=5,
            # Longer than proxies and clients keep an idle connection: else one is reset in the moment it is used again.
            timeout_keep_alive=75,
        )
    )
    gc.freeze()
    gc.enable()
    server.run(sockets=[listener])
    if not server.started:
        raise StartupError("The API did not start; the reason is above.")


async def serve_together(listeners: Sequence[socket.socket]) -> None:
    """Keep a process serving on each of these sockets until SIGTERM or SIGINT; one that dies is replaced.

    Raises ``StartupError`` when they cannot start; they have said why."""

    def tell(message: str) -> None:
        sys.stderr.write(message + "\n")

    def failed(_service: Service) -> StartupError:
        return StartupError("The API did not start; the reason is above.")

    def start(listener: socket.socket) -> Process:
        with open_log() as log:
            return launcher.launch(["serve"], os.environ, log, listener)

    keeper, launcher = Keeper(tell), Launcher()
    keeper.heed_signals()
    host, port = listeners[0].getsockname()[:2]
    try:
        await keeper.until(lambda: launcher.ready("serve"))
        for number, listener in enumerate(listeners, 1):
            if not keeper.stopping:
                steps = ((signal.SIGTERM, 10),)
                keeper.services.append(Service(f"API {number}", partial(start, listener), start(listener), steps))
        await keeper.until_healthy(host, port, failed)
        await keeper.look_after()
    finally:
        keeper.stop_services()
        launcher.close()
