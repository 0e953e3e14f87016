"""The words of a state: every sentence on the page is made here, from the numbers shown."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from app.convolution.arrays import Integers
from app.convolution.axis import OFF, Axis
from app.figures import Scene
from app.figures.numbers import count, one, plural, product_equality, written
from app.figures.sliding import step_texts

MOST_TERMS = 8
"""A longer sum is written with its middle left out."""

MOST_NAMES = 6
MOST_DOTS = 3
"""Up to this many absent connections of a row are named."""

NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Part:
    """A piece of a sentence: plain words, a bold count, or a variable with its index."""

    text: str
    bold: bool = False
    index: str | None = None


Sentence = list[Part]


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


def numeral(number: int) -> str:
    """A small number as a word."""
    return NUMERALS[number] if number < len(NUMERALS) else count(number)


def variables(name: str, indices: list[int]) -> Sentence:
    """Variables as a sentence lists them: x₀, x₁ and x₂."""
    parts: Sentence = []
    for place, index in enumerate(indices):
        if place:
            parts.append(Part(" and " if place == len(indices) - 1 else ", "))
        parts.append(Part(name, index=str(index)))
    return parts


def lesson(scene: Scene) -> Sentence:
    """The sentence under the headline: the counts of this state."""
    counts = scene.ties.counts
    inputs, outputs = plural(scene.inputs, "input"), plural(scene.outputs, "output")
    between = f" from {inputs} to {outputs}; "
    if scene.backward and scene.tied:
        return backward_lesson(scene)
    if scene.dense:
        return [
            Part(count(counts.dense), bold=True),
            Part(" weights make "),
            Part(count(counts.dense), bold=True),
            Part(f" connections{between}the convolutional layer gets the same numbers from "),
            Part(count(counts.convolutional), bold=True),
            Part("."),
        ]
    if not scene.tied:
        return [
            Part(count(counts.locally_connected), bold=True),
            Part(" weights make "),
            Part(count(counts.locally_connected), bold=True),
            Part(f" connections{between}the convolutional layer ties them to "),
            Part(count(counts.convolutional), bold=True),
            Part("."),
        ]
    return [
        Part(count(counts.convolutional), bold=True),
        Part(" weight makes " if counts.convolutional == 1 else " weights make "),
        Part(count(len(scene.ties)), bold=True),
        Part(f" connection{'' if len(scene.ties) == 1 else 's'}{between}a dense layer would have "),
        Part(count(counts.dense), bold=True),
        Part(" weight." if counts.dense == 1 else " weights."),
    ]


def backward_lesson(scene: Scene) -> Sentence:
    """The sentence under the headline in the backward pass."""
    least, most = int(scene.ties.connections.min()), int(scene.ties.connections.max())
    copies = count(most) if least == most else f"{count(least)} to {count(most)}"
    return [
        Part("Each of the "),
        Part(count(scene.layer.weight.size), bold=True),
        Part(" weights receives the sum over its "),
        Part(copies, bold=True),
        Part(" connections; a zero that is no connection receives nothing."),
    ]


def slide_caption(scene: Scene) -> str:
    """The line beside “Slide and connect”."""
    if not scene.tied:
        return "Here each copy is a weight of its own."
    if scene.backward:
        return "Back along the same lines."
    taps = scene.kernel_size
    if scene.plan.in_channels > 1:
        weights, channels = plural(scene.filter_size, "weight"), plural(scene.plan.group_inputs, "channel")
        return f"{weights} a filter meet each window of {channels}."
    if scene.layer.reverses:
        return "The kernel, reversed, meets each window."
    if scene.planar and taps > 1:
        size = "\u00a0×\u00a0".join(str(axis.kernel_size) for axis in scene.plan.axes)
        return f"The same {numeral(taps)} weights meet each {size} window."
    return "The one weight meets each input." if taps == 1 else f"The same {numeral(taps)} weights meet each window."


STRUCTURES = {
    "toeplitz": "Each row is the kernel, one place further.",
    "circulant": "Each row is the one above, moved round by one: circulant.",
    "strided-toeplitz": "Each row is {stride} places further: strided, not Toeplitz.",
    "strided-circulant": "Each row is {stride} places further round: rows of a circulant.",
    "structured": "At the edges {mode} padding copies inputs, so T is not Toeplitz.",
}
"""What is said of T for each structure along the axis."""


def matrix_caption(scene: Scene) -> str:
    """The line beside “Multiply”: how the rows of T follow one another."""
    if scene.backward:
        return "Each tie holds x·δ." if scene.dense else "Each tie holds x·δ; crossed out: no connection, not learned."
    if not scene.tied:
        return "The same numbers; every one of them is free."
    if not scene.plain:
        shape = f"{count(scene.outputs)} × {count(scene.inputs)}"
        return f"T is {shape}: {structure_name(scene)}. Rows and columns in C order."
    if scene.positions == 1:
        return "One row: the kernel meets the input once." if scene.filters == 1 else "One row a filter."
    name = scene.matrix.structure.removesuffix("-blocks")
    said = STRUCTURES[name].format(stride=numeral(scene.axis.stride), mode=scene.axis.padding_mode)
    return said if scene.filters == 1 else f"{said} One block a filter."


def structure_name(scene: Scene) -> str:
    """The structure of T for a reader: `Toeplitz`, `strided Toeplitz`."""
    return scene.matrix.structure.replace("-", " ").replace("toeplitz", "Toeplitz")


def steps(scene: Scene, outputs: Iterable[int]) -> list[StepWords]:
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


def input_names(indices: list[int]) -> Sentence:
    """Inputs by name, or the first and the last of many."""
    if len(indices) <= MOST_NAMES:
        return variables("x", indices)
    first, last = Part("x", index=str(indices[0])), Part("x", index=str(indices[-1]))
    return [Part(f"{count(len(indices))} inputs, "), first, Part(" to "), last]


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


def weight_sentence(scene: Scene, weight: int) -> Sentence:
    """What is said about a weight while it is highlighted."""
    ties = scene.copies(weight)
    name = [Part("w", index=str(weight)), Part(f" = {scene.weight_texts[weight]} ")]
    if not ties.size:
        return [*name, Part("meets no input here: every place it would read is padding.")]
    if not scene.tied:
        return [*name, Part(f"stands in {plural(ties.size, 'place')}, but here each is a weight of its own.")]
    if ties.size > 3:
        return [*name, Part(f"is one number in {numeral(ties.size)} places; its gradient is the sum over all of them.")]
    joins: Sentence = []
    for place, tie in enumerate(ties.tolist()):
        joins.append(Part("" if place == 0 else (" and " if place == ties.size - 1 else ", ")))
        joins += [
            Part("x", index=str(scene.ties.input[tie])),
            Part(" to "),
            Part("z", index=str(scene.ties.output[tie])),
        ]
    end = {1: ".", 2: "; its gradient is the sum over both."}.get(ties.size, "; its gradient is the sum over all.")
    return [*name, Part(f"is one number in {plural(ties.size, 'place')}. It joins "), *joins, Part(end)]


def unread_sentence(scene: Scene) -> Sentence | None:
    """What is said when some inputs are read by no window."""
    axes = [axis for axis in scene.plan.axes if axis.unread.size]
    if not axes:
        return None
    unread = scene.unread.tolist()
    at_the_end = all(map(left_over, axes))
    reason = "the stride does not divide what is left" if at_the_end else "the windows step over what they do not read"
    each = " of each channel" if scene.plan.in_channels > 1 else ""
    return [Part("No window reaches "), *input_names(unread), Part(f"{each}: {reason}. That is allowed.")]


def left_over(axis: Axis) -> bool:
    """Whether what no window reads along an axis is what its stride leaves over at the end."""
    rest = (axis.before + axis.input_size + axis.after - axis.span) % axis.stride
    unread = axis.unread
    return rest > 0 and int(unread[-1]) == axis.input_size - 1 and unread.size <= rest
