"""`counts`: how many weights a dense, a locally connected and this layer learn, as numbers and to scale."""

import math
from dataclasses import dataclass

from app.figures.bare import drawn_bare
from app.figures.layout import noted, picture, said
from app.figures.numbers import count, one, plural
from app.figures.palette import Paint, fills
from app.figures.scene import Scene
from app.figures.svg import group, label, piece, tag

WIDTH = 343.0
"""What a phone has room for: there is one drawing."""

COLUMN = 116.0
"""Width of a layer's column."""

TALLEST = 100.0
"""The side of the largest square: three of them stand side by side."""

LINE = 46.0
"""Height of what is said of a layer: its count, and how that comes about."""

LEAST = 2.0
"""The side of a square that would be too small to see."""

NAMES = ("dense", "locally connected", "convolutional")


@dataclass(frozen=True)
class Share:
    """One layer: its name, how many weights it has, how that comes about, and whether it is the one that is shown."""

    name: str
    amount: int
    reason: str
    current: bool


def shares(scene: Scene) -> list[Share]:
    """The three layers with the same inputs and outputs."""
    counts, plan = scene.ties.counts, scene.plan
    kernel = " × ".join(str(axis.kernel_size) for axis in plan.axes)
    pairs = scene.filters * plan.group_inputs
    taps = (
        f"{kernel} {'tap' if plan.taps == 1 else 'taps'}" if pairs == 1 else f"{count(pairs)} kernels of {kernel} taps"
    )
    reasons = (
        f"{plural(plan.outputs, 'output')} × {plural(plan.inputs, 'input')}",
        "pairs of an output and an input that it reads",
        taps,
    )
    amounts = (counts.dense, counts.locally_connected, counts.convolutional)
    return [
        Share(name, amount, reason, scene.compare == name.replace(" ", "-"))
        for name, amount, reason in zip(NAMES, amounts, reasons, strict=True)
    ]


def draw(scene: Scene) -> str:
    """The figure as SVG text, which says nothing of the numbers of a layer."""
    return drawn_bare("counts", scene, drawn)


def drawn(scene: Scene) -> str:
    """The squares, and a line for each."""
    found = shares(scene)
    sides = square_sides([share.amount for share in found])
    tall = max(sides)
    notes = noted(captions(scene, sides), WIDTH)
    top = tall + 84
    lines = [count_line(share, top + LINE * place) for place, share in enumerate(found)]
    return picture(
        "counts",
        WIDTH,
        top + LINE * 3 + 20 * len(notes) - 6,
        "How many weights are learned",
        description(found),
        piece(*squares(scene, found, sides), *lines),
        said(notes, 0, top + LINE * 3),
    )


def description(found: list[Share]) -> str:
    """One sentence for those who do not see the figure."""
    return "Weights to learn: " + ", ".join(f"{share.name} {count(share.amount)}" for share in found) + "."


def square_sides(amounts: list[int]) -> list[float]:
    """The sides of squares whose areas are to scale.

    >>> square_sides([400, 100, 4])
    [100.0, 50.0, 10.0]
    """
    return [round(max(TALLEST * math.sqrt(amount / amounts[0]), LEAST), 2) for amount in amounts]


def squares(scene: Scene, found: list[Share], sides: list[float]) -> list[str]:
    """A square for each layer on one base line, with its count and name below; only tied weights have a hue."""
    drawn, base = [], max(sides) + 2
    for place, (share, side) in enumerate(zip(found, sides, strict=True)):
        x = place * COLUMN
        tied = share.name == "convolutional" and scene.tied
        square = stripes(scene, x, base - side, side) if tied else neutral(x, base - side, side)
        bold = "600" if share.current else None
        amount = label(
            x, base + 20, count(share.amount), font_size=18, font_weight=bold, text_anchor="start", class_="n"
        )
        name = label(x, base + 42, share.name, fills("muted"), font_size=13, text_anchor="start")
        drawn.append(group(square, amount, name))
    return drawn


def neutral(x: float, y: float, side: float) -> str:
    """The square of a layer whose weights are not shared."""
    return tag("rect", x=x, y=y, width=side, height=side, paint=Paint("neutral", "outline", 1))


def stripes(scene: Scene, x: float, y: float, side: float) -> str:
    """The square of the tied weights, in their colours."""
    hues = list(dict.fromkeys(scene.colour(weight) for weight in range(scene.layer.weight.size)))
    each = side / len(hues)
    inner = "".join(
        tag("rect", x=x + place * each, y=y, width=each, height=side, paint=Paint(hue))
        for place, hue in enumerate(hues)
    )
    return inner + tag("rect", x=x, y=y, width=side, height=side, paint=Paint("none", "rim", 1))


def count_line(share: Share, y: float) -> str:
    """The name and the count, and below how that comes about: `25 outputs × 25 inputs`."""
    bold = "600" if share.current else None
    return (
        label(0, y, share.name, font_size=14, font_weight=bold, text_anchor="start")
        + label(WIDTH - 2, y, count(share.amount), font_size=16, font_weight=bold, text_anchor="end", class_="n")
        + label(0, y + 20, share.reason, fills("muted"), font_size=13, text_anchor="start")
    )


def captions(scene: Scene, sides: list[float]) -> list[str]:
    """What follows from the counts, and what is not to scale."""
    counts = scene.ties.counts
    used = one(round(len(scene.ties) / max(scene.matrix.distinct_weights, 1), 1))
    notes = [
        f"A tied weight stands in {used} {'place' if used == '1' else 'places'} on average. Biases are not counted."
    ]
    share = 100 * counts.convolutional / counts.dense
    if share < 100:
        notes.append(f"The convolutional layer has {one(float(f'{share:.3g}'))} % of the weights of the dense one.")
    if min(sides) == LEAST:
        notes.append("The smallest square is drawn larger than to scale, so that it is seen.")
    return notes
