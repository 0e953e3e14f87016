"""`feature-maps` along two axes: for each filter its kernels, the map z and the map a = f(z), pixel by pixel."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.figures.bias import bias_words
from app.figures.layout import FULL_WIDTH, NOTE_WIDTH, fitting_size, noted, picture, said
from app.figures.numbers import count
from app.figures.palette import DIMMED, draws, fills
from app.figures.planar_kernel import cell, inner_outline
from app.figures.plane import kernel_least, least_cell
from app.figures.pooled import pooling_notes, pooling_words
from app.figures.scene import Scene
from app.figures.shading import shades
from app.figures.svg import (
    Points,
    box,
    copies,
    formula,
    group,
    label,
    labels,
    number,
    tag,
    translate,
    translations,
    use,
)

MOST_MAPS = 8
MOST_KERNELS = 4
HEAD = 26.0
LEFT = 2.0
ARROW = 60.0
"""Room for the arrow of f between two maps."""

GAP = 32.0
BETWEEN = 8.0
"""Room between the kernels of a filter."""

KERNELS_WIDTH = 340.0
"""The room for kernels side by side."""

LARGEST_CELL = 30.0
TALLEST_SHADES = 180.0
"""How tall a map without numbers may be."""


@dataclass(frozen=True)
class PlanarMaps:
    """Where the maps stand: the kernels of a filter at the left, z beside them, a behind the arrow."""

    scene: Scene

    @cached_property
    def shown(self) -> list[int]:
        """The filters that are drawn: those of the steps of the page first."""
        every = range(self.scene.filters)
        first = self.scene.shown_filters.start if self.scene.filters > MOST_MAPS else 0
        return list(every[min(first, max(len(every) - MOST_MAPS, 0)) :][:MOST_MAPS])

    @cached_property
    def kernels(self) -> int:
        """How many kernels of a filter are drawn."""
        return min(self.scene.plan.group_inputs, MOST_KERNELS)

    @cached_property
    def kernel_cell(self) -> float:
        """The side of a cell of a kernel."""
        return max(kernel_least(self.scene), 20.0)

    @property
    def kernel_size(self) -> tuple[float, float]:
        """Width and height of a kernel."""
        rows, columns = self.scene.plan.axes
        return columns.kernel_size * self.kernel_cell, rows.kernel_size * self.kernel_cell

    @property
    def left(self) -> float:
        """The left edge of z."""
        across = self.kernels if self.in_a_row else 1
        return LEFT + across * (self.kernel_size[0] + BETWEEN) - BETWEEN + GAP

    @property
    def in_a_row(self) -> bool:
        """Whether the kernels of a filter stand side by side."""
        return self.kernels * (self.kernel_size[0] + BETWEEN) <= KERNELS_WIDTH

    @property
    def kernels_height(self) -> float:
        """Height of the kernels of a filter."""
        return (1 if self.in_a_row else self.kernels) * (self.kernel_size[1] + BETWEEN) - BETWEEN

    def kernel_corner(self, place: int, kernel: int) -> tuple[float, float]:
        """The upper left corner of a kernel of one of the drawn filters."""
        width, height = self.kernel_size
        if self.in_a_row:
            return LEFT + kernel * (width + BETWEEN), self.top(place)
        return LEFT, self.top(place) + kernel * (height + BETWEEN)

    @cached_property
    def pitch(self) -> tuple[float, bool]:
        """The side of an entry of a map, and whether its number fits."""
        rows, columns = self.scene.plan.axes
        pooled = self.scene.pooling_plan.axes[1].output_size if self.scene.pooling_plan else 0
        arrows = ARROW * (2 if pooled else 1)
        room = (FULL_WIDTH - self.left - arrows) / (2 * columns.output_size + pooled)
        needed = least_cell([*self.scene.pre_activation_texts, *self.scene.activation_texts])
        if room >= needed and rows.output_size <= 24:
            return min(room, max(LARGEST_CELL, needed)), True
        return max(min(room, TALLEST_SHADES / rows.output_size), 0.5), False

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a map."""
        rows, columns = self.scene.plan.axes
        return columns.output_size * self.pitch[0], rows.output_size * self.pitch[0]

    @property
    def second(self) -> float:
        """The left edge of a."""
        return self.left + self.size[0] + ARROW

    @property
    def third(self) -> float:
        """The left edge of the pooled map."""
        return self.second + self.size[0] + ARROW

    @property
    def width(self) -> float:
        """The width of the figure."""
        if self.scene.pooling_plan is None:
            return self.second + self.size[0] + 2
        return self.third + self.scene.pooling_plan.axes[1].output_size * self.pitch[0] + 2

    @property
    def block(self) -> float:
        """Height of a filter's block."""
        return HEAD + max(self.size[1], self.kernels_height + BETWEEN) + 20

    def top(self, place: int) -> float:
        """The upper edge of the maps of one of the drawn filters."""
        return HEAD + place * self.block


