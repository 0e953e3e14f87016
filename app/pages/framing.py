"""How high a frame is: the height that a course page reserves for it before any script has spoken.

The numbers are those of static/css/convolens.css; a browser test holds the sum to what is rendered.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.figures import Scene
from app.figures.arrangement import CONNECTING
from app.pages.stage import size
from app.pages.steps import StepWords
from app.pages.words import Sentence

COLUMN = 700
"""Width of a usual column of a course page, in pixels."""

PHONE = 699
"""Up to this width the layout is that of a phone."""

CAPTION, GAP = 24, 10
"""Height of the line above a half of the stage, and what lies between two parts of it."""

SENTENCE = 552
"""A sentence is not wider than this: 62 digits."""

LEGEND = {"plain": 410, "zeros": 490, "copies": 620}
"""About how long the legend is in one line: without padding, and with what stands on it."""

SOURCE = 8 + 19.5
"""Height of the line with the way to the full version."""

MULTIPLYING = ("matrix", "gradients", "feature-maps", "im2col", "counts")
"""The figures of the second half of the stage, in their order."""

NARROW, SLIM, WIDE = frozenset(" .,;:'ijl|"), frozenset("frt()-·"), frozenset("mwMW→∂")
"""Letters of other than the usual widths in the sans-serif faces that systems have, which differ by little."""


@dataclass(frozen=True)
class Room:
    """The room that a frame of some width has for its content."""

    width: int

    @property
    def is_phone(self) -> bool:
        """Whether the layout is that of a phone."""
        return self.width <= PHONE

    @property
    def content(self) -> int:
        """Width between the margins."""
        return self.width - (16 if self.is_phone else 32)

    def lines(self, text: str, size: float, most: float = math.inf, inset: int = 0) -> int:
        """How many lines a text of this size takes, in a column of at most `most` pixels."""
        return max(1, math.ceil(text_width(text, size) / min(self.content - inset, most)))


def text_width(text: str, size: float) -> float:
    """About how wide a text is, in pixels; capitals are as wide as in Arial, and so are the rest.

    >>> round(text_width("weights", 100))
    363
    """
    return sum(letter_width(letter) for letter in text) * size


def letter_width(letter: str) -> float:
    """The width of a letter in ems."""
    if letter in NARROW:
        return 0.28
    if letter in SLIM:
        return 0.33
    if letter in WIDE:
        return 0.8
    return 0.7 if letter.isupper() else 0.556


def frame_height(context: dict[str, Any], width: int = COLUMN) -> int:
    """The height of the frame whose stage `context` describes, in a column of this width."""
    room = Room(width)
    stage = phone_stage(room, context) if room.is_phone else column_stage(room, context)
    lesson = 4 + 22.5 * room.lines(as_text(context["lesson"]), 15)
    player = 56 if context["state"].controls else 0
    return math.ceil(16 + lesson + 8 + stage + player + SOURCE)


def column_stage(room: Room, context: dict[str, Any]) -> float:
    """The stage in one column: its halves one below the other, and what is said in the second."""
    connecting = ("sliding",) if context["spread"] else CONNECTING
    halves = [half(room, context, connecting)]
    halves += [CAPTION + heights(room, context, MULTIPLYING) + words_height(room, context)]
    halves += [half(room, context, ("network",))] if context["spread"] else []
    # the grid has two rows, also where nothing stands in the first
    return sum(halves) + GAP * max(sum(height > 0 for height in halves) - 1, 1)


def half(room: Room, context: dict[str, Any], names: Iterable[str]) -> float:
    """A caption and the figures below it; nothing where there are none."""
    found = heights(room, context, names)
    return CAPTION + found if found else 0


def heights(room: Room, context: dict[str, Any], names: Iterable[str]) -> float:
    """Figures one below the other."""
    found = [figure_height(room, context, name) for name in names if name in context["figures"]]
    return sum(found) + 12 * max(len(found) - 1, 0)


def figure_height(room: Room, context: dict[str, Any], name: str) -> float:
    """A figure as it is shown: shrunk to its column unless it may scroll; a phone has some drawn narrow."""
    drawn = context["figures"]
    svg = drawn.get(f"{name}-narrow", drawn[name]) if room.is_phone else drawn[name]
    natural = size(svg)
    scale = 1 if scrolls(context, name) else min(1, room.content / natural.width)
    return natural.height * scale


def scrolls(context: dict[str, Any], name: str) -> bool:
    """Whether a figure keeps its size, and scrolls in its column where it is wider."""
    if context["scene"].planar:
        return name not in context["small"]
    return context["stacked"] or (context["spread"] and name == "network")


def words_height(room: Room, context: dict[str, Any]) -> float:
    """The sum of the step, its sentence, and the legend; the tallest step counts, so that playing moves nothing."""
    sums, sentences, unread = words_lines(room, context, inset=16)
    return 8 + 33 * sums + 4 * max(sums - 1, 0) + 8 + 24 * sentences + (8 + 24 * unread if unread else 0) + 40


def words_lines(room: Room, context: dict[str, Any], inset: int) -> tuple[int, int, int]:
    """How many lines the sum, the sentence and that about unread inputs take, of the step where they take most."""
    said: list[StepWords] = context["spoken"].steps
    sums = max(sum_lines(room, step, inset) for step in said) if context["writes_sum"] else 0
    sentences = max(room.lines(as_text(step.sentence), 16, SENTENCE, inset) for step in said)
    if context["spoken"].lit:
        sentences = max(sentences, room.lines(as_text(context["spoken"].lit), 16, SENTENCE, inset))
    unread = context["unread"]
    return sums, sentences, room.lines(as_text(unread), 16, SENTENCE, inset) if unread else 0


def sum_lines(room: Room, step: StepWords, inset: int) -> int:
    """How many lines the sum of a step takes."""
    terms = sum(max(27, 12 * len(term.text)) + 12 * len(term.factor) + 34 for term in step.terms)
    rest = 60 + 12 * len(step.total) + (120 if step.gap else 0) + (30 if step.bias else 0)
    return math.ceil((terms + rest) / (room.content - inset))


def phone_stage(room: Room, context: dict[str, Any]) -> float:
    """The stage on a phone, where captions, figures and words stand one below the other with a gap between each."""
    names = [name for name in (*CONNECTING, *MULTIPLYING) if name in context["figures"]]
    sums, sentences, unread = words_lines(room, context, inset=0)
    items = [figure_height(room, context, name) for name in names]
    lines = max(2, room.lines("Slide and connect. " + context["slide_caption"], 13))  # so that playing moves nothing
    items += [24 * lines] if names[0] in CONNECTING else []
    items += [24 * room.lines("Multiply. " + context["matrix_caption"], 13)]
    items += [
        32 * sums + 4 * max(sums - 1, 0),
        24 * sentences,
        4 + 23.5 * math.ceil(legend(context["scene"]) / room.content),
    ]
    items += [24 * unread] if unread else []
    items += [24] if context["spread"] else []
    return sum(items) + GAP * (len(items) - 1)


def legend(scene: Scene) -> int:
    """About how long the legend is in one line, in pixels."""
    if not scene.padded:
        return LEGEND["plain"]
    return LEGEND["zeros" if scene.layer.padding_mode == "zeros" else "copies"]


def as_text(sentence: Sentence) -> str:
    """A sentence as plain text, each index behind its variable."""
    return "".join(part.text + (part.index or "") for part in sentence)
