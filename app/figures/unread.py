"""Inputs that no window reads: hatched, with muted numbers on paper of their own, so that no stroke crosses them."""

import numpy as np

from app.convolution.arrays import Integers
from app.figures.layout import text_width
from app.figures.palette import draws, fills
from app.figures.svg import Points, box, copies, each_label, label, lines, tag


def hatched(x: Points, y: Points, width: float, height: float, apart: float) -> str:
    """Slanting strokes in cells with these corners, so far apart."""
    rise = min(width * 0.3, 8.0)
    down = np.arange(rise + 1.5, height - 1, apart)
    left, low = np.repeat(x + 2.5, down.size), (y[:, None] + down).ravel()
    return tag("path", d=lines(left, low, left + width - 5, low - rise), paint=draws("outline", 1), class_="hatch")


def papers(x: Points, y: Points, texts: list[str], size: float) -> str:
    """Paper under numbers that are centred on these points."""
    boxes = [
        copies(np.array([a - width / 2]), np.array([b - size * 0.5]), box(width, size))
        for a, b, width in zip(x.tolist(), y.tolist(), (text_width(text, size) + 4 for text in texts), strict=True)
    ]
    return tag("path", d="".join(boxes), paint=fills("page"))


def input_labels(x: Points, y: Points, texts: list[str], unread: Integers) -> list[str]:
    """The numbers of inputs in their order, muted where no window reads them."""
    if not unread.size:
        return each_label(x, y, texts)
    muted = set(unread.tolist())
    return [
        label(a, b, text, fills("muted") if place in muted else None)
        for place, (a, b, text) in enumerate(zip(x.tolist(), y.tolist(), texts, strict=True))
    ]
