"""`network`: the layer as units and connections. One weight, one colour, one path; what is not connected is absent."""

import numpy as np

from app.figures.bare import drawn_bare
from app.figures.blocks import HEAD_HEIGHT
from app.figures.connections import absent, absent_labels, step_wires, wires
from app.figures.kinship import lit_marks, lit_wires
from app.figures.layout import LABELS, columns, noted, picture, said, viewport
from app.figures.net import HEIGHT, INPUT_Y, MOST_ABSENT, OUTPUT_Y, Groups, Net, grouped
from app.figures.numbers import count, plural
from app.figures.palette import DIMMED, draws, fills
from app.figures.scene import Scene
from app.figures.strip import CAPTION
from app.figures.svg import (
    formula,
    group,
    tag,
    translate,
    translations,
)
from app.figures.units import backing, step_frame, units, weight_labels


def draw(scene: Scene) -> str:
    """The figure as SVG text."""
    net = find_net(scene)
    return (not net.columns.digits and drawn_bare("network", scene, without_digits)) or drawn(net)


def find_net(scene: Scene) -> Net:
    """Where the units of a scene stand."""
    return Net(scene, columns(scene) if scene.plain else grouped(scene))


def without_digits(scene: Scene) -> str:
    """The figure of a scene whose numbers are all 0; nothing where these have room, as longer ones have not."""
    net = find_net(scene)
    return "" if net.columns.digits else drawn(net)


def drawn(net: Net) -> str:
    """The units and connections where they stand."""
    scene = net.scene
    notes = noted(captions(net), net.columns.width - LABELS)
    height = HEIGHT + net.above + net.below + CAPTION * len(notes)
    strip = group(
        *layers(net),
        transform=translate(-net.columns.scroll[scene.position], 0),
        data_moves=None if net.columns.complete else scroll_moves(net),
    )
    return picture(
        "network",
        net.columns.width + 2,
        height,
        "The layer as a network",
        description(scene),
        group(row_labels(scene), transform=translate(0, net.above)) if net.above else row_labels(scene),
        viewport(net.columns.room, net.columns.complete, HEIGHT, strip, net.above),
        group_names(net),
        said(notes, LABELS, HEIGHT + net.above + net.below + 10, CAPTION),
    )


def description(scene: Scene) -> str:
    """One sentence for those who do not see the figure."""
    return (
        f"{plural(len(scene.ties), 'connection')} from {plural(scene.inputs, 'input')} to "
        f"{plural(scene.outputs, 'output')}; connections of one colour share one of "
        f"{plural(scene.layer.weight.size, 'weight')}."
    )


def group_names(net: Net) -> str:
    """The names of the groups of units, above the inputs and below the outputs, where there is room."""
    if net.scene.plain:
        return ""
    above, below = net.names
    places = [(net.above - 12.0 - HEAD_HEIGHT * line, names) for line, names in enumerate(above)]
    places += [(HEIGHT + net.above + 12.0 + HEAD_HEIGHT * line, names) for line, names in enumerate(below)]
    words = [formula(LABELS - 2 + float(middle), y, name, 13) for y, names in places for middle, name in names]
    return group(*words, paint=fills("muted"))


def scroll_moves(net: Net) -> str:
    """Where the strip stands at each output."""
    if isinstance(net.columns, Groups):
        return ""
    x = net.columns.over_filters(-net.columns.scroll)
    return translations(x, np.zeros_like(x))


def row_labels(scene: Scene) -> str:
    """The names of the two rows, and the arrow of the pass between them."""
    upper, lower = ("T^T δ", "δ") if scene.backward else ("x", "z")
    top, bottom = INPUT_Y + 24, OUTPUT_Y - 24
    d = f"M4.5 {bottom}V{top}m-4 5l4 -5l4 5" if scene.backward else f"M4.5 {top}V{bottom}m-4 -5l4 5l4 -5"
    return group(
        formula(0, INPUT_Y, upper, 18, text_anchor="start"),
        formula(0, OUTPUT_Y, lower, 18, text_anchor="start"),
        tag("path", d=d, paint=draws("muted", 1.25)),
    )


def layers(net: Net) -> list[str]:
    """From back to front: absent connections, casings and hues, those of the step and lit, lozenges, units, marks."""
    scene = net.scene
    dimmed = DIMMED if scene.highlight is not None else None
    return [
        group(absent(net), wires(net), data_base="", opacity=dimmed),
        group(step_wires(net), data_base="", opacity=dimmed),
        lit_wires(net),
        backing(net),
        group(absent_labels(net), weight_labels(net), data_base="", opacity=dimmed),
        units(net, dimmed),
        lit_marks(net),
        step_frame(net),
    ]


def captions(net: Net) -> list[str]:
    """What is left out of the picture, in words."""
    scene = net.scene
    notes = list(scene.highlight_unseen) if scene.plain or not scene.section.whole else []
    if scene.filters > 1 and scene.plain:
        notes.append(f"The step's filter; {scene.filters} filters read the same inputs.")
    if not scene.section.whole:
        rows, inputs = scene.section.shape
        notes.append(
            f"{count(len(scene.section.ties))} of {count(len(scene.ties))} connections: those of the {rows} outputs in "
            f"the row of the step to {inputs} inputs of one channel. The view follows the step."
        )
    elif not net.columns.complete:
        notes.append(f"{count(len(scene.ties))} connections in all; the view follows the step.")
    elif not net.labelled and scene.tied:
        notes.append("One colour, one weight.")
    hidden = len(scene.section.ties) - scene.section.ties.pairs
    if hidden and scene.tied:
        notes.append(f"{count(hidden)} of the connections lie on another of the same pair.")
    if scene.dense:
        missing = scene.section.ties.counts.dense - scene.section.ties.pairs
        if missing > MOST_ABSENT:
            notes.append(f"The band stands for {count(missing)} more connections of a dense layer.")
    return notes
