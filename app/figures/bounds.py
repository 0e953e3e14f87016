"""Where the elements of a drawing lie: boxes that are rather too large, so that nothing of them is missed.

They are read off the few kinds of elements that our drawings have; what is of another kind lies everywhere.
"""

import re
from functools import reduce
from typing import NamedTuple
from xml.etree.ElementTree import Element

from app.figures.boxes import EVERYWHERE, NOWHERE, Box
from app.figures.subpaths import Subpath, subpaths

GROUPS = ("g", "svg")

SHIFT = re.compile(r"translate\((-?[\d.]+)[ ,](-?[\d.]+)\)")

LETTER = 0.75
"""Of the size of a text: more than its letters are wide on average."""

LINE = 1.2
"""Of the size of a text: more than it reaches up or down from its place, with what is raised or lowered in it."""


class Inherited(NamedTuple):
    """What an element has from those that it is in, as far as the box of it depends on that."""

    size: float = 16
    anchor: str = "start"
    line: float = 1

    def by(self, element: Element) -> "Inherited":
        """What an element has, its own included, and with it its children."""
        size, anchor, line = (element.get(name) for name in ("font-size", "text-anchor", "stroke-width"))
        if size is anchor is line is None:
            return self
        return Inherited(float(size or self.size), anchor or self.anchor, float(line or self.line))


class Bounds:
    """The boxes of elements, each in the coordinates of what the element is in; those that are known are kept."""

    def __init__(self) -> None:
        self.boxes: dict[tuple[Element, Inherited], Box] = {}
        self.paths: dict[str, list[Subpath]] = {}

    def box(self, element: Element, inherited: Inherited) -> Box:
        """Where an element lies."""
        key = element, inherited
        if key not in self.boxes:
            inner, shift = self.inside(element, inherited.by(element)), offset(element)
            if shift is not None:
                inner = inner.moved(*shift)
            self.boxes[key] = inner if shift is not None or inner == NOWHERE else EVERYWHERE
        return self.boxes[key]

    def inside(self, element: Element, inherited: Inherited) -> Box:
        """The same in the coordinates of its own content."""
        match element.tag:
            case "g" | "svg":
                return reduce(Box.round, (self.box(child, inherited) for child in element), NOWHERE)
            case "path":
                inner = reduce(Box.round, (each.box for each in self.subpaths(element)), NOWHERE)
                return inner.grown(reach(inherited))
            case "rect":
                return rectangle(element).grown(reach(inherited))
            case "text":
                return lettering(element, inherited)
            case "style":
                return NOWHERE
        return EVERYWHERE

    def subpaths(self, path: Element) -> list[Subpath]:
        """The parts of a path."""
        written = path.get("d", "")
        if written not in self.paths:
            self.paths[written] = subpaths(written)
        return self.paths[written]


def offset(element: Element) -> tuple[float, float] | None:
    """How far an element moves what is in it; None where it turns or scales it."""
    if element.tag == "svg":
        x, y, *size = map(float, element.attrib["viewBox"].split())
        same = size == [float(element.attrib[side]) for side in ("width", "height")]
        return (float(element.get("x", 0)) - x, float(element.get("y", 0)) - y) if same else None
    if "transform" not in element.attrib:
        return 0, 0
    found = SHIFT.fullmatch(element.attrib["transform"])
    return (float(found[1]), float(found[2])) if found else None


def reach(inherited: Inherited) -> float:
    """How far a line reaches beyond its path: half its width, and twice that at the sharpest corners that we draw."""
    return inherited.line + 1


def rectangle(rect: Element) -> Box:
    """The box of a `rect`."""
    x, y, width, height = (float(rect.get(name, 0)) for name in ("x", "y", "width", "height"))
    return Box(x, y, x + width, y + height)


def lettering(text: Element, inherited: Inherited) -> Box:
    """The box of the letters of a text."""
    x, y = float(text.get("x", 0)), float(text.get("y", 0))
    size = max(inherited.size, *(float(part.get("font-size", 0)) for part in text.iter()))
    width = LETTER * size * sum(map(len, text.itertext()))
    left = x - {"start": 0, "middle": width / 2, "end": width}[inherited.anchor]
    return Box(left, y - LINE * size, left + width, y + LINE * size).grown(size / 4)
