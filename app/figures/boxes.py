"""Rectangles in a drawing."""

import math
from collections.abc import Iterable
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle with its sides along the axes; where it ends before it begins there is none."""

    left: float
    top: float
    right: float
    bottom: float

    def moved(self, x: float, y: float) -> "Box":
        """The same elsewhere."""
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def grown(self, by: float) -> "Box":
        """With a margin on all sides."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def round(self, other: "Box") -> "Box":
        """The smallest box round both.

        >>> Box(0, 0, 2, 2).round(Box(5, 1, 6, 3))
        Box(left=0, top=0, right=6, bottom=3)
        """
        left, top, right, bottom = other
        return Box(min(self.left, left), min(self.top, top), max(self.right, right), max(self.bottom, bottom))

    def within(self, other: "Box") -> "Box":
        """What both have in common."""
        left, top, right, bottom = other
        return Box(max(self.left, left), max(self.top, top), min(self.right, right), min(self.bottom, bottom))

    @property
    def area(self) -> float:
        """How large it is."""
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)

    def meets(self, other: "Box") -> bool:
        """Whether they have a point in common."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )


EVERYWHERE = Box(-math.inf, -math.inf, math.inf, math.inf)
NOWHERE = Box(math.inf, math.inf, -math.inf, -math.inf)


def few(boxes: Iterable[Box], price: float) -> list[Box]:
    """Boxes that cover the same, joined where that adds less than the price of one more box.

    >>> few([Box(0, 0, 4, 4), Box(4, 0, 8, 4), Box(90, 0, 94, 4)], price=16)
    [Box(left=0, top=0, right=8, bottom=4), Box(left=90, top=0, right=94, bottom=4)]
    """
    kept: list[Box] = []
    for box in boxes:
        joined = box
        while near := next((other for other in kept if costs_less(joined, other, price)), None):
            kept.remove(near)
            joined = joined.round(near)
        kept.append(joined)
    return kept


def costs_less(one: Box, other: Box, price: float) -> bool:
    """Whether one box round both adds less than the price of a box."""
    return one.round(other).area <= one.area + other.area + price
