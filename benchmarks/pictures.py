"""Pictures by URL: milliseconds and kilobytes of what a course page loads, with what they are to stay below."""

import gzip
import statistics
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

import numpy as np
import PIL
import resvg_py
from PIL import Image

from app import raster
from app.convolution import Layer
from app.figures import FIGURES, Figure
from app.pages.pictures import zoom_of
from app.settings import Settings
from benchmarks.report import verdict
from benchmarks.timing import seconds, summary

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
        yield beside_whole_frames(title, names, layer)


def svg(name: str) -> bytes:
    """A still picture as it is sent."""
    return gzip.compress(Figure.of(name, *QUESTION).svg().encode(), 6, mtime=0)


def gif(names: str, layer: tuple[Layer, object]) -> bytes:
    """A run as a GIF, as large as the service draws it unless asked otherwise."""
    figure = Figure.of(names, *layer, animate=True)
    zoom = zoom_of("gif", figure, Settings())
    return raster.gif(figure.film(zoom), zoom)


def beside_whole_frames(title: str, names: str, layer: tuple[Layer, object]) -> str:
    """The same beside every frame drawn whole by resvg and put together by Pillow, as is commonly done; in turns."""
    rounds = [(seconds(lambda: gif(names, layer), 1), seconds(lambda: whole_frames(names, layer), 1)) for _ in range(3)]
    found = summary(rounds)
    size = len(gif(names, layer)) / len(whole_frames(names, layer))
    return (
        f"  {title}, ours / whole frames by resvg {resvg_py.__version__} and Pillow {PIL.__version__}: "
        f"{found.ratio:.2f} of the time ({found.low:.2f} to {found.high:.2f}), {size:.2f} of the size"
    )


def whole_frames(names: str, layer: tuple[Layer, object]) -> bytes:
    """A run as a GIF without us: a picture for each step, with the palette that Pillow finds for each."""
    figure = Figure.of(names, *layer, animate=True)
    zoom = zoom_of("gif", figure, Settings())
    markups = [replace(figure, scene=replace(figure.scene, step=step)).still_svg() for step in range(15)]
    first, *others = [Image.open(BytesIO(raster.png(markup, zoom))).convert("RGB") for markup in markups]
    written = BytesIO()
    first.save(written, "GIF", save_all=True, append_images=others, duration=333)
    return written.getvalue()


def stated(name: str, call: Callable[[], bytes], milliseconds: float, kilobytes: float) -> str:
    """The median of three, and the size, each with what it should reach."""
    size = len(call()) / 1000
    took = 1000 * statistics.median(seconds(call, 1) for _ in range(3))
    return f"{name:<44} {took:8.1f} ms {verdict(took, milliseconds):<26} {size:7.1f} kB {verdict(size, kilobytes)}"
