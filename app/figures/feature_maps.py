"""`feature-maps`: for each filter its weights, the map z, and the map a = f(z), entry by entry."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.figures import planar_maps
from app.figures.bias import bias_words
from app.figures.grid import cell_paint
from app.figures.layout import FULL_WIDTH, LABELS, NOTE_WIDTH, fitting_size, longest, noted, picture, said, text_width
from app.figures.measures import PHONE_WIDTH
from app.figures.numbers import count
from app.figures.palette import DIMMED, digit_colour, draws, fills
from app.figures.pooled import pooling_notes, pooling_words
from app.figures.scene import Scene
from app.figures.svg import (
    Points,
    box,
    copies,
    formula,
    group,
    label,
    labels,
    lines,
    number,
    tag,
    translate,
    translations,
    use,
)
from app.figures.tape import bars

ROW = 36
GAP = 26
"""Room between z and a, for the arrow of f."""

BLOCK = 2 * ROW + GAP + 62
MOST_MAPS = 8
CHIP_WORDS = 220
"""Room for what is said behind the chips."""


@dataclass(frozen=True)
class Maps:
    """Where the entries of the feature maps stand."""

    scene: Scene

    @cached_property
    def texts(self) -> list[str]:
        """All numbers of the maps."""
        return [*self.scene.pre_activation_texts, *self.scene.activation_texts]

    @cached_property
    def digits(self) -> bool:
        """Whether there is room for the numbers."""
        return self.scene.positions * self.wanted <= FULL_WIDTH - LABELS

    @cached_property
    def wanted(self) -> float:
        """The width that the longest number needs."""
        return max(36.0, text_width("0" * longest(self.texts), 12) + 10)

    @cached_property
    def pitch(self) -> float:
        """Width of an entry: so that few of them have room on a phone."""
        if self.digits:
            return max(self.wanted, min((PHONE_WIDTH - LABELS - 4) / self.scene.positions, 64.0))
        return (FULL_WIDTH - LABELS) / self.scene.positions

    @cached_property
    def centres(self) -> Points:
        """The centre of each entry, (positions,)."""
        return LABELS + (np.arange(self.scene.positions) + 0.5) * self.pitch

    @property
    def block(self) -> float:
        """Height of a filter's block: z and a, and the pooled map where there is one."""
        return BLOCK + (ROW + GAP if self.scene.pooling else 0)

    @property
    def shown(self) -> int:
        """How many maps are drawn."""
        return min(self.scene.filters, MOST_MAPS)

    def top(self, channel: int) -> float:
        """The upper edge of a filter's block."""
        return channel * self.block


def draw(scene: Scene) -> str:
    """The figure as SVG text."""
    if scene.planar:
        return planar_maps.draw(scene)
    maps = Maps(scene)
    width = max(
        LABELS + scene.positions * maps.pitch,
        LABELS + shown_chips(scene) * chip_width(scene) + chip_words(scene),
    )
    notes = noted(captions(maps), NOTE_WIDTH)
    width = max(width, NOTE_WIDTH) if notes else width
    height = maps.shown * maps.block - 20
    blocks = [block(maps, channel) for channel in range(maps.shown)]
    return picture(
        "feature-maps",
        width + 2,
        height + 20 * len(notes),
        "The feature maps",
        description(scene),
        *blocks,
        frames(maps),
        said(notes, 0, height + 12),
    )


def description(scene: Scene) -> str:
    """One sentence for those who do not see the figure."""
    filters = (
        "1 filter gives 1 feature map" if scene.filters == 1 else f"{scene.filters} filters give as many feature maps"
    )
    return f"{filters} of {count(scene.positions)} entries; f is {scene.layer.activation}, entry by entry."


def block(maps: Maps, channel: int) -> str:
    """One filter: its kernel, then z, the arrow of f, and a."""
    scene, top = maps.scene, maps.top(channel)
    z_top, a_top = top + 38, top + 38 + ROW + GAP
    x = LABELS + 18
    arrow = tag(
        "path", d=f"M{x} {number(z_top + ROW + 4)}V{number(a_top - 4)}m-4 -5l4 5l4 -5", paint=draws("ink", 1.25)
    )
    name = formula(
        x + 14, (z_top + ROW + a_top) / 2, f"f~{scene.layer.activation.replace('_', ' ')}", 14, text_anchor="start"
    )
    return (
        kernel(scene, channel, top)
        + row(maps, scene.pre_activation[channel], scene.pre_activation_texts, channel, z_top, "z")
        + arrow
        + name
        + row(maps, scene.activation[channel], scene.activation_texts, channel, a_top, "a")
        + pooled_row(maps, channel, a_top)
    )


def chip_width(scene: Scene) -> float:
    """Width of a chip with the gap behind it."""
    return max(30.0, text_width("0" * longest(scene.weight_texts), 14) + 12)


