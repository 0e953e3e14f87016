"""Measures that the figures share: the columns of the tape, sizes of type, and the frame round a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from textwrap import wrap

import numpy as np

from app.figures.palette import SANS, fills
from app.figures.scene import Scene
from app.figures.svg import SMALLEST, Attribute, Points, escape, group, label, number, tag

LABELS = 40
"""The column of row labels at the left of the tape, in pixels."""

SIDE_WIDTH = 376
"""Width of the left figure where two stand side by side."""

SLIM_WIDTH = 260
SLIMMEST_WIDTH = 228
"""Widths of the left figure beside a matrix of many columns, and of as many with a bias."""

FULL_WIDTH = 888
"""Width of a figure that has the row to itself."""

NOTE_WIDTH = 300
"""The longest line of words below a figure."""

MARGIN = 16
"""Paper round a picture that stands alone."""

SMALLEST_PITCH, WIDEST_PITCH = 8, 80
NARROWEST = 34
"""The least pitch at which a number of two digits stands in a column."""
DIGIT_PITCH = 44
"""The least width of a column with a number in it."""

DIGIT_WIDTH = 0.56
"""Width of a digit in ems of the sans."""


LETTER_WIDTH = 0.5
"""Width of a letter in ems of the sans, on average over a sentence."""


def text_width(text: str, size: float) -> float:
    """About how wide a number is, in pixels."""
    return DIGIT_WIDTH * size * len(text)


def longest(texts: Sequence[str]) -> int:
    """The length of the longest text."""
    return max(map(len, texts), default=0)


def fitting_size(texts: Sequence[str], room: float, largest: float) -> float:
    """The largest size, up to `largest` and not below SMALLEST, at which every text fits in the room."""
    return max(min(largest, room / (DIGIT_WIDTH * max(longest(texts), 1))), SMALLEST)


def wrapped(notes: Sequence[str], width: float, size: float = 13) -> list[str]:
    """Sentences as lines that are not wider than a figure.

    >>> wrapped(["One of three channels is drawn."], 120)
    ['One of three', 'channels is drawn.']
    """
    return [line for note in notes for line in lines_of(note, int(width / (LETTER_WIDTH * size)))]


@lru_cache(maxsize=1 << 8)  # most sentences below a figure stay as they are from one edit to the next
def lines_of(note: str, letters: int) -> tuple[str, ...]:
    """A sentence as lines of so many letters."""
    return tuple(wrap(note, letters))


def noted(notes: Sequence[str], width: float) -> list[str]:
    """Sentences below a figure as lines that a phone has room for."""
    return wrapped(notes, min(width, NOTE_WIDTH))


def said(notes: Sequence[str], x: float, y: float, apart: float = 20) -> str:
    """Lines of words below a figure, the first at y; where the figure scrolls, they are held in view."""
    # the blank at the end of a line is not drawn, but read
    lines = [
        label(x, y + apart * line, note + " ", fills("muted"), font_size=13, text_anchor="start")
        for line, note in enumerate(notes)
    ]
    return group(*lines, data_notes="")


@dataclass(frozen=True)
class Columns:
    """The columns that the tape and the network share: one for each place of the padded input.

    `pitch` is their width; when not all fit, `visible` of them are shown and the strip follows the step.
    """

    scene: Scene
    pitch: float
    visible: int
    total: int
    digits: bool

    @property
    def room(self) -> float:
        """Width of the columns that are in view at once."""
        return self.visible * self.pitch

    @property
    def width(self) -> float:
        """Width of the whole figure, labels included."""
        return LABELS + self.room

    @property
    def complete(self) -> bool:
        """Whether every column is in view at once."""
        return self.visible >= self.total

    @property
    def before(self) -> int:
        """Columns of padding before the first input."""
        return self.scene.axis.before

    @cached_property
    def inputs(self) -> Points:
        """The centre of each input's column, (inputs,)."""
        return (np.arange(self.scene.axis.input_size) + self.before + 0.5) * self.pitch

    @cached_property
    def window_starts(self) -> Points:
        """The left edge of the window at each position, (positions,)."""
        return np.arange(self.scene.positions) * float(self.scene.axis.stride * self.pitch)

    @cached_property
    def outputs(self) -> Points:
        """The centre of the window at each position, (positions,): every output stands there."""
        return self.window_starts + self.scene.axis.span * self.pitch / 2

    @cached_property
    def scroll(self) -> Points:
        """How far the strip is moved left so that the window of each position is in view, (positions,)."""
        if self.complete:
            return np.zeros(self.scene.positions)
        room = self.visible * self.pitch
        wanted = np.floor((self.outputs - room / 2) / self.pitch) * self.pitch
        scroll: Points = np.clip(wanted, 0, max(self.total * self.pitch - room, 0))
        return scroll

    def over_filters(self, values: Points) -> Points:
        """The values repeated for each filter, (outputs,)."""
        return np.tile(values, self.scene.filters)


