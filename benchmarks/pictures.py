"""Pictures by URL: milliseconds and kilobytes of what a course page loads, with what they are to stay below."""

import gzip
import statistics
from collections.abc import Callable, Iterator

import numpy as np

from app import raster
from app.convolution import Layer
from app.figures import FIGURES, Figure
from app.pages.pictures import zoom_of
from app.settings import Settings
from benchmarks.report import verdict
from benchmarks.timing import seconds

QUESTION = (Layer([5, 6, 7]), [1, 2, 3, 4])
FIFTEEN = (Layer([5, 6, 7]), list(range(1, 18)))
IMAGE = (Layer(np.arange(1.0, 10).reshape(3, 3)), np.arange(49.0).reshape(7, 7))
"""A layer of 25 steps, of which 15 are shown."""


def rows() -> Iterator[str]:
    """The still pictures of the question as SVG, and runs of fifteen steps as GIF."""
    for name in FIGURES:
        yield stated(f"picture of the question, {name}.svg", lambda name=name: svg(name), 10, 6)  # type: ignore[misc]  # binds it
    for title, names, layer in (
        ("network", "network", FIFTEEN),
        ("matrix", "matrix", FIFTEEN),
        ("three figures", "sliding,network,matrix", FIFTEEN),
        ("an image, three figures", "sliding,network,matrix", IMAGE),
    ):
        yield stated(f"15 steps as GIF, {title}", lambda n=names, of=layer: gif(n, of), 1500, 400)  # type: ignore[misc]  # binds it


def svg(name: str) -> bytes:
    """A still picture as it is sent."""
    return gzip.compress(Figure.of(name, *QUESTION).svg().encode(), 6, mtime=0)


def gif(names: str, layer: tuple[Layer, object]) -> bytes:
    """A run as a GIF, as large as the service draws it unless asked otherwise."""
    figure = Figure.of(names, *layer, animate=True)
    return raster.gif(*figure.frames("gif"), zoom_of("gif", figure, Settings()))


def stated(name: str, call: Callable[[], bytes], milliseconds: float, kilobytes: float) -> str:
    """The median of three, and the size, each with what it should reach."""
    size = len(call()) / 1000
    took = 1000 * statistics.median(seconds(call, 1) for _ in range(3))
    return f"{name:<44} {took:8.1f} ms {verdict(took, milliseconds):<26} {size:7.1f} kB {verdict(size, kilobytes)}"
