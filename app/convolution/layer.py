"""The layer: fields in, and from them the forward pass, the matrix, the ties, the steps and the gradients."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from . import gradients as backward
from . import kernels
from .activation import ACTIVATIONS
from .arrays import Floats, counted, finite, kept, numbers, one_of, per_axis, quiet, spread, whole_number
from .axis import PADDING_MODES, Axis, along, kernel_span, padding_of_axis, read_padding, resolve_padding
from .cost import Cost, cost_of
from .errors import OptionError, ShapeError
from .matrix import Matrix, structure_name
from .plan import Plan, Shape, read_shapes, written_shape
from .ties import Ties, find_ties
from .trace import Slide, trace
from .unrolled import Unrolled, unroll

OPERATIONS = ("cross-correlation", "convolution")
MOST_RANKS = 4


class Layer:
    """A convolutional layer along one axis or two, with any number of channels, filters and groups.

    `weight` is (K) or (KH, KW) for one filter, (filters, K) for several on one channel, and
    (filters, channels/groups, K) or (filters, channels/groups, KH, KW) in general; `bias` is one number a filter.
    The other fields are PyTorch's and ONNX's, `padding` also by the names valid, same, same_lower and full.
    float32 arrays are computed in float32, everything else in float64.
    Raises ConvolutionError and its children; nothing is swapped, broadcast or truncated.

    >>> layer = Layer([5, 6, 7], operation="convolution", padding="full")
    >>> layer.forward([1, 2, 3, 4])
    array([ 5., 16., 34., 52., 45., 28.])
    >>> layer.matrix((4,)).structure
    'toeplitz'
    """

    def __init__(
        self,
        weight: ArrayLike,
        bias: ArrayLike | None = None,
        *,
        operation: str = "cross-correlation",
        padding: Any = "valid",
        padding_mode: str = "zeros",
        stride: Any = 1,
        dilation: Any = 1,
        groups: int = 1,
        activation: str = "identity",
        dims: int | None = None,
    ) -> None:
        """Check the fields by themselves; how they fit an input is checked where the input is given."""
        self.weight = read_weight(weight)
        self.bias = None if bias is None else kept(bias, "bias")
        self.operation = one_of(operation, OPERATIONS, "operation")
        self.padding = read_padding(padding)
        self.padding_mode = one_of(padding_mode, PADDING_MODES, "padding_mode")
        self.stride = per_axis(stride, "stride", 1)
        self.dilation = per_axis(dilation, "dilation", 1)
        self.groups = whole_number(groups, "groups", 1)
        self.activation = one_of(activation, tuple(ACTIVATIONS), "activation")
        self.dims = read_dims(dims)
        self.planned: tuple[Shape, Plan] | None = None

    @property
    def reverses(self) -> bool:
        """Whether the kernel is reversed before it slides."""
        return self.operation == "convolution"

    def plan(self, input_shape: Shape) -> Plan:
        """Everything that follows from the shapes, in cheap integers, and every misfit found.

        The last plan is kept, because a layer mostly sees inputs of one shape.

        >>> Layer([[1, 2], [3, 4]]).plan((5,)).output_shape
        (2, 4)
        """
        known = self.planned  # read once, since another thread may put another plan there
        if known is None or known[0] != tuple(input_shape):
            known = self.planned = (tuple(input_shape), self.make_plan(input_shape))
        return known[1]

    def make_plan(self, input_shape: Shape) -> Plan:
        """The plan for inputs of this shape. Raises ShapeError, OptionError and PaddingError.

        >>> Layer([5, 6, 7], padding="same").make_plan((4,)).axes[0]
        Axis(input_size=4, kernel_size=3, stride=1, dilation=1, before=1, after=1, padding_mode='zeros')
        """
        shapes = read_shapes(tuple(input_shape), self.weight.shape, self.groups, self.dims)
        count = len(shapes.spatial)
        stride, dilation = spread(self.stride, count, "stride"), spread(self.dilation, count, "dilation")
        axes = []
        for place, (size, taps) in enumerate(zip(shapes.spatial, shapes.kernel, strict=True)):
            span = kernel_span(taps, dilation[place])
            asked = padding_of_axis(self.padding, place, count)
            before, after = resolve_padding(asked, size, span, stride[place])
            with along(place, count):
                axes.append(Axis(size, taps, stride[place], dilation[place], before, after, self.padding_mode))
        plan = Plan(tuple(axes), shapes.in_channels, shapes.out_channels, self.groups, self.reverses, shapes.bare)
        check_bias(self.bias, plan.out_channels)
        return plan

    def output_shape(self, input_shape: Shape) -> Shape:
        """The spatial sizes of the output, behind the filters unless the weight is one bare kernel.

        >>> Layer([[1, 2], [3, 4]]).output_shape((5, 5))
        (4, 4)
        """
        return self.plan(input_shape).output_shape

    def multiply_adds(self, input_shape: Shape) -> int:
        """How many products the forward pass sums, from the shapes alone.

        >>> Layer([5, 6, 7]).multiply_adds((4,))
        6
        """
        return self.plan(input_shape).multiply_adds

    def cost(self, input_shape: Shape) -> Cost:
        """The multiply–adds and the bytes of a forward pass, from the shapes alone.

        >>> Layer([5, 6, 7]).cost((4,)).multiply_adds
        6
        """
        return cost_of(self.plan(input_shape))

    def method(self, input: ArrayLike) -> str:
        """The name of the method that `forward` uses for this input, by its size and its numbers.

        >>> Layer([5, 6, 7]).method([1, 2, 3, 4])
        'direct'
        """
        values = numbers(input, "input")
        plan = self.plan(values.shape)
        return kernels.pick(plan, by_channel(values, plan), self.weight)

    @quiet
    def forward(self, input: ArrayLike, method: str | None = None) -> Floats:
        """The pre-activation z = T x + b, shaped by `output_shape`.

        `method` forces a way to compute it (`kernels.METHODS`); None leaves it to the rule.

        >>> Layer([5, 6, 7]).forward([1, 2, 3, 4])
        array([38., 56.])
        """
        values = numbers(input, "input")
        plan = self.plan(values.shape)
        output = kernels.compute(by_channel(values, plan), self.weight.ravel(), plan, method)
        return finite(self.add_bias(output), "the output").reshape(plan.output_shape)

    def add_bias(self, output: Floats) -> Floats:
        """z + b for an output (filters, positions).

        >>> Layer([[5], [6]], bias=[1, 2]).add_bias(np.zeros((2, 3))).tolist()
        [[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]]
        """
        return output if self.bias is None else output + self.bias.reshape(-1, 1)

    def activate(self, pre_activation: ArrayLike) -> Floats:
        """f(z), entry by entry, of the shape of z.

        >>> Layer([5, 6, 7], activation="relu").activate([-38, 56])
        array([ 0., 56.])
        """
        return ACTIVATIONS[self.activation].function(numbers(pre_activation, "pre_activation"))

    def ties(self, input_shape: Shape) -> Ties:
        """The ties of the layer on an input of this shape, as parallel arrays.

        >>> Layer([5, 6, 7]).ties((4,)).weight.tolist()
        [0, 1, 2, 0, 1, 2]
        """
        return find_ties(self.plan(input_shape))

    def matrix(self, input_shape: Shape) -> Matrix:
        """The matrix T with z = T x + b for inputs of this shape.

        >>> Layer([5, 6, 7]).matrix((4,)).dense().tolist()
        [[5.0, 6.0, 7.0, 0.0], [0.0, 5.0, 6.0, 7.0]]
        """
        plan = self.plan(input_shape)
        return Matrix(find_ties(plan), self.weight.ravel(), structure_name(plan))

    def im2col(self, input: ArrayLike) -> Unrolled:
        """The patches and the weights as matrices, whose product is the output.

        >>> found = Layer([5, 6, 7], operation="convolution").im2col([1, 2, 3, 4])
        >>> found.patches[0].tolist(), found.weights[0].tolist()
        ([[1.0, 2.0, 3.0], [2.0, 3.0, 4.0]], [[7.0, 6.0, 5.0]])

        Padding of zeros is written down as zeros, which no input stands behind:

        >>> found = Layer([5, 6, 7], padding="same").im2col([1, 2, 3, 4])
        >>> found.patches[0, 0].tolist(), found.windows[0, 0].tolist()
        ([0.0, 1.0, 2.0], [-1, 0, 1])
        """
        values = numbers(input, "input")
        plan = self.plan(values.shape)
        return unroll(plan, by_channel(values, plan), self.weight, self.bias)

    def slide(self, input: ArrayLike) -> Slide:
        """The forward pass as steps, one for each output.

        >>> step = Layer([5, 6, 7]).slide([1, 2, 3, 4]).step(0)
        >>> step.products.tolist(), step.sum
        ([5.0, 12.0, 21.0], 38.0)
        """
        values = numbers(input, "input")
        plan = self.plan(values.shape)
        bias = None if self.bias is None else self.bias.ravel()
        return trace(plan, by_channel(values, plan), self.weight.ravel(), self.forward(values), bias)

    @quiet
    def delta(self, input: ArrayLike, upstream: ArrayLike | None = None, through_activation: bool = False) -> Floats:
        """∂loss/∂z, shaped as the output: `upstream`, times f′(z) when it was taken after the non-linearity.

        No upstream means all ones.

        >>> Layer([5, 6, 7], bias=-45, activation="relu").delta([1, 2, 3, 4], through_activation=True)
        array([0., 1.])
        """
        values = numbers(input, "input")
        shape = self.output_shape(values.shape)
        kind = np.result_type(values, self.weight)
        given = np.ones(shape, dtype=kind) if upstream is None else numbers(upstream, "upstream")
        if given.shape != shape:
            raise ShapeError(
                f"upstream has shape {written_shape(given.shape)}, but the output has {written_shape(shape)}: "
                "they must match",
                "upstream",
            )
        if not through_activation:
            return given
        slope = ACTIVATIONS[self.activation].derivative(self.forward(values))
        return finite(given * slope, "a gradient")

    @quiet
    def gradients(
        self, input: ArrayLike, upstream: ArrayLike | None = None, through_activation: bool = False
    ) -> backward.Gradients:
        """The gradients of weight, bias and input for a gradient of the output.

        >>> found = Layer([5, 6, 7]).gradients([1, 2, 3, 4], [1, 1])
        >>> found.weight.tolist(), found.bias.tolist(), found.input.tolist()
        ([3.0, 5.0, 7.0], [2.0], [5.0, 11.0, 13.0, 7.0])
        """
        values = numbers(input, "input")
        plan = self.plan(values.shape)
        delta = self.delta(values, upstream, through_activation)
        rows = delta.reshape(plan.out_channels, -1)
        weight = backward.weight_gradient(plan, by_channel(values, plan), rows)
        towards_input = backward.input_gradient(plan, self.weight.ravel(), rows)
        bias = finite(rows.sum(axis=1), "a gradient")
        return backward.Gradients(weight.reshape(self.weight.shape), bias, towards_input.reshape(values.shape), delta)

    def learning_step(
        self,
        input: ArrayLike,
        upstream: ArrayLike | None = None,
        through_activation: bool = False,
        *,
        rate: float,
    ) -> backward.LearningStep:
        """One step of gradient descent of the convolutional, the locally connected and the dense layer.

        >>> Layer([5, 6, 7]).learning_step([1, 2, 3, 4], rate=1).convolutional.tolist()
        [[2.0, 1.0, 0.0, 0.0], [0.0, 2.0, 1.0, 0.0]]
        """
        values = numbers(input, "input")
        plan = self.plan(values.shape)
        delta = self.delta(values, upstream, through_activation)
        gradient = backward.weight_gradient(plan, by_channel(values, plan), delta.reshape(plan.out_channels, -1))
        return backward.learning_step(self.matrix(values.shape), gradient, values.ravel(), delta.ravel(), rate)


def by_channel(values: Floats, plan: Plan) -> Floats:
    """An input as (input channels, entries of a channel)."""
    return values.reshape(plan.in_channels, -1)


def read_weight(weight: ArrayLike) -> Floats:
    """The weight array, of one to four axes. Raises ShapeError."""
    array = kept(weight, "weight")
    if 1 <= array.ndim <= MOST_RANKS:
        return array
    raise ShapeError(
        f"a weight of shape {written_shape(array.shape)} does not fit: give (K) or (KH, KW) for one filter, "
        "(filters, K), (filters, channels/groups, K) or (filters, channels/groups, KH, KW)",
        "weight",
    )


def check_bias(bias: Floats | None, filters: int) -> None:
    """Raise ShapeError unless the bias has one number a filter; a bare number will do for one filter."""
    if bias is None or (bias.size == filters and bias.ndim <= 1):
        return
    has = counted(bias.size, "number") if bias.ndim <= 1 else f"shape {written_shape(bias.shape)}"
    there = "there is 1 filter" if filters == 1 else f"there are {filters} filters"
    raise ShapeError(f"bias has {has}, but {there}: give one number for each filter", "bias")


def read_dims(dims: Any) -> int | None:
    """The number of spatial axes that was asked for. Raises OptionError."""
    if dims is None:
        return None
    axes = whole_number(dims, "dims", 1)
    if axes > 2:
        raise OptionError(f"dims is {axes}, but a layer has 1 or 2 spatial axes", "dims")
    return axes
