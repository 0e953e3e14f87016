"""Timing programs against each other, in turns, so that a busy machine slows all of them.

Seconds are those of the processor: everything here has one thread, and the time of other programs is not ours.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 41
ROUND_SECONDS = 0.02
"""How long one round of one program takes; a fast program is repeated until it fills it."""


@dataclass(frozen=True)
class Comparison:
    """Medians in seconds a call, and the ratio ours / peer with its tenth and ninetieth percentile."""

    ours: float
    peer: float
    ratio: float
    low: float
    high: float


def seconds(call: Callable[[], object], repeats: int) -> float:
    """Seconds that one call takes, from `repeats` of them."""
    start = time.process_time()
    for _ in range(repeats):
        call()
    return (time.process_time() - start) / repeats


def fitting_repeats(call: Callable[[], object]) -> int:
    """How often to repeat a call to fill a round; called once before, so that nothing is measured cold."""
    call()
    return max(1, round(ROUND_SECONDS / max(seconds(call, 3), 1e-9)))


def compare(ours: Callable[[], object], peer: Callable[[], object]) -> Comparison:
    """Our program against its peer, a round of each in turns; each round gives one ratio."""
    return compare_with_best(ours, {"": peer})[0]


def compare_with_best(ours: Callable[[], object], peers: dict[str, Callable[[], object]]) -> tuple[Comparison, str]:
    """Our program against the quickest of its peers, and that one's name; a round of each in turns."""
    calls = [ours, *peers.values()]
    repeats = [fitting_repeats(call) for call in calls]
    rounds = [[seconds(call, often) for call, often in zip(calls, repeats, strict=True)] for _ in range(ROUNDS)]
    medians = [statistics.median(column) for column in zip(*rounds, strict=True)]
    best = min(range(1, len(calls)), key=medians.__getitem__)
    return summary([(each[0], each[best]) for each in rounds]), list(peers)[best - 1]


def summary(rounds: list[tuple[float, float]]) -> Comparison:
    """The medians and the spread of rounds of (ours, peer)."""
    ratios = sorted(mine / theirs for mine, theirs in rounds)
    return Comparison(
        ours=statistics.median(mine for mine, _ in rounds),
        peer=statistics.median(theirs for _, theirs in rounds),
        ratio=statistics.median(ratios),
        low=ratios[len(ratios) // 10],
        high=ratios[-1 - len(ratios) // 10],
    )
