"""What each operation answers, as models: they describe the answers, which are written by orjson.

A test holds the real bytes against them.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt

Number = StrictInt | StrictFloat
Vector = list[Number]
Matrix = list[Vector]
Numbers = Annotated[
    Vector | Matrix | list[Matrix] | list[list[Matrix]],
    Field(description="Nested lists, shaped as PyTorch shapes them."),
]
Index = Annotated[int, Field(ge=0, strict=True)]
Position = Annotated[list[Index], Field(description="Where it stands in its array, one index an axis.")]


class Answer(BaseModel):
    """What all answers share: nothing beyond what is described."""

    model_config = ConfigDict(extra="forbid")


class Links(Answer):
    """The same state as a page, as a frame and as a picture; none when it does not fit into an address."""

    page: str | None = None
    embed: str | None = None
    figure: str | None = None


class WithLinks(Answer):
    """An answer about one state."""

    links: Links


class Step(Answer):
    """One output's dot product, its arrays in the order of the window."""

    output: Index
    position: Position
    window: list[Annotated[int, Field(ge=-1, strict=True)]] = Field(description="Input indices; −1 is off the input.")
    values: Vector
    taps: Vector
    weight: list[Index] = Field(description="Flat indices into the weight as it was given.")
    products: Vector
    bias: Number | None = None
    sum: Number


class ConvolutionAnswer(WithLinks):
    """The output of the layer, before its non-linearity."""

    output: Numbers
    output_shape: list[Index]
    padding: list[list[Index]] = Field(description="[before, after] for each axis.")
    method: str = Field(description="The algorithm that computed it.")
    steps: list[Step] | None = None


class FeatureMapsAnswer(WithLinks):
    """The output before and after the non-linearity."""

    pre_activation: Numbers
    activation: Numbers
    output_shape: list[Index]


class Parameters(Answer):
    """How many weights three layers with these inputs and outputs learn, without biases."""

    dense: Index
    locally_connected: Index
    convolutional: Index


class CooMatrix(Answer):
    """One entry a tie; entries of one cell add up."""

    row: list[Index]
    column: list[Index]
    value: Vector
    weight_index: list[Index]


class ToeplitzAnswer(WithLinks):
    """The layer as a matrix T: output = T · input + bias."""

    shape: list[Index]
    structure: str = Field(description="Named by how the ties lie, never by the values.")
    nonzeros: Index = Field(description="Cells that have a tie, whatever its value.")
    distinct_weights: Index = Field(description="Weights that stand in the matrix at all.")
    parameters: Parameters
    format: str
    matrix: Matrix | CooMatrix
    product: Numbers = Field(description="T · input + bias, shaped as the output.")


class Node(Answer):
    """One input or output of the network."""

    index: Index
    position: Position
    value: Number


class Weight(Node):
    """One weight, and how many connections carry it."""

    connections: Index


class Connections(Answer):
    """Parallel lists: each output reads this input through this weight."""

    output: list[Index]
    input: list[Index]
    weight: list[Index]


class ConnectivityAnswer(WithLinks):
    """The layer as a network; the outputs are those before the non-linearity."""

    inputs: list[Node]
    outputs: list[Node]
    weights: list[Weight]
    connections: Connections


class Contributions(Connections):
    """What each connection adds to the gradient of its weight."""

    value: Vector


class DenseGradient(Answer):
    """The gradient of a dense layer on the same data, and where this layer is connected."""

    weight: Matrix
    mask: list[list[Annotated[int, Field(ge=0, le=1, strict=True)]]]


class LearningStep(Answer):
    """The matrices of three layers after one step of gradient descent from the same start."""

    convolutional: Matrix
    locally_connected: Matrix
    dense: Matrix


class GradientsAnswer(WithLinks):
    """The gradients, each shaped as what it belongs to."""

    weight: Numbers
    bias: Number | Vector
    input: Numbers
    contributions: Contributions | None = None
    dense: DenseGradient | None = None
    step: LearningStep | None = None


class MetaAnswer(Answer):
    """What this service is and takes."""

    version: str
    limits: dict[str, Index]
    vocabulary: dict[str, list[str]]


class ProblemError(Answer):
    """One error: where it is, a stable code, and a sentence for a person."""

    pointer: str | None = Field(None, description="Where in the body, RFC 6901.")
    parameter: str | None = Field(None, description="Which parameter of the query.")
    code: str
    message: str


class ProblemAnswer(BaseModel):
    """RFC 9457: what went wrong and how to mend it. It never repeats what was sent."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[ProblemError] | None = None


Content = dict[str, Any]
"""An answer before it is written: numbers, texts and arrays by key."""
