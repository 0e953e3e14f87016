"""The server as we run it: it stops without losing what it accepted, and no worker outlives its parent."""

import asyncio
import gc
import os
import signal
import sys
import threading
import time
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.connection import wait
from socket import socket
from tempfile import gettempdir

import uvicorn
from uvicorn._subprocess import subprocess_started
from uvicorn.supervisors import multiprocess

from app.health import Stopping
from app.logs import log_config
from app.port import close_port
from app.settings import Settings

APP = "app.main:app"

HANGS_AFTER = 30
"""Seconds after which a worker that gives no sign of life is replaced; a busy machine may well take five."""

LOADED = ["app.main", "app.serving", "uvicorn.lifespan.on", "uvicorn.loops.auto", "uvicorn.protocols.http.auto"]
"""What every worker needs."""

SETTLE_SECONDS = 1.0
"""How long a client that holds a connection has to send its next request after the port is closed."""


def serve(host: str, port: int, workers: int, settings: Settings) -> None:
    """Serve until told to stop."""
    config = uvicorn.Config(
        APP,
        host=host,
        port=port,
        workers=workers,
        ws="none",
        server_header=False,
        access_log=False,
        log_config=log_config(settings.log_format),
        timeout_graceful_shutdown=settings.stop_seconds,
        timeout_worker_healthcheck=HANGS_AFTER,
    )
    listener = config.bind_socket()
    # The log says already that we run: whoever reads it and connects waits for the application, and is not refused.
    listener.listen(config.backlog)
    listeners = [listener]
    if workers == 1:
        Server(config).run(listeners)
    else:
        multiprocess.Process = Worker  # type: ignore[misc]  # by this name the supervisor makes its workers
        Supervisor(config, listeners).run()


class Server(uvicorn.Server):
    """A server that loses nothing when it stops.

    Closing a port refuses whoever has connected and was not yet accepted, and closing an idle connection cuts
    off a request that is on its way there. So whoever has connected is accepted first, and for a moment each
    connection may bring one more request, whose answer says that the connection ends (`CloseWhenStopping`).
    """

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Load everything, then make the interpreter fit for a loop beside threads that compute."""
        await super().startup(sockets)
        keep_the_loop_quick()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stop: first for new clients, then for those that are here, then altogether."""
        stopping: Stopping = self.lifespan.state["stopping"]
        stopping.begin()
        if not self.force_exit:
            await asyncio.sleep(stopping.drain_seconds)
            await self.settle(sockets or [])
        await super().shutdown(sockets)

    async def settle(self, listeners: list[socket]) -> None:
        """Accept whoever has connected, close the port, and wait a moment for the connections to end by themselves."""
        accepted = await close_port(listeners)
        for server in self.servers:
            server.close()
        loop = asyncio.get_running_loop()
        for connection in accepted:
            await loop.connect_accepted_socket(self.protocol, connection)
        deadline = time.monotonic() + SETTLE_SECONDS
        while self.server_state.connections and time.monotonic() < deadline and not self.force_exit:
            await asyncio.sleep(0.01)

    def protocol(self) -> asyncio.Protocol:
        """What speaks HTTP on one connection, as `startup` makes it."""
        return self.config.http_protocol_class(  # type: ignore[call-arg]  # declared as any protocol
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )


def keep_the_loop_quick() -> None:
    """Let threads that compute hold up the loop for as short as possible.

    A thread gives up the interpreter after half a millisecond instead of five. What was loaded is never searched
    for garbage again, which took 65 ms each time.
    """
    sys.setswitchinterval(0.0005)
    gc.collect()
    gc.freeze()


class Worker(multiprocess.Process):
    """A process that serves with our server, and stops when its parent is gone.

    It is a fork of a process that has loaded everything and does nothing else: importing takes over a second of the
    processor, which a busy machine has not to spare just when a worker was lost.
    """

    def __init__(self, config: uvicorn.Config, sockets: list[socket]) -> None:
        super().__init__(config, sockets)
        if can_fork_what_is_loaded():
            loaded = get_context("forkserver")
            loaded.set_forkserver_preload(LOADED)
            given = {"config": config, "target": self.target, "sockets": sockets, "stdin_fileno": None}
            self.process = loaded.Process(target=subprocess_started, kwargs=given)  # type: ignore[assignment]  # a process too

    def ping(self, timeout: float = HANGS_AFTER) -> bool:
        """Whether the process gives a sign of life in time; one that dies meanwhile is not waited for."""
        try:
            self.parent_conn.send(b"ping")
            signs = wait([self.parent_conn, self.process.sentinel], timeout)
            return self.parent_conn in signs and self.parent_conn.recv() is not None
        except (OSError, EOFError):
            return False

    @property
    def server(self) -> uvicorn.Server:
        """The one server of this process."""
        if self._server is None:
            self._server = Server(self.config)
        return self._server

    def target(self, sockets: list[socket] | None = None) -> None:
        """Serve until told to stop, by a signal or by the end of the parent."""
        threading.Thread(target=stop_with_parent, daemon=True).start()
        super().target(sockets)


def can_fork_what_is_loaded() -> bool:
    """Whether there is such a process here: it takes requests for forks on a socket in the temporary directory.

    Where none may be written, as in a container that is read-only altogether, each worker loads everything itself.
    """
    try:
        return "forkserver" in get_all_start_methods() and bool(gettempdir())
    except FileNotFoundError:
        return False


def stop_with_parent() -> None:
    """Wait for the end of the parent, however it comes, and stop then as if it had said so."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


class Supervisor(multiprocess.Multiprocess):
    """The parent: it holds the port, starts the workers and replaces one that dies."""

    def keep_subprocess_alive(self) -> None:
        """Replace who is dead before the others are asked how they are: a busy one may take seconds to say."""
        self.processes.sort(key=lambda worker: worker.process.is_alive())
        super().keep_subprocess_alive()

    def terminate_all(self) -> None:
        """Let go of the port first, so that it is closed as soon as the workers have closed it."""
        for listener in self.sockets:
            listener.close()
        super().terminate_all()
