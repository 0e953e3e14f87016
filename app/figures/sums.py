"""The sums of `gradients`: one line a weight, what its copies add up to and where one step takes it."""

from dataclasses import dataclass
from functools import cached_property

from app.figures.grid import caption_line, cell_paint
from app.figures.layout import fitting_size, text_width, wrapped
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


@dataclass(frozen=True)
class Sums:
    """The lines of sums: which, how wide, and whether what a step makes of a weight stands below its sum."""

    scene: Scene
    shown: int
    room: float
    narrow: bool

    @cached_property
    def totals(self) -> list[str]:
        """The gradient of each weight."""
        return written(self.scene.gradients.weight)

    @cached_property
    def after(self) -> list[str]:
        """Each weight after one step."""
        return written(self.scene.weight_after)

    @cached_property
    def sums_width(self) -> float:
        """Width of the longest sum, that of a bias too."""
        scene = self.scene
        terms = [(terms_of(scene, weight), self.totals[weight]) for weight in range(self.shown)]
        terms += [
            (written(scene.delta[channel]), one(float(scene.gradients.bias[channel])))
            for channel in range(shown_biases(scene))
        ]
        return max((text_width(f"{written_sum(shown)} = {total}", 15) for shown, total in terms), default=0)

    @cached_property
    def steps_width(self) -> float:
        """Width of the longest of what a step makes of a weight, its heading too."""
        rate, texts = one(self.scene.learning_rate), self.scene.weight_texts
        lines = [
            f"{texts[weight]} − {rate}·{bracketed(self.totals[weight])} = {self.after[weight]}"
            for weight in range(self.shown)
        ]
        return max((text_width(line, 15) for line in [*lines, "0" * 18]), default=0)

    @property
    def stacked(self) -> bool:
        """Whether the step stands below the sum, since both have no room side by side."""
        return self.narrow and SUMS + self.sums_width + 24 + self.steps_width > self.room

    @property
    def column(self) -> float:
        """Where what a step makes of a weight starts."""
        return SUMS if self.stacked else SUMS + max(130.0 if self.narrow else 212.0, self.sums_width + 24)

    @property
    def line(self) -> float:
        """Height of a weight's line."""
        return LINE + 24 if self.stacked else LINE

    @property
    def untied(self) -> list[str]:
        """What is said where nothing is summed."""
        return wrapped(
            ["Nothing is tied here: each connection keeps its own x·δ, and nothing is summed."], self.room - MARKER
        )

    @property
    def height(self) -> float:
        """Height of all lines with their heading."""
        if not self.scene.tied:
            return 20.0 * len(self.untied) - 8
        return 12 + self.line * (self.shown + shown_biases(self.scene)) + (20 if self.stacked else 0)


def find_sums(scene: Scene, room: float, narrow: bool) -> Sums:
    """The sums of the first weights, within a width."""
    return Sums(scene, min(scene.layer.weight.size, MOST_LINES) if scene.tied else 0, room, narrow)


def sums(found: Sums, y: float) -> str:
    """One line a weight: the sum over its copies, and the weight after one step; untied copies have no sum."""
    scene = found.scene
    if not scene.tied:
        return "".join(caption_line(MARKER, y + 20 * line, note) for line, note in enumerate(found.untied))
    top = y + 12 + (20 if found.stacked else 0)
    rows = [sum_line(found, weight, top + found.line * weight + LINE / 2) for weight in range(found.shown)]
    rows += [
        bias_line(found, channel, top + found.line * (found.shown + channel) + LINE / 2)
        for channel in range(shown_biases(scene))
    ]
    return headings(found, y) + group(*rows, font_size=16, class_="n")


def headings(found: Sums, y: float) -> str:
    """What stands in the two columns, or on the two lines."""
    below = 20 if found.stacked else 0
    rate = one(found.scene.learning_rate)
    return group(
        label(SUMS, y, "sum over its copies" + (", and below" if found.stacked else ""), text_anchor="start"),
        label(found.column, y + below, f"after one step, rate {rate}", text_anchor="start"),
        paint=fills("muted"),
        font_size=13,
    )


def terms_of(scene: Scene, weight: int) -> list[str]:
    """x·δ of each copy of a weight, as written."""
    ties = scene.copies(weight)
    return written(scene.input.ravel()[scene.ties.input[ties]] * scene.delta.ravel()[scene.ties.output[ties]])


def sum_line(found: Sums, weight: int, y: float) -> str:
    """`1 + 2 = 3` and `5 − 0.1·3 = 4.7`, behind the weight's chip."""
    scene, total = found.scene, found.totals[weight]
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
        + step_line(found, y, text, total, found.after[weight])
    )


def shown_biases(scene: Scene) -> int:
    """How many biases have a line."""
    return 0 if scene.bias is None or not scene.tied else min(scene.filters, MOST_BIASES)


def bias_line(found: Sums, channel: int, y: float) -> str:
    """The gradient of a filter's bias, the sum of its δ, and the bias after one step; a bias has no hue."""
    scene = found.scene
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
        + step_line(found, y, one(value), one(total), one(value - scene.learning_rate * total))
    )


def step_line(found: Sums, y: float, before: str, gradient: str, after: str) -> str:
    """`5 − 0.1·3 = 4.7`: a number after one step."""
    rate = one(found.scene.learning_rate)
    sign = product_equality([(f"−{rate}" if rate[0] != "−" else rate[1:], gradient)], [before], after)
    below = 24 if found.stacked else 0
    return result_line(found.column, y + below, f"{before} − {rate}·{bracketed(gradient)} {sign} ", after)


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
