"""`sliding` along two axes: the input in its ring of padding, the window on it, the kernel beside, the output below."""

from collections.abc import Callable

import numpy as np

from app.figures.layout import LETTER_WIDTH, fitting_size, noted, picture, said
from app.figures.numbers import count, one, plural, written
from app.figures.palette import DIMMED, draws, fills
from app.figures.planar_input import inputs
from app.figures.planar_kernel import contributions, drawn_terms, highlights, joins, kernels, stencil_marks
from app.figures.planar_sums import slot_texts, sum_width, sums, sums_height, written_out
from app.figures.plane import Plane, for_phone, lay_out
from app.figures.scene import Scene
from app.figures.shading import shades
from app.figures.svg import box, copies, formula, group, label, labels, tag, translate, translations


def draw(scene: Scene) -> str:
    """The figure as SVG text."""
    return drawing(lay_out(scene), "sliding")


def draw_narrow(scene: Scene) -> str | None:
    """The figure for a phone, where the usual one has no room there and this one can show as much."""
    plane = for_phone(scene)
    return None if plane is None else drawing(plane, "sliding-narrow")


def drawing(plane: Plane, name: str) -> str:
    """The figure on a plane."""
    scene = plane.scene
    dimmed = DIMMED if scene.highlight is not None else None
    beside = plane.output_right + 20 + sum_width(plane) <= plane.width + 4
    x, y = (plane.output_right + 20, plane.output_top) if beside else (below(plane), plane.output_bottom + 16)
    notes = noted(captions(plane), plane.width)
    bottom = max(plane.bottom, y + sums_height(plane)) + 4
    return picture(
        name,
        max(plane.width, plane.output_right + 2, plane.kernel_right + 3),
        bottom + 20 * len(notes),
        "The kernel slides over the input",
        description(scene),
        joins(plane),
        group(*(inputs(plane, place) for place in range(len(plane.channels))), data_base="", opacity=dimmed),
        group(outputs(plane), data_base="", opacity=dimmed),
        group(kernels(plane), stencil_marks(plane), data_base="", opacity=dimmed),
        group(sums(plane, x, y), data_base="", opacity=dimmed),
        frames(plane),
        highlights(plane),
        said(notes, 0, bottom + 12),
    )


def step_texts(scene: Scene) -> Callable[[int], tuple[list[str], list[bool]]]:
    """For an output what stands in the slots of the sum, or x·δ on each tap, and which taps are crossed out."""
    plane = lay_out(scene)
    if scene.backward:
        terms = drawn_terms(plane)
        return lambda output: (contributions(scene, output, terms), [])
    return lambda output: (slot_texts(plane, output), crossed_out(scene, output) if written_out(plane) else [])


def crossed_out(scene: Scene, output: int) -> list[bool]:
    """Which taps of an output lie on padding of zeros, and whether any does."""
    off = scene.window(output) < 0
    return [*off.tolist(), bool(off.any())]


def below(plane: Plane) -> float:
    """Where the sum starts when it stands below the outputs: at their left edge where there is room."""
    room = plane.width - plane.output_left - sum_width(plane)
    return plane.output_left if plane.wide and room >= 0 else 2.0


def description(scene: Scene) -> str:
    """One sentence for those who do not see the figure."""
    rows, columns = scene.plan.axes
    kind = "kernel, turned round," if scene.layer.reverses else "kernel"
    total = written([scene.slide.sums.ravel()[scene.step]])[0]
    return (
        f"A {rows.kernel_size} × {columns.kernel_size} {kind} over {rows.input_size} × {columns.input_size} inputs, "
        f"{count(scene.positions)} windows. Output {scene.step} is {total}."
    )


def outputs(plane: Plane) -> str:
    """The outputs of each filter as a grid; those of the step's filter are seen."""
    scene = plane.scene
    name = "δ" if scene.backward else "z"
    of_filter = "~of~filter~{}" if scene.filters > 1 else ""
    heads, grids = [], []
    for channel in scene.shown_filters:
        shown = {"data_filter": str(channel), "display": None if channel == scene.filter else "none"}
        if scene.filters == 1:
            shown = {}
        heads.append(group(output_name(plane, name + of_filter.format(channel)), paint=None, **shown))
        grids.append(output_grid(plane, channel, shown))
    return "".join(heads) + "".join(grids)


