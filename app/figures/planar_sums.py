"""The arithmetic of `sliding` along two axes: a line for each kernel row, or for each channel, and their sum."""

import numpy as np

from app.figures.layout import fitting_size, longest, text_width
from app.figures.numbers import bracketed, equality, one, product_equality, written
from app.figures.palette import Paint, digit_colour, draws, fills
from app.figures.planar_kernel import kernel_weights, of_filter
from app.figures.plane import MOST_WRITTEN, Plane
from app.figures.scene import Scene
from app.figures.svg import formula, group, label, labels, lines, tag

LINE = 28.0
TOTAL = 34.0
"""Height of the line with the result."""

CHIP = 22.0
"""Height of a weight in the sum, and its least width."""

SIZE = 15
SIGN, PLUS = 7.0, 17.0
"""Room for a dot between factors, and for a plus between terms."""

INDENT = 16.0
"""Room for the plus before a line."""


def by_channel(plane: Plane) -> bool:
    """Whether the sum has a line for each channel in place of one for each kernel row."""
    return plane.scene.plan.group_inputs > 1


def written_out(plane: Plane) -> bool:
    """Whether the products are written one by one."""
    return (
        not plane.scene.backward
        and not by_channel(plane)
        and max(plane.rows.kernel_size, plane.columns.kernel_size) <= MOST_WRITTEN
    )


def sum_lines(plane: Plane) -> int:
    """How many lines stand above the rule, the bias apart."""
    if by_channel(plane):
        return len(plane.channels) + (len(plane.channels) < plane.scene.plan.group_inputs)
    return plane.rows.kernel_size if written_out(plane) else 1


def sums_height(plane: Plane) -> float:
    """Height of the arithmetic."""
    if plane.scene.backward:
        return 24
    return (sum_lines(plane) + (plane.scene.bias is not None)) * LINE + TOTAL + (38 if crosses(plane) else 0)


def crosses(plane: Plane) -> bool:
    """Whether some terms of some output are crossed out: their taps lie on padding of zeros."""
    return written_out(plane) and bool((plane.scene.slide.windows < 0).any())


def widths(plane: Plane) -> tuple[float, float]:
    """The widths of a factor and of a weight's chip, for the longest number."""
    scene = plane.scene
    factor = text_width("0" * longest(list(map(bracketed, scene.input_texts))), SIZE) + 4
    return max(factor, 12), max(CHIP, text_width("0" * longest(scene.cell_texts), SIZE) + 5)


def sum_width(plane: Plane) -> float:
    """Width of the arithmetic."""
    if by_channel(plane) or not written_out(plane):
        return 150
    factor, chip = widths(plane)
    return max(INDENT + plane.columns.kernel_size * (factor + SIGN + chip + PLUS) - PLUS + 2, 110)


def slot_texts(plane: Plane, output: int) -> list[str]:
    """What stands in the slots of the arithmetic at an output: factors or sums, then its index and the result."""
    scene = plane.scene
    step = scene.slide.step(output)
    total = scene.pre_activation_texts[output]
    extra = [] if step.bias is None else [one(step.bias)]
    if written_out(plane):
        factors = factor_texts(scene, output)
        pairs = list(zip(factors, [scene.weight_texts[weight] for weight in step.weight.tolist()], strict=True))
        sign = product_equality(pairs, extra, total)
        shown = [bracketed(text) if place % plane.columns.kernel_size else text for place, text in enumerate(factors)]
        return [*shown, str(output), f"{sign}\u00a0{total}"]
    parts = step.products.reshape(scene.plan.group_inputs, -1).sum(axis=1)
    drawn = np.isin(np.arange(parts.size), plane.channels)
    kept = [*parts[drawn].tolist(), *([] if drawn.all() else [float(parts[~drawn].sum())])]
    terms = written(kept)
    return [*terms, str(output), f"{equality([*terms, *extra], total)}\u00a0{total}"]


def factor_texts(scene: Scene, output: int) -> list[str]:
    """What an output of a single channel reads, in window order; 0 off the input."""
    return ["0" if source < 0 else scene.input_texts[source] for source in scene.window(output).tolist()]


def sums(plane: Plane, x: float, y: float) -> str:
    """The arithmetic of the step for each filter; only that of the step's filter is seen."""
    scene = plane.scene
    if scene.backward:
        return formula(x, y + 12, "each~tap~collects~x·δ", 13, fills("muted"), text_anchor="start")
    texts = slot_texts(plane, scene.step)
    drawn = []
    for channel in scene.shown_filters:
        rows = written_rows(plane, channel, x, y, texts) if written_out(plane) else part_rows(plane, x, y, texts)
        below = y + sum_lines(plane) * LINE
        if scene.bias is not None:
            rows += bias_row(scene, channel, x, below + LINE / 2)
            below += LINE
        drawn.append(
            group(rows + result(plane, x, below, texts), paint=None, data_slots="", **of_filter(scene, channel))
        )
    return "".join(drawn) + crossed(plane, x, y)


