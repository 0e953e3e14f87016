"""One row of the report, and how it is printed."""

from dataclasses import dataclass

from benchmarks.timing import Comparison


@dataclass(frozen=True)
class Row:
    """What was measured, against which peer at which version, and what else is to be said (a size, say)."""

    name: str
    peer: str
    comparison: Comparison
    note: str = ""
    reach: float | None = None


NOISE = 1.1
"""A ratio that is a tenth off is a tie."""


def verdict(ratio: float, reach: float | None) -> str:
    """What the ratio should reach, and whether it does.

    >>> verdict(0.5, 0.6), verdict(0.65, 0.6), verdict(0.7, 0.6)
    ('≤ 0.6 reached', '≤ 0.6 within the noise', '≤ 0.6 MISSED')
    """
    if reach is None:
        return ""
    word = "reached" if ratio <= reach else "within the noise" if ratio <= NOISE * reach else "MISSED"
    return f"≤ {reach:g} {word}"


def duration(value: float) -> str:
    """Seconds in the unit that reads best.

    >>> duration(0.00123), duration(0.0000045)
    ('1.23 ms', '4.50 µs')
    """
    return f"{value * 1e3:.2f} ms" if value >= 1e-4 else f"{value * 1e6:.2f} µs"


def line(row: Row) -> str:
    """The row as one line: both medians, the ratio (below 1 is faster than the peer) and its spread."""
    found = row.comparison
    return (
        f"{row.name:<38} {duration(found.ours):>10} {duration(found.peer):>10} "
        f"{found.ratio:>8.3f} ({found.low:.3f}–{found.high:.3f})  {verdict(found.ratio, row.reach):<23} "
        f"{row.peer}{row.note and '; ' + row.note}"
    )


def heading() -> str:
    """What stands above the lines."""
    return f"{'':<38} {'ours':>10} {'peer':>10} {'ratio':>8} (10 %–90 %)    {'reach':<23} peer"
