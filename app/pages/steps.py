"""The words of a step: its sum term by term, and a sentence on what it reads."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from app.convolution.arrays import Integers
from app.convolution.axis import OFF
from app.figures import Scene
from app.figures.numbers import count, one, product_equality, written
from app.figures.sliding import step_texts
from app.pages.words import Part, Sentence, input_names, numeral, variables

MOST_TERMS = 8
"""A longer sum is written with its middle left out."""

MOST_DOTS = 3
"""Up to this many absent connections of a row are named."""


@dataclass(frozen=True)
class Term:
    """One product of the arithmetic: `x·w`. `weight` is None for a dense zero, `off` for a tap on padding."""

    factor: str
    text: str
    weight: int | None
    off: bool = False


@dataclass(frozen=True)
class StepWords:
    """What is said about one step; `terms` may have a gap in the middle, before the last."""

    output: int
    channel: int
    terms: list[Term]
    gap: int
    bias: str | None
    sign: str
    total: str
    sentence: Sentence
    texts: list[str]
    off: list[bool]
    label: str


def words_of(scene: Scene, outputs: Iterable[int]) -> list[StepWords]:
    """The words of these steps, in their order."""
    write = step_texts(scene)
    return [step_words(scene, output, *write(output)) for output in outputs]


def step_words(scene: Scene, output: int, texts: list[str], off: list[bool]) -> StepWords:
    """The words of one step; `texts` and `off` are what the figures show of it."""
    terms, gap = shown_terms(scene, output)
    bias = bias_text(scene, output)
    total = scene.pre_activation_texts[output]
    extra = [] if bias is None else [bias]
    exact = gap == 0 and product_equality([(t.factor, t.text) for t in terms], extra, total) == "="
    return StepWords(
        output=output,
        channel=output // scene.positions,
        terms=terms,
        gap=gap,
        bias=bias,
        sign="=" if exact or gap else "≈",
        total=total,
        sentence=step_sentence(scene, output),
        texts=texts,
        off=off,
        label=step_label(scene, output),
    )


def step_label(scene: Scene, output: int) -> str:
    """A step and its output: `Step 7 of 25: output row 1, column 1`, with the filter where there are several."""
    step = f"Step {count(output + 1)} of {count(scene.outputs)}: output"
    if scene.plain:
        return f"{step} {output}"
    channel, position = divmod(output, scene.positions)
    of_filter = f" of filter {channel}," if scene.filters > 1 else ""
    if not scene.planar:
        return f"{step}{of_filter} position {position}"
    row, column = divmod(position, scene.plan.axes[1].output_size)
    return f"{step}{of_filter} row {row}, column {column}"


def bias_text(scene: Scene, output: int) -> str | None:
    """The bias of the output's filter as written."""
    if scene.bias is None:
        return None
    return one(float(scene.bias[output // scene.positions]))


def shown_terms(scene: Scene, output: int) -> tuple[list[Term], int]:
    """The terms of an output that are written, and how many are left out before the last."""
    terms = np.arange(scene.window(output).size) if scene.tied else connected(scene, output)
    kept = terms if terms.size <= MOST_TERMS else terms[[0, 1, 2, -1]]
    write = tied_terms if scene.tied else untied_terms
    return write(scene, output, kept), terms.size - kept.size


def tied_terms(scene: Scene, output: int, taps: Integers) -> list[Term]:
    """What some taps of an output read, in window order; off the input they read a zero."""
    window, weights = scene.window(output)[taps], scene.filter_weights(output // scene.positions)[taps]
    return [
        Term("0" if source < 0 else scene.input_texts[source], scene.weight_texts[weight], weight, off=source < 0)
        for source, weight in zip(window.tolist(), weights.tolist(), strict=True)
    ]


def connected(scene: Scene, output: int) -> Integers:
    """The inputs that a unit of the dense or locally connected layer has a weight for."""
    if scene.dense:
        return np.arange(scene.inputs)
    window = scene.window(output)
    return np.unique(window[window != OFF])


def untied_terms(scene: Scene, output: int, inputs: Integers) -> list[Term]:
    """What a unit of the dense or locally connected layer reads at some inputs, each with a weight of its own."""
    row = scene.cells[output] if scene.section.whole else scene.matrix.rows(output, output + 1)[0]
    shown = inputs.tolist()
    texts = written(row, shown)
    return [Term(scene.input_texts[place], text, None) for place, text in zip(shown, texts, strict=True)]


def step_sentence(scene: Scene, output: int) -> Sentence:
    """One sentence that says what the step shows."""
    if scene.backward:
        return backward_sentence(scene, output)
    if scene.dense:
        absent = scene.ties.counts.dense - scene.ties.pairs
        every = f"Every input reaches every output: {count(scene.ties.counts.dense)} numbers to learn. "
        if absent == 0:
            return [Part(every + "The convolution lacks none of them.")]
        stands, moves = ("stands", "it") if absent == 1 else ("stand", "them")
        amount = numeral(absent).capitalize()
        return [
            Part(f"{every}{amount} {stands} where the convolution has no connection; one learning step moves {moves}.")
        ]
    if not scene.tied:
        pairs = count(scene.ties.pairs)
        return [
            Part(f"The same connections, each with a number of its own: {pairs} to learn, and no two need stay equal.")
        ]
    return [*reading_sentence(scene, output), *absent_sentence(scene, output)]


def reading_sentence(scene: Scene, output: int) -> Sentence:
    """Which inputs a row reads, and how many of its taps lie on padding."""
    window = scene.window(output).tolist()
    read = sorted(set(window) - {OFF})
    row = [Part(f"Row {output} of "), Part("T", index="")]
    if not read:
        return [*row, Part(" reads nothing: its window lies on padding. ")]
    off = window.count(OFF)
    padding = "" if off == 0 else f"; {numeral(off)} of its taps {'lies' if off == 1 else 'lie'} on padding"
    return [*row, Part(" reads "), *input_names(read), Part(f"{padding}. ")]


def absent_sentence(scene: Scene, output: int) -> Sentence:
    """The columns of a row without a connection."""
    read = set(scene.window(output).tolist()) - {OFF}
    if scene.inputs - len(read) > MOST_DOTS:
        others = count(scene.inputs - len(read))
        return [Part(f"The other {others} columns are no connections: nothing there to learn.")]
    absent = [i for i in range(scene.inputs) if i not in read]
    if not absent:
        return []
    if len(absent) == 1:
        return [Part("The dot under "), *variables("x", absent), Part(" is no connection: nothing there to learn.")]
    return [Part("The dots under "), *variables("x", absent), Part(" are no connections: nothing there to learn.")]


def backward_sentence(scene: Scene, output: int) -> Sentence:
    """What an output sends back."""
    delta = scene.delta_texts[output]
    return [
        Part("δ", index=str(output)),
        Part(f" = {delta} goes back along the lines of "),
        Part("z", index=str(output)),
        Part(": each of its weights collects "),
        Part("x", index=""),
        Part("·"),
        Part("δ", index=""),
        Part(", each of its inputs receives "),
        Part("w", index=""),
        Part("·"),
        Part("δ", index=""),
        Part("."),
    ]