def draw(scene: Scene) -> str:
    """The figure as SVG text."""
    maps = PlanarMaps(scene)
    width = maps.width
    notes = noted(captions(maps), NOTE_WIDTH)
    height = len(maps.shown) * maps.block
    dimmed = DIMMED if scene.highlight is not None else None
    return picture(
        "feature-maps",
        max(width, NOTE_WIDTH if notes else 0),
        height + 20 * len(notes),
        "The feature maps",
        description(scene),
        group(*(kernels(maps, place) for place in range(len(maps.shown))), data_base="", opacity=dimmed),
        *(block(maps, place) + pooled_map(maps, place) for place in range(len(maps.shown))),
        frames(maps),
        highlights(maps),
        said(notes, 0, height + 8),
    )


def description(scene: Scene) -> str:
    """One sentence for those who do not see the figure."""
    rows, columns = scene.plan.axes
    filters = "1 filter gives 1 feature map" if scene.filters == 1 else f"{scene.filters} filters give as many maps"
    size = f"{rows.output_size} × {columns.output_size}"
    return f"{filters} of {size} entries; f is {scene.layer.activation}, entry by entry."


def kernel_corners(maps: PlanarMaps, place: int, kernel: int) -> tuple[Points, Points]:
    """The corners of the cells of a kernel, (taps,) each."""
    row, column = np.divmod(np.arange(maps.scene.kernel_size), maps.scene.plan.axes[1].kernel_size)
    left, top = maps.kernel_corner(place, kernel)
    return left + column * maps.kernel_cell, top + row * maps.kernel_cell


def kernels(maps: PlanarMaps, place: int) -> str:
    """The kernels of a filter as they were given, one below the other."""
    scene, channel = maps.scene, maps.shown[place]
    title = f"filter~{channel}" if scene.filters > 1 else "w"
    drawn = [formula(LEFT, maps.top(place) - 13, title, 14, text_anchor="start")]
    drawn.append(bias_words(scene, channel, LEFT, maps.top(place) + maps.kernels_height + 13))
    for weight, x, y in weights_of(maps, place):
        drawn.append(cell(scene, weight, x, y, maps.kernel_cell, identity=f"map-w{weight}"))
    return "".join(drawn)


def weights_of(maps: PlanarMaps, place: int) -> list[tuple[int, float, float]]:
    """The weights of a filter that are drawn, each with its corner."""
    found = []
    for kernel in range(maps.kernels):
        first = maps.shown[place] * maps.scene.filter_size + kernel * maps.scene.kernel_size
        x, y = kernel_corners(maps, place, kernel)
        found += list(zip(range(first, first + maps.scene.kernel_size), x.tolist(), y.tolist(), strict=True))
    return found


def highlights(maps: PlanarMaps) -> str:
    """For each weight its cell again with a double outline, seen while the weight is highlighted."""
    return "".join(
        group(
            use(f"map-w{weight}"),
            inner_outline(x, y, maps.kernel_cell + 4)
            if maps.kernel_cell < 24
            else inner_outline(x, y, maps.kernel_cell),
            data_kin=str(weight),
            display=None if maps.scene.highlight == weight else "none",
        )
        for place in range(len(maps.shown))
        for weight, x, y in weights_of(maps, place)
    )


def block(maps: PlanarMaps, place: int) -> str:
    """One filter: z, the arrow of f, and a."""
    scene, channel, top = maps.scene, maps.shown[place], maps.top(place)
    middle = top + maps.size[1] / 2
    start, end = maps.left + maps.size[0] + 10, maps.second - 10
    arrow = tag("path", d=f"M{number(start)} {number(middle)}H{number(end)}m-5 -4l5 4l-5 4", paint=draws("ink", 1.25))
    name = formula((start + end) / 2, middle - 14, "f", 17)
    kind = label((start + end) / 2, middle + 15, scene.layer.activation.replace("_", " "), fills("muted"), font_size=11)
    return (
        one_map(maps, "z", scene.pre_activation[channel], scene.pre_activation_texts, channel, maps.left, top)
        + arrow
        + name
        + kind
        + one_map(
            maps,
            "a",
            scene.activation.reshape(scene.filters, -1)[channel],
            scene.activation_texts,
            channel,
            maps.second,
            top,
        )
    )