def bias_row(scene: Scene, channel: int, x: float, y: float) -> str:
    """`+ (−3)`: the bias of a filter on a line of its own."""
    text = bracketed(one(float(scene.bias[channel]))) if scene.bias is not None else ""
    number = label(x + INDENT, y, text, font_size=SIZE, text_anchor="start", class_="n")
    return label(x + 6, y, "+", fills("muted"), font_size=SIZE) + group(number, data_bias=channel)


def written_rows(plane: Plane, channel: int, x: float, y: float, texts: list[str]) -> str:
    """One line of `x·w` for each kernel row."""
    scene, (factor, chip) = plane.scene, widths(plane)
    size = plane.columns.kernel_size
    parts = []
    for place, weight in enumerate(kernel_weights(plane, channel, 0)):
        row, column = divmod(place, size)
        left, middle = term_left(plane, x, column), y + (row + 0.5) * LINE
        if place:
            parts.append(label(left - PLUS / 2, middle, "+", fills("muted"), font_size=SIZE))
        parts.append(
            label(left + factor, middle, texts[place], text_anchor="end", font_size=SIZE, class_="n", data_slot="")
        )
        parts.append(label(left + factor + SIGN / 2, middle, "·", font_size=SIZE))
        parts.append(weight_chip(scene, weight, left + factor + SIGN, middle - CHIP / 2, chip))
    return "".join(parts)


def term_left(plane: Plane, x: float, column: int) -> float:
    """The left edge of a term of the sum."""
    factor, chip = widths(plane)
    return x + INDENT + column * (factor + SIGN + chip + PLUS)


def weight_chip(scene: Scene, weight: int, x: float, y: float, width: float) -> str:
    """A weight in the sum."""
    colour = scene.colour(weight)
    paint = Paint(colour, "rim" if scene.tied else "outline", 1)
    digits = fills(digit_colour(colour) if scene.tied else "ink")
    size = fitting_size(scene.cell_texts, width - 4, SIZE)
    return group(
        tag("rect", x=x, y=y, width=width, height=CHIP, rx=1.5, paint=paint),
        label(x + width / 2, y + CHIP / 2, scene.weight_texts[weight], digits, font_size=size, class_="n"),
        data_weight=str(weight),
    )


def crossed(plane: Plane, x: float, y: float) -> str:
    """A stroke through each term whose tap lies on padding of zeros."""
    scene = plane.scene
    if not crosses(plane):
        return ""
    factor, chip = widths(plane)
    off = scene.window(scene.step) < 0
    strokes = []
    for place, hidden in enumerate((~off).tolist()):
        row, column = divmod(place, plane.columns.kernel_size)
        left, middle = np.array([term_left(plane, x, column)]), np.array([y + (row + 0.5) * LINE])
        d = lines(left + factor - 12, middle + 8, left + factor + SIGN + chip, middle - 8)
        strokes.append(tag("path", d=d, display="none" if hidden else None))
    below = y + (sum_lines(plane) + (scene.bias is not None)) * LINE + TOTAL + 14
    words = group(
        labels([x + INDENT] * 2, [below, below + 18], ("crossed out: on padding,", "so not in the matrix")),
        paint=Paint("muted", "none"),
        font_size=13,
        text_anchor="start",
        display=None if off.any() else "none",
    )
    # the words go with the strokes: they are the last of what a step shows or hides
    return group(*strokes, words, paint=draws("ink", 1.5), data_strikes="")


def part_rows(plane: Plane, x: float, y: float, texts: list[str]) -> str:
    """One line for each drawn channel and one for all others, or one for all products of a large kernel."""
    scene = plane.scene
    if not by_channel(plane):
        names = [f"{scene.kernel_size} products"]
    else:
        first = scene.group * scene.plan.group_inputs
        names = [f"channel {first + place}" for place in plane.channels]
        if len(names) < scene.plan.group_inputs:
            names.append(f"{scene.plan.group_inputs - len(names)} others")
    rows = []
    for place, name in enumerate(names):
        middle = y + (place + 0.5) * LINE
        rows.append(label(x + INDENT, middle, name, fills("muted"), font_size=13, text_anchor="start"))
        rows.append(label(x + 136, middle, texts[place], font_size=SIZE, text_anchor="end", class_="n", data_slot=""))
        if place:
            rows.append(label(x + 6, middle, "+", fills("muted"), font_size=SIZE))
    return "".join(rows)


def result(plane: Plane, x: float, y: float, texts: list[str]) -> str:
    """The rule and `z₅ = 8`."""
    rule = tag("path", d=f"M{x + INDENT - 6:g} {y + 2:g}h{sum_width(plane) - INDENT:g}", paint=draws("ink", 1.5))
    *_, index, total = texts
    name = tag("tspan", "z", class_="v", font_family="serif", font_style="italic")
    small = tag("tspan", index, dy=4.4, font_size=13, data_slot="")
    shown = tag("tspan", total, dy=-4.4, dx=7, font_weight="600", data_slot="")
    text = tag(
        "text", name, small, shown, x=x + INDENT, y=y + 20, dy=".355em", font_size=20, text_anchor="start", class_="n"
    )
    return rule + text
