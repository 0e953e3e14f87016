"""All of T at a glance, where it is too large to draw: its blocks that can be non-zero, and the part that is drawn."""

import numpy as np

from app.convolution.arrays import Integers
from app.figures.palette import Paint, draws, fills
from app.figures.scene import Scene
from app.figures.svg import box, copies, number, tag

SIDE = 280
"""The longer side of the map in pixels."""


def band(scene: Scene, x: float, y: float) -> tuple[str, float]:
    """The map of T at (x, y), and its height with the room below it."""
    plan = scene.plan
    scale = SIDE / max(plan.outputs, plan.inputs)
    width, height = plan.inputs * scale, plan.outputs * scale
    ground = tag("path", d=f"M{number(x)} {number(y)}{box(width, height)}", paint=draws("outline", 1))
    rows, columns, shape = connected_blocks(scene)
    side = np.round(np.array(shape) * scale, 2)
    d = copies(x + columns * scale, y + rows * scale, box(max(float(side[1]), 0.5), max(float(side[0]), 0.5)))
    blocks = tag("path", d=d, paint=fills("outline"))
    return ground + blocks + pair_rules(scene, x, y, scale) + drawn_part(scene, x, y, scale), height + 24


def connected_blocks(scene: Scene) -> tuple[Integers, Integers, tuple[int, int]]:
    """The first row and column of each block of T that has a tie, and the size of a block."""
    plan = scene.plan
    filters = np.arange(plan.out_channels)
    channels = plan.group_of(filters)[:, None] * plan.group_inputs + np.arange(plan.group_inputs)
    top = np.repeat(filters * plan.positions, plan.group_inputs)
    left = channels.ravel() * plan.spatial_inputs
    if not scene.planar:
        return top, left, (plan.positions, plan.spatial_inputs)
    rows, columns = plan.axes
    output, _ = np.nonzero(rows.windows >= 0)
    source = rows.windows[rows.windows >= 0]
    down = top[:, None] + output * columns.output_size
    across = left[:, None] + source * columns.input_size
    return down.ravel(), across.ravel(), (columns.output_size, columns.input_size)


def pair_rules(scene: Scene, x: float, y: float, scale: float) -> str:
    """Rules between the blocks of one filter or channel and the next."""
    plan = scene.plan
    right, bottom = number(x + plan.inputs * scale), number(y + plan.outputs * scale)
    across = [number(x + channel * plan.spatial_inputs * scale) for channel in range(1, plan.in_channels)]
    down = [number(y + channel * plan.positions * scale) for channel in range(1, plan.out_channels)]
    d = "".join(f"M{place} {number(y)}V{bottom}" for place in across)
    d += "".join(f"M{number(x)} {place}H{right}" for place in down)
    return tag("path", d=d, paint=draws("ink", 1)) if d else ""


def drawn_part(scene: Scene, x: float, y: float, scale: float) -> str:
    """A frame round the part of T that is drawn in full."""
    section = scene.section
    left, right = int(section.columns[0]), int(section.columns[-1]) + 1
    height = max(len(section.rows) * scale, 3.0)
    return tag(
        "rect",
        x=x + left * scale - 1.5,
        y=y + section.rows.start * scale - 1.5,
        width=(right - left) * scale + 3,
        height=height + 3,
        paint=Paint("none", "ink", 2),
    )
