"""What a highlight shows in `network`: every copy of one weight, joined by arcs, and the units it joins."""

import numpy as np

from app.convolution.arrays import Integers
from app.figures.layout import for_filter, text_width
from app.figures.net import LOZENGE_HEIGHT, Net, line_colour
from app.figures.numbers import count
from app.figures.palette import Paint, draws, fills
from app.figures.svg import (
    group,
    label,
    number,
    pill,
    tag,
    use,
)


def lit_wires(net: Net) -> str:
    """For each weight its connections with a double outline, which lie below all units and their numbers."""
    return "".join(lit(net, weight, *doubled(net, weight)) for weight, _ in net.scene.section.by_weight)


def lit_marks(net: Net) -> str:
    """For each weight what lies above all else: its copies joined by arcs, and the units that it joins."""
    marks = []
    for weight, ties in net.scene.section.by_weight:
        again = [use(f"net-m{weight}"), arcs(net, ties)] if net.labelled else []
        marks.append(lit(net, weight, *again, lit_units(net, ties)))
    return "".join(marks)


def lit(net: Net, weight: int, *drawn: str) -> str:
    """What is seen while a weight is highlighted, if there is anything."""
    scene = net.scene
    if not any(drawn):
        return ""
    shown = group(*drawn, data_kin=str(weight), display=None if scene.highlight == weight else "none")
    return for_filter(scene, scene.filter_of(weight), shown) if scene.plain else shown


def doubled(net: Net, weight: int) -> list[str]:
    """The connections of a weight with a double outline."""
    reference = f"net-w{weight}"
    return [
        use(reference, draws("ink", net.hue_width + 6)),
        use(reference, draws("page", net.hue_width + 3.5)),
        use(reference, draws(line_colour(net.scene, weight), net.hue_width + 0.75)),
    ]


def arcs(net: Net, ties: Integers) -> str:
    """Arcs under the lozenges of one weight, and how many copies it has."""
    if not net.scene.tied or ties.size < 2:
        return ""
    xs, y = net.lozenges(ties)
    xs, below = np.sort(xs), y + LOZENGE_HEIGHT / 2
    top, low = number(below), number(below + 20)
    d = "".join(
        f"M{a} {top}C{a} {low} {b} {low} {b} {top}"
        for a, b in zip(map(number, xs[:-1]), map(number, xs[1:]), strict=True)
    )
    middle = (ties.size - 1) // 2
    x = float(xs[middle] + xs[middle + 1]) / 2
    return tag("path", d=d, paint=draws("ink", 1.25)) + badge(x, below + 15, ties.size)


def badge(x: float, y: float, copies_count: int) -> str:
    """How many copies a weight has, as ×n."""
    text = f"×{count(copies_count)}"
    width = max(28.0, text_width(text, 13) + 12)
    d = f"M{number(x - width / 2 + 10)} {number(y - 10)}{pill(width, 20)}"
    shape = tag("path", d=d, paint=Paint("page", "ink", 1.25))
    return shape + label(x, y, text, fills("ink"), font_size=13, class_="n")


def lit_units(net: Net, ties: Integers) -> str:
    """The units that a weight joins, shown at full strength."""
    if not net.few:
        return ""
    found = net.scene.section.ties
    inputs, outputs = np.unique(found.input[ties]).tolist(), np.unique(found.output[ties]).tolist()
    return "".join([use(f"net-x{i}") for i in inputs] + [use(f"net-z{o + net.scene.steps.start}") for o in outputs])
