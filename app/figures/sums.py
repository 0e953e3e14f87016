"""The sums of `gradients`: one line a weight, what its copies add up to and where one step takes it."""

from app.figures.grid import caption_line, cell_paint
from app.figures.layout import fitting_size, text_width
from app.figures.measures import MARKER
from app.figures.numbers import bracketed, equality, one, product_equality, written
from app.figures.palette import digit_colour, fills
from app.figures.scene import Scene
from app.figures.svg import formula, group, label, tag

SUMS = MARKER + 56
"""Where the sums start, behind their chips."""

LINE = 32
"""Height of a weight's line of sums."""

MOST_LINES = 10
MOST_BIASES = 4
MOST_TERMS = 6


def sums(scene: Scene, y: float, shown: int, narrow: bool) -> str:
    """One line a weight: the sum over its copies, and the weight after one step; untied copies have no sum."""
    if not scene.tied:
        return caption_line(
            MARKER, y, "Nothing is tied here: each connection keeps its own x·δ, and nothing is summed."
        )
    column = step_column(scene, shown, narrow)
    heads = group(
        label(SUMS, y, "sum over its copies", text_anchor="start"),
        label(column, y, f"after one step, rate {one(scene.learning_rate)}", text_anchor="start"),
        paint=fills("muted"),
        font_size=13,
    )
    totals = written(scene.gradients.weight)
    weight_after = written(scene.weight_after)
    rows = [
        sum_line(
            scene,
            weight,
            totals[weight],
            weight_after[weight],
            y + 12 + LINE * (weight + 0.5),
            column,
        )
        for weight in range(shown)
    ]
    rows += [
        bias_line(scene, channel, y + 12 + LINE * (shown + channel + 0.5), column)
        for channel in range(shown_biases(scene))
    ]
    return heads + group(*rows, font_size=16, class_="n")


def terms_of(scene: Scene, weight: int) -> list[str]:
    """x·δ of each copy of a weight, as written."""
    ties = scene.copies(weight)
    return written(scene.input.ravel()[scene.ties.input[ties]] * scene.delta.ravel()[scene.ties.output[ties]])


def step_column(scene: Scene, shown: int, narrow: bool) -> float:
    """Where the second column of the sums starts: behind the longest sum."""
    totals = written(scene.gradients.weight)
    sums = [f"{written_sum(terms_of(scene, weight))} = {totals[weight]}" for weight in range(shown)]
    return SUMS + max(130.0 if narrow else 212.0, max(text_width(text, 15) for text in sums) + 24)


def sum_line(scene: Scene, weight: int, total: str, after: str, y: float, column: float) -> str:
    """`1 + 2 = 3` and `5 − 0.1·3 = 4.7`, behind the weight's chip."""
    terms = terms_of(scene, weight)
    colour = scene.colour(weight)
    text = scene.weight_texts[weight]
    wide = min(max(26.0, text_width(text, 13) + 8), SUMS - MARKER - 4)
    chip = tag("rect", x=MARKER, y=y - 13, width=wide, height=26, rx=1.5, paint=cell_paint(colour, scene.tied, False))
    size = fitting_size([text], wide - 4, 16)
    digits = label(MARKER + wide / 2, y, text, fills(digit_colour(colour) if scene.tied else "ink"), font_size=size)
    return (
        group(chip, digits, data_weight=str(weight))
        + result_line(SUMS, y, f"{written_sum(terms)} {equality(terms, total)} ", total)
        + step_line(scene, column, y, text, total, after)
    )


def shown_biases(scene: Scene) -> int:
    """How many biases have a line."""
    return 0 if scene.bias is None or not scene.tied else min(scene.filters, MOST_BIASES)


def bias_line(scene: Scene, channel: int, y: float, column: float) -> str:
    """The gradient of a filter's bias, the sum of its δ, and the bias after one step; a bias has no hue."""
    if scene.bias is None:
        return ""
    terms, value = written(scene.delta[channel]), float(scene.bias[channel])
    total = float(scene.gradients.bias[channel])
    name = formula(MARKER, y, "b" if scene.filters == 1 else f"b_{channel}", 16, text_anchor="start")
    room = SUMS - MARKER - 32
    size = fitting_size([one(value)], room, 16)
    number = label(MARKER + 20, y, one(value), font_size=size, text_anchor="start")
    return (
        name
        + group(number, data_bias=channel)
        + result_line(SUMS, y, f"{written_sum(terms)} {equality(terms, one(total))} ", one(total))
        + step_line(scene, column, y, one(value), one(total), one(value - scene.learning_rate * total))
    )


def step_line(scene: Scene, x: float, y: float, before: str, gradient: str, after: str) -> str:
    """`5 − 0.1·3 = 4.7`: a number after one step."""
    rate = one(scene.learning_rate)
    sign = product_equality([(f"−{rate}" if rate[0] != "−" else rate[1:], gradient)], [before], after)
    return result_line(x, y, f"{before} − {rate}·{bracketed(gradient)} {sign} ", after)


def written_sum(terms: list[str]) -> str:
    """Terms with plus signs between them, the middle of a long sum left out and counted."""
    if not terms:
        return "0"
    shown = terms if len(terms) <= MOST_TERMS else terms[:2]
    text = " + ".join([shown[0], *map(bracketed, shown[1:])])
    return text if shown is terms else f"{text} + … ({len(terms)} terms)"


def result_line(x: float, y: float, before: str, result: str) -> str:
    """A line of arithmetic with its result in bold."""
    return tag(
        "text",
        tag("tspan", before),
        tag("tspan", result, font_weight="600"),
        x=x,
        y=y,
        dy=".355em",
        text_anchor="start",
    )
