"""`sliding`: the written sum. The tape of x, the stencil under its window, the products, and the tape of z."""

from collections.abc import Callable

import numpy as np

from app.figures import planar, strips
from app.figures.layout import LABELS, columns, noted, picture, said, viewport
from app.figures.numbers import plural, written
from app.figures.palette import DIMMED
from app.figures.resting import reversal
from app.figures.scene import Scene
from app.figures.stencil import contribution_texts, moving, product_texts
from app.figures.strip import (
    BIAS_HEIGHT,
    OUTPUT_HEIGHT,
    RESTING_HEIGHT,
    ROW,
    STENCIL_TOP,
    TAPE_TOP,
    Strip,
    reversed_first,
)
from app.figures.svg import (
    Points,
    formula,
    group,
    translate,
    translations,
)
from app.figures.tape import output_tape, tape


def draw(scene: Scene) -> str:
    """The figure as SVG text."""
    if scene.planar:
        return planar.draw(scene)
    if not scene.plain:
        return strips.draw(scene)
    strip = Strip(scene, columns(scene), RESTING_HEIGHT if reversed_first(scene) else 0)
    notes = noted(captions(strip), strip.columns.width - LABELS)
    bottom = strip.output_top + OUTPUT_HEIGHT + 5
    height = bottom + 20 * len(notes) + (2 if notes else 0)
    return picture(
        "sliding",
        strip.columns.width + 2,
        height,
        "The kernel slides over the input",
        description(scene),
        row_labels(strip),
        viewport(strip.columns.room, strip.columns.complete, height, group(view(strip))),
        said(notes, LABELS, bottom + 12),
    )


def view(strip: Strip) -> str:
    """Everything on the tape: what stands still, and what moves with the window."""
    scene, tape_columns = strip.scene, strip.columns
    dimmed = DIMMED if scene.highlight is not None else None
    still = [reversal(strip)] if reversed_first(scene) else []
    return group(
        group(*still, tape(strip), output_tape(strip), data_base="", opacity=dimmed),
        moving(strip, dimmed),
        transform=translate(-tape_columns.scroll[scene.position], 0),
        data_moves=None if tape_columns.complete else translations(*scroll_moves(strip)),
    )


def step_texts(scene: Scene) -> Callable[[int], tuple[list[str], list[bool]]]:
    """What changes with the step: for an output the texts of its slots, and which of its taps are crossed out."""
    if scene.planar:
        return planar.step_texts(scene)
    if not scene.plain:
        return strips.step_texts(scene)
    if not columns(scene).digits:
        return lambda output: ([], [])
    write = contribution_texts if scene.backward else product_texts
    return lambda output: (write(scene, output), (scene.window(output) < 0).tolist())


def description(scene: Scene) -> str:
    """One sentence for those who do not see the figure."""
    step = scene.slide.step(scene.step)
    kind = "reversed kernel" if scene.layer.reverses else "kernel"
    return (
        f"A {kind} of {plural(scene.kernel_size, 'tap')} over {plural(scene.axis.input_size, 'input')}, "
        f"{plural(scene.positions, 'window')}. Output {scene.step} is {written([step.sum])[0]}."
    )


def scroll_moves(strip: Strip) -> tuple[Points, Points]:
    """Where the strip stands at each output."""
    x = strip.columns.over_filters(-strip.columns.scroll)
    return x, np.zeros_like(x)


def row_labels(strip: Strip) -> str:
    """The names of the rows at the left."""
    output = strip.output_top + OUTPUT_HEIGHT / 2
    names = [("x", strip.top + TAPE_TOP + ROW / 2)]
    if strip.scene.backward:
        names += [("x·δ", strip.top + STENCIL_TOP + ROW / 2), ("δ", output)]
    else:
        names += [("w", strip.top + STENCIL_TOP + ROW / 2), ("x·w", strip.products), ("z", output)]
    if strip.biased:
        names.append(("b", strip.products + BIAS_HEIGHT))
    rows = [formula(0, y, name, 18, text_anchor="start") for name, y in names]
    if strip.top:
        rows.append(formula(0, 13, "w", 18, text_anchor="start"))
    return group(*rows)


def captions(strip: Strip) -> list[str]:
    """What is left out of the picture, in words."""
    if strip.columns.complete:
        return []
    notes = [f"{strip.columns.visible} of {strip.columns.total} columns at a time: the view follows the step."]
    return notes if strip.columns.digits else [*notes, "Bars are to scale; the numbers are in the tables."]
