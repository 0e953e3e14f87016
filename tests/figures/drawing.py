"""How the tests read a drawing: scenes from plain lists, figures as trees, paths as points."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import numpy as np

from app.convolution import Layer
from app.figures import FIGURES, Scene, gradients, matrix, planar

LAYER_OPTIONS = (
    "bias",
    "operation",
    "padding",
    "padding_mode",
    "stride",
    "dilation",
    "groups",
    "activation",
    "dims",
)
NAMES = ("sliding", "network", "matrix", "feature-maps", "gradients", "im2col", "counts")

# Petroff 10 in the order of screen.md, the two greys last.
TAPS = ["3f90da", "ffa90e", "bd1f01", "832db6", "a96b59", "e76300", "b9ac70", "92dadd", "94a4a2", "717581"]


def scene(input: list[float] | None = None, weight: Any = None, **options: Any) -> Scene:
    """A scene, of the question's example where nothing else is given."""
    layer = {key: options.pop(key) for key in LAYER_OPTIONS if key in options}
    values = np.array([1, 2, 3, 4] if input is None else input, dtype=np.float64)
    return Scene(Layer([5, 6, 7] if weight is None else weight, **layer), values, **options)


def svg(name: str, shown: Scene) -> str:
    """A figure as text; `-narrow` is its drawing for a phone."""
    if name == "sliding-narrow":
        return planar.draw_narrow(shown) or ""
    if name.endswith("-narrow"):
        return {"matrix": matrix, "gradients": gradients}[name.removesuffix("-narrow")].draw(shown, narrow=True)
    return FIGURES[name](shown)


def drawn(name: str, shown: Scene | None = None) -> ET.Element:
    """A figure as a tree."""
    return ET.fromstring(svg(name, scene() if shown is None else shown))  # noqa: S314  # our own text


def select(tree: ET.Element, tag: str | None = None, /, **attributes: str | None) -> list[ET.Element]:
    """The elements of this tag with these attributes, in order; None asks only that the attribute is there."""
    wanted = {key.replace("_", "-"): value for key, value in attributes.items()}
    return [
        element
        for element in tree.iter()
        if (tag is None or element.tag == tag)
        and all(key in element.attrib and value in (None, element.get(key)) for key, value in wanted.items())
    ]


def text_of(element: ET.Element) -> str:
    """All text inside an element."""
    return "".join(element.itertext())


def texts(tree: ET.Element) -> list[str]:
    """What stands in each <text>, in order; then what is said below the figure, its lines as one."""
    notes = select(tree, "g", data_notes="")
    lines = [element for group in notes for element in group]
    found = [text_of(element) for element in tree.iter("text") if element not in lines]
    return [*found, *("".join(map(text_of, group)).rstrip() for group in notes)]


def subpaths(d: str) -> int:
    """How many subpaths a path has."""
    return len(re.findall("[Mm]", d))


def ids(tree: ET.Element) -> list[str]:
    """Every id in a drawing."""
    return [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]


def segments(d: str) -> list[tuple[float, float, float, float]]:
    """The lines (x0, y0, x1, y1) of a path of `M`, `m` and `l` only, made absolute."""
    x = y = 0.0
    found = []
    for command, numbers in re.findall(r"([Mml])([^Mml]*)", d):
        a, b = map(float, numbers.split())
        if command == "M":
            x, y = a, b
        elif command == "m":
            x, y = x + a, y + b
        else:
            found.append((x, y, x + a, y + b))
            x, y = x + a, y + b
    return found


def corners(d: str) -> list[tuple[float, float]]:
    """Where each closed box of a path of `M`, `m`, `h`, `v` and `z` starts, made absolute."""
    x = y = 0.0
    found = []
    for command, a, b in re.findall(r"([Mm])(-?[\d.]+) (-?[\d.]+)", d):
        x, y = (float(a), float(b)) if command == "M" else (x + float(a), y + float(b))
        found.append((round(x, 2), round(y, 2)))
    return found


def moves(element: ET.Element) -> list[tuple[float, float]]:
    """The places of `data-moves`."""
    pairs = [place.split(",") for place in element.attrib["data-moves"].split()]
    return [(float(x), float(y)) for x, y in pairs]


def place(element: ET.Element) -> tuple[float, float]:
    """Where a `transform` moves an element to."""
    x, y = element.attrib["transform"].removeprefix("translate(").removesuffix(")").split()
    return float(x), float(y)


def sizes(element: ET.Element, inherited: float = 16) -> Iterator[float]:
    """The size of type of every text that has letters."""
    size = float(element.get("font-size", inherited))
    if element.tag in ("text", "tspan") and (element.text or "").strip():
        yield size
    for child in element:
        yield from sizes(child, size)
