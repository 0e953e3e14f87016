"""The words of a state: sentences on the page are made here, of a step in `steps`, from the numbers shown."""

from dataclasses import dataclass

from app.convolution.axis import Axis
from app.figures import Scene
from app.figures.numbers import count, plural

NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

MOST_NAMES = 6
"""More inputs than these are named by the first and the last."""


@dataclass(frozen=True)
class Part:
    """A piece of a sentence: plain words, a bold count, or a variable with its index."""

    text: str
    bold: bool = False
    index: str | None = None


Sentence = list[Part]


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


def input_names(indices: list[int]) -> Sentence:
    """Inputs by name, or the first and the last of many."""
    if len(indices) <= MOST_NAMES:
        return variables("x", indices)
    first, last = Part("x", index=str(indices[0])), Part("x", index=str(indices[-1]))
    return [Part(f"{count(len(indices))} inputs, "), first, Part(" to "), last]


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
