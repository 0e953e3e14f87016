"""Where work runs: bounded threads, a short queue, and a refusal that says when to come again."""

import asyncio
import threading
from collections.abc import Awaitable
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app.problems import Problem
from app.work import Slots, Work

pytestmark = pytest.mark.anyio


class Client:
    """A client of a request: it stays connected until it leaves."""

    def __init__(self) -> None:
        self.has_left = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        """The end of the connection."""
        await self.has_left.wait()
        return {"type": "http.disconnect"}

    @property
    def request(self) -> Request:
        """What this client asked."""
        return Request({"type": "http", "method": "GET", "path": "/", "headers": []}, self.receive)


class Gate:
    """A job that waits until it is opened, and knows whether it began."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.opened = threading.Event()

    def __call__(self) -> Response:
        """Wait, then answer with the name of the thread."""
        self.began.set()
        assert self.opened.wait(10)
        return name_of_thread()


def name_of_thread() -> Response:
    """The name of the thread that this runs in."""
    return PlainTextResponse(threading.current_thread().name)


async def started(awaitable: Awaitable[Response]) -> "asyncio.Task[Response]":
    """A task that has run as far as it can without waiting."""
    task = asyncio.ensure_future(awaitable)
    await asyncio.sleep(0)
    return task


async def began(gate: Gate) -> None:
    """Wait until a job has begun."""
    assert await asyncio.to_thread(gate.began.wait, 10)


async def test_small_work_is_done_at_once_and_larger_work_in_a_thread() -> None:
    """A hop between threads costs more than a small answer."""
    slots = Slots(1, 0)
    small = await slots.perform(Work(name_of_thread, is_small=True), Client().request)
    large = await slots.perform(Work(name_of_thread, is_small=False), Client().request)
    assert small.body == threading.current_thread().name.encode()
    assert bytes(large.body).startswith(b"slot")
    slots.pool.shutdown()


async def test_what_fits_neither_a_thread_nor_the_queue_is_503_at_once() -> None:
    """One runs, one waits, the third is told when to come again; then all is as before."""
    slots, first, second = Slots(1, 1), Gate(), Gate()
    tasks = [await started(slots.run(gate, Client().request)) for gate in (first, second)]
    await began(first)
    assert (slots.busy, slots.queued, slots.is_full) == (1, 1, True)
    with pytest.raises(Problem) as refusal:
        await slots.run(Gate(), Client().request)
    assert refusal.value.status == 503
    assert refusal.value.headers == {"Retry-After": "1"}
    assert slots.refused == 1
    assert not second.began.is_set()
    first.opened.set()
    second.opened.set()
    assert [(await task).status_code for task in tasks] == [200, 200]
    assert (slots.busy, slots.queued, slots.is_full) == (0, 0, False)
    slots.pool.shutdown()


async def test_a_job_that_waits_is_dropped_when_its_client_leaves() -> None:
    """Nobody would read its answer, and another could have its place."""
    slots, first, second, client = Slots(1, 1), Gate(), Gate(), Client()
    running = await started(slots.run(first, Client().request))
    waiting = await started(slots.run(second, client.request))
    client.has_left.set()
    assert (await waiting).status_code == 499
    assert slots.queued == 0
    first.opened.set()
    await running
    slots.pool.shutdown()
    assert not second.began.is_set()


async def test_a_job_that_runs_keeps_its_thread_when_its_client_leaves() -> None:
    """A thread cannot be stopped, so its place must not be given away."""
    slots, gate, client = Slots(1, 0), Gate(), Client()
    running = await started(slots.run(gate, client.request))
    await began(gate)
    client.has_left.set()
    await asyncio.sleep(0)
    assert slots.is_full
    gate.opened.set()
    assert (await running).status_code == 200
    assert not slots.is_full
    slots.pool.shutdown()


async def test_a_place_is_kept_when_whoever_asked_is_cancelled() -> None:
    """As the server does when it has waited long enough for a request."""
    slots, gate = Slots(1, 0), Gate()
    running = await started(slots.run(gate, Client().request))
    await began(gate)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert slots.is_full
    gate.opened.set()
    slots.pool.shutdown()
    assert not slots.is_full


@pytest.mark.parametrize("error", [Problem(422, "It does not fit."), RuntimeError("a fault")])
async def test_an_error_in_a_thread_reaches_who_asked_and_frees_the_place(error: Exception) -> None:
    """It is answered like any other."""
    slots = Slots(1, 0)

    def fail() -> Response:
        raise error

    with pytest.raises(type(error)):
        await slots.run(fail, Client().request)
    assert not slots.is_full
    slots.pool.shutdown()


async def test_there_are_never_more_threads_than_places() -> None:
    """However many jobs come."""
    slots = Slots(2, 100)
    answers = await asyncio.gather(*(slots.run(name_of_thread, Client().request) for _ in range(50)))
    assert len({bytes(answer.body) for answer in answers}) <= 2
    slots.pool.shutdown()
