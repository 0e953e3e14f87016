"""The stage of a state, which the explorer and the frame share: its figures, their words and the player."""

from functools import cached_property
from typing import Any

from app.address import Encoder
from app.figures import FIGURES, Scene, gradients, matrix, planar
from app.figures.arrangement import CONNECTING, GAP, Size, slimness, spreads, stacks
from app.figures.layout import SIDE_WIDTH
from app.figures.measures import shown_with_digits
from app.pages import words
from app.pages.reading import Reading
from app.pages.spoken import Spoken, spoken
from app.state import State

NARROW_COLUMNS = 10
"""Up to this many columns a phone gets a matrix of its own width."""


class Shown:
    """A state that is shown. What several parts of a page need of it is made once, when it is first asked for."""

    def __init__(self, state: State, scene: Scene) -> None:
        self.state = state
        self.scene = scene

    @cached_property
    def address(self) -> Encoder:
        """The addresses of this state and of those beside it."""
        return Encoder(self.state)

    @cached_property
    def canonical(self) -> str:
        """The query of this state."""
        return self.address()

    @cached_property
    def figures(self) -> dict[str, str]:
        """The figures of the view."""
        return figures(self.state, self.scene)

    @cached_property
    def sizes(self) -> dict[str, Size]:
        """How large each figure is, those for phones left out."""
        return {name: size(svg) for name, svg in self.figures.items() if not name.endswith("-narrow")}

    @cached_property
    def spoken(self) -> Spoken:
        """The words of the steps and weights that the page carries."""
        return spoken(self.scene)


def shown_of(reading: Reading) -> Shown | None:
    """What a reading shows; nothing where something does not fit."""
    return None if reading.state is None or reading.scene is None else Shown(reading.state, reading.scene)


def framed(reading: Reading) -> dict[str, Any]:
    """Everything in a frame, of a reading that fits or does not."""
    around, shown = {"notices": reading.notices}, shown_of(reading)
    if shown is None:
        return around | {"scene": None}
    return {**around, **basis(shown), **stage(shown), **player(shown), "lesson": words.lesson(shown.scene)}


def basis(shown: Shown) -> dict[str, Any]:
    """What every part may name."""
    return {"state": shown.state, "scene": shown.scene, "canonical": shown.canonical}


def stage(shown: Shown) -> dict[str, Any]:
    """The figures of the view, and what is written beside them."""
    state, scene, sizes = shown.state, shown.scene, shown.sizes
    return {
        "figures": shown.figures,
        "stacked": stacks(sizes),
        "slim": slimness(sizes),
        "small": [name for name in CONNECTING if name in sizes and sizes[name].width <= SIDE_WIDTH + GAP],
        "writes_sum": writes_sum(state, scene),
        "spread": spreads(sizes),
        "slide_caption": words.slide_caption(scene),
        "matrix_caption": words.matrix_caption(scene),
        "unread": words.unread_sentence(scene),
        "spoken": shown.spoken,
    }


def player(shown: Shown) -> dict[str, Any]:
    """The player, and the places that its links go to."""
    address, scene = shown.address, shown.scene
    last = scene.outputs - 1
    links = {
        "first": address(step=0),
        "back": address(step=max(scene.step - 1, 0)),
        "next": address(step=min(scene.step + 1, last)),
        "last": address(step=last),
    }
    return {"player": {"last": last, "links": links}, "spoken": shown.spoken}


def figures(state: State, scene: Scene) -> dict[str, str]:
    """The figures of the view by name, and narrow ones where a phone needs them."""
    drawn: dict[str, str] = {name: FIGURES[name](scene) for name in dict.fromkeys(state.view)}
    if shown_with_digits(scene) and scene.inputs <= NARROW_COLUMNS:
        for name, draw in (("matrix", matrix.draw), ("gradients", gradients.draw)):
            if name in drawn:
                drawn[f"{name}-narrow"] = draw(scene, narrow=True)
    if "sliding" in drawn and scene.planar and (narrow := planar.draw_narrow(scene)):
        drawn["sliding-narrow"] = narrow
    return drawn


def size(svg: str) -> Size:
    """The size that a figure was drawn with."""
    width, height = (int(svg.split(f'{side}="', 1)[1].split('"', 1)[0]) for side in ("width", "height"))
    return Size(width, height)


def writes_sum(state: State, scene: Scene) -> bool:
    """Whether the sum of a step stands beside the figures: forward, unless the figure of the window has it itself."""
    return not scene.backward and not (scene.planar and "sliding" in state.view)
