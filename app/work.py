"""Where work runs: a few threads and a short queue, and a 503 when both are full.

Small work is done at once, in the loop that also reads and writes every connection. Anything larger would
stop the others there, and in a large pool of threads it would starve the loop all the same. A thread cannot
be stopped: that work ends is seen to by the limits on its cost, which are judged before it begins.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from app.compression import compressed
from app.problems import Problem

Result = TypeVar("Result")

RETRY_AFTER = 1
"""Seconds after which a refused client may come again: a full queue is worked off in about that time."""


@dataclass(frozen=True)
class Work:
    """What remains to be done for an answer when everything has been read, and whether that is under a millisecond.

    `tag` is the entity tag of the answer, where it is known before the answer is.
    """

    run: Callable[[], Response]
    is_small: bool
    tag: str | None = None


class Slots:
    """`running` threads for work, and room for `waiting` more jobs. Used from one event loop."""

    def __init__(self, running: int, waiting: int) -> None:
        self.running = running
        self.waiting = waiting
        self.pool = ThreadPoolExecutor(running, thread_name_prefix="slot")
        self.jobs: set[Future[Response]] = set()
        self.refused = 0

    @property
    def is_full(self) -> bool:
        """Whether the next job would be refused."""
        return len(self.jobs) >= self.running + self.waiting

    @property
    def busy(self) -> int:
        """How many threads are at work."""
        return min(len(self.jobs), self.running)

    @property
    def queued(self) -> int:
        """How many jobs wait for a thread."""
        return len(self.jobs) - self.busy

    async def run(self, job: Callable[[], Response], request: Request) -> Response:
        """The answer of a job, computed and compressed in a thread.

        Raises Problem 503 at once where there is no room for it. A job that still waits when its client leaves
        is dropped; one that begins at once cannot be, so that nobody watches its client.
        """
        begins = len(self.jobs) < self.running
        future = self.submit(lambda: compressed(job(), request.headers))
        answer = asyncio.wrap_future(future)
        if begins:
            return await answer
        left = asyncio.ensure_future(client_left(request))
        try:
            await asyncio.wait((answer, left), return_when=asyncio.FIRST_COMPLETED)
            if answer.done() or not future.cancel():
                return await answer
            return Response(status_code=CLIENT_LEFT)
        finally:
            left.cancel()

    def submit(self, job: Callable[[], Response]) -> "Future[Response]":
        """Hand a job to the threads; its place is free again when it ends, whoever still waits for it."""
        if self.is_full:
            self.refused += 1
            raise busy()
        future = self.pool.submit(job)
        self.jobs.add(future)
        future.add_done_callback(self.jobs.discard)
        return future

    async def perform(self, work: Work, request: Request) -> Response:
        """The answer of some work: at once when it is small, else in a thread."""
        return compressed(work.run(), request.headers) if work.is_small else await self.run(work.run, request)


CLIENT_LEFT = 499
"""What the log says of a request whose client left; nobody receives it."""


async def client_left(request: Request) -> None:
    """Return when the client has closed the connection; the body has been read before."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def busy() -> Problem:
    """The refusal when every thread and the whole queue are taken."""
    return Problem(
        503,
        f"Every place to compute is taken, and the queue is full. Ask again in {RETRY_AFTER} second.",
        headers={"Retry-After": str(RETRY_AFTER)},
    )
