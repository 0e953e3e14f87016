"""Keeps a service full: `python -m tests.faults.flood PORT` until its input ends, then says how many were refused.

There is a client for each thread and each place in the queue, and a few more, who come again when they were told to.
"""

import asyncio
import sys
from collections.abc import Iterator

from app.settings import Settings
from tests.faults.load import Ask, Connection, Load, forever
from tests.faults.mixture import HEAVY

MORE = 4


async def client(port: int, asks: Iterator[Ask], load: Load) -> None:
    """Ask on and on, and wait where that is asked for."""
    connection = Connection("127.0.0.1", port)
    for ask in asks:
        answer = await connection.ask(ask.bytes())
        load.statuses[answer.status] += 1
        await asyncio.sleep(float(answer.headers.get("retry-after", 0)))


async def main(port: int) -> None:
    """Ask until the standard input ends."""
    settings, load, asks = Settings(), Load(), forever(HEAVY)
    count = settings.max_concurrent_computations + settings.max_queued_computations + MORE
    clients = [asyncio.create_task(client(port, asks, load)) for _ in range(count)]
    await asyncio.to_thread(sys.stdin.read)
    for each in clients:
        each.cancel()
    await asyncio.gather(*clients, return_exceptions=True)
    sys.stdout.write(f"{load.statuses[503]}\n")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
