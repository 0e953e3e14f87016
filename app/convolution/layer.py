"""The layer: fields in, and from them the forward pass, the matrix, the ties, the steps and the gradients."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from . import gradients as backward
from . import kernels
from .activation import ACTIVATIONS
from .arrays import Floats, finite, numbers, one_of, per_axis, quiet, whole_number
from .axis import PADDING_MODES, Axis, kernel_span, read_padding, resolve_padding
from .errors import OptionError, ShapeError
from .matrix import Matrix, structure_name
from .ties import Ties, find_ties, tap_weights
from .trace import Slide

OPERATIONS = ("cross-correlation", "convolution")


class Layer:
    """A convolutional layer along one axis: one input channel, one filter or several.

    `weight` is (K) for one filter, (C_out, K) or (C_out, 1, K) for several; `bias` one number a filter.
    The other fields are PyTorch's and ONNX's, `padding` also by the names valid, same, same_lower and full.
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
        self.stencils = self.weight.reshape(-1, self.weight.shape[-1])
        self.bias = None if bias is None else read_bias(bias, len(self.stencils))
        self.operation = one_of(operation, OPERATIONS, "operation")
        self.padding = read_padding(padding)
        self.padding_mode = one_of(padding_mode, PADDING_MODES, "padding_mode")
        self.stride = per_axis(stride, "stride", 1)
        self.dilation = per_axis(dilation, "dilation", 1)
        self.activation = one_of(activation, tuple(ACTIVATIONS), "activation")
        check_groups(groups)
        check_dims(dims)

    @property
    def filters(self) -> int:
        """How many output channels there are."""
        return len(self.stencils)

    @property
    def kernel_size(self) -> int:
        """How many taps a kernel has."""
        return self.stencils.shape[1]

    @property
    def reverses(self) -> bool:
        """Whether the kernel is reversed before it slides."""
        return self.operation == "convolution"

    def axis(self, input_shape: tuple[int, ...]) -> Axis:
        """The spatial axis for an input of this shape: cheap integers, and every misfit found."""
        size = read_input_shape(input_shape, self.weight.shape)
        span = kernel_span(self.kernel_size, self.dilation)
        before, after = resolve_padding(self.padding, size, span, self.stride)
        return Axis(size, self.kernel_size, self.stride, self.dilation, before, after, self.padding_mode)

    def output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        """(M) for a bare kernel, otherwise (C_out, M).

        >>> Layer([[1, 2], [3, 4]]).output_shape((5,))
        (2, 4)
        """
        outputs = self.axis(input_shape).output_size
        return (outputs,) if self.weight.ndim == 1 else (self.filters, outputs)

    def multiply_adds(self, input_shape: tuple[int, ...]) -> int:
        """How many products the forward pass sums, from the shapes alone."""
        return self.axis(input_shape).output_size * self.weight.size

    @quiet
    def forward(self, input: ArrayLike, method: str | None = None) -> Floats:
        """The pre-activation z = T x + b, shaped by `output_shape`.

        `method` forces a way to compute it (`kernels.METHODS`); None leaves it to the rule.

        >>> Layer([5, 6, 7]).forward([1, 2, 3, 4])
        array([38., 56.])
        """
        values = numbers(input, "input")
        axis = self.axis(values.shape)
        compute = kernels.METHODS[kernels.pick(method)]
        output = compute(values.ravel(), self.stencils[:, tap_weights(self.kernel_size, self.reverses)], axis)
        if self.bias is not None:
            output = output + self.bias[:, None]
        return finite(output, "the output").reshape(self.output_shape(values.shape))

    def activate(self, pre_activation: ArrayLike) -> Floats:
        """f(z), entry by entry, of the shape of z."""
        return ACTIVATIONS[self.activation].function(numbers(pre_activation, "pre_activation"))

    def ties(self, input_shape: tuple[int, ...]) -> Ties:
        """The ties of the layer on an input of this shape, as parallel arrays.

        >>> Layer([5, 6, 7]).ties((4,)).weight.tolist()
        [0, 1, 2, 0, 1, 2]
        """
        return find_ties(self.axis(input_shape), self.filters, self.reverses)

    def matrix(self, input_shape: tuple[int, ...]) -> Matrix:
        """The matrix T with z = T x + b for inputs of this shape.

        >>> Layer([5, 6, 7]).matrix((4,)).dense().tolist()
        [[5.0, 6.0, 7.0, 0.0], [0.0, 5.0, 6.0, 7.0]]
        """
        axis = self.axis(input_shape)
        return Matrix(self.ties(input_shape), self.weight.ravel(), structure_name(axis, self.filters))

    def slide(self, input: ArrayLike) -> Slide:
        """The forward pass as steps, one for each output.

        >>> step = Layer([5, 6, 7]).slide([1, 2, 3, 4]).step(0)
        >>> step.products.tolist(), step.sum
        ([5.0, 12.0, 21.0], 38.0)
        """
        values = numbers(input, "input")
        axis = self.axis(values.shape)
        order = tap_weights(self.kernel_size, self.reverses)
        return Slide(
            windows=axis.windows,
            values=kernels.gather(values.ravel(), axis),
            taps=self.stencils[:, order],
            weight=np.arange(self.filters)[:, None] * self.kernel_size + order,
            sums=self.forward(values),
            bias=self.bias,
            output_shape=self.output_shape(values.shape),
        )

    @quiet
    def delta(self, input: ArrayLike, upstream: ArrayLike | None = None, through_activation: bool = False) -> Floats:
        """∂loss/∂z, shaped as the output: `upstream`, times f′(z) when it was taken after the non-linearity.

        No upstream means all ones.
        """
        values = numbers(input, "input")
        shape = self.output_shape(values.shape)
        given = np.ones(shape) if upstream is None else numbers(upstream, "upstream")
        if given.shape != shape:
            raise ShapeError(
                f"upstream has shape {given.shape}, but the output has {shape}: they must match", "upstream"
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
        delta = self.delta(values, upstream, through_activation)
        matrix = self.matrix(values.shape)
        weight = backward.weight_gradient(matrix.ties, values.ravel(), delta.ravel())
        towards_input = backward.input_gradient(matrix, delta.ravel())
        bias = finite(delta.reshape(self.filters, -1).sum(axis=1), "a gradient")
        return backward.Gradients(weight.reshape(self.weight.shape), bias, towards_input.reshape(values.shape), delta)

    def learning_step(
        self,
        input: ArrayLike,
        upstream: ArrayLike | None = None,
        through_activation: bool = False,
        *,
        rate: float,
    ) -> backward.LearningStep:
        """One step of gradient descent of the convolutional, the locally connected and the dense layer."""
        values = numbers(input, "input")
        delta = self.delta(values, upstream, through_activation)
        return backward.learning_step(self.matrix(values.shape), values.ravel(), delta.ravel(), rate)


def read_weight(weight: ArrayLike) -> Floats:
    """The weight array, (K), (C_out, K) or (C_out, 1, K). Raises ShapeError."""
    array = numbers(weight, "weight")
    if array.ndim in (1, 2) or (array.ndim == 3 and array.shape[1] == 1):
        return array
    raise ShapeError(
        f"a weight of shape {array.shape} does not fit: give (K) for one filter, "
        "or (filters, K) or (filters, 1, K) for several on one input channel",
        "weight",
    )


def read_bias(bias: ArrayLike, filters: int) -> Floats:
    """The bias as (filters,); a bare number will do for one filter. Raises ShapeError."""
    array = numbers(bias, "bias")
    if array.size != filters or array.ndim > 1:
        raise ShapeError(
            f"bias has {array.size} numbers, but there {'is 1 filter' if filters == 1 else f'are {filters} filters'}: "
            "give one number for each filter",
            "bias",
        )
    return array.reshape(filters)


def read_input_shape(input_shape: tuple[int, ...], weight_shape: tuple[int, ...]) -> int:
    """The size of the one spatial axis of an input (L), or (1, L) for a weight (C_out, 1, K). Raises ShapeError."""
    with_channel = len(input_shape) == 2 and input_shape[0] == 1 and len(weight_shape) == 3
    if len(input_shape) == 1 or with_channel:
        return input_shape[-1]
    raise ShapeError(
        f"an input of shape {tuple(input_shape)} does not fit a weight of shape {tuple(weight_shape)}: "
        "give one vector (L), or (1, L) with a weight (filters, 1, K)",
        "input",
    )


def check_groups(groups: Any) -> None:
    """Raise OptionError unless the groups divide the one input channel."""
    if whole_number(groups, "groups", 1) != 1:
        raise OptionError(f"groups is {groups}, but must divide the 1 input channel: use 1", "groups")


def check_dims(dims: Any) -> None:
    """Raise OptionError for a number of spatial axes that the layer does not have."""
    if dims is not None and whole_number(dims, "dims", 1) != 1:
        raise OptionError(f"dims is {dims}, but the layer has 1 spatial axis: leave it out or use 1", "dims")
