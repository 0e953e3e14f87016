"""`im2col`: the layer as one product of two matrices, the patches and the weights. It is what libraries compute."""

from collections.abc import Callable

import numpy as np

from app.figures.bare import drawn_bare
from app.figures.grid import bracket
from app.figures.layout import NOTE_WIDTH, fitting_size, for_filter, noted, picture, said
from app.figures.measures import BRACKET
from app.figures.numbers import count, plural, times
from app.figures.palette import DIMMED, Paint, digit_colour, draws, fills
from app.figures.scene import Scene
from app.figures.shading import shades
from app.figures.svg import (
    Points,
    box,
    copies,
    formula,
    group,
    label,
    labels,
    number,
    piece,
    tag,
    translate,
    translations,
    use,
)
from app.figures.unrolled import GAP, TOP, Unrolling


def draw(scene: Scene) -> str:
    """The figure as SVG text."""
    shown = Unrolling(scene, scene.group)
    notes = noted(captions(shown), NOTE_WIDTH)
    bottom = TOP + shown.tall + 52
    dimmed = DIMMED if scene.highlight is not None else None
    return picture(
        "im2col",
        max(shown.width, NOTE_WIDTH + 16),
        bottom + 20 * len(notes) - 4,
        "The layer as patches times weights",
        description(shown),
        group(*all_groups(shown, patches), brackets(shown), names(shown), data_base="", opacity=dimmed),
        group(*all_groups(shown, weights), *all_groups(shown, outputs), data_base="", opacity=dimmed),
        frames(shown),
        *all_groups(shown, highlights),
        said(notes, 16, bottom),
    )


def description(shown: Unrolling) -> str:
    """One sentence for those who do not see the figure."""
    scene = shown.scene
    return (
        f"{count(scene.positions)} {'patch' if scene.positions == 1 else 'patches'} of "
        f"{plural(shown.terms, 'input')}, one a row, times {plural(scene.filters, 'column')} of "
        f"{plural(shown.terms, 'weight')} gives {plural(scene.outputs, 'output')}."
    )


