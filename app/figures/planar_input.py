"""The input of `sliding` along two axes: each channel's grid in its ring of padding, with its name."""

import numpy as np

from app.figures.layout import fitting_size, text_width
from app.figures.numbers import written
from app.figures.padded import padded_size
from app.figures.palette import draws, fills
from app.figures.plane import Plane
from app.figures.shading import shades
from app.figures.svg import Points, box, copies, formula, group, label, labels, tag
from app.figures.unread import hatched, input_labels, papers


def inputs(plane: Plane, place: int) -> str:
    """The grids of one place in the filters' kernels: its input channel, for each group of filters."""
    scene, plan = plane.scene, plane.scene.plan
    groups = sorted({channel // plan.group_outputs for channel in scene.shown_filters})
    if len(groups) == 1:
        return input_grid(plane, place, groups[0] * plan.group_inputs + plane.channels[place])
    return "".join(
        group(
            input_grid(plane, place, number * plan.group_inputs + plane.channels[place]),
            data_filter=" ".join(str(number * plan.group_outputs + k) for k in range(plan.group_outputs)),
            display=None if number == scene.group else "none",
        )
        for number in groups
    )


def input_grid(plane: Plane, place: int, channel: int) -> str:
    """One input channel with its name, its padding, its numbers or shades, and what no window reads."""
    scene, top = plane.scene, plane.top(place)
    size = scene.plan.spatial_inputs
    values = scene.input.reshape(scene.plan.in_channels, -1)[channel]
    x, y = entry_places(plane, top)
    texts = scene.input_texts[channel * size : (channel + 1) * size]
    if plane.digits:
        cells = tag("path", d=copies(x, y, box(plane.pitch, plane.pitch)), paint=draws("outline", 1))
        half = plane.pitch / 2
        numbers = group(
            *input_labels(x + half, y + half, texts, scene.unread),
            font_size=input_font(plane),
            class_="n",
            data_inputs=channel * size,
        )
        drawn = cells + hatching(plane, x, y, texts) + numbers
    else:
        drawn = shades(values, x, y, plane.pitch) + outline(plane, top) + hatching(plane, x, y, texts)
    return input_name(plane, place, channel) + drawn + padding(plane, top, values)


def entry_places(plane: Plane, top: float) -> tuple[Points, Points]:
    """The upper left corner of each entry of the input, (entries,) each."""
    rows, columns = np.divmod(np.arange(plane.scene.plan.spatial_inputs), plane.columns.input_size)
    x: Points = plane.left + (columns + plane.columns.before) * plane.pitch
    return x, top + (rows + plane.rows.before) * plane.pitch


def input_name(plane: Plane, place: int, channel: int) -> str:
    """`x 5 × 5, and one ring of padding`."""
    scene, top = plane.scene, plane.top(place)
    name = f"x~channel~{channel}" if scene.plan.in_channels > 1 else "x"
    left = plane.left + plane.columns.before * plane.pitch
    named = 16 if name == "x" else 76
    size = fitting_words(plane, plane.kernel_left - 8 - left - named if crowded_name(plane, place) else plane.width)
    left = max(min(left, plane.width - words_width(size) - 20), 0)
    y = top - (29 if plane.copies else 14)
    return formula(left, y, name, 18 if name == "x" else 14, text_anchor="start") + label(
        left + named, y + 1, size, fills("muted"), font_size=13, text_anchor="start"
    )


def crowded_name(plane: Plane, place: int) -> bool:
    """Whether the name of the kernel stands on the line of that of the input."""
    head = plane.top(place) if plane.resting else plane.kernel_top(place)
    return head - 14 < plane.top(place) + 6


def fitting_words(plane: Plane, room: float) -> str:
    """`5 × 5, and one ring of padding`, or as much of it as has room."""
    size = f"{plane.rows.input_size} × {plane.columns.input_size}"
    long, short = padding_words(plane), " + padding" if plane.scene.padded else ""
    return next((size + words for words in (long, short) if words_width(size + words) <= room), size)


def words_width(text: str) -> float:
    """About how wide words behind a name are."""
    return text_width(text, 13) * 0.9


def padding_words(plane: Plane) -> str:
    """What is said of the padding behind the size of the input."""
    widths = {width for axis in (plane.rows, plane.columns) for width in (axis.before, axis.after)}
    if widths == {0}:
        return ""
    if len(widths) > 1:
        return ", and padding"
    width = widths.pop()
    return ", and one ring of padding" if width == 1 else f", and {width} rings of padding"


def padding(plane: Plane, top: float, values: Points) -> str:
    """The dashed cells round the input, with an italic 0 or the copied value, and where that comes from."""
    rows, columns = plane.rows, plane.columns
    down, across = (
        np.arange(-rows.before, rows.input_size + rows.after),
        np.arange(-columns.before, columns.input_size + columns.after),
    )
    outside = np.logical_or.outer((down < 0) | (down >= rows.input_size), (across < 0) | (across >= columns.input_size))
    if not outside.any():
        return ""
    row, column = np.nonzero(outside)
    x, y = plane.left + column * plane.pitch, top + row * plane.pitch
    inset = 2.5 if plane.pitch > 14 else 0
    side = plane.pitch - 2 * inset
    cells = tag(
        "path",
        d=copies(x + inset, y + inset, box(side, side)) if inset else edge(plane, top),
        paint=draws("outline", 1),
        stroke_dasharray="3 3",
    )
    if not plane.digits:
        return cells
    source_rows, source_columns = rows.sources(down)[row], columns.sources(across)[column]
    known = (source_rows >= 0) & (source_columns >= 0)
    entries = np.where(known, source_rows * columns.input_size + source_columns, 0)
    texts = written(np.where(known, values[entries], 0))
    digits = labels(x + plane.pitch / 2, y + plane.pitch / 2, texts)
    return (
        cells
        + group(digits, paint=fills("muted"), font_size=input_font(plane), font_style="italic", class_="n")
        + sources(plane, top)
    )


def edge(plane: Plane, top: float) -> str:
    """The outline of the padded input, where its cells are too small for outlines of their own."""
    return copies(
        np.array([plane.left]),
        np.array([top]),
        box(padded_size(plane.columns) * plane.pitch, padded_size(plane.rows) * plane.pitch),
    )


def outline(plane: Plane, top: float) -> str:
    """The outline of the input, where its entries are shades."""
    x, y = plane.left + plane.columns.before * plane.pitch, top + plane.rows.before * plane.pitch
    size = plane.columns.input_size * plane.pitch, plane.rows.input_size * plane.pitch
    return tag("path", d=copies(np.array([x]), np.array([y]), box(*size)), paint=draws("outline", 1))


def sources(plane: Plane, top: float) -> str:
    """Above each column and left of each row of copied padding the column or row it is a copy of."""
    if not plane.copies:
        return ""
    marks = []
    for axis, across in ((plane.columns, True), (plane.rows, False)):
        places = [*range(-axis.before, 0), *range(axis.input_size, axis.input_size + axis.after)]
        for place, source in zip(places, axis.sources(np.array(places, dtype=np.int64)).tolist(), strict=True):
            along = (place + axis.before + 0.5) * plane.pitch
            x, y = (plane.left + along, top - 9) if across else (plane.left - 13, top + along)
            marks.append(label(x, y, f"={source}"))
    return group(*marks, paint=fills("muted"), font_size=11)


def hatching(plane: Plane, x: Points, y: Points, texts: list[str]) -> str:
    """Strokes over the inputs that no window reads."""
    at, pitch = plane.scene.unread, plane.pitch
    if not at.size:
        return ""
    strokes = hatched(x[at], y[at], pitch, pitch, max(pitch * 0.25, 3.0))
    if not plane.digits:
        return strokes
    shown = [texts[place] for place in at.tolist()]
    return strokes + papers(x[at] + pitch / 2, y[at] + pitch / 2, shown, input_font(plane))


def input_font(plane: Plane) -> float:
    """The size of the numbers of the input."""
    return fitting_size(plane.scene.input_texts, plane.pitch - 5, min(plane.pitch * 0.7, 16))
