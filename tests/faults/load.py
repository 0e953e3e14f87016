"""Clients that ask as fast as they are answered, and notice every request that is lost.

A client of its own, because a load of a thousand requests a second from the same two cores has to cost little:
HTTP/1.1 over a socket, with the length of each answer in its head.
"""

import asyncio
import gzip
import itertools
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Ask:
    """A request, and what answers it: a status, and a text that the body begins with."""

    method: str
    path: str
    body: bytes = b""
    status: int = 200
    begins: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def bytes(self) -> bytes:
        """The request as it is sent."""
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: convolens.test"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.method == "POST":
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode() + self.body


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers in lower case, and the body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Refused(Exception):  # noqa: N818, it is what happened and no error of ours
    """Nobody listens any more."""


class Lost(Exception):  # noqa: N818
    """The request was sent on a connection that was made, and no whole answer came."""


class Connection:
    """One client: it keeps its connection for as long as the server does."""

    def __init__(self, host: str, port: int) -> None:
        self.address = (host, port)
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, sent: bytes, *, has_body: bool = True) -> Answer:
        """The answer to a request. Raises Refused and Lost."""
        reader, writer = self.streams or await self.open()
        try:
            writer.write(sent)
            answer = await read_answer(reader, has_body)
        except (ConnectionError, asyncio.IncompleteReadError) as fault:
            await self.close()
            raise Lost(repr(fault)) from fault
        if answer.headers.get("connection") == "close":
            await self.close()
        return answer

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect."""
        try:
            self.streams = await asyncio.open_connection(*self.address)
        except (ConnectionRefusedError, ConnectionResetError) as fault:
            raise Refused from fault  # reset while connecting is refused as well: nothing was sent yet
        return self.streams

    async def close(self, *, rudely: bool = False) -> None:
        """Close the connection, if there is one; rudely as a client that is switched off."""
        if self.streams is None:
            return
        writer, self.streams = self.streams[1], None
        if rudely:
            writer.transport.abort()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def read_answer(reader: asyncio.StreamReader, has_body: bool) -> Answer:
    """One whole answer."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip().split("\r\n")
    status = int(first.split()[1])
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = int(headers.get("content-length", 0)) if has_body and status not in (204, 304) else 0
    body = await reader.readexactly(length)
    return Answer(status, headers, gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body)


@dataclass
class Load:
    """What a number of clients saw."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    lost: list[float] = field(default_factory=list)
    """The moments, by the monotonic clock, at which a request was lost."""
    refused: int = 0
    wrong: list[str] = field(default_factory=list)
    """Answers that were not those that had to come."""
    elapsed: float = 0.0

    @property
    def answered(self) -> int:
        """How many requests were answered."""
        return len(self.seconds)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answered / self.elapsed

    def milliseconds(self, percentile: float) -> float:
        """The time within which so many per cent of the answers came."""
        return float(np.percentile(self.seconds, percentile)) * 1000

    def says(self) -> str:
        """The figures in one line."""
        return (
            f"{self.answered:,} answers in {self.elapsed:.1f} s, {self.rate:,.0f} a second, "
            f"p50 {self.milliseconds(50):.1f} ms, p99 {self.milliseconds(99):.1f} ms, "
            f"{len(self.lost)} lost, {len(self.wrong)} wrong"
        )


async def client(connection: Connection, asks: Iterator[Ask], load: Load, until: asyncio.Event) -> None:
    """One client: the next request when the last is answered, until there are none or nobody listens."""
    for ask in asks:
        if until.is_set():
            break
        began = time.perf_counter()
        try:
            answer = await connection.ask(ask.bytes(), has_body=ask.method != "HEAD")
        except Lost:
            load.lost.append(time.monotonic())
            continue
        except Refused:
            load.refused += 1
            break
        load.seconds.append(time.perf_counter() - began)
        load.statuses[answer.status] += 1
        if answer.status != ask.status or not answer.body.startswith(ask.begins):
            load.wrong.append(f"{ask.method} {ask.path[:60]}: {answer.status} {answer.body[:200]!r}")
    await connection.close()


async def send(
    host: str,
    port: int,
    asks: Iterable[Ask],
    clients: int,
    load: Load | None = None,
    until: asyncio.Event | None = None,
) -> Load:
    """All requests, by so many clients at once: the first free one takes the next."""
    load, shared, stop = load or Load(), iter(asks), until or asyncio.Event()
    began = time.perf_counter()
    await asyncio.gather(*(client(Connection(host, port), shared, load, stop) for _ in range(clients)))
    load.elapsed = time.perf_counter() - began
    return load


def forever(asks: Iterable[Ask]) -> Iterator[Ask]:
    """The requests again and again."""
    return itertools.cycle(asks)


def first(asks: Iterable[Ask], count: int) -> Iterator[Ask]:
    """So many requests, beginning again at the end."""
    return itertools.islice(forever(asks), count)