def all_groups(shown: Unrolling, part: Callable[[Unrolling], str]) -> list[str]:
    """A part of the figure for each group of filters; that of the step's group is seen."""
    scene = shown.scene
    numbers = sorted({channel // shown.several for channel in scene.shown_filters})
    if len(numbers) == 1:
        return [part(shown)]
    return [
        group(
            part(Unrolling(scene, number)),
            data_filter=" ".join(str(number * shown.several + k) for k in range(shown.several)),
            display=None if number == scene.group else "none",
        )
        for number in numbers
    ]


def patches(shown: Unrolling) -> str:
    """The inputs of each window as a row; on padding of zeros a dashed cell with an italic 0."""
    if not shown.digits:
        name = f"patches of group {shown.group}"
        return drawn_bare(
            name, shown.scene, lambda scene: bare_patches(scene, shown.group), reads_input=True
        ) or shaded(shown)
    left, top = patch_corners(shown)
    off = shown.windows.ravel() < 0
    size = fitting_size(shown.texts, shown.cell - 6, min(15, shown.height * 0.62))
    middle = left + shown.cell / 2, top + shown.height / 2
    texts = np.array(shown.texts, dtype=object)
    digits = group(labels(middle[0][~off], middle[1][~off], texts[~off].tolist()), font_size=size, class_="n")
    dashed = copies(left[off] + 2, top[off] + 2, box(shown.cell - 4, shown.height - 4))
    zeros = group(
        tag("path", d=dashed, paint=draws("outline", 1), stroke_dasharray="3 3") if dashed else "",
        group(
            labels(middle[0][off], middle[1][off], ["0"] * int(off.sum())), paint=fills("muted"), font_style="italic"
        ),
        font_size=size,
        class_="n",
    )
    return piece(digits, zeros if off.any() else "", channel_rules(shown))


def patch_corners(shown: Unrolling) -> tuple[Points, Points]:
    """The left and upper edges of the cells of all patches, flat."""
    x, y = shown.patches_at
    row, column = (place.ravel() for place in np.indices(shown.patches.shape))
    return x + column * shown.cell, y + row * shown.height


def bare_patches(scene: Scene, group: int) -> str:
    """The shaded patches of a scene with no numbers but its input; nothing where these have room beside zeros."""
    shown = Unrolling(scene, group)
    return "" if shown.digits else shaded(shown)


def shaded(shown: Unrolling) -> str:
    """The patches as shades where numbers have no room."""
    left, top = patch_corners(shown)
    rows, columns = shown.patches.shape
    frame = copies(left[:1], top[:1], box(columns * shown.cell, rows * shown.height))
    cells = shades(shown.patches.ravel(), left, top, shown.cell, shown.height)
    return piece(cells, tag("path", d=frame, paint=draws("outline", 1)))


def channel_rules(shown: Unrolling) -> str:
    """Rules between the inputs of one channel and the next."""
    x, y = shown.patches_at
    bottom = y + len(shown.positions) * shown.height
    taps = shown.scene.kernel_size
    d = "".join(
        f"M{number(x + place * taps * shown.cell)} {number(y)}V{number(bottom)}"
        for place in range(1, shown.scene.plan.group_inputs)
    )
    return tag("path", d=d, paint=draws("outline", 1)) if d else ""


def group_filters(shown: Unrolling) -> list[int]:
    """The filters of the group whose steps the page holds."""
    first = shown.group * shown.several
    return [channel for channel in range(first, first + shown.several) if channel in shown.scene.shown_filters]


def in_columns(shown: Unrolling, channel: int, content: str) -> str:
    """What belongs to a filter: always seen where all have a column, else while the step is one of its outputs."""
    return content if shown.all_filters else for_filter(shown.scene, channel, content)


def column_of(shown: Unrolling, channel: int) -> int:
    """The column of a filter."""
    return channel % shown.several if shown.all_filters else 0


def weights(shown: Unrolling) -> str:
    """A column of weights for each filter, in window order; above the patches the colours of the step's filter."""
    drawn = []
    for channel in group_filters(shown):
        cells = [weight_cell(shown, channel, place, weight) for place, weight in enumerate(order(shown, channel))]
        drawn.append(in_columns(shown, channel, "".join(cells)))
        drawn.append(for_filter(shown.scene, channel, *column_marks(shown, channel)))
    return "".join(drawn)


def order(shown: Unrolling, channel: int) -> list[int]:
    """The weights of a filter by flat index, in window order."""
    found: list[int] = shown.scene.filter_weights(channel).tolist()
    return found


def cell_corner(shown: Unrolling, channel: int, place: int) -> tuple[float, float]:
    """The corner of a weight's cell."""
    x, y = shown.weights_at
    return x + column_of(shown, channel) * shown.cell, y + place * shown.height


def weight_cell(shown: Unrolling, channel: int, place: int, weight: int) -> str:
    """One weight as a coloured cell with its number where there is room."""
    scene, colour = shown.scene, shown.scene.colour(weight)
    x, y = cell_corner(shown, channel, place)
    inset = 1 if shown.digits else 0
    rim = ("rim" if scene.tied else "outline") if shown.digits else None
    shape = tag(
        "rect",
        x=x + inset,
        y=y + inset,
        width=shown.cell - 2 * inset,
        height=shown.height - 2 * inset,
        paint=Paint(colour, rim, 1 if shown.digits else None),
    )
    size = fitting_size(scene.weight_texts, shown.cell - 6, min(15, shown.height * 0.62))
    ink = fills(digit_colour(colour) if scene.tied else "ink")
    text = label(x + shown.cell / 2, y + shown.height / 2, scene.weight_texts[weight], ink, font_size=size, class_="n")
    return group(shape, text if shown.digits else "", id=f"col-w{weight}", data_weight=str(weight))


def column_marks(shown: Unrolling, channel: int) -> list[str]:
    """Above each column of patches the colour of the weight that it meets."""
    x, y = shown.patches_at
    inset = 2 if shown.cell > 8 else 0
    return [
        tag(
            "rect",
            x=x + place * shown.cell + inset,
            y=y - 14,
            width=shown.cell - 2 * inset,
            height=5,
            paint=Paint(shown.scene.colour(weight), None if shown.scene.tied else "outline"),
            data_weight=str(weight),
        )
        for place, weight in enumerate(order(shown, channel))
    ]


def outputs(shown: Unrolling) -> str:
    """The product: a column of outputs for each filter, that of the step in bold."""
    scene, (x, y) = shown.scene, shown.outputs_at
    drawn = []
    for channel in group_filters(shown):
        left = x + column_of(shown, channel) * shown.output_cell
        values = scene.pre_activation[channel][shown.positions.start : shown.positions.stop]
        top: Points = y + np.arange(values.size) * shown.height
        start = channel * scene.positions + shown.positions.start
        if shown.digits:
            entries = labels(
                np.full(top.shape, left + shown.output_cell / 2),
                top + shown.height / 2,
                scene.pre_activation_texts[start : start + values.size],
                bold=scene.step - start,
            )
            size = fitting_size(scene.pre_activation_texts, shown.output_cell - 8, min(15, shown.height * 0.62))
            content = group(entries, font_size=size, class_="n", data_outputs=str(start))
        else:
            content = shades(values, np.full(top.shape, left), top, shown.cell, shown.height)
        drawn.append(in_columns(shown, channel, content))
    return "".join(drawn)


def brackets(shown: Unrolling) -> str:
    """The brackets of the three matrices, and the signs between them."""
    rows, tall = len(shown.positions) * shown.height, shown.terms * shown.height
    parts = (
        (shown.patches_at, shown.terms * shown.cell, rows),
        (shown.weights_at, shown.columns * shown.cell, tall),
        (shown.outputs_at, shown.columns * shown.output_cell, rows),
    )
    drawn = "".join(bracket(x - BRACKET, y - 5, x + w + BRACKET, y + h + 5) for (x, y), w, h in parts)
    middle = TOP + shown.tall / 2
    signs = group(
        label(shown.weights_at[0] - BRACKET - GAP / 2, middle, "×"),
        formula(shown.outputs_at[0] - BRACKET - shown.product_gap / 2, middle, shown.product_sign, 18),
        font_size=18,
        paint=fills("muted"),
    )
    return drawn + signs


def names(shown: Unrolling) -> str:
    """The names on one base line under the brackets, with their sizes."""
    scene, y = shown.scene, TOP + shown.tall + 26
    first = shown.patches_at[0] + shown.terms * shown.cell / 2
    size = f"{count(scene.positions)} × {count(shown.terms)}"
    return (
        formula(max(first - 40, 40), y, "patches", 14)
        + label(max(first - 8, 72), y, size, fills("muted"), font_size=13, text_anchor="start")
        + formula(shown.weights_at[0] + shown.columns * shown.cell / 2, y, "W^T", 18)
        + formula(shown.outputs_at[0] + shown.columns * shown.output_cell / 2, y, "z", 18)
    )


def frames(shown: Unrolling) -> str:
    """The frame of the step: its patch, its column of weights, its entry of the product."""
    rows, columns = shown.steps
    still = np.zeros_like(rows)
    (px, py), (wx, wy), (ox, oy) = shown.patches_at, shown.weights_at, shown.outputs_at
    height, width = max(shown.height, 3.0), max(shown.cell, 3.0)
    mark = tag("path", d=f"M{number(px - BRACKET - 16)} {number(py + height / 2 - 5)}l8 5l-8 5z", paint=fills("ink"))
    patch = tag("rect", x=px - 2, y=py, width=shown.terms * shown.cell + 4, height=height, rx=2)
    weight = tag("rect", x=wx, y=wy - 2, width=width, height=shown.terms * shown.height + 4, rx=2)
    output = tag("rect", x=ox, y=oy, width=max(shown.output_cell, 3.0), height=height, rx=2)
    thick = draws("ink", 2.5 if shown.digits else 1.5)
    return (
        moving(shown, still, rows * shown.height, mark + group(patch, paint=thick))
        + moving(shown, columns * shown.cell, still, group(weight, paint=thick))
        + moving(shown, columns * shown.output_cell, rows * shown.height, group(output, paint=thick))
    )


def moving(shown: Unrolling, x: Points, y: Points, content: str) -> str:
    """A group that stands somewhere else at each step."""
    local = shown.scene.step - shown.scene.steps.start
    return group(content, transform=translate(float(x[local]), float(y[local])), data_moves=translations(x, y))


def highlights(shown: Unrolling) -> str:
    """For each weight its cell with a double outline and the column of patches that it meets."""
    scene, (px, py) = shown.scene, shown.patches_at
    drawn = []
    for channel in group_filters(shown):
        lit = []
        for place, weight in enumerate(order(shown, channel)):
            x, y = cell_corner(shown, channel, place)
            inner = tag(
                "rect", x=x + 3, y=y + 3, width=shown.cell - 6, height=shown.height - 6, paint=draws("rim", 1.5)
            )
            rows = len(shown.positions) * shown.height
            column = tag(
                "rect", x=px + place * shown.cell, y=py, width=shown.cell, height=rows, paint=draws("ink", 1.5)
            )
            lit.append(
                group(
                    use(f"col-w{weight}"),
                    inner if shown.digits else "",
                    column,
                    data_kin=str(weight),
                    display=None if scene.highlight == weight else "none",
                )
            )
        drawn.append(in_columns(shown, channel, "".join(lit)))
    return "".join(drawn)


def captions(shown: Unrolling) -> list[str]:
    """What the figure shows, and what is left out of it."""
    scene, plan = shown.scene, shown.scene.plan
    cells = plan.in_channels * plan.positions * plan.taps
    notes = [
        f"{plural(plan.inputs, 'input')} {'fills' if plan.inputs == 1 else 'fill'} {plural(cells, 'cell')} of patches: "
        f"each is written {times(cells / plan.inputs)} on average."
    ]
    if not scene.section.whole:
        notes.append(
            f"Drawn: the patches of the {len(shown.positions)} outputs in the row of the step, its filter’s weights."
        )
    if plan.groups > 1:
        notes.append(f"One product for each of {count(plan.groups)} groups; that of the step is drawn.")
    if scene.layer.reverses:
        notes.append("The kernel is reversed, so its weights stand in reverse.")
    if not shown.digits:
        notes.append("The more ink the larger; the numbers are in the tables or the JSON answer.")
    return notes
