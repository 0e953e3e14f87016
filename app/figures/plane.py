"""The geometry of `sliding` along two axes: the input with its padding, the kernel beside it, the output below."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.convolution import Axis
from app.figures.grid import other_width
from app.figures.layout import FULL_WIDTH, SIDE_WIDTH, SLIM_WIDTH, longest, text_width
from app.figures.measures import PHONE_WIDTH
from app.figures.padded import padded_size
from app.figures.scene import Scene
from app.figures.svg import SMALLEST, Points

LARGEST_PITCH, SMALLEST_PITCH = 30.0, 1.5
KERNEL_CELL = 38.0
GAP, SLIM_GAP = 40.0, 28.0
"""Room between one grid and the next, and the same in a slim figure."""

HEAD = 26.0
"""Height of the line that names a grid."""

SOURCES = 24.0
"""Room at the left and above for where copied padding comes from."""

MOST_CHANNELS = 4
"""Up to so many input channels of a filter are drawn one below the other."""

CHANNEL_NAME = 124.0
"""Room for the name of an input channel and its size."""

MOST_HEIGHT = 640
"""The room for these channels, in pixels."""

BETWEEN = 20.0
"""Room between one channel and the next."""

MOST_DIGITS = 400
"""Outputs of a map that is drawn with its numbers."""

MOST_WRITTEN = 7
"""Up to so many rows and columns of a kernel the sum is written out."""


@dataclass(frozen=True)
class Plane:
    """Where everything stands. `channels` are the places in a filter's kernels that are drawn."""

    scene: Scene
    pitch: float
    digits: bool
    channels: tuple[int, ...]
    width: float

    @cached_property
    def rows(self) -> Axis:
        """The axis from top to bottom."""
        return self.scene.plan.axes[0]

    @cached_property
    def columns(self) -> Axis:
        """The axis from left to right."""
        return self.scene.plan.axes[1]

    @property
    def wide(self) -> bool:
        """Whether the figure has the whole width, so that the outputs stand beside the kernel."""
        return self.width == FULL_WIDTH

    @property
    def prefix(self) -> str:
        """What the names inside the figure start with; a phone's drawing may stand on one page with the other."""
        return "slin" if self.width == PHONE_WIDTH else "sli"

    @property
    def gap(self) -> float:
        """Room between the input and the kernel, for the two lines that join them."""
        return gap_in(self.width)

    @cached_property
    def copies(self) -> bool:
        """Whether padding is copied, so that its source is named."""
        return copies_padding(self.scene)

    @cached_property
    def left(self) -> float:
        """The left edge of the padded input."""
        return 2 + (SOURCES if self.copies else 0)

    @cached_property
    def right(self) -> float:
        """The right edge of the padded input."""
        return self.left + padded_size(self.columns) * self.pitch

    @cached_property
    def block(self) -> float:
        """Height of a channel's grid, with its name and the room below."""
        names = HEAD + (14 if self.copies else 0)
        return names + max(padded_size(self.rows) * self.pitch, self.panel) + BETWEEN

    def top(self, place: int) -> float:
        """The upper edge of the padded input of one of the drawn channels."""
        return HEAD + (14 if self.copies else 0) + place * self.block

    @cached_property
    def kernel_cell(self) -> float:
        """The side of a cell of the kernel."""
        least = kernel_least(self.scene)
        room = (self.width - self.right - self.gap - 4) / self.columns.kernel_size
        return max(min(KERNEL_CELL, wide_cell(self.scene) if self.wide else room), least)

    @cached_property
    def kernel_left(self) -> float:
        """The left edge of the kernels: behind the name of a channel too, which stands on the line of theirs."""
        named = CHANNEL_NAME if self.scene.plan.in_channels > 1 else 0
        return max(self.right + self.gap, self.left + named)

    @cached_property
    def kernel_right(self) -> float:
        """The right edge of the kernels."""
        return self.kernel_left + self.columns.kernel_size * self.kernel_cell

    @cached_property
    def resting(self) -> bool:
        """Whether the kernel at rest is drawn too: it is reversed before it slides."""
        return self.scene.layer.reverses and not self.scene.backward

    @cached_property
    def rest_cell(self) -> float:
        """The side of a cell of the kernel at rest."""
        return max(min(26.0, self.kernel_cell), kernel_least(self.scene) if self.digits else 0)

    @cached_property
    def panel(self) -> float:
        """Height of a kernel with what stands above it."""
        height = self.rows.kernel_size * self.kernel_cell
        return height + (self.rows.kernel_size * self.rest_cell + 44 if self.resting else 0)

    def kernel_top(self, place: int) -> float:
        """The upper edge of the kernel that meets the window, on the middle of the input where there is room."""
        if self.resting:
            return self.top(place) + self.rows.kernel_size * self.rest_cell + 44
        middle = (padded_size(self.rows) * self.pitch - self.panel) / 2
        return self.top(place) + max(middle, 0)

    @cached_property
    def output_head(self) -> float:
        """The base line of the output's name."""
        if self.wide:
            return self.top(0) - 14
        return len(self.channels) * self.block + 6 - BETWEEN + 18

    @cached_property
    def output_top(self) -> float:
        """The upper edge of the outputs."""
        return self.output_head + 14

    @cached_property
    def output_pitch(self) -> tuple[float, bool]:
        """The side of an output, wide enough for its number, and whether there is room for numbers at all."""
        scene = self.scene
        texts = scene.delta_texts if scene.backward else scene.pre_activation_texts
        needed = least_cell(texts)
        if self.digits and needed - 4 <= self.pitch:  # under its own pixel even where that is tight
            return self.pitch, True
        room = self.width - 4 - (self.kernel_right + GAP if self.wide else 0)
        few = self.columns.output_size * self.rows.output_size <= MOST_DIGITS
        if few and self.columns.output_size * needed <= room:
            return max(needed, min(self.pitch, room / self.columns.output_size)), True
        return min(self.pitch, room / self.columns.output_size), False

    @cached_property
    def output_left(self) -> float:
        """The left edge of the outputs: each under the middle of its window where the steps allow it."""
        pitch = self.output_pitch[0]
        if self.wide:
            return self.kernel_right + GAP
        if self.columns.stride > 1 or pitch != self.pitch:
            return 2
        return self.left + (self.columns.span - 1) / 2 * pitch

    @cached_property
    def output_right(self) -> float:
        """The right edge of the outputs."""
        return self.output_left + self.columns.output_size * self.output_pitch[0]

    @cached_property
    def output_bottom(self) -> float:
        """The lower edge of the outputs."""
        return self.output_top + self.rows.output_size * self.output_pitch[0]

    @cached_property
    def bottom(self) -> float:
        """The lower edge of all grids."""
        return max(self.output_bottom, len(self.channels) * self.block - BETWEEN + HEAD - 26)

    @cached_property
    def places(self) -> tuple[Points, Points]:
        """The row and the column of each step's output in its map, (steps,) each."""
        positions = np.arange(self.scene.steps.start, self.scene.steps.stop) % self.scene.positions
        row, column = np.divmod(positions, self.columns.output_size)
        return row.astype(np.float64), column.astype(np.float64)

    @cached_property
    def windows(self) -> tuple[Points, Points]:
        """Where the window of each step starts, from the corner of the padded input: x and y, (steps,) each."""
        row, column = self.places
        return column * self.columns.stride * self.pitch, row * self.rows.stride * self.pitch

    @cached_property
    def taps(self) -> tuple[Points, Points]:
        """Where each tap lies in the window, in window order: x and y, (taps,) each."""
        row, column = np.divmod(np.arange(self.scene.kernel_size), self.columns.kernel_size)
        return column * self.columns.dilation * self.pitch, row * self.rows.dilation * self.pitch


