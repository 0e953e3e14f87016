"""The tapes of `sliding`: the input with its padding above, the outputs below, each under its window."""

from functools import lru_cache

import numpy as np

from app.figures.layout import fitting_size, for_filter
from app.figures.palette import draws, fills
from app.figures.strip import (
    INDEX_Y,
    OUTPUT_HEIGHT,
    ROW,
    TAPE_TOP,
    Strip,
)
from app.figures.svg import (
    Points,
    box,
    copies,
    formula,
    group,
    labels,
    lines,
    math_text,
    piece,
    tag,
)
from app.figures.unread import hatched, input_labels, papers


def tape(strip: Strip) -> str:
    """The input as a row of cells, its padding dashed, and the index of each entry above."""
    pitch, top = strip.pitch, strip.top + TAPE_TOP
    inputs = strip.columns.inputs
    cells = tag(
        "path",
        d=copies(inputs - pitch / 2, np.full(inputs.shape, top), box(pitch, ROW)),
        paint=draws("outline", 1),
    )
    values = group(
        tape_values(strip, inputs, top + ROW / 2)
        if strip.columns.digits
        else bars(strip.values, inputs, top, ROW, pitch)
    )
    frame = piece(index_labels(strip), cells, hatching(strip, top))
    return frame + piece(padding_cells(strip), values)


def index_labels(strip: Strip) -> str:
    """x₀, x₁, … above the tape; every tenth where the columns are narrow."""
    every = 1 if strip.columns.digits else 10
    places = range(strip.first_input, strip.first_input + strip.columns.inputs.size, every)
    return indices(places, tuple(strip.columns.inputs[::every].tolist()), strip.top + INDEX_Y)


@lru_cache(maxsize=64)  # they stay while numbers are edited, and are a tenth of the time that the figure takes
def indices(places: range, xs: tuple[float, ...], y: float) -> str:
    """The index of each place, centred on these points."""
    inner = (
        tag("text", math_text(f"x_{place}", 14), x=x, y=y, dy=".355em") for place, x in zip(places, xs, strict=True)
    )
    return group("".join(inner), paint=fills("muted"), font_size=14)


def tape_values(strip: Strip, xs: Points, y: float) -> str:
    """The inputs of a tape in one size that fits its cells."""
    numbers = input_labels(xs, np.full(xs.shape, y), strip.input_texts, strip.scene.unread)
    size = tape_font(strip, strip.input_texts)
    return group(*numbers, font_size=size, class_="n", data_inputs=strip.first_input)


def tape_font(strip: Strip, texts: list[str]) -> float:
    """The size of numbers that fits the cells of a tape."""
    return fitting_size(texts, strip.pitch - 6, 18)


def bars(values: Points, xs: Points, top: float, height: float, pitch: float) -> str:
    """Numbers as bars on a base line, to one scale, where there is no room for digits."""
    values = values / (np.abs(values).max() or 1.0)  # first, since 1e308 − −1e308 and 1 / 5e-324 overflow
    low, high = min(values.min(), 0.0), max(values.max(), 0.0)
    scale = (height - 8) / ((high - low) or 1)
    zero = top + 4 + high * scale
    d = lines(xs, np.full(xs.shape, zero), xs, zero - values * scale)
    width = max(min(pitch - 4, 14), 1.5)
    base = f"M{xs[0] - pitch / 2:g} {zero:g}H{xs[-1] + pitch / 2:g}"
    # marked, since the page need not be drawn anew where only heights differ
    return tag("path", data_heights="", d=d, paint=draws("ink", width)) + tag(
        "path", data_heights="", d=base, paint=draws("outline", 1)
    )


def padding_cells(strip: Strip) -> str:
    """The dashed cells beyond the input with the value each mode puts there, and its source."""
    axis, pitch, top = strip.scene.axis, strip.pitch, strip.top + TAPE_TOP
    places = np.concatenate([np.arange(-axis.before, 0), np.arange(axis.input_size, axis.input_size + axis.after)])
    if not places.size:
        return ""
    xs = (places + axis.before + 0.5) * pitch
    cells = tag(
        "path",
        d=copies(xs - pitch / 2 + 3, np.full(xs.shape, top + 3.0), box(pitch - 6, ROW - 6)),
        paint=draws("outline", 1),
        stroke_dasharray="3 3",
    )
    if not strip.columns.digits:
        return cells
    sources = axis.sources(places).tolist()
    values = ["0" if source < 0 else strip.input_texts[source] for source in sources]
    size = fitting_size([*values, *strip.scene.input_texts], pitch - 6, 18)
    digits = group(
        labels(xs.tolist(), [top + ROW / 2] * len(values), values),
        paint=fills("muted"),
        font_size=size,
        font_style="italic",
        class_="n",
    )
    copied = "".join(
        formula(x, strip.top + INDEX_Y, f"=~x_{strip.first_input + source}", 12)
        for x, source in zip(xs.tolist(), sources, strict=True)
        if source >= 0
    )
    return cells + digits + group(copied, paint=fills("muted"))


def hatching(strip: Strip, top: float) -> str:
    """Strokes over the inputs that no window reaches."""
    places = strip.scene.unread
    if not places.size:
        return ""
    xs, pitch = strip.columns.inputs[places], strip.pitch
    strokes = hatched(xs - pitch / 2, np.full(xs.shape, float(top)), pitch, ROW, 7.0)
    if not strip.columns.digits:
        return strokes
    texts = [strip.input_texts[place] for place in places.tolist()]
    return strokes + papers(xs, np.full(xs.shape, top + ROW / 2), texts, tape_font(strip, strip.input_texts))


def output_tape(strip: Strip) -> str:
    """The outputs of each filter, each under the centre of its window; those of the step's filter are seen."""
    scene, pitch = strip.scene, strip.pitch
    xs, top = strip.columns.outputs, strip.output_top
    texts = scene.delta_texts if scene.backward else scene.pre_activation_texts
    values = scene.delta if scene.backward else scene.pre_activation
    size = tape_font(strip, texts)
    cells = tag(
        "path",
        d=copies(xs - pitch / 2, np.full(xs.shape, float(top)), box(pitch, OUTPUT_HEIGHT)),
        paint=draws("outline", 1),
    )
    rows = []
    for channel in scene.shown_filters:
        start = channel * scene.positions
        if strip.columns.digits:
            y = np.full(xs.shape, top + OUTPUT_HEIGHT / 2)
            row = labels(xs, y, texts[start : start + scene.positions], bold=scene.step - start)
        else:
            row = bars(values[channel], xs, top, OUTPUT_HEIGHT, pitch)
        rows.append(
            for_filter(
                scene,
                channel,
                row,
                font_size=size,
                class_="n",
                data_outputs=str(start) if strip.columns.digits else None,
            )
        )
    return cells + "".join(rows)
