"""A picture of a layer, for notebooks and scripts as for the service: SVG, PNG or GIF from the one drawing."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from app import raster
from app.convolution import ConvolutionError, Layer
from app.figures.animation import Run, animated, film, run
from app.figures.catalogue import FIGURES
from app.figures.look import Look
from app.figures.scene import Scene
from app.figures.sheet import Sheet, lay_out, picture
from app.raster import Film

ZOOMS = {"svg": 1.0, "png": 2.0, "gif": 1.0}
"""Pixels for each of the drawing's, where no size is asked for: a PNG is as fine as most screens."""


@dataclass(frozen=True)
class Figure:
    """One figure of a scene or several together, with a look.

    >>> network = Figure.of("network", Layer([5, 6, 7]), [1, 2, 3, 4], theme="dark")
    >>> network.svg()[:40]
    '<svg xmlns="http://www.w3.org/2000/svg" '
    >>> network.png()[1:4], network.gif()[:3]
    (b'PNG', b'GIF')
    """

    names: tuple[str, ...]
    scene: Scene
    look: Look = field(default_factory=Look)

    @classmethod
    def of(cls, names: str, layer: Layer, input: Any, **options: Any) -> "Figure":
        """A picture of a layer on an input; `names` by commas.

        `options` are those of a scene (`step`, `highlight`, `compare`, `show`, `pooling`, `upstream`, …) and of a look
        (`theme`, `ground`, `width`, `height`, `animate`). Raises ConvolutionError for what does not fit.

        >>> Figure.of("matrix,network", Layer([5, 6, 7]), [1, 2, 3, 4], step=1).names
        ('matrix', 'network')
        """
        wanted = tuple(names.split(","))
        look = {each.name: options.pop(each.name) for each in fields(Look) if each.name in options}
        unknown = [name for name in wanted if name not in FIGURES]
        unknown += [name for name in options if name not in {each.name for each in fields(Scene)}]
        if unknown:
            raise ConvolutionError(f"there is no {unknown[0]!r}: the figures are {', '.join(FIGURES)}")
        options.setdefault("backward", "gradients" in wanted)
        scene = Scene(layer, np.asarray(input, dtype=np.float64), **options)
        if not 0 <= scene.step < scene.outputs:
            raise ConvolutionError(f"there is no output {scene.step}: the last is {scene.outputs - 1}", "step")
        return cls(wanted, scene, Look(**look))

    def sheet(self, scene: Scene) -> Sheet:
        """The figures of a scene in their places."""
        return lay_out({name: FIGURES[name](scene) for name in self.names})

    @cached_property
    def still(self) -> Run:
        """The picture of the scene's own step."""
        return Run([self.sheet(self.scene)], 1, 0)

    @cached_property
    def moving(self) -> Run:
        """The pictures of all steps, where it is to move."""
        return run(self.scene, self.sheet) if self.look.animate else self.still

    def moved(self) -> "Figure":
        """The same that runs through its steps."""
        return replace(self, look=replace(self.look, animate=True))

    def svg(self) -> str:
        """The picture as SVG text that needs nothing from elsewhere."""
        if self.moving.steps > 1:
            return animated(self.moving, self.look)
        return self.still_svg()

    def still_svg(self) -> str:
        """The same at the scene's own step."""
        return picture(self.still.sheets[0], self.look)

    def film(self, zoom: float) -> Film:
        """What a GIF shows."""
        return film(self.moving, self.look, zoom)

    def zoom(self, form: str) -> float:
        """Pixels for each of the drawing's."""
        return 1 if self.look.has_size else ZOOMS[form]

    def png(self) -> bytes:
        """The picture in pixels; auto is light there."""
        return raster.png(self.still_svg(), self.zoom("png"))

    def gif(self) -> bytes:
        """The picture in pixels, which moves where it is to."""
        zoom = self.zoom("gif")
        return raster.gif(self.film(zoom), zoom)

    def written(self, form: str) -> bytes:
        """The picture in a format. Raises ConvolutionError for one that is not drawn."""
        writers: dict[str, Callable[[], bytes]] = {
            "svg": lambda: self.svg().encode(),
            "png": self.png,
            "gif": self.gif,
        }
        if form not in writers:
            raise ConvolutionError(f"pictures are drawn as {', '.join(writers)}, not as {form or 'a name without end'}")
        return writers[form]()

    def save(self, path: str | Path) -> None:
        """Write the picture into a file, in the format that its name ends with."""
        Path(path).write_bytes(self.written(Path(path).suffix.removeprefix(".").lower()))

    def _repr_svg_(self) -> str:
        """What a notebook shows."""
        return self.svg()
