"""The units of `network` and the numbers on its connections."""

import numpy as np

from app.convolution.arrays import Integers
from app.figures.layout import fitting_size, for_filter
from app.figures.net import INPUT_Y, LOZENGE_HEIGHT, LOZENGE_RIM, OUTPUT_Y, RADIUS, Net, half_unit, unit_shape
from app.figures.palette import Paint, digit_colour, draws, fills
from app.figures.svg import (
    Points,
    copies,
    each_label,
    group,
    labels,
    piece,
    pill,
    tag,
    translate,
    translations,
)
from app.figures.unread import input_labels


def lozenges(xs: Points, y: float, texts: list[str], paint: Paint, digits: str, width: float) -> str:
    """Numbers in boxes with round ends, all of one weight in one path."""
    shape = tag("path", d=lozenge_shape(xs, y, width), paint=paint)
    return shape + group(labels(xs.tolist(), [y] * xs.size, texts), paint=fills(digits), font_size=13, class_="n")


def backing(net: Net) -> str:
    """Paper under units and lozenges, so that no line shows through them, dimmed or not."""
    if not net.columns.digits:
        return ""
    half = half_unit(net)
    units = unit_shape(net.columns.inputs, INPUT_Y, half) + unit_shape(net.columns.outputs, OUTPUT_Y, half)
    lozenges = (
        lozenge_shape(*net.lozenges(np.arange(len(net.scene.section.ties))), net.lozenge_width) if net.labelled else ""
    )
    return piece(tag("path", d=units + lozenges, paint=fills("page")))


def lozenge_shape(xs: Points, y: float, width: float) -> str:
    """Boxes with round ends, centred on points of one height."""
    left = xs - width / 2 + LOZENGE_HEIGHT / 2
    return copies(left, np.full(xs.shape, y - LOZENGE_HEIGHT / 2), pill(width, LOZENGE_HEIGHT))


def weight_labels(net: Net) -> str:
    """The number of each weight on its connections, where there is room."""
    scene = net.scene
    if not net.labelled:
        return ""
    marks = []
    ties = dict(scene.section.by_weight)
    for channel, weights, _ in net.parts:
        groups = []
        for weight in weights:
            xs, y = net.lozenges(ties[weight])
            colour = scene.colour(weight)
            paint = Paint(colour, "rim" if scene.tied else "outline", LOZENGE_RIM)
            digits = digit_colour(colour) if scene.tied else "ink"
            marks_of_weight = lozenges(xs, y, [scene.weight_texts[weight]] * xs.size, paint, digits, net.lozenge_width)
            groups.append(group(marks_of_weight, id=f"net-m{weight}", data_weight=str(weight)))
        marks.append("".join(groups) if channel is None else for_filter(scene, channel, *groups))
    return "".join(marks)


def units(net: Net, dimmed: float | None) -> str:
    """The inputs above and the outputs of each filter below, with their values where there is room."""
    scene, found = net.scene, net.columns
    upper, lower = unit_texts(net)
    inputs = unit_row(net, upper, found.inputs, INPUT_Y)
    outputs = ""
    for channel, _, shown in net.parts:
        row = unit_row(net, lower, found.outputs, OUTPUT_Y, start=shown.start)
        outputs += row if channel is None else for_filter(scene, channel, row)
    return group(inputs, outputs, data_base="" if found.digits else None, opacity=dimmed if found.digits else None)


def unit_texts(net: Net) -> tuple[list[str], list[str]]:
    """The numbers of the inputs and of all outputs; none are written out where none are shown."""
    scene = net.scene
    if not net.columns.digits:
        return [], []
    upper = scene.input_gradient_texts if scene.backward else scene.input_texts
    lower = scene.delta_texts if scene.backward else scene.pre_activation_texts
    return [upper[column] for column in scene.section.columns.tolist()], lower


def unit_row(net: Net, texts: list[str], xs: Points, y: float, start: int | None = None) -> str:
    """One row of units: the inputs, or the outputs from `start` on, of which that of the step is bold."""
    if not net.columns.digits:
        radius = min(RADIUS, net.columns.pitch * 0.38)
        return piece(tag("path", d=unit_shape(xs, y, radius), paint=Paint("page", "ink", 1)))
    half = half_unit(net)
    units, shapes = numbers_of(net, texts, xs, y, start), ""
    if net.few:
        kind = "x" if start is None else "z"
        places = enumerate(zip(xs, units, strict=True), start or 0)
        units = [unit(f"net-{kind}{index}", x, y, half, text) for index, (x, text) in places]
    else:
        shapes = tag("path", d=unit_shape(xs, y, half), paint=draws("ink", 1.25))
    size = fitting_size(texts, 2 * half - 8, 16)
    if start is None:
        return piece(shapes, group(*units, font_size=size, class_="n"))
    return piece(shapes) + group(*units, font_size=size, class_="n", data_outputs=str(start))


def numbers_of(net: Net, texts: list[str], xs: Points, y: float, start: int | None) -> list[str]:
    """The numbers of a row of units: muted for an input of no connection, bold for the output of the step."""
    ys = np.full(xs.shape, float(y))
    if start is None:
        return input_labels(xs, ys, texts, unread_units(net))
    return each_label(xs, ys, texts[start : start + xs.size], bold=net.scene.step - start)


def unread_units(net: Net) -> Integers:
    """The inputs of no connection, by their place in the row."""
    section = net.scene.section
    return np.setdiff1d(np.arange(section.shape[1]), section.ties.input)


def unit(name: str, x: float, y: float, half: float, text: str) -> str:
    """One unit with its number, by a name so that a highlight can show it again."""
    return group(tag("path", d=unit_shape(np.array([x]), y, half), paint=Paint("page", "ink", 1.25)), text, id=name)


def step_frame(net: Net) -> str:
    """The frame round the output of the step."""
    half = half_unit(net) if net.columns.digits else min(RADIUS, net.columns.pitch * 0.38)
    x = net.outputs
    ring = tag("path", d=unit_shape(np.array([0.0]), OUTPUT_Y, half), paint=draws("ink", 3))
    return group(
        ring,
        data_frame="",
        transform=translate(x[net.scene.step - net.scene.steps.start], 0),
        data_moves=translations(x, np.zeros_like(x)),
    )
