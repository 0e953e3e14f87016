"""Pictures that run once through the steps, then rest: as SVG with key frames, or as frames for a GIF."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from app.figures import patches
from app.figures.look import Look
from app.figures.merging import Merging, name_apart, once
from app.figures.scene import Scene
from app.figures.sheet import Sheet, picture, tree
from app.raster import Film

MOST_STEPS = 15
LONGEST = 5.0
"""Seconds that a run takes at most: a picture has no button to stop it (WCAG 2.2, 2.2.2)."""

SLOWEST = 1.0
"""Seconds that a step takes at most."""

LayOut = Callable[[Scene], Sheet]
"""How the figures of a picture are drawn for a scene."""


def chosen_steps(outputs: int) -> list[int]:
    """The steps of a run, evenly chosen with the first and the last.

    >>> chosen_steps(3), chosen_steps(29)
    ([0, 1, 2], [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28])
    """
    if outputs <= MOST_STEPS:
        return list(range(outputs))
    return [round(place * (outputs - 1) / (MOST_STEPS - 1)) for place in range(MOST_STEPS)]


@dataclass(frozen=True)
class Run:
    """The sheets of the steps of a run, all of one size, the one it rests at among them or behind them."""

    sheets: list[Sheet]
    steps: int
    rest: int

    @property
    def seconds_each(self) -> float:
        """How long a step is shown."""
        return min(SLOWEST, LONGEST / self.steps)


def run(scene: Scene, lay_out: LayOut) -> Run:
    """Every chosen step of a scene, drawn; the run rests at the scene's own."""
    steps = chosen_steps(scene.outputs)
    shown = steps if scene.step in steps else [*steps, scene.step]
    sheets = [lay_out(replace(scene, step=step)) for step in shown]
    for name in sheets[0].figures:
        for side in ("width", "height"):
            longest = max(int(sheet.figures[name].get(side, 0)) for sheet in sheets)
            for sheet in sheets:
                sheet.figures[name].set(side, str(longest))
    return Run(sheets, len(steps), shown.index(scene.step))


def animated(run: Run, look: Look) -> str:
    """The run as SVG that moves by itself."""
    merging = Merging(len(run.sheets), run.steps, run.rest, run.steps * run.seconds_each)
    figures = {name: merged([sheet.figures[name] for sheet in run.sheets], merging) for name in run.sheets[0].figures}
    return picture(Sheet(figures), look, merging.style())


def merged(versions: Sequence[Element], merging: Merging) -> Element:
    """One figure at all moments."""
    name_apart(versions)
    root = Element("svg", versions[merging.rest].attrib)
    found = merging.merge([inner(version) for version in versions])
    root.extend(found[0] if len(found) == 1 else found)
    root[:0] = [child for child in versions[merging.rest] if child.tag in ("title", "desc")]
    once(root)
    return root


def inner(version: Element) -> Element:
    """What is drawn of a figure, as one group."""
    group = Element("g")
    group.extend(child for child in version if child.tag not in ("title", "desc"))
    return group


def film(run: Run, look: Look, zoom: float = 1) -> Film:
    """The run as pictures in pixels, `zoom` for each of its own; the last is the one that it rests at."""
    order = [*range(run.steps), *([] if run.rest == run.steps - 1 else [run.rest])]
    pictures = [tree(run.sheets[moment], look) for moment in order]
    return patches.film(pictures, [round(1000 * run.seconds_each)] * len(order), zoom)
