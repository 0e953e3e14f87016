"""The connections of `network`: one path for each weight, and what a dense layer would have besides."""

import numpy as np

from app.convolution.arrays import Integers
from app.figures.layout import for_filter
from app.figures.net import DENSE_LOZENGES, INPUT_Y, LOZENGE_WIDTH, MOST_ABSENT, OUTPUT_Y, Net, line_colour
from app.figures.numbers import count
from app.figures.palette import Paint, draws, fills
from app.figures.scene import Scene
from app.figures.svg import (
    group,
    lines,
    number,
    tag,
    use,
)
from app.figures.units import lozenges


def wires(net: Net) -> str:
    """One path for each weight, shown twice: as a casing below, and as its hue above all casings."""
    scene = net.scene
    groups = []
    for channel in range(scene.layer.filters):
        weights = sorted(scene.filter_weights(channel).tolist())
        casings = group(
            *(use(f"net-w{k}") for k in weights), paint=Paint(fill="none", stroke="rim", width=net.hue_width + 1.5)
        )
        hues = group(
            *(use(f"net-w{k}", Paint(stroke=line_colour(scene, k))) for k in weights),
            paint=Paint(fill="none", width=net.hue_width),
        )
        groups.append(for_filter(scene, channel, casings, hues))
    paths = [
        tag(
            "path",
            id=f"net-w{k}",
            d=net.wire(ties),
            data_weight=str(k),
            data_outputs=ranges(scene.ties.output[ties]),
        )
        for k, ties in enumerate(scene.connections_by_weight)
    ]
    return tag("defs", *paths) + "".join(groups)


def casing_colour(scene: Scene) -> str:
    """The role of a connection's casing: lighter round neutral wires."""
    return "rim" if scene.tied else "outline"


def ranges(indices: Integers) -> str:
    """Growing indices with runs folded, for `data-outputs`.

    >>> ranges(np.array([0, 1, 2, 5]))
    '0-2 5'
    """
    if not indices.size:
        return ""
    breaks = np.flatnonzero(np.diff(indices) != 1)
    starts, stops = np.r_[0, breaks + 1], np.r_[breaks, indices.size - 1]
    pairs = zip(indices[starts].tolist(), indices[stops].tolist(), strict=True)
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in pairs)


def step_wires(net: Net) -> str:
    """The connections of the step's output, thicker: all casings, then all hues."""
    scene = net.scene
    at_step = np.flatnonzero(scene.ties.output == scene.step)
    wide = net.hue_width + 2.75
    casing = tag(
        "path",
        d=net.wire(at_step),
        data_step_casing="",
        paint=Paint("none", "rim" if scene.tied else "outline", wide + 2.5),
    )
    hues = "".join(
        tag(
            "path",
            d=net.wire(at_step[scene.ties.weight[at_step] == weight]) or None,
            data_step_weight=str(weight),
            paint=Paint("none", line_colour(scene, weight), wide),
        )
        for weight in range(scene.layer.weight.size)
    )
    return casing + hues


def absent(net: Net) -> str:
    """The connections that a dense layer would have besides, grey and behind; a band where they are too many."""
    scene = net.scene
    if not scene.dense:
        return ""
    mask = scene.matrix.mask()[scene.filter * scene.positions : (scene.filter + 1) * scene.positions]
    outputs, inputs = np.nonzero(mask == 0)
    if outputs.size > MOST_ABSENT:
        return band(net, outputs.size)
    x0, x1 = net.columns.inputs[inputs], net.columns.outputs[outputs]
    d = lines(x0, np.full(x0.shape, float(INPUT_Y)), x1, np.full(x1.shape, float(OUTPUT_Y)))
    drawn = "".join(
        tag("path", d=d, paint=draws(role, net.hue_width + more)) for role, more in (("outline", 1.5), ("wire", 0))
    )
    if not net.labelled or outputs.size > 30:
        return drawn
    y = OUTPUT_Y + (INPUT_Y - OUTPUT_Y) * DENSE_LOZENGES
    xs = x1 + (x0 - x1) * DENSE_LOZENGES
    return drawn + lozenges(xs, y, ["0"] * xs.size, Paint("neutral", "outline", 1), "ink", LOZENGE_WIDTH)


def band(net: Net, absent_count: int) -> str:
    """One grey band for a great many absent connections, with their number."""
    left, right = net.columns.inputs[0], net.columns.inputs[-1]
    low, high = net.columns.outputs[0], net.columns.outputs[-1]
    d = f"M{number(left)} {INPUT_Y}H{number(right)}L{number(high)} {OUTPUT_Y}H{number(low)}z"
    return tag("path", d=d, paint=fills("neutral")) + tag("title", f"{count(absent_count)} more connections")
