"""What the explorer and the frame show of a state: figures, words, controls and links, ready for a template."""

from typing import Any

import numpy as np

from app.convolution import ACTIVATIONS, PADDING_MODES
from app.figures import FIGURES, Scene, gradients, matrix
from app.figures.arrangement import GAP, Size, slim, spreads, stacks
from app.figures.layout import SIDE_WIDTH
from app.figures.measures import shown_with_digits
from app.figures.unrolled import Unrolling
from app.pages import grid, guide, words
from app.pages.downloads import downloads
from app.pages.formula import definition
from app.pages.listings import Listing, listings
from app.pages.paragraph import paragraph
from app.pages.presets import preset_of
from app.pages.reading import ARRAY_KEYS, Reading
from app.pages.resizing import resizes
from app.pages.spoken import spoken
from app.pages.tables import LARGEST, tables
from app.query import Encoder, flatten, write
from app.state import BACKWARD_VIEW, DEFAULT_VIEW, POOLING_KEYS, State

NARROW_COLUMNS = 8
"""Up to this many columns a phone gets a matrix of its own width."""

LONGEST_CODE = 80
"""Up to this many numbers in input and weights the code stands in the explorer; drawing is not held up by more."""

MOST_PATCH_CELLS = 4096
"""Patches of more cells are not drawn with every edit."""

COMPARISONS = (("dense", "Dense"), ("locally-connected", "Locally connected"), ("convolutional", "Convolutional"))


def figures(state: State, scene: Scene) -> dict[str, str]:
    """The figures of the view by name, and narrow ones where a phone needs them."""
    drawn: dict[str, str] = {name: FIGURES[name](scene) for name in dict.fromkeys(state.view)}
    if shown_with_digits(scene) and scene.inputs <= NARROW_COLUMNS:
        for name, draw in (("matrix", matrix.draw), ("gradients", gradients.draw)):
            if name in drawn:
                drawn[f"{name}-narrow"] = draw(scene, narrow=True)
    return drawn


def size(svg: str) -> Size:
    """The size that a figure was drawn with."""
    width, height = (int(svg.split(f'{side}="', 1)[1].split('"', 1)[0]) for side in ("width", "height"))
    return Size(width, height)


def stage(reading: Reading) -> dict[str, Any]:
    """The stage with its player: what the explorer and the frame share."""
    state, scene = reading.state, reading.scene
    if state is None or scene is None:
        return {"scene": None, "notices": reading.notices}
    drawn, address = figures(state, scene), Encoder(state)
    sizes = {name: size(svg) for name, svg in drawn.items() if not name.endswith("-narrow")}
    return {
        "state": state,
        "scene": scene,
        "notices": reading.notices,
        "figures": drawn,
        "stacked": stacks(sizes),
        "slim": slim(sizes),
        "slides_small": "sliding" in sizes and sizes["sliding"].width <= SIDE_WIDTH + GAP,
        "writes_sum": writes_sum(state, scene),
        "spread": spreads(sizes),
        "lesson": words.lesson(scene),
        "slide_caption": words.slide_caption(scene),
        "matrix_caption": words.matrix_caption(scene),
        "unread": words.unread_sentence(scene),
        "spoken": spoken(scene),
        "player": player(address, scene),
        "address": address,
        "canonical": address(),
    }


def writes_sum(state: State, scene: Scene) -> bool:
    """Whether the sum of a step stands beside the figures: forward, unless the figure of the window has it itself."""
    return not scene.backward and not (scene.planar and "sliding" in state.view)


def player(address: Encoder, scene: Scene) -> dict[str, Any]:
    """The places that the player's links go to."""
    last = scene.outputs - 1
    return {
        "last": last,
        "links": {
            "first": address(step=0),
            "back": address(step=max(scene.step - 1, 0)),
            "next": address(step=min(scene.step + 1, last)),
            "last": address(step=last),
        },
    }


