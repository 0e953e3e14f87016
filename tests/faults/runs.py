"""What is done to a running service, by the tests and by the long runs alike: only the numbers differ."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import numpy as np

from tests.faults.load import Connection, Load, first, forever, send
from tests.faults.mixture import HEAVY, MIXTURE, QUESTION, get, numbers, post
from tests.faults.service import (
    LONGEST_START,
    ROOT,
    Service,
    connections_of,
    files_of,
    resident,
    service,
    threads_of,
    wait_until,
)

CLIENTS = 64
ROOM = {"max_queued_computations": CLIENTS}
"""A queue with room for every client: one worker may get them all, and would rightly refuse some by its usual one."""
ECHO = (sys.executable, "-m", "uvicorn", "tests.faults.echo:app", "--log-level", "warning", "--workers")


def mixed(requests: int, workers: int = 2) -> tuple[Load, Load]:
    """Mixed requests at a service, and as many at a bare echo with as many workers."""
    with service(workers, **ROOM) as running:
        ours = asyncio.run(send(running.host, running.port, first(MIXTURE, requests), CLIENTS))
    echoed = [post("convolution", input=[1, 2, 3, 4], weight=[5, 6, 7])]
    with service(command=(*ECHO, str(workers))) as bare:
        echoes = asyncio.run(send(bare.host, bare.port, first(echoed, requests), CLIENTS))
    return ours, echoes


async def under_load(running: Service, deed: Callable[[Load], Awaitable[None]]) -> Load:
    """Do something to a service while clients ask; they go on until it is done."""
    load, stop = Load(), asyncio.Event()
    asking = asyncio.create_task(send(running.host, running.port, forever(MIXTURE), CLIENTS, load, stop))
    await asyncio.to_thread(wait_until, lambda: load.answered > CLIENTS, "the load is on")
    await deed(load)
    stop.set()
    await asking
    return load


@dataclass(frozen=True)
class Kill:
    """One killed worker: the connections it held, the requests that were lost, and when another served in its place."""

    held: int
    lost: int
    replaced_after: float


def killings(times: int) -> tuple[list[Kill], Load]:
    """Kill one worker of two under load, again and again."""
    kills: list[Kill] = []
    with service(workers=2, **ROOM) as running:

        async def deed(load: Load) -> None:
            for _ in range(times):
                kills.append(await kill_one(running, load))  # noqa: PERF401, one after the other

        load = asyncio.run(under_load(running, deed))
    return kills, load


async def kill_one(running: Service, load: Load) -> Kill:
    """Kill one worker, and ask on new connections until a new one has answered.

    The clients of the load come back at once, to the worker that is left, and stay there.
    """
    before = running.workers()
    victim = random.choice(before)  # noqa: S311, any will do
    lost, held, killed = len(load.lost), connections_of(victim), time.time()
    os.kill(victim, signal.SIGKILL)
    while not (new := set(running.workers()) - set(before)) & running.first_answers.keys():
        assert time.time() - killed < LONGEST_START, "no other worker answers"
        await ask_once(running)
    (successor,) = new
    return Kill(held, len(load.lost) - lost, running.first_answers[successor] - killed)


async def ask_once(running: Service) -> None:
    """One small request on a connection of its own."""
    connection = Connection(running.host, running.port)
    await connection.ask(get("/livez").bytes())
    await connection.close()


@dataclass(frozen=True)
class Stop:
    """One service that was told to stop under load: how it ended, how long that took, and what was lost."""

    status: int
    seconds: float
    load: Load


def stop_under_load(workers: int = 2) -> Stop:
    """Tell a service to stop while clients ask, who go on until nobody listens any more."""
    took: list[float] = []
    with service(workers, **ROOM) as running:

        async def deed(load: Load) -> None:
            began = time.monotonic()
            running.signal(signal.SIGTERM)
            await asyncio.to_thread(running.ended)
            took.append(time.monotonic() - began)
            await asyncio.to_thread(wait_until, lambda: load.refused == CLIENTS, "every client is refused")

        load = asyncio.run(under_load(running, deed))
        return Stop(running.ended(), took[0], load)


@dataclass
class Held:
    """What a worker holds, looked at again and again."""

    files: list[int] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    load: Load = field(default_factory=Load)

    def look(self, pid: int) -> None:
        """Look once, while nobody is connected."""
        self.files.append(files_of(pid))
        self.threads.append(threads_of(pid))
        self.bytes.append(resident(pid))

    def growth(self) -> float:
        """How many bytes the last quarter of the run added, by the medians of the last two quarters.

        A service grows at first: memory that was freed is kept for the next request, until every size has come by.
        """
        part = max(1, len(self.bytes) // 4)
        return float(np.median(self.bytes[-part:]) - np.median(self.bytes[-2 * part : -part]))


def leaks(requests: int, looks: int = 20) -> Held:
    """Mixed requests at one worker, every tenth of them dropped by its client in some rude way, and what it holds."""
    held = Held()
    with service(**ROOM) as running:
        (worker,) = running.workers()
        idle = connections_of(worker)
        asyncio.run(warm_up(running))
        wait_until(lambda: connections_of(worker) == idle, "the connections are closed")
        held.look(worker)
        for _ in range(looks):
            asyncio.run(a_share(running, requests // looks, held.load))
            wait_until(lambda: connections_of(worker) == idle, "the connections are closed")
            held.look(worker)
    return held


async def warm_up(running: Service) -> None:
    """Have every thread started and every cache filled."""
    await send(running.host, running.port, first((*MIXTURE, *HEAVY), 300), 16)


async def a_share(running: Service, requests: int, load: Load) -> None:
    """Some requests, a tenth of which are dropped."""
    rude = (drop(running, index) for index in range(requests // 10))
    await asyncio.gather(send(running.host, running.port, first(MIXTURE, requests - requests // 10), 16, load), *rude)


async def drop(running: Service, kind: int) -> None:
    """A request that its client gives up: before, within or after sending it, politely or not."""
    sent = HEAVY[kind % len(HEAVY)].bytes()
    cut = (0, 10, len(sent) // 2, len(sent))[kind % 4]
    connection = Connection(running.host, running.port)
    _, writer = await connection.open()
    writer.write(sent[:cut])
    await asyncio.sleep(0.001)
    await connection.close(rudely=kind % 3 > 0)


@dataclass(frozen=True)
class Lives:
    """The seconds that /livez took while every place was taken, and in an idle service beside it; and the refusals.

    What the idle one takes is the machine's part, and the clock's.
    """

    busy: list[float]
    idle: list[float]
    refused: int


def live_while_busy(seconds: float) -> Lives:
    """Ask /livez while every thread computes and the queue is full.

    The clients that keep it full are a process of their own: in one with the clock they would delay the clock.
    """
    with service() as running, service() as idle:
        flood = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.flood", str(running.port)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            times = asyncio.run(ask_both(running, idle, seconds))
        finally:
            refused = int(flood.communicate()[0])
    return Lives(*times, refused)


async def ask_both(running: Service, idle: Service, seconds: float) -> tuple[list[float], list[float]]:
    """Ask both a hundred times a second, in turns, once the queue of the first is full."""
    await until_full(running)
    connections = [Connection(each.host, each.port) for each in (running, idle)]
    times: tuple[list[float], list[float]] = ([], [])
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for connection, found in zip(connections, times, strict=True):
            found.append(await ask_livez(connection))
            await asyncio.sleep(0.005)
    for connection in connections:
        await connection.close()
    return times


async def ask_livez(connection: Connection) -> float:
    """How long one answer took."""
    began = time.perf_counter()
    answer = await connection.ask(get("/livez").bytes())
    assert answer.status == 200
    return time.perf_counter() - began


async def until_full(running: Service) -> None:
    """Wait until a request is refused; the small ones are still answered then."""
    connection = Connection(running.host, running.port)
    large = post("convolution", input=numbers(5_000), weight=numbers(9))
    began = time.monotonic()
    while (await connection.ask(large.bytes())).status != 503:
        assert time.monotonic() - began < LONGEST_START, "the queue is never full"
    assert (await connection.ask(get(f"/api/v1/convolution?{QUESTION}").bytes())).status == 200
    await connection.close()
