"""The parts of the explorer: what each shows of a state. The page is all of them; an edit asks for some by name."""

from collections.abc import Callable
from typing import Any

from app.figures import FIGURES, Scene
from app.figures.unrolled import Unrolling
from app.pages import grid, words
from app.pages.formula import definition
from app.pages.listings import Listing, listings
from app.pages.paragraph import paragraph
from app.pages.resizing import resizes
from app.pages.stage import Shown, player, stage
from app.pages.tables import tables
from app.pages.typed import defaults
from app.state import BACKWARD_VIEW, DEFAULT_VIEW

LONGEST_CODE = 80
"""Up to this many numbers in input and weights the code stands in the explorer; drawing is not held up by more."""

MOST_PATCH_CELLS = 4096
"""Patches of more cells are not drawn with every edit."""

COMPARISONS = (("dense", "Dense"), ("locally-connected", "Locally connected"), ("convolutional", "Convolutional"))


def nothing(_: Shown) -> dict[str, Any]:
    """What a part needs that only says which of many is shown."""
    return {}


def below_the_fold(name: str) -> Callable[[Shown], dict[str, Any]]:
    """What the part needs that has a figure below the stage: none where it is above, or takes too long."""

    def draw(shown: Shown) -> dict[str, Any]:
        left_out = name in shown.state.view or (name == "im2col" and too_many_patches(shown.scene))
        return {name.replace("-", "_"): None if left_out else FIGURES[name](shown.scene)}

    return draw


def too_many_patches(scene: Scene) -> bool:
    """Whether the patches take longer to draw than an edit may take; they are there as a picture."""
    return Unrolling(scene, scene.group).cells > MOST_PATCH_CELLS


def plane(scene: Scene) -> tuple[int, ...]:
    """Channels, rows and columns of an input along two axes, which can be painted; nothing for one along one axis."""
    return (scene.plan.in_channels, *(axis.input_size for axis in scene.plan.axes)) if scene.planar else ()


def formula(shown: Shown) -> dict[str, Any]:
    """The state in words and symbols."""
    return {"paragraph": paragraph(shown.scene), "definition": definition(shown.scene), "spoken": shown.spoken}


def short_listings(scene: Scene) -> list[Listing]:
    """What can be copied; nothing for arrays so long that it stands on the page of the tables."""
    return listings(scene) if scene.input.size + scene.layer.weight.size <= LONGEST_CODE else []


def switch(shown: Shown) -> list[dict[str, Any]]:
    """The three layers with their counts of weights."""
    counts = shown.scene.ties.counts
    amounts = (counts.dense, counts.locally_connected, counts.convolutional)
    return [
        {
            "name": name,
            "title": title,
            "count": amount,
            "href": shown.address(compare=name),
            "current": shown.state.compare == name,
        }
        for (name, title), amount in zip(COMPARISONS, amounts, strict=True)
    ]


def directions(shown: Shown) -> list[dict[str, Any]]:
    """Forward and backward."""
    views = (("Forward", DEFAULT_VIEW, False), ("Backward", BACKWARD_VIEW, True))
    return [
        {"title": title, "href": shown.address(view=view), "current": shown.state.backward == backward}
        for title, view, backward in views
    ]


PARTS: dict[str, Callable[[Shown], dict[str, Any]]] = {
    "presets": nothing,
    "themes": lambda shown: {"themes": [(theme, shown.address(theme=theme)) for theme in ("auto", "light", "dark")]},
    "lesson": lambda shown: {"lesson": words.lesson(shown.scene)},
    "preset": nothing,
    "notices": nothing,
    "guide": nothing,
    "stage": lambda shown: {**stage(shown), "switch": switch(shown), "directions": directions(shown)},
    "player": player,
    "defaults": lambda shown: {"defaults": defaults(shown.scene), "plane": plane(shown.scene)},
    "resizes": lambda shown: {"resizes": resizes(shown.state, shown.scene, shown.address)},
    "grid": lambda shown: {"answers": grid.answers(shown.state, shown.address)},
    "maps": below_the_fold("feature-maps"),
    "im2col": below_the_fold("im2col"),
    "counts": below_the_fold("counts"),
    "formula": formula,
    "code": lambda shown: {"listings": short_listings(shown.scene)},
    "tables": lambda shown: {"tables": tables(shown.scene), "structure": words.structure_name(shown.scene)},
    "share": nothing,
    "address": nothing,
}
"""What each part needs, by its name: that of its `data-part` and of its template in `templates/parts`."""