def explorer(reading: Reading) -> dict[str, Any]:
    """Everything on the explorer: the stage, the switch, the guide, the controls and what is below the fold."""
    state, scene = reading.state, reading.scene
    context = {
        **stage(reading),
        "typed": typed(reading),
        "errors": reading.errors,
        "activations": list(ACTIVATIONS),
        "padding_modes": PADDING_MODES,
        "pooling_keys": POOLING_KEYS,
        "questions": guide.QUESTIONS,
        "question": None,
        "preset": None,
        "resizes": {},
        "defaults": {},
    }
    if state is None or scene is None:
        return context
    address = context["address"]
    return {
        **context,
        "question": guide.position(context["canonical"]),
        "preset": preset_of(context["canonical"]),
        "switch": switch(state, scene, address),
        "directions": directions(state, address),
        "answers": grid.answers(state, address),
        "themes": [(theme, address(theme=theme)) for theme in ("auto", "light", "dark")],
        "many_patches": too_many_patches(scene),
        **{name.replace("-", "_"): below_the_fold(state, scene, name) for name in ("feature-maps", "im2col", "counts")},
        "tables": tables(scene),
        "paragraph": paragraph(scene),
        "definition": definition(scene),
        "listings": short_listings(scene),
        "resizes": resizes(state, scene, address),
        "defaults": defaults(scene),
        "structure": words.structure_name(scene),
    }


def below_the_fold(state: State, scene: Scene, name: str) -> str | None:
    """A figure that stands below the stage; none where it is part of the view."""
    if name in state.view or (name == "im2col" and too_many_patches(scene)):
        return None
    return FIGURES[name](scene)


def too_many_patches(scene: Scene) -> bool:
    """Whether the patches take longer to draw than an edit may take; they are there as a picture."""
    return Unrolling(scene, scene.group).cells > MOST_PATCH_CELLS


def all_tables(reading: Reading) -> dict[str, Any]:
    """The page with all tables of a state."""
    if reading.state is None or reading.scene is None:
        return {"scene": None, "errors": reading.errors}
    return {
        "scene": reading.scene,
        "canonical": Encoder(reading.state)(),
        "lesson": words.lesson(reading.scene),
        "tables": tables(reading.scene, LARGEST),
        "downloads": downloads(reading.scene),
        "paragraph": paragraph(reading.scene),
        "listings": listings(reading.scene),
    }


def defaults(scene: Scene) -> dict[str, str]:
    """What a field that is left empty stands for, written out, so that its numbers can be changed one by one."""
    biases = np.zeros(scene.filters) if scene.filters > 1 else np.zeros(())
    ones = np.ones(scene.plan.output_shape)
    return {"bias": field_text("bias", biases), "upstream": field_text("upstream", ones)}


def short_listings(scene: Scene) -> list[Listing]:
    """What can be copied; nothing for arrays so long that it stands on the page of the tables."""
    return listings(scene) if scene.input.size + scene.layer.weight.size <= LONGEST_CODE else []


def switch(state: State, scene: Scene, address: Encoder) -> list[dict[str, Any]]:
    """The three layers with their counts of weights."""
    counts = scene.ties.counts
    amounts = (counts.dense, counts.locally_connected, counts.convolutional)
    return [
        {
            "name": name,
            "title": title,
            "count": amount,
            "href": address(compare=name),
            "current": state.compare == name,
        }
        for (name, title), amount in zip(COMPARISONS, amounts, strict=True)
    ]


def directions(state: State, address: Encoder) -> list[dict[str, Any]]:
    """Forward and backward."""
    views = (("Forward", DEFAULT_VIEW, False), ("Backward", BACKWARD_VIEW, True))
    return [
        {"title": title, "href": address(view=view), "current": state.backward == backward}
        for title, view, backward in views
    ]


def typed(reading: Reading) -> dict[str, str]:
    """What stands in the fields: what the state says, or, where something does not fit, what was typed."""
    return reading.typed if reading.state is None else state_texts(reading.state)


def state_texts(state: State) -> dict[str, str]:
    """The fields of a state as they are typed; commas get a blank behind them."""
    return {key: field_text(key, value) for key, value in flatten(state).items()}


def field_text(key: str, value: Any) -> str:
    """One field as it is typed; nothing for none and for an empty choice."""
    if value is None or (isinstance(value, tuple) and not value):
        return ""
    return write(value).replace(",", ", ").replace(";", "; ") if key in ARRAY_KEYS else write(value)