def output_name(plane: Plane, name: str) -> str:
    """`z 5 × 5, each under its own pixel`."""
    under = plane.output_pitch[0] == plane.pitch and plane.columns.stride == 1 and not plane.wide
    left, named = plane.output_left, 16 if len(name) == 1 else 78 + 7 * (len(name) - 13)
    shape = f"{plane.rows.output_size} × {plane.columns.output_size}"
    long = f"{shape}, each under its own pixel"
    words = long if under and left + named + LETTER_WIDTH * 13 * len(long) <= plane.width else shape
    size = 18 if len(name) == 1 else 14
    return formula(left, plane.output_head, name, size, text_anchor="start") + label(
        left + named,
        plane.output_head + 1,
        words,
        fills("muted"),
        font_size=13,
        text_anchor="start",
    )


def output_grid(plane: Plane, channel: int, shown: dict[str, str | None]) -> str:
    """The outputs of one filter, that of the step in bold."""
    scene, (pitch, digits) = plane.scene, plane.output_pitch
    values = (scene.delta if scene.backward else scene.pre_activation)[channel]
    texts = scene.delta_texts if scene.backward else scene.pre_activation_texts
    row, column = np.divmod(np.arange(scene.positions), plane.columns.output_size)
    x, y = plane.output_left + column * pitch, plane.output_top + row * pitch
    start = channel * scene.positions
    if not digits:
        size = plane.columns.output_size * pitch, plane.rows.output_size * pitch
        frame = tag("path", d=copies(x[:1], y[:1], box(*size)), paint=draws("outline", 1))
        return group(shades(values, x, y, pitch), frame, paint=None, **shown)
    cells = tag("path", d=copies(x, y, box(pitch, pitch)), paint=draws("outline", 1))
    written = texts[start : start + scene.positions]
    numbers = labels(x + pitch / 2, y + pitch / 2, written, bold=scene.step - start)
    font = fitting_size(texts, pitch - 6, 16)
    return group(cells, paint=None, **shown) + group(
        numbers, paint=None, font_size=font, class_="n", data_outputs=str(start), **shown
    )


def frames(plane: Plane) -> str:
    """The frame of the step: round the window in each drawn channel, and round the output."""
    scene, pitch = plane.scene, plane.pitch
    local = scene.step - scene.steps.start
    width, height = plane.columns.span * pitch, plane.rows.span * pitch
    x, y = plane.windows
    rects = [
        tag("rect", x=plane.left, y=plane.top(place), width=width, height=height, rx=1.5)
        for place in range(len(plane.channels))
    ]
    thick = 3 if pitch > 8 else 2
    window = group(
        *rects,
        paint=draws("ink", thick),
        transform=translate(x[local], y[local]),
        data_moves=translations(x, y),
        data_frame="",
    )
    row, column = plane.places
    side = plane.output_pitch[0]
    output = tag("rect", x=plane.output_left, y=plane.output_top, width=max(side, 3), height=max(side, 3), rx=1)
    places = column * side, row * side
    return window + group(
        output,
        paint=draws("ink", 3 if side > 8 else 2),
        transform=translate(places[0][local], places[1][local]),
        data_moves=translations(*places),
    )


def captions(plane: Plane) -> list[str]:
    """What is left out of the picture, in words."""
    scene, notes = plane.scene, list(plane.scene.highlight_unseen)
    plan = scene.plan
    if len(plane.channels) < plan.group_inputs:
        others = plural(plan.group_inputs - 1, "other channel")
        notes.append(
            f"One of {plan.group_inputs} channels is drawn, channel {scene.channel}; the sum has the {others} too."
        )
    if scene.filters > 1:
        notes.append(f"The step’s filter is drawn; there are {scene.filters}.")
    if plane.digits and not plane.output_pitch[1]:
        notes.append("The outputs: the more ink the larger. The numbers are in the tables.")
    if not plane.digits:
        low, high = one(float(scene.input.min())), one(float(scene.input.max()))
        notes.append(f"The more ink the larger: x from {low} to {high}. The numbers are in the tables.")
    return notes
