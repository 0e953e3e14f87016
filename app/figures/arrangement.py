"""Where several figures stand beside and below one another: on a page and in a picture alike."""

from collections.abc import Mapping
from typing import NamedTuple

from app.figures.layout import FULL_WIDTH, SIDE_WIDTH, SLIM_WIDTH
from app.figures.measures import BESIDE_WIDTH

CONNECTING = ("sliding", "network")
"""The figures of the left half; those of the right half multiply."""

GAP = 24
"""Between two figures, in pixels."""


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int


class Place(NamedTuple):
    """The top left corner of a figure."""

    x: int
    y: int


Sizes = Mapping[str, Size]
"""The sizes of figures by their names, in the order of the view."""


def stacks(sizes: Sizes) -> bool:
    """Whether the two halves stand one below the other, because one needs the whole width."""
    beside = ("sliding",) if spreads(sizes) else CONNECTING
    left = max((sizes[name].width for name in beside if name in sizes), default=0)
    right = max((sizes[name].width for name in sizes if name not in CONNECTING), default=0)
    return left > SIDE_WIDTH + GAP or left + right + GAP > FULL_WIDTH + 16


def slimness(sizes: Sizes) -> str:
    """How slim the left half is, so that a matrix of many columns stands beside it with its vectors."""
    right = max((sizes[name].width for name in sizes if name not in CONNECTING), default=0)
    if stacks(sizes) or right <= BESIDE_WIDTH + 16:
        return ""
    return "slim" if right <= FULL_WIDTH - SLIM_WIDTH - GAP + 4 else "slimmest"


def spreads(sizes: Sizes) -> bool:
    """Whether the network stands below both halves: it alone needs the whole width."""
    side = SIDE_WIDTH + GAP
    narrow = "sliding" in sizes and sizes["sliding"].width <= side
    return narrow and "network" in sizes and sizes["network"].width > side


def places(sizes: Sizes) -> dict[str, Place]:
    """Where each figure stands: in two halves where there is room for both, else in one column.

    >>> places({"network": Size(376, 250), "matrix": Size(488, 190), "counts": Size(400, 90)})
    {'network': Place(x=0, y=0), 'matrix': Place(x=400, y=0), 'counts': Place(x=400, y=214)}
    """
    under = ["network"] if spreads(sizes) else []
    left = [name for name in sizes if name in CONNECTING and name not in under]
    right = [name for name in sizes if name not in CONNECTING]
    if stacks(sizes) or not left or not right:
        return column(list(sizes), sizes)
    x = max(sizes[name].width for name in left) + GAP
    halves = column(left, sizes) | column(right, sizes, x)
    return halves | column(under, sizes, y=extent(halves, sizes).height + GAP)


def column(names: list[str], sizes: Sizes, x: int = 0, y: int = 0) -> dict[str, Place]:
    """Figures one below the other."""
    found = {}
    for name in names:
        found[name] = Place(x, y)
        y += sizes[name].height + GAP
    return found


def extent(places: Mapping[str, Place], sizes: Sizes) -> Size:
    """The size of a sheet on which all figures have their places."""
    return Size(
        max(place.x + sizes[name].width for name, place in places.items()),
        max(place.y + sizes[name].height for name, place in places.items()),
    )
