"""The subpaths of a path, each standing alone, with the box that it lies in."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.figures.boxes import EVERYWHERE, Box
from app.figures.svg import number

KNOWN = re.compile(r"[MmLlHhVvAaZz\d\s.,-]*")

SUBPATH = re.compile(r"[Mm][^Mm]*")

COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")

NUMBER = re.compile(r"-?[\d.]+")

START = re.compile(r"[Mm]\s*-?[\d.]+[\s,]*-?[\d.]+")

TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "a": 7}
"""How many numbers each command takes."""


class Point(NamedTuple):
    """A place that a path comes to, and how far from it the path may have been on the way there."""

    x: float
    y: float
    reach: float = 0


class Subpath(NamedTuple):
    """A part of a path with an absolute start, and the box of its points and of its arcs."""

    path: str
    box: Box


def subpaths(path: str) -> list[Subpath]:
    """The subpaths of a path. One with a command that we do not write, a curve for instance, lies everywhere.

    >>> for each in subpaths("M0 0l5 9m5 -9v3"):
    ...     print(each.path, tuple(each.box))
    M0 0l5 9 (0.0, 0.0, 5.0, 9.0)
    M10 0v3 (10.0, 0.0, 10.0, 3.0)
    """
    if not KNOWN.fullmatch(path):
        return [Subpath(path, EVERYWHERE)]
    found, at = [], Point(0, 0)
    for part in SUBPATH.findall(path):
        points = list(walk(part, at))
        found.append(Subpath(standing_alone(part, points[0]), box_round(points)))
        at = points[0] if part.rstrip()[-1] in "zZ" else points[-1]
    return found


def walk(part: str, at: Point) -> Iterator[Point]:
    """The points of a subpath that begins where another ended."""
    start = None
    for letter, text in COMMAND.findall(part):
        numbers = [float(each) for each in NUMBER.findall(text)]
        taken = TAKES.get(letter.lower(), 1)
        for place in range(0, len(numbers), taken):
            at = following(at, letter, numbers[place : place + taken])
            start = start or at
            yield at
        if letter in "zZ" and start:
            at = start


def following(at: Point, letter: str, numbers: Sequence[float]) -> Point:
    """Where a command leads."""
    x, y = (at.x, at.y) if letter.islower() else (0, 0)
    kind = letter.lower()
    if kind == "h":
        return Point(x + numbers[0], at.y)
    if kind == "v":
        return Point(at.x, y + numbers[0])
    # an arc is nowhere further from its end than its ellipse is wide
    return Point(x + numbers[-2], y + numbers[-1], 2 * max(numbers[:2]) if kind == "a" else 0)


def standing_alone(part: str, start: Point) -> str:
    """A subpath with an absolute start; what follows the two numbers of the start stays as it is written."""
    return f"M{number(start.x)} {number(start.y)}{START.sub('', part, count=1)}"


def box_round(points: Sequence[Point]) -> Box:
    """The box of some points, as far as each reaches."""
    return Box(
        min(point.x - point.reach for point in points),
        min(point.y - point.reach for point in points),
        max(point.x + point.reach for point in points),
        max(point.y + point.reach for point in points),
    )