def one_map(
    maps: PlanarMaps, name: str, values: Points, texts: list[str], channel: int, left: float, top: float
) -> str:
    """One map as a grid of numbers, or of shades where there is no room for them."""
    scene, (pitch, digits) = maps.scene, maps.pitch
    row, column = np.divmod(np.arange(scene.positions), scene.plan.axes[1].output_size)
    x, y = left + column * pitch, top + row * pitch
    title = formula(left, top - 13, name, 18, text_anchor="start")
    if not digits:
        outline = tag("path", d=copies(x[:1], y[:1], box(*maps.size)), paint=draws("outline", 1))
        return title + shades(values, x, y, pitch) + outline
    start = channel * scene.positions
    cells = tag("path", d=copies(x, y, box(pitch, pitch)), paint=draws("outline", 1))
    written = texts[start : start + scene.positions]
    numbers = labels(x + pitch / 2, y + pitch / 2, written, bold=scene.step - start)
    size = fitting_size([*scene.pre_activation_texts, *scene.activation_texts], pitch - 4, 16)
    return title + cells + group(numbers, font_size=size, class_="n", data_outputs=str(start))


def pooled_map(maps: PlanarMaps, place: int) -> str:
    """The pooled map behind a second arrow, with the winners of a maximum marked in a."""
    scene, plan, channel = maps.scene, maps.scene.pooling_plan, maps.shown[place]
    if plan is None:
        return ""
    (pitch, digits), top = maps.pitch, maps.top(place)
    rows, columns = (axis.output_size for axis in plan.axes)
    row, column = np.divmod(np.arange(rows * columns), columns)
    x, y = maps.third + column * pitch, top + row * pitch
    start, end = maps.second + maps.size[0] + 10, maps.third - 10
    middle = top + rows * pitch / 2
    arrow = tag("path", d=f"M{number(start)} {number(middle)}H{number(end)}m-5 -4l5 4l-5 4", paint=draws("ink", 1.25))
    words = label((start + end) / 2, middle + 15, pooling_words(scene), fills("muted"), font_size=11)
    head = arrow + words + formula(maps.third, top - 13, "p", 18, text_anchor="start") + winner_marks(maps, place)
    if not digits:
        outline = copies(x[:1], y[:1], box(columns * pitch, rows * pitch))
        return head + shades(scene.pooled[channel], x, y, pitch) + tag("path", d=outline, paint=draws("outline", 1))
    texts = scene.pooled_texts[channel * rows * columns : (channel + 1) * rows * columns]
    cells = tag("path", d=copies(x, y, box(pitch, pitch)), paint=draws("outline", 1))
    size = fitting_size([*texts, *scene.activation_texts], pitch - 4, 16)
    return head + cells + group(labels(x + pitch / 2, y + pitch / 2, texts), font_size=size, class_="n")


def winner_marks(maps: PlanarMaps, place: int) -> str:
    """A dark corner in each entry of a that is the largest of its window."""
    scene, pitch = maps.scene, maps.pitch[0]
    winners = np.unique(scene.winners[maps.shown[place]])
    if not winners.size:
        return ""
    row, column = np.divmod(winners, scene.plan.axes[1].output_size)
    side = max(min(pitch * 0.3, 8.0), 1.5)
    x, y = maps.second + (column + 1) * pitch - side, maps.top(place) + row * pitch
    return tag("path", d=copies(x, y, f"h{number(side)}v{number(side)}z"), paint=fills("ink"), data_winners="")


def frames(maps: PlanarMaps) -> str:
    """The frame of the step round its entries in z and a."""
    scene, pitch = maps.scene, maps.pitch[0]
    outputs = np.arange(scene.steps.start, scene.steps.stop)
    channel, position = np.divmod(outputs, scene.positions)
    row, column = np.divmod(position, scene.plan.axes[1].output_size)
    place = np.clip(channel - maps.shown[0], 0, len(maps.shown))
    x, y = column * pitch, place * maps.block + row * pitch
    side = max(pitch, 3.0)
    rects = [tag("rect", x=left, y=maps.top(0), width=side, height=side, rx=1) for left in (maps.left, maps.second)]
    local = scene.step - scene.steps.start
    return group(
        *rects,
        paint=draws("ink", 3 if pitch > 8 else 2),
        transform=translate(float(x[local]), float(y[local])),
        data_moves=translations(x, y),
    )


def captions(maps: PlanarMaps) -> list[str]:
    """What is left out of the picture, in words."""
    notes = pooling_notes(maps.scene)
    if not maps.pitch[1]:
        notes.append("The more ink the larger, each map by itself; the numbers are in the tables or the JSON answer.")
    if maps.kernels < maps.scene.plan.group_inputs:
        notes.append(f"The first {maps.kernels} of {maps.scene.plan.group_inputs} kernels of each filter.")
    if maps.scene.filters > len(maps.shown):
        notes.append(f"{len(maps.shown)} of {count(maps.scene.filters)} maps; all stand in the tables.")
    return notes