def shown_chips(scene: Scene) -> int:
    """How many weights of a filter have a chip."""
    return min(scene.filter_size, int((FULL_WIDTH - LABELS - CHIP_WORDS) // chip_width(scene)))


def chip_words(scene: Scene) -> float:
    """Room behind the chips for the bias, and for how many weights have none."""
    said = scene.bias is not None or shown_chips(scene) < scene.filter_size
    return CHIP_WORDS if said else 0


def kernel(scene: Scene, channel: int, top: float) -> str:
    """The weights of a filter as chips, in the order they were given, and its bias."""
    taps = scene.filter_size
    wide = chip_width(scene)
    weights = list(range(channel * taps, channel * taps + shown_chips(scene)))
    title = f"filter {channel}" if scene.filters > 1 else "filter"
    left = LABELS + (10 if scene.filters > 1 else 0)
    chips = "".join(chip(scene, weight, left + place * wide, top, wide) for place, weight in enumerate(weights))
    end = left + 12 + len(weights) * wide
    more = f"… {taps} weights" if taps > len(weights) else ""
    words = label(end, top + 14, more, fills("muted"), font_size=13, text_anchor="start") if more else ""
    bias = bias_words(scene, channel, end + (text_width(more, 13) + 10 if more else 0), top + 14)
    return label(0, top + 14, title, fills("muted"), font_size=13, text_anchor="start") + chips + words + bias


def chip(scene: Scene, weight: int, x: float, top: float, wide: float) -> str:
    """One weight as a small coloured cell; a highlight outlines it twice and dims the others."""
    colour = scene.colour(weight)
    cell = tag("rect", x=x, y=top + 1, width=wide - 4, height=26, rx=1.5, paint=cell_paint(colour, scene.tied, False))
    digits = fills(digit_colour(colour) if scene.tied else "ink")
    drawn = cell + label(x + wide / 2 - 2, top + 14, scene.weight_texts[weight], digits, font_size=14, class_="n")
    inner = tag("rect", x=x + 3, y=top + 4, width=wide - 10, height=20, rx=1, paint=draws("ink", 1.5))
    lit = group(
        use(f"map-w{weight}"),
        inner,
        data_kin=str(weight),
        display=None if scene.highlight == weight else "none",
    )
    dimmed = DIMMED if scene.highlight is not None else None
    return group(group(drawn, id=f"map-w{weight}", data_weight=str(weight)), data_base="", opacity=dimmed) + lit


def row(maps: Maps, values: Points, texts: list[str], channel: int, top: float, name: str) -> str:
    """One map as a row of cells with numbers, or as bars where there is no room for them."""
    scene, xs = maps.scene, maps.centres
    title = formula(0, top + ROW / 2, name, 18, text_anchor="start")
    if not maps.digits:
        return title + bars(values, xs, top, ROW, maps.pitch)
    start = channel * scene.positions
    shown = texts[start : start + scene.positions]
    cells = tag(
        "path",
        d=copies(xs - maps.pitch / 2, np.full(xs.shape, float(top)), box(maps.pitch, ROW)),
        paint=draws("outline", 1),
    )
    digits = labels(xs, np.full(xs.shape, top + ROW / 2), shown, bold=scene.step - start)
    size = fitting_size(maps.texts, maps.pitch - 8, 17)
    return title + cells + group(digits, font_size=size, class_="n", data_outputs=str(start))


def pooled_row(maps: Maps, channel: int, a_top: float) -> str:
    """The pooled map, each entry under its window; the winners of a maximum are marked and joined to it."""
    scene, plan = maps.scene, maps.scene.pooling_plan
    if plan is None or scene.pooling is None:
        return ""
    axis = plan.axes[0]
    starts = np.arange(axis.output_size) * axis.stride - axis.before
    xs: Points = LABELS + (starts + axis.span / 2) * maps.pitch
    top, wide = a_top + ROW + GAP, min(maps.pitch, axis.stride * maps.pitch)
    title = formula(0, top + ROW / 2, "p", 18, text_anchor="start")
    words = label(LABELS, top - GAP / 2, pooling_words(scene), fills("muted"), font_size=13, text_anchor="start")
    if not maps.digits:
        return title + bars(scene.pooled[channel], xs, top, ROW, maps.pitch)
    cells = copies(xs - wide / 2, np.full(xs.shape, top), box(wide, ROW))
    texts = scene.pooled_texts[channel * xs.size : (channel + 1) * xs.size]
    digits = labels(xs, np.full(xs.shape, top + ROW / 2), texts)
    size = fitting_size([*maps.texts, *scene.pooled_texts], wide - 8, 17)
    return (
        title
        + tag("path", d=cells, paint=draws("outline", 1))
        + group(digits, font_size=size, class_="n")
        + (winner_marks(maps, channel, a_top, xs) or words)
    )


def winner_marks(maps: Maps, channel: int, a_top: float, xs: Points) -> str:
    """A bar at the foot of each winner, and a line from it to the entry that it becomes."""
    winners = maps.scene.winners[channel]
    if not winners.size:
        return ""
    centres = maps.centres[winners]
    foot = np.full(xs.shape, a_top + ROW - 3.0)
    marks = lines(centres - 8, foot, centres + 8, foot)
    joins = lines(centres, np.full(xs.shape, a_top + ROW), xs, np.full(xs.shape, a_top + ROW + GAP))
    return tag("path", d=marks, paint=draws("ink", 4), data_winners="") + tag(
        "path", d=joins, paint=draws("outline", 1)
    )


def frames(maps: Maps) -> str:
    """The frame of the step round its entries in z and a."""
    scene = maps.scene
    outputs = np.arange(scene.steps.start, scene.steps.stop)
    x = (outputs % scene.positions) * maps.pitch
    y = np.minimum(outputs // scene.positions, maps.shown) * float(maps.block)
    width = max(maps.pitch, 3.0)
    rects = [tag("rect", x=LABELS, y=top, width=width, height=ROW, rx=1) for top in (38.0, 38.0 + ROW + GAP)]
    return group(
        *rects,
        paint=draws("ink", 3 if maps.digits else 1.5),
        transform=translate(float(x[scene.step - scene.steps.start]), float(y[scene.step - scene.steps.start])),
        data_moves=translations(x, y),
    )


def captions(maps: Maps) -> list[str]:
    """What is left out of the picture, in words."""
    notes = pooling_notes(maps.scene)
    if not maps.digits:
        notes.append("Bars are to scale, each map by itself; the numbers are in the tables.")
    if maps.scene.filters > maps.shown:
        notes.append(f"The first {maps.shown} of {count(maps.scene.filters)} maps; all stand in the tables.")
    return notes
