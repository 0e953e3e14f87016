"""`sliding`: the written sum. The tape of x, the stencil under its window, the products, and the tape of z."""

from collections.abc import Callable

import numpy as np

from app.figures import planar, strips
from app.figures.layout import LABELS, columns, for_filter, picture, unclipped
from app.figures.numbers import written
from app.figures.palette import DIMMED, Paint, draws, fills
from app.figures.scene import Scene
from app.figures.stencil import contribution_texts, moving, product_texts, tap_cell
from app.figures.strip import (
    BIAS_HEIGHT,
    CAPTION,
    OUTPUT_HEIGHT,
    RESTING_HEIGHT,
    ROW,
    STENCIL_TOP,
    TAPE_TOP,
    Strip,
)
from app.figures.svg import (
    Points,
    formula,
    group,
    label,
    lines,
    tag,
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
    reverses = scene.layer.reverses and not scene.backward
    strip = Strip(scene, columns(scene), RESTING_HEIGHT if reverses else 0)
    height = strip.output_top + OUTPUT_HEIGHT + 5 + (0 if strip.columns.complete else CAPTION)
    dimmed = DIMMED if scene.highlight is not None else None
    view = group(
        group(
            group(
                reversal(strip) if reverses else "",
                tape(strip),
                output_tape(strip),
                data_base="",
                opacity=dimmed,
            ),
            moving(strip, dimmed),
            transform=translate(-strip.columns.scroll[scene.position], 0),
            data_moves=None if strip.columns.complete else translations(*scroll_moves(strip)),
        ),
    )
    window = tag(
        "svg",
        view,
        x=LABELS - 2,
        y=0,
        width=strip.columns.visible * strip.pitch + 4,
        height=height,
        viewBox=f"-2 0 {strip.columns.visible * strip.pitch + 4:g} {height:g}",
        overflow=unclipped(strip.columns.complete),
    )
    return picture(
        "sliding",
        strip.columns.width + 2,
        height,
        "The kernel slides over the input",
        description(scene),
        row_labels(strip),
        window,
        caption(strip, height),
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
        f"A {kind} of {scene.kernel_size} taps over {scene.axis.input_size} inputs, "
        f"{scene.positions} windows. Output {scene.step} is {written([step.sum])[0]}."
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


def resting_kernel(strip: Strip, y: float) -> str:
    """The kernel of the step's filter as it was typed."""
    scene = strip.scene
    return "".join(
        for_filter(
            scene,
            channel,
            *(
                tap_cell(strip, index * strip.pitch, y, 26, int(channel * scene.kernel_size + index))
                for index in range(scene.kernel_size)
            ),
        )
        for channel in range(scene.filters)
    )


def reversal(strip: Strip) -> str:
    """The kernel at rest, and the threads by which it is reversed before it slides."""
    taps = np.arange(strip.scene.kernel_size, dtype=np.float64)
    xs = (taps + 0.5) * strip.pitch
    threads = tag(
        "path",
        d=lines(xs, np.full(xs.shape, 27.0), xs[::-1], np.full(xs.shape, 47.0)),
        paint=draws("outline", 1),
    )
    bars = "".join(
        for_filter(
            strip.scene,
            channel,
            *(
                tag(
                    "path",
                    d=f"M{x - strip.pitch / 2 + 3:g} 50h{strip.pitch - 6:g}",
                    paint=Paint(stroke=strip.scene.colour(int(weight)), width=5),
                )
                for x, weight in zip(xs.tolist(), strip.scene.filter_weights(channel), strict=True)
            ),
        )
        for channel in range(strip.scene.filters)
    )
    word = label(xs[-1] + strip.pitch / 2 + 10, 37, "reversed", fills("muted"), font_size=13, text_anchor="start")
    return resting_kernel(strip, 0) + threads + bars + word


def caption(strip: Strip, height: float) -> str:
    """What is left out of the picture, in words."""
    if strip.columns.complete:
        return ""
    note = f"{strip.columns.visible} of {strip.columns.total} columns at a time: the view follows the step."
    if not strip.columns.digits:
        note += " Bars are to scale; the numbers are in the tables."
    return label(LABELS, height - 10, note, fills("muted"), font_size=13, text_anchor="start")
