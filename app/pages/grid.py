"""The six answers of the question as a control: three paddings, flipped or not, each with its result."""

from dataclasses import dataclass
from itertools import pairwise

from app.address import Encoder
from app.convolution import ConvolutionError, Layer
from app.figures.numbers import plural, written
from app.state import State

PADDINGS = ("full", "same", "valid")
OPERATIONS = ("cross-correlation", "convolution")
MOST_DIGITS = 3
"""Characters of a number that a column has room for."""

EASY_DIGITS = 2
"""Characters that a column holds without smaller type."""

COLUMNS = 6
"""Number columns of a cell; a longer result is counted instead."""


@dataclass(frozen=True)
class Answer:
    """One cell: its state's address, its numbers each with its column from 1, or words in their place."""

    operation: str
    padding: str
    href: str
    current: bool
    numbers: list[tuple[int, str]]
    words: str

    @property
    def tight(self) -> bool:
        """Whether the numbers need smaller type to stand apart."""
        return any(len(text) > EASY_DIGITS for _, text in self.numbers)


def answers(state: State, address: Encoder) -> list[list[Answer]]:
    """The rows of the control, one for each padding."""
    return [[answer(state, address, operation, padding) for operation in OPERATIONS] for padding in PADDINGS]


def answer(state: State, address: Encoder, operation: str, padding: str) -> Answer:
    """One cell of the control, with the numbers of its state."""
    fields = {"operation": operation, "padding": padding}
    layer = state.model_copy(update=fields).layer()
    numbers, words = shown_result(layer, state)
    return Answer(
        operation,
        padding,
        href=address(**fields, step=0, highlight=None, upstream=None),
        current=state.operation == operation and state.padding == padding,
        numbers=numbers,
        words=words,
    )


def shown_result(layer: Layer, state: State) -> tuple[list[tuple[int, str]], str]:
    """The outputs of the first filter in the columns of the full result, or how many there are, or why none."""
    shape = state.input.shape
    try:
        plan = layer.plan(shape)
    except ConvolutionError:
        return [], "does not fit"
    if len(plan.axes) > 1:
        return [], " × ".join(str(axis.output_size) for axis in plan.axes) + " outputs"
    axis = plan.axes[0]
    first_column = (axis.span - 1 - axis.before) / axis.stride
    full = (axis.input_size + axis.span - 2) // axis.stride + 1
    if plan.out_channels > 1 or plan.in_channels > 1 or full > COLUMNS or first_column != int(first_column):
        return [], plural(axis.output_size, "output")
    texts = written(layer.forward(state.input))
    if max(map(len, texts)) > MOST_DIGITS or crowded(texts):
        return [], plural(axis.output_size, "output")
    return [(int(first_column) + place + 1, text) for place, text in enumerate(texts)], ""


def crowded(texts: list[str]) -> bool:
    """Whether neighbours would touch: one long number has the room of its short neighbours, two have none."""
    return any(min(len(one), len(next_one)) > EASY_DIGITS for one, next_one in pairwise(texts))