def copies_padding(scene: Scene) -> bool:
    """Whether there is padding that is copied from the input."""
    return any((axis.before or axis.after) and axis.padding_mode != "zeros" for axis in scene.plan.axes)


def least_cell(texts: list[str]) -> float:
    """The least side of a cell that holds the longest of some numbers."""
    return max(text_width("0" * longest(texts), SMALLEST) + 6, 18.0)


def kernel_least(scene: Scene) -> float:
    """The least side of a cell of the kernel."""
    return least_cell(scene.cell_texts)


def wide_cell(scene: Scene) -> float:
    """The side of a cell of the kernel where the figure has the whole width."""
    return max(kernel_least(scene) + 4, LARGEST_PITCH)


def planned_cell(scene: Scene, width: float) -> float:
    """The side of a cell of the kernel that is kept free for it."""
    if width == FULL_WIDTH:
        return wide_cell(scene)
    return kernel_least(scene) + (0 if width >= SIDE_WIDTH else 6 if width >= SLIM_WIDTH else 2)


def gap_in(width: float) -> float:
    """Room between the input and the kernel in a figure of some width."""
    return SLIM_GAP if width < SIDE_WIDTH else GAP


def for_phone(scene: Scene) -> Plane | None:
    """The plane on a phone, where what a page shows has no room there, or is squeezed beside a large matrix.

    None where the usual plane will do, or a phone would show less.
    """
    usual = lay_out(scene)
    if SLIM_WIDTH <= usual.width <= SIDE_WIDTH:
        return None
    narrow = fitting(scene, PHONE_WIDTH)
    alike = (narrow.channels, narrow.digits, narrow.output_pitch[1]) == (usual.channels, True, usual.output_pitch[1])
    return narrow if alike and outputs_fit(narrow) else None


def outputs_fit(plane: Plane) -> bool:
    """Whether the outputs stand within the width of a figure."""
    return max(plane.output_right, plane.kernel_right) <= plane.width


def lay_out(scene: Scene) -> Plane:
    """The plane of a scene: with numbers where they fit, beside the other figure if possible."""
    room = other_width(scene)
    found = fitting(scene, room)
    if found.digits:
        return found
    whole = fitting(scene, FULL_WIDTH)
    return whole if whole.digits else found


def fitting(scene: Scene, width: float) -> Plane:
    """The plane in some width: as large as it goes, without numbers where those have no room."""
    rows, columns = scene.plan.axes
    margin = 4 + (SOURCES if copies_padding(scene) else 0)
    wide = width == FULL_WIDTH
    room = width - margin - gap_in(width) * (2 if wide else 1) - columns.kernel_size * planned_cell(scene, width)
    across = min(LARGEST_PITCH, room / (padded_size(columns) + (columns.output_size if wide else 0)))
    several = min(LARGEST_PITCH, (MOST_HEIGHT / scene.plan.group_inputs - HEAD - BETWEEN) / padded_size(rows))
    needed = least_cell(scene.input_texts)
    every = scene.plan.group_inputs <= MOST_CHANNELS and several >= min(needed, across)
    channels = tuple(range(scene.plan.group_inputs)) if every else (scene.channel % scene.plan.group_inputs,)
    pitch = min(across, several) if every else across
    digits = pitch >= needed and padded_size(rows) <= 24
    if not digits:
        pitch = max(min(pitch, MOST_HEIGHT / 2 / padded_size(rows)), SMALLEST_PITCH)
    # whole pixels where there are enough of them, so that hairlines stay sharp
    return Plane(scene, float(int(pitch)) if pitch >= 4 else int(4 * pitch) / 4, digits, channels, width)
