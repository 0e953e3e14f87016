"""The kernel of `sliding` along two axes: at rest, as it meets the window, its marks on the window, its highlights."""

import numpy as np

from app.convolution.arrays import Integers
from app.figures.layout import fitting_size
from app.figures.numbers import written
from app.figures.palette import Paint, digit_colour, draws, fills
from app.figures.plane import Plane
from app.figures.scene import Scene
from app.figures.svg import (
    Attribute,
    Points,
    box,
    copies,
    formula,
    group,
    label,
    number,
    tag,
    translate,
    translations,
    use,
)

INDEX_ROOM = 8.0
"""Room for the small index of a tap in its cell."""

REVERSED = 56.0
"""Width of the word on the threads."""


def kernel_weights(plane: Plane, channel: int, place: int) -> list[int]:
    """The weights of one drawn kernel of a filter, by flat index in window order."""
    first = plane.channels[place] * plane.scene.kernel_size
    weights: list[int] = plane.scene.filter_weights(channel)[first : first + plane.scene.kernel_size].tolist()
    return weights


def of_filter(scene: Scene, channel: int) -> dict[str, Attribute]:
    """The attributes of a group that is seen only while the step is an output of this filter."""
    if scene.filters == 1:
        return {}
    return {"data_filter": str(channel), "display": None if channel == scene.filter else "none"}


def contributions(scene: Scene, output: int, taps: Integers) -> list[str]:
    """x·δ for some terms of an output, as written."""
    return written(scene.slide.step(output).values[taps] * scene.delta.ravel()[output])


def drawn_terms(plane: Plane) -> Integers:
    """The terms of an output that stand in the drawn channels, by their place in its window."""
    size = plane.scene.kernel_size
    return (np.array(plane.channels)[:, None] * size + np.arange(size)).ravel()


def kernels(plane: Plane) -> str:
    """The kernels of each filter; only those of the step's filter are seen."""
    scene = plane.scene
    texts = contributions(scene, scene.step, drawn_terms(plane)) if scene.backward else []
    drawn = []
    for channel in scene.shown_filters:
        stencils = [stencil(plane, channel, place, texts) for place in range(len(plane.channels))]
        slots = "" if scene.backward else None
        drawn.append(group(*stencils, paint=None, data_slots=slots, **of_filter(scene, channel)))
    frames = [kernel_frame(plane, place) for place in range(len(plane.channels))]
    return "".join(drawn) + group(*frames, paint=draws("ink", 3))


def kernel_frame(plane: Plane, place: int) -> str:
    """The frame round a kernel: it is the window seen from nearby."""
    side = plane.kernel_cell
    return tag(
        "rect",
        x=plane.kernel_left - 1,
        y=plane.kernel_top(place) - 1,
        width=plane.columns.kernel_size * side + 2,
        height=plane.rows.kernel_size * side + 2,
        rx=1.5,
    )


def stencil(plane: Plane, channel: int, place: int, texts: list[str]) -> str:
    """One kernel as it meets the window; reversed, the kernel at rest stands above it."""
    scene, side = plane.scene, plane.kernel_cell
    x, y = kernel_places(plane, plane.kernel_left, plane.kernel_top(place), side)
    weights = kernel_weights(plane, channel, place)
    none: list[str | None] = [None] * len(weights)
    shown = texts[place * len(weights) : (place + 1) * len(weights)] or none
    cells = [
        cell(scene, weight, a, b, side, text, identity=f"{plane.prefix}-w{weight}")
        for weight, a, b, text in zip(weights, x.tolist(), y.tolist(), shown, strict=True)
    ]
    above = resting(plane, channel, place) if plane.resting else kernel_name(plane, plane.kernel_top(place))
    return above + "".join(cells)


def kernel_places(plane: Plane, left: float, top: float, side: float) -> tuple[Points, Points]:
    """The corners of the cells of a kernel, (taps,) each."""
    rows, columns = np.divmod(np.arange(plane.scene.kernel_size), plane.columns.kernel_size)
    return left + columns * side, top + rows * side


