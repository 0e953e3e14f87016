"""A state as a worksheet: exercises whose answers are covered, and the same once more with them, as the key."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.figures import Scene
from app.figures.numbers import bracketed, count, written
from app.pages.cells import indices, matrix_rows
from app.pages.steps import words_of

MOST_OUTPUTS = 8
"""So many outputs are computed by hand."""

MOST_COLUMNS = 12
"""A matrix of so many columns fits on a page."""

MOST_WEIGHTS = 10
"""So many gradients are asked for."""

NO_CONNECTION = "·"
"""What stands in the key for a structural zero."""


@dataclass(frozen=True)
class Slot:
    """A place to fill in; `answer` is what belongs there."""

    answer: str


Piece = str | Slot
"""Printed text, where a word between `*` is a variable; or a place to fill in."""

Line = list[Piece]


@dataclass(frozen=True)
class Exercise:
    """What to do, and its lines; or a grid, whose cells are all filled in, with the heads of its columns and rows."""

    asks: str
    lines: list[Line] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    rows: list[tuple[str, list[Slot]]] = field(default_factory=list)


@dataclass(frozen=True)
class Fact:
    """What is given: a name, where a word between `*` is a variable, and its numbers, one row below the other."""

    name: str
    rows: list[str]


def facts(scene: Scene) -> list[Fact]:
    """The numbers that the exercises are about."""
    given = [Fact("input *x*", rows_of(scene.input_texts, scene.input.shape))]
    given.append(Fact("weights *w*", rows_of(scene.weight_texts, scene.layer.weight.shape)))
    if scene.bias is not None:
        given.append(Fact("bias *b*", [",  ".join(written(scene.bias))]))
    if scene.layer.activation != "identity":
        given.append(Fact("*f*", [scene.layer.activation.replace("_", " ")]))
    return given


def rows_of(texts: list[str], shape: tuple[int, ...]) -> list[str]:
    """Numbers as the rows of an array of this shape.

    >>> rows_of(["1", "2", "3", "4"], (2, 2))
    ['1,  2', '3,  4']
    """
    width = shape[-1]
    return [",  ".join(texts[start : start + width]) for start in range(0, len(texts), width)]


def worksheet(scene: Scene) -> list[Exercise]:
    """The exercises of a state, in the order of the guide; those that would not fit on paper are left out."""
    return [
        sizes(scene),
        sums(scene),
        *matrix(scene),
        weights(scene),
        *non_linearity(scene),
        *gradients(scene),
    ]


def sizes(scene: Scene) -> Exercise:
    """How many outputs there are."""
    shape = scene.plan.output_shape
    number = Slot(count(scene.outputs))
    if len(shape) == 1:
        return Exercise("How long is the output?", [["It has ", number, " entries."]])
    line: Line = ["Its shape is ", Slot(" × ".join(map(count, shape))), ", so it has ", number, " entries."]
    return Exercise("How large is the output?", [line])


def sums(scene: Scene) -> Exercise:
    """Each output as a sum of products."""
    few = min(scene.outputs, MOST_OUTPUTS)
    first = "" if few == scene.outputs else f" Take the first {few} of {count(scene.outputs)}."
    return Exercise(f"Slide the kernel, and compute each output *z*.{first}", [*sum_lines(scene, few)])


def sum_lines(scene: Scene, few: int) -> Iterator[Line]:
    """One line for each of the first outputs: factors, products and sum are filled in."""
    for step in words_of(scene, range(few)):
        line: Line = [f"{named('z', step.output)} = "]
        for place, term in enumerate(step.terms):
            left_out = f" + … {step.gap} more …" if step.gap and place == len(step.terms) - 1 else ""
            line += [left_out + (" + " if place else ""), Slot(term.factor), " · ", Slot(term.text)]
        line += [f" + {bracketed(step.bias)}"] if step.bias is not None else []
        yield [*line, f" {step.sign} ", Slot(step.total)]


SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def named(letter: str, index: int | str) -> str:
    """A variable with its index, or its indices, below the line.

    >>> named("z", 10), named("x", "0, 1")
    ('*z*₁₀', '*x*₀, ₁')
    """
    return f"*{letter}*{str(index).translate(SUBSCRIPTS)}"


def matrix(scene: Scene) -> list[Exercise]:
    """The matrix, where it fits on a page."""
    if scene.outputs > MOST_OUTPUTS or scene.inputs > MOST_COLUMNS:
        return []
    rows = [
        (named("z", index), [Slot(cell.text or NO_CONNECTION) for cell in cells]) for index, cells in matrix_rows(scene)
    ]
    heads = [named("x", index) for index in indices(scene.input.shape)]
    bias = "" if scene.bias is None else " + *b*"
    asks = f"Write the layer as a matrix *T*: *z* = *T* *x*{bias}."
    return [Exercise(f"{asks} Put a dot ({NO_CONNECTION}) where there is no connection.", heads=heads, rows=rows)]


def weights(scene: Scene) -> Exercise:
    """How many weights three layers have to learn."""
    counts = scene.ties.counts
    lines: list[Line] = [
        ["A dense layer: ", Slot(count(counts.dense))],
        ["A locally connected one, with the same zeros and nothing tied: ", Slot(count(counts.locally_connected))],
        ["This convolutional layer: ", Slot(count(counts.convolutional))],
    ]
    return Exercise("How many weights does each of these layers learn, biases aside?", lines)


def non_linearity(scene: Scene) -> list[Exercise]:
    """The output behind f, where f does something."""
    if scene.layer.activation == "identity":
        return []
    texts = scene.activation_texts[:MOST_OUTPUTS]
    lines: list[Line] = [[f"{named('a', place)} = ", Slot(text)] for place, text in enumerate(texts)]
    return [Exercise("What is left behind the non-linearity, *a* = *f*(*z*)?", lines)]


def gradients(scene: Scene) -> list[Exercise]:
    """The gradient of each weight, and what a structural zero receives."""
    if scene.layer.weight.size > MOST_WEIGHTS:
        return []
    upstream = ", ".join(scene.delta_texts[:MOST_OUTPUTS])
    more = ", …" if scene.outputs > MOST_OUTPUTS else ""
    given = f"The gradient δ of *z* is {upstream}{more}."
    lines: list[Line] = [
        [f"{named('w', place)} receives ", Slot(text)] for place, text in enumerate(written(scene.gradients.weight))
    ]
    lines.append(["A place of *T* without a connection receives ", Slot("nothing"), "."])
    return [Exercise(f"{given} Which gradient does each weight receive, summed over its copies?", lines)]
