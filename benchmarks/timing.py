"""Timing two programs against each other, in turns, so that a busy machine slows both."""

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
    start = time.perf_counter()
    for _ in range(repeats):
        call()
    return (time.perf_counter() - start) / repeats


def fitting_repeats(call: Callable[[], object]) -> int:
    """How often to repeat a call to fill a round; called once before, so that nothing is measured cold."""
    call()
    return max(1, round(ROUND_SECONDS / max(seconds(call, 3), 1e-9)))


def compare(ours: Callable[[], object], peer: Callable[[], object]) -> Comparison:
    """Our program against its peer, a round of each in turns; each round gives one ratio."""
    repeats = fitting_repeats(ours), fitting_repeats(peer)
    rounds = [(seconds(ours, repeats[0]), seconds(peer, repeats[1])) for _ in range(ROUNDS)]
    ratios = sorted(mine / theirs for mine, theirs in rounds)
    return Comparison(
        ours=statistics.median(mine for mine, _ in rounds),
        peer=statistics.median(theirs for _, theirs in rounds),
        ratio=statistics.median(ratios),
        low=ratios[len(ratios) // 10],
        high=ratios[-1 - len(ratios) // 10],
    )