def kernel_name(plane: Plane, top: float) -> str:
    """`w 3 × 3` above a kernel, or x·δ in the backward pass."""
    size = f"{plane.rows.kernel_size} × {plane.columns.kernel_size}"
    name = "x·δ" if plane.scene.backward else "w"
    return formula(plane.kernel_left, top - 14, name, 18, text_anchor="start") + label(
        plane.kernel_left + (36 if plane.scene.backward else 19),
        top - 13,
        size,
        fills("muted"),
        font_size=13,
        text_anchor="start",
    )


def cell(
    scene: Scene, weight: int, x: float, y: float, side: float, text: str | None = None, identity: str | None = None
) -> str:
    """One weight as a coloured cell with its number, or with another text that changes with the step."""
    colour = scene.colour(weight)
    inset = 1.5 if side > 20 else 0.5
    shape = tag(
        "rect",
        x=x + inset,
        y=y + inset,
        width=side - 2 * inset,
        height=side - 2 * inset,
        rx=1.5,
        paint=Paint(fill=colour, stroke="rim" if scene.tied else "outline", width=1),
    )
    digits = digit_colour(colour) if scene.tied else "ink"
    index = scene.printed_index(weight)
    shown = scene.weight_texts[weight] if text is None else text
    room = side - (INDEX_ROOM + 4 if index else 6)
    size = min(fitting_size([scene.longest_cell_text], room, 17), side * 0.6)
    middle = x + (room / 2 + 2 if index else side / 2)
    value = label(
        middle, y + side / 2, shown, fills(digits), font_size=max(size, 11), class_="n", data_slot="" if text else None
    )
    column = label(
        x + side - 4, y + side - 8, index, fills(digits), font_size=11, font_style="italic", text_anchor="end"
    )
    return group(shape, value, column if index else "", id=identity, data_weight=str(weight))


def resting(plane: Plane, channel: int, place: int) -> str:
    """The kernel as it was typed, and the crossing threads by which it is turned round before it slides."""
    scene, side = plane.scene, plane.rest_cell
    top = plane.top(place)
    first = channel * scene.filter_size + plane.channels[place] * scene.kernel_size
    x, y = kernel_places(plane, plane.kernel_left, top, side)
    cells = [
        cell(scene, first + tap, a, b, side) for tap, (a, b) in enumerate(zip(x.tolist(), y.tolist(), strict=True))
    ]
    low, high = top + plane.rows.kernel_size * side + 3, plane.kernel_top(place) - 4
    left, wide = plane.kernel_left, plane.columns.kernel_size
    d = (
        f"M{number(left)} {number(low)}L{number(left + wide * plane.kernel_cell)} {number(high)}"
        f"M{number(left + wide * side)} {number(low)}L{number(left)} {number(high)}"
    )
    threads = tag("path", d=d, paint=draws("outline", 1))
    return kernel_name(plane, top) + "".join(cells) + threads + reversed_word(plane, (low + high) / 2)


def reversed_word(plane: Plane, y: float) -> str:
    """What the threads say: beside them, or on them where there is no room."""
    wide = plane.columns.kernel_size
    beside = plane.kernel_left + wide * max(plane.rest_cell, plane.kernel_cell) + 6
    if plane.width - beside > REVERSED:
        return label(beside, y, "reversed", fills("muted"), font_size=13, text_anchor="start")
    middle = max(plane.kernel_left + wide * plane.kernel_cell / 2, REVERSED / 2)
    middle = min(middle, plane.width - REVERSED / 2)
    paper = tag("rect", x=middle - REVERSED / 2, y=y - 9, width=REVERSED, height=18, paint=fills("page"))
    return paper + label(middle, y, "reversed", fills("muted"), font_size=13)