def unclipped(complete: bool) -> str | None:
    """The `overflow` of a window on a strip: where all is in view there is nothing to clip, which takes long."""
    return "visible" if complete else None


def viewport(room: float, complete: bool, height: float, view: str, y: float = 0) -> str:
    """What is seen of a strip at once, beside the labels."""
    return tag(
        "svg",
        view,
        x=LABELS - 2,
        y=y,
        width=room + 4,
        height=height,
        viewBox=f"-2 0 {number(room + 4)} {number(height)}",
        overflow=unclipped(complete),
    )


def tape_size(scene: Scene) -> int:
    """How many columns the tape has: the input and what the windows read of its padding."""
    return scene.axis.before + scene.axis.input_size + scene.axis.after


def columns(scene: Scene) -> Columns:
    """The columns for a scene: wide enough for digits where the window allows it."""
    total, room = tape_size(scene), FULL_WIDTH - LABELS
    if scene.axis.span > room // DIGIT_PITCH and total > room // DIGIT_PITCH:
        return bare_columns(scene)  # without writing out numbers that have no room anyway
    texts = [*scene.input_texts, *scene.weight_texts, *scene.pre_activation_texts]
    needed = max(DIGIT_PITCH, 12 * DIGIT_WIDTH * longest(texts) + 8)
    beside = SIDE_WIDTH - LABELS - 16
    # short numbers may stand close to one another; with long ones the matrix is too wide to stand beside them anyway
    least, most = (NARROWEST, beside + 20) if needed == DIGIT_PITCH else (needed, beside)
    if total * least <= most:
        pitch = min(beside // total, WIDEST_PITCH)
        return Columns(scene, max(pitch, NARROWEST), total, total, digits=True)
    if total * needed <= room:
        return Columns(scene, min(room // total, 64), total, total, digits=True)
    visible = int(room // needed)
    if scene.axis.span <= visible:
        return Columns(scene, room // visible, visible, total, digits=True)
    return bare_columns(scene)


def bare_columns(scene: Scene) -> Columns:
    """Columns without digits, narrow enough for a whole window."""
    room = FULL_WIDTH - LABELS
    visible = min(tape_size(scene), scene.axis.span + 4, room // SMALLEST_PITCH)
    return Columns(scene, room // visible, visible, tape_size(scene), digits=False)


def for_filter(scene: Scene, channel: int, *content: str, **attributes: Attribute) -> str:
    """A group that is seen only while the step is an output of this filter."""
    if scene.filters == 1:
        return group(*content, paint=None, **attributes) if attributes else "".join(content)
    hidden = None if channel == scene.filter else "none"
    return group(*content, paint=None, data_filter=str(channel), display=hidden, **attributes)


def picture(name: str, width: float, height: float, title: str, description: str, *content: str) -> str:
    """A figure in its frame."""
    size = round(width), round(height)
    return framed(name, size, (0, 0, *size), title, description, *content)


def framed(
    name: str,
    size: tuple[int, int],
    view_box: tuple[float, float, float, float],
    title: str,
    description: str,
    *content: str,
) -> str:
    """The frame of a drawing: size, title, description, and what all that is drawn inherits."""
    first = name.partition(",")[0]
    return tag(
        "svg",
        tag("title", escape(title), id=f"{first}-title"),
        tag("desc", escape(description), id=f"{first}-desc"),
        *content,
        viewBox=" ".join(map(number, view_box)),
        width=size[0],
        height=size[1],
        role="img",
        aria_labelledby=f"{first}-title",
        aria_describedby=f"{first}-desc",
        font_family=SANS,
        text_anchor="middle",
        fill="#1b1d21",
        class_="figure f-ink",
        data_figure=name,
    )
