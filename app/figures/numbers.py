"""How numbers are written for people: few digits, a true minus, and an honest sign of equality."""

import itertools
import math
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike

SIGNIFICANT = 4
"""Digits that are shown of a number that is not whole."""

LOST = 0.005
"""The part of a number that rounding may take from it; a number that would lose more has more decimals."""

LARGEST_WHOLE = 10**7
"""Numbers from here on are written with a power of ten."""

SMALLEST_PLAIN = 1e-4
"""Numbers below this are written with a power of ten."""

FEW_DECIMALS = 3
"""Up to so many decimals numbers are shown just as they are."""

MOST_DECIMALS = 7
"""As many as four digits of the smallest plain number need."""


def shared_decimals(values: Sequence[float]) -> int:
    """One number of decimals for numbers that stand together: the fewest that show them as they are, within reason.

    Where few decimals show all of them exactly these are taken, else as many as the largest number needs.

    >>> shared_decimals([1.0, 2.0]), shared_decimals([0.25, 1.5]), shared_decimals([0.5, 1000.5])
    (0, 2, 1)
    """
    largest = max(map(abs, values), default=0.0)
    if largest == 0:
        return 0
    most = min(max(SIGNIFICANT - 1 - math.floor(math.log10(largest)), 0), MOST_DECIMALS)
    few = min(FEW_DECIMALS, max(most, 1))
    exact = next((decimals for decimals in range(few + 1) if shown_by(values, decimals)), None)
    if exact is not None:
        return exact
    return next((decimals for decimals in range(most) if shown_by(values, decimals)), most)


def shown_by(values: Sequence[float], decimals: int) -> bool:
    """Whether so many decimals show numbers as they are, but for what arithmetic in float64 has blurred."""
    for value in values:  # noqa: SIM110, a generator takes twice as long, and this is asked of each sum that is drawn
        if abs(round(value, decimals) - value) > 1e-12 * abs(value):
            return False
    return True


def powered(value: float) -> str:
    """A very large or very small number with a power of ten, such as `1.5e−7`."""
    mantissa, exponent = f"{value:.{SIGNIFICANT - 1}e}".split("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{int(exponent)}"


def plain(value: float, decimals: int) -> str:
    """One number with so many decimals, a whole one without a point; with as many more as keep what they round away.

    >>> plain(-127.46, 1), plain(-0.83578, 1), plain(0.0136, 1)
    ('-127.5', '-0.836', '0.0136')
    """
    if value == 0:
        return "0"
    if not SMALLEST_PLAIN <= abs(value) < LARGEST_WHOLE:
        return powered(value)
    if value == int(value):
        return str(int(value))
    texts = (f"{value:.{places}f}" for places in itertools.count(decimals))
    return next(text for text in texts if abs(float(text) - value) <= LOST * abs(value))


def written(values: ArrayLike, places: Sequence[int] | None = None) -> list[str]:
    """Numbers that stand together, flattened: those that are not whole have the same number of decimals.

    A tiny one that would be the longest has a power of ten where that is shorter, or all columns would be wider for
    its sake. `places` are those of the numbers that are written among the others; all of them unless given.

    >>> written([38, -7]), written([0.5, 1 / 3, 2]), written([4.7, 5.5, -0.4])
    (['38', '−7'], ['0.500', '0.333', '2'], ['4.7', '5.5', '−0.4'])
    >>> written([0.5, 1 / 3, 2], [0]), written([-204.51, 0.33, -0.0008])
    (['0.500'], ['−204.5', '0.33', '−8e−4'])
    """
    every = np.asarray(values, dtype=np.float64).ravel().tolist()
    flat = every if places is None else [every[place] for place in places]
    if all(map(float.is_integer, every)) and max(map(abs, every), default=0.0) < LARGEST_WHOLE:
        return [str(int(value)).replace("-", "−") for value in flat]
    decimals = shared_decimals(every)
    texts = ("%%.%df " % decimals * len(flat) % tuple(flat)).split()
    # few numbers need a second look, which is not quick
    least = max(0.5 * 10.0**-decimals / LOST, SMALLEST_PLAIN)
    looked_at = {
        place for place, value in enumerate(flat) if value.is_integer() or not least <= abs(value) < LARGEST_WHOLE
    }
    usual = max((len(text) for place, text in enumerate(texts) if place not in looked_at), default=math.inf)
    for place in looked_at:
        text = plain(flat[place], decimals)
        tiny = len(text) > usual and abs(flat[place]) < 1
        texts[place] = min(text, powered(flat[place]), key=len) if tiny else text
    return [text.replace("-", "−") for text in texts]


def one(value: float) -> str:
    """One number by itself.

    >>> one(1.5), one(-45.0)
    ('1.5', '−45')
    """
    return written([value])[0]


def shown_value(text: str) -> Decimal:
    """The number that a reader sees."""
    return Decimal(text.replace("−", "-"))


def equality(terms: Sequence[str], total: str) -> str:
    """`=` where the terms as shown add up to the total as shown, otherwise `≈`.

    >>> equality(["5", "12", "21"], "38"), equality(["0.33", "0.33"], "0.67")
    ('=', '≈')
    """
    # all at once, since a sum over a large input has thousands of terms
    values = map(Decimal, " ".join(terms).replace("−", "-").split())
    return "=" if sum(values, Decimal(0)) == shown_value(total) else "≈"


def product_equality(factors: Sequence[tuple[str, str]], extra: Sequence[str], total: str) -> str:
    """`=` where products of shown factors and the extra terms add up to the total as shown, otherwise `≈`."""
    terms = [shown_value(a) * shown_value(b) for a, b in factors] + [shown_value(text) for text in extra]
    return "=" if sum(terms, Decimal(0)) == shown_value(total) else "≈"


def count(number: int) -> str:
    """A count with thousands set apart: `14,942`."""
    return f"{number:,}"


def plural(amount: int, name: str) -> str:
    """A count with its noun.

    >>> plural(1, "input"), plural(1200, "output")
    ('1 input', '1,200 outputs')
    """
    return f"{count(amount)} {name}{'' if amount == 1 else 's'}"


def times(amount: float) -> str:
    """How often something is, to two decimals.

    >>> times(1), times(1.5), times(2)
    ('once', '1.5 times', 'twice')
    """
    rounded = round(amount, 2)
    if rounded in (1, 2):
        return "once" if rounded == 1 else "twice"
    return f"{one(rounded)} times"


def bracketed(text: str) -> str:
    """A number as a factor: in brackets when it has a minus."""
    return f"({text})" if text.startswith("−") else text


def listing(names: Sequence[str]) -> str:
    """Names as a sentence lists them.

    >>> listing(["a"]), listing(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]