def stencil_marks(plane: Plane) -> str:
    """At the foot of each cell that the window reads the colour of the weight that meets it; they move with it."""
    scene, pitch = plane.scene, plane.pitch
    if pitch < 7:
        return ""
    dx, dy = plane.taps
    height = max(round(pitch * 0.13, 1), 2.5)
    bar = box(pitch - 4, height)
    marks = []
    for channel in scene.shown_filters:
        bars = [
            tag(
                "path",
                d=copies(np.array([plane.left + x + 2]), np.array([plane.top(place) + y + pitch - height - 1.5]), bar),
                paint=Paint(fill=scene.colour(weight), stroke=None if scene.tied else "outline"),
                data_weight=str(weight),
            )
            for place in range(len(plane.channels))
            for weight, x, y in zip(kernel_weights(plane, channel, place), dx.tolist(), dy.tolist(), strict=True)
        ]
        marks.append(group(*bars, paint=None, **of_filter(scene, channel)))
    return moving(plane, *marks)


def moving(plane: Plane, *content: str) -> str:
    """A group that moves with the window."""
    x, y = plane.windows
    local = plane.scene.step - plane.scene.steps.start
    return group(*content, transform=translate(x[local], y[local]), data_moves=translations(x, y))


def joins(plane: Plane) -> str:
    """The two thin lines that join each window with its kernel; their path is known for every step."""
    scene = plane.scene
    paths = [join_path(plane, x, y) for x, y in zip(*(place.tolist() for place in plane.windows), strict=True)]
    return tag("path", d=paths[scene.step - scene.steps.start], data_paths=";".join(paths), paint=draws("muted", 1))


def join_path(plane: Plane, x: float, y: float) -> str:
    """From the right corners of a window that stands at (x, y) to the left corners of its kernel."""
    right = plane.left + x + plane.columns.span * plane.pitch
    height, tall = plane.rows.span * plane.pitch, plane.rows.kernel_size * plane.kernel_cell
    parts = []
    for place in range(len(plane.channels)):
        top, kernel = plane.top(place) + y, plane.kernel_top(place)
        for start, end in ((top, kernel - 1), (top + height, kernel + tall + 1)):
            parts.append(f"M{number(right)} {number(start)}L{number(plane.kernel_left - 2)} {number(end)}")
    return "".join(parts)


def highlights(plane: Plane) -> str:
    """For each weight its cell again with a double outline, and its place in the window, seen while highlighted."""
    scene = plane.scene
    shown = []
    windows = []
    for channel in scene.shown_filters:
        lit, cells = [], []
        for place in range(len(plane.channels)):
            x, y = kernel_places(plane, plane.kernel_left, plane.kernel_top(place), plane.kernel_cell)
            dx, dy = plane.taps
            for weight, a, b, u, v in zip(
                kernel_weights(plane, channel, place), x.tolist(), y.tolist(), dx.tolist(), dy.tolist(), strict=True
            ):
                display = None if scene.highlight == weight else "none"
                kin = {"data_kin": str(weight), "display": display}
                lit.append(
                    group(use(f"{plane.prefix}-w{weight}"), inner_outline(a, b, plane.kernel_cell), paint=None, **kin)
                )
                cells.append(group(window_outline(plane, place, u, v), paint=None, **kin))
        shown.append(group(*lit, paint=None, **of_filter(scene, channel)))
        windows.append(group(*cells, paint=None, **of_filter(scene, channel)))
    return "".join(shown) + moving(plane, *windows)


def inner_outline(x: float, y: float, side: float) -> str:
    """A second line inside a cell of the kernel."""
    if side < 20:
        return ""
    return tag("rect", x=x + 4, y=y + 4, width=side - 8, height=side - 8, rx=1, paint=Paint("none", "rim", 1.5))


def window_outline(plane: Plane, place: int, x: float, y: float) -> str:
    """A double outline round the input that a tap reads."""
    if plane.pitch < 7:
        return ""
    left, top, side = plane.left + x, plane.top(place) + y, plane.pitch
    return tag("rect", x=left + 1, y=top + 1, width=side - 2, height=side - 2, paint=Paint("none", "ink", 1.5)) + tag(
        "rect", x=left + 4, y=top + 4, width=side - 8, height=side - 8, paint=Paint("none", "ink", 1)
    )
