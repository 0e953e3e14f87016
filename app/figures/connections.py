"""The connections of `network`: one path for each weight, and what a dense layer would have besides."""

import numpy as np

from app.convolution.arrays import Integers
from app.figures.layout import for_filter
from app.figures.net import DENSE_LOZENGES, INPUT_Y, LOZENGE_RIM, LOZENGE_WIDTH, MOST_ABSENT, OUTPUT_Y, Net, line_colour
from app.figures.palette import Paint, draws, fills
from app.figures.scene import Scene
from app.figures.svg import (
    group,
    number,
    numbers,
    piece,
    tag,
    use,
)
from app.figures.units import lozenges

NO_TIE = "none"
"""What stands for the weight of a connection that only a dense layer has."""

CROWDED = 0.4
"""The opacity of connections that lie so close that the step would drown in them."""

LESS_CROWDED = 0.65
"""The same where the units have room for their numbers."""

MOST_ZEROS = 30
"""Up to this many zeros of a dense layer are written on their connections."""


def wires(net: Net) -> str:
    """One path for each weight, shown twice: as a casing below, and as its hue above all casings."""
    scene = net.scene
    groups = []
    for channel, weights, _ in net.parts:
        hues = group(
            *(use(f"net-w{k}", Paint(stroke=line_colour(scene, k))) for k in weights),
            paint=Paint(fill="none", width=net.hue_width),
        )
        if not net.crowded:
            rims = Paint(fill="none", stroke="rim", width=net.hue_width + 1.5)
            shown = group(*(use(f"net-w{k}") for k in weights), paint=rims) + hues
        else:
            shown = group(hues, opacity=CROWDED if not net.columns.digits else LESS_CROWDED)
        groups.append(shown if channel is None else for_filter(scene, channel, shown))
    paths = [
        tag(
            "path",
            id=f"net-w{k}",
            d=net.wire(ties),
            data_weight=str(k),
            data_wire=str(k),
            data_outputs=outputs_of(scene, ties),
        )
        for k, ties in scene.section.by_weight
    ]
    return tag("defs", piece(*paths)) + "".join(groups)


def outputs_of(scene: Scene, ties: Integers) -> str:
    """The outputs of one weight's ties, folded."""
    outputs = scene.section.ties.output + scene.steps.start
    if not scene.plain or not scene.evenly_tied or not ties.size:
        return ranges(outputs[ties])
    first, last = int(outputs[ties[0]]), int(outputs[ties[-1]])
    return str(first) if first == last else f"{first}-{last}"


def ranges(indices: Integers) -> str:
    """Growing indices with runs folded, for `data-outputs`.

    >>> ranges(np.array([0, 1, 2, 5]))
    '0-2 5'
    """
    if not indices.size:
        return ""
    breaks = np.flatnonzero(indices[1:] - indices[:-1] != 1).tolist()
    pairs = [
        (int(indices[start]), int(indices[stop]))
        for start, stop in zip([0, *(place + 1 for place in breaks)], [*breaks, -1], strict=True)
    ]
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in pairs)


def step_wires(net: Net) -> str:
    """The connections of the step's output, thicker: all casings, then all hues."""
    scene = net.scene
    wide = net.hue_width + 2.75
    outputs, inputs = absent_pairs(scene)
    at_step = outputs == (scene.position if scene.plain else scene.step - scene.steps.start)
    zeros = net.straight(inputs[at_step], outputs[at_step])
    paths = [(NO_TIE, zeros)] if zeros else []
    paths += [(str(weight), d) for weight, d in wires_at_step(net).items()]
    casing = tag(
        "path",
        d="".join(d for _, d in paths),
        data_step_casing="",
        paint=Paint("none", "rim", wide + 2.5),
    )
    hues = "".join(
        tag(
            "path",
            d=d or None,
            data_step_weight=name,
            paint=Paint("none", "wire" if name == NO_TIE else line_colour(scene, int(name)), wide),
        )
        for name, d in paths
    )
    return casing + hues


def wires_at_step(net: Net) -> dict[int, str]:
    """For each weight the path of its connections to the step's output; there are few, so each stands by itself."""
    ties, local = net.scene.section.ties, net.scene.step - net.scene.steps.start
    at_step = np.flatnonzero(ties.output == local)
    starts, end = net.columns.inputs[ties.input[at_step]], net.outputs[local]
    paths = dict.fromkeys(net.scene.section.weights, "")
    for weight, x, dx in zip(ties.weight[at_step].tolist(), numbers(starts), numbers(end - starts), strict=True):
        paths[weight] += f"M{x} {INPUT_Y}l{dx} {OUTPUT_Y - INPUT_Y}"
    return paths


def absent_pairs(scene: Scene) -> tuple[Integers, Integers]:
    """The outputs (of the step's filter) and inputs that only a dense layer connects; none for other layers."""
    nothing = np.empty(0, dtype=np.int64)
    ties = scene.section.ties
    if not scene.dense or ties.counts.dense - ties.pairs > MOST_ABSENT:
        return nothing, nothing
    mask = scene.connected
    if scene.plain:
        mask = mask[scene.filter * scene.positions : (scene.filter + 1) * scene.positions]
    outputs, inputs = np.nonzero(mask == 0)
    return outputs, inputs


def absent(net: Net) -> str:
    """The connections that a dense layer would have besides, grey and behind; a band where they are too many."""
    scene = net.scene
    if not scene.dense:
        return ""
    outputs, inputs = absent_pairs(scene)
    if not outputs.size:
        return band(net) if scene.section.ties.counts.dense > scene.section.ties.pairs else ""
    wires = tag(
        "path",
        id="net-absent",
        d=net.straight(inputs, outputs),
        data_wire=NO_TIE,
        data_outputs=ranges(outputs + scene.steps.start),
    )
    lines = [use("net-absent", draws(role, net.hue_width + more)) for role, more in (("outline", 1.5), ("wire", 0))]
    return tag("defs", wires) + group(*lines, data_absent="")


def absent_labels(net: Net) -> str:
    """The zeros of a dense layer on their connections, near the input, where there is room."""
    outputs, inputs = absent_pairs(net.scene)
    if not net.labelled or not 0 < outputs.size <= MOST_ZEROS:
        return ""
    x0, x1 = net.columns.inputs[inputs], net.outputs[outputs]
    xs, y = x1 + (x0 - x1) * DENSE_LOZENGES, OUTPUT_Y + (INPUT_Y - OUTPUT_Y) * DENSE_LOZENGES
    zeros = lozenges(xs, y, ["0"] * xs.size, Paint("neutral", "outline", LOZENGE_RIM), "ink", LOZENGE_WIDTH)
    return group(zeros, data_absent="")


def band(net: Net) -> str:
    """One grey band for a great many absent connections; a caption says how many."""
    left, right = net.columns.inputs[0], net.columns.inputs[-1]
    low, high = net.outputs[0], net.outputs[-1]
    d = f"M{number(left)} {INPUT_Y}H{number(right)}L{number(high)} {OUTPUT_Y}H{number(low)}z"
    return tag("path", d=d, paint=fills("neutral"), data_absent="")
