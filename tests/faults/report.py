"""The long runs, whose figures stand in docs/reliability.md: `python -m tests.faults.report [SHARE]`.

SHARE makes them shorter: 0.1 does a tenth of everything. What does not hold is said at the end, and is the exit status.
"""

import random
import sys

import numpy as np

from tests.faults import runs
from tests.faults.dearest import report, search, too_dear

BROKEN: list[str] = []


def say(text: str) -> None:
    """One line of the report, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def hold(condition: bool, what: str) -> None:
    """Note what does not hold."""
    if not condition:
        BROKEN.append(what)
        say(f"BROKEN: {what}")


def mixed(share: float) -> None:
    """64 clients on two workers."""
    ours, echoes = runs.mixed(int(100_000 * share))
    say(f"mixed requests, 64 clients, two workers: {ours.says()}")
    say(f"bare Starlette echo in the same run: {echoes.says()}")
    hold(not ours.wrong and not ours.lost, f"every request is answered rightly: {ours.wrong[:3]}")


def killed(share: float) -> None:
    """`kill -9` under load."""
    kills, load = runs.killings(max(1, int(20 * share)))
    after = [kill.replaced_after for kill in kills]
    say(
        f"kill -9 under load, {len(kills)} times: {len(load.lost)} of {load.answered:,} requests lost, at most "
        f"{max(kill.lost for kill in kills)} a time; another worker served after {np.median(after):.1f} s "
        f"(at most {max(after):.1f} s)"
    )
    hold(all(kill.lost <= kill.held for kill in kills), "only what the worker held is lost")
    hold(sum(kill.lost for kill in kills) == len(load.lost), "nothing is lost at any other time")
    hold(not load.wrong, f"every other request is answered rightly: {load.wrong[:3]}")
    hold(max(after) <= 3, "a replacement serves within 3 s")


def stopped(share: float) -> None:
    """SIGTERM under load."""
    stops = [runs.stop_under_load() for _ in range(max(1, int(20 * share)))]
    answered, lost = sum(stop.load.answered for stop in stops), sum(len(stop.load.lost) for stop in stops)
    say(
        f"SIGTERM under load, {len(stops)} times: {lost} of {answered:,} requests lost; the service ended after "
        f"{np.median([stop.seconds for stop in stops]):.1f} s (at most {max(stop.seconds for stop in stops):.1f} s)"
    )
    hold(lost == 0, "no accepted request is lost")
    hold(not any(stop.load.wrong for stop in stops), "every request is answered rightly")


def dropped(share: float) -> None:
    """Requests that their clients give up."""
    held = runs.leaks(int(10_000 * share))
    say(
        f"{int(10_000 * share):,} requests, a tenth of them dropped: files {held.files[0]} to {max(held.files)}, "
        f"threads {held.threads[0]} to {max(held.threads)}, memory in MB "
        f"{' '.join(str(round(size / 1e6)) for size in held.bytes)}"
    )
    hold(max(held.files) <= held.files[0] + 2, "at most two more files")
    hold(max(held.threads) <= held.threads[0] + 2, "at most two more threads")
    hold(held.growth() <= 3e6, f"the memory line is flat: {held.growth() / 1e6:.1f} MB more")


def busy(share: float) -> None:
    """`/livez` while every place is taken."""
    lives = runs.live_while_busy(60 * share)
    say(
        f"/livez, {len(lives.busy):,} times while every thread computes and the queue is full ({lives.refused:,} "
        f"refused): {percentiles(lives.busy)}; of an idle service in the same run: {percentiles(lives.idle)}"
    )
    hold(np.percentile(lives.busy, 99) <= 0.050, "/livez within 50 ms at p99")
    hold(max(lives.busy) <= 0.150, "/livez within 150 ms at most")


def percentiles(seconds: list[float]) -> str:
    """The median, the 99th percentile and the longest, in milliseconds."""
    p50, p99, most = np.percentile(seconds, [50, 99, 100]) * 1000
    return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, at most {most:.1f} ms"


def dearest(share: float) -> None:
    """The search for the dearest request."""
    found = search(random.randrange(1_000), max(1, int(99 * share)))  # noqa: S311, any will do
    say("\n".join(report(found)))
    hold(not too_dear(found), "the dearest request takes 100 ms and 128 MB at most")


if __name__ == "__main__":
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    for run in (busy, mixed, killed, stopped, dropped, dearest):
        run(share)
    sys.exit("\n".join(BROKEN))
