"""The transposed layer: the matrix of a layer, transposed. Each input stamps the kernel onto the output.

It is the adjoint of the `Layer` with the same fields (⟨T x, y⟩ = ⟨x, Tᵀ y⟩), not its inverse.
"""

from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .activation import ACTIVATIONS
from .affordable import check_cells
from .arrays import Floats, counted, finite, kept, numbers, one_of, per_axis, quiet, spread, whole_number
from .axis import Axis, along, kernel_span, padding_of_axis, read_padding
from .errors import OptionError, PaddingError, ShapeError
from .layer import OPERATIONS
from .matrix import Matrix, structure_name
from .plan import Plan, Shape, written_shape
from .ties import Ties, find_ties

AXES = {(1, 1): 1, (1, 3): 1, (2, 3): 1, (2, 2): 2, (2, 4): 2, (3, 4): 2}
"""How many spatial axes a rank of the input and a rank of the weight mean together."""


class TransposedLayer:
    """A transposed convolutional layer along one axis or two, with the sizes of PyTorch's ConvTranspose.

    `weight` is (K) or (KH, KW) for one kernel, (C_in, C_out/groups, K) or (C_in, C_out/groups, KH, KW) in general;
    inputs are (L) or (H, W), or (C_in, L) or (C_in, H, W). `bias` is one number for each of the C_out outputs.
    `padding` is 'valid', an integer or pairs, and cuts the output down; `output_padding`, less than the stride or
    the dilation, makes it longer at its end. Padding is always of zeros.
    Raises ConvolutionError and its children.

    >>> TransposedLayer([5, 6, 7]).forward([1, 1])
    array([ 5., 11., 13.,  7.])
    >>> TransposedLayer([5, 6, 7], stride=2).forward([1, 1])
    array([ 5.,  6., 12.,  6.,  7.])
    """

    def __init__(
        self,
        weight: ArrayLike,
        bias: ArrayLike | None = None,
        *,
        operation: str = "cross-correlation",
        padding: Any = "valid",
        output_padding: Any = 0,
        stride: Any = 1,
        dilation: Any = 1,
        groups: int = 1,
        activation: str = "identity",
        dims: int | None = None,
    ) -> None:
        """Check the fields by themselves; how they fit an input is checked where the input is given."""
        self.weight = kept(weight, "weight")
        self.bias = None if bias is None else kept(bias, "bias")
        self.operation = one_of(operation, OPERATIONS, "operation")
        self.padding = read_cut(padding)
        self.output_padding = per_axis(output_padding, "output_padding", 0)
        self.stride = per_axis(stride, "stride", 1)
        self.dilation = per_axis(dilation, "dilation", 1)
        self.groups = whole_number(groups, "groups", 1)
        self.activation = one_of(activation, tuple(ACTIVATIONS), "activation")
        self.dims = None if dims is None else whole_number(dims, "dims", 1)

    def adjoint(self, input_shape: Shape) -> Plan:
        """The plan of the layer whose matrix is transposed: its inputs are our outputs, its outputs our inputs.

        An output padding of a whole stride adds outputs that no input reaches, so the plan's padding is as much less.

        >>> plan = TransposedLayer([5, 6, 7], stride=2, output_padding=1).adjoint((2,))
        >>> plan.inputs, plan.outputs
        (6, 2)
        """
        shape = tuple(input_shape)
        count = self.spatial_axes(shape)
        stride, dilation = spread(self.stride, count, "stride"), spread(self.dilation, count, "dilation")
        extra, kernel = spread(self.output_padding, count, "output_padding"), self.weight.shape[-count:]
        axes = []
        for place, size in enumerate(shape[-count:]):
            cut = padding_of_axis(self.padding, place, count)
            pair = (0, 0) if isinstance(cut, str) else cut
            with along(place, count):
                axes.append(adjoint_axis(size, kernel[place], stride[place], dilation[place], pair, extra[place]))
        channels, group_outputs = self.weight.shape[:-count] or (1, 1)
        self.check_channels(shape, channels, prod(shape[:-count]))
        plan = Plan(
            tuple(axes), group_outputs * self.groups, channels, self.groups,
            reverses=self.operation == "convolution", bare=self.weight.ndim == count,
        )  # fmt: skip
        self.check_bias(plan.in_channels)
        cells = plan.in_channels * prod(map(stamped_size, plan.axes))
        check_cells(cells + plan.weights, "the output", "use a smaller stride or dilation")
        return plan

    def spatial_axes(self, shape: Shape) -> int:
        """How many spatial axes an input of this shape and the weight have together. Raises ShapeError.

        >>> TransposedLayer([5, 6, 7]).spatial_axes((4,)), TransposedLayer([[5, 6]]).spatial_axes((4, 4))
        (1, 2)
        """
        count = AXES.get((len(shape), self.weight.ndim))
        if count is None or count != (self.dims or count):
            asked = "" if self.dims is None else f" with dims={self.dims}"
            raise ShapeError(
                f"an input of shape {written_shape(shape)} does not fit a transposed weight of shape "
                f"{written_shape(self.weight.shape)}{asked}: "
                "along one axis give (L) with (K), or (channels, L) with (channels, outputs/groups, K); along two "
                "(H, W) with (KH, KW), or (channels, H, W) with (channels, outputs/groups, KH, KW)",
                "input",
            )
        return count

    def check_channels(self, shape: Shape, channels: int, given: int) -> None:
        """Raise ShapeError when input and weight differ in channels, OptionError when the groups do not divide them.

        >>> TransposedLayer([[[5, 6]]]).check_channels((1, 4), 1, 1)
        """
        if given != channels:
            weight, taken = written_shape(self.weight.shape), counted(channels, "channel")
            raise ShapeError(
                f"a transposed weight of shape {weight} takes {taken}, but an input of shape {written_shape(shape)} "
                f"has {given}: the first number of the weight's shape is the input's channels",
                "weight",
            )
        if channels % self.groups:
            raise OptionError(
                f"groups is {self.groups}, but must divide the {counted(channels, 'input channel')}: "
                f"use {'1' if channels == 1 else f'1 or a divisor of {channels}'}",
                "groups",
            )

    def check_bias(self, outputs: int) -> None:
        """Raise ShapeError unless the bias has one number for each output channel; a bare number will do for one.

        >>> TransposedLayer([5, 6, 7], bias=1).check_bias(1)
        """
        if self.bias is not None and (self.bias.size != outputs or self.bias.ndim > 1):
            has = f"shape {written_shape(self.bias.shape)}" if self.bias.ndim > 1 else counted(self.bias.size, "number")
            there = "there is 1 output channel" if outputs == 1 else f"there are {outputs} output channels"
            raise ShapeError(f"bias has {has}, but {there}: give one number for each", "bias")

    def output_shape(self, input_shape: Shape) -> Shape:
        """(n − 1)·stride − before − after + dilation·(k − 1) + 1 + output_padding along each axis.

        Behind the output channels, unless the weight is one bare kernel.

        >>> TransposedLayer([5, 6, 7], stride=2, padding=1, output_padding=1).output_shape((4,))
        (8,)
        """
        return output_shape(self.adjoint(input_shape))

    @quiet
    def forward(self, input: ArrayLike) -> Floats:
        """The pre-activation z = Tᵀ x + b, shaped by `output_shape`: the kernel times each input, added in its place.

        >>> TransposedLayer([5, 6, 7], padding=1).forward([1, 1])
        array([11., 13.])
        """
        values = numbers(input, "input")
        plan = self.adjoint(values.shape)
        output = stamp(plan, self.weight, values)
        if self.bias is not None:
            output = output + self.bias.reshape(-1, 1)
        return finite(output, "the output").reshape(output_shape(plan))

    def activate(self, pre_activation: ArrayLike) -> Floats:
        """f(z), entry by entry, of the shape of z.

        >>> TransposedLayer([5, 6, 7], activation="relu").activate([-38, 56])
        array([ 0., 56.])
        """
        return ACTIVATIONS[self.activation].function(numbers(pre_activation, "pre_activation"))

    def matrix(self, input_shape: Shape) -> Matrix:
        """The matrix Tᵀ with z = Tᵀ x + b for inputs of this shape: (outputs, inputs) of the transposed layer.

        Its name is that of T, with 'transposed-' in front where a stride makes its columns the shifted ones.

        >>> TransposedLayer([5, 6, 7]).matrix((2,)).dense().tolist()
        [[5.0, 0.0], [6.0, 5.0], [7.0, 6.0], [0.0, 7.0]]
        """
        plan = self.adjoint(input_shape)
        name = structure_name(plan)
        return Matrix(turned(find_ties(plan)), self.weight.ravel(), f"transposed-{name}" if "strided" in name else name)


def read_cut(padding: Any) -> Any:
    """A padding that has a meaning for a transposed layer: 'valid', an integer or pairs. Raises PaddingError."""
    found = read_padding(padding)
    if isinstance(found, str) and found != "valid":
        raise PaddingError(
            f"a transposed layer has no padding '{found}', since several outputs would fit: "
            "use 'valid', an integer, or one [before, after] pair for each axis",
            "padding",
        )
    return found


def adjoint_axis(size: int, taps: int, stride: int, dilation: int, cut: tuple[int, int], extra: int) -> Axis:
    """The axis of the adjoint layer, which has `size` outputs. Raises OptionError and ShapeError.

    >>> adjoint_axis(4, taps=3, stride=2, dilation=1, cut=(1, 1), extra=1).input_size
    8
    """
    if extra >= max(stride, dilation):
        raise OptionError(
            f"output_padding is {extra}, but must be less than the stride {stride} or the dilation {dilation}",
            "output_padding",
        )
    span = kernel_span(taps, dilation)
    outputs = (size - 1) * stride - sum(cut) + span + extra
    if outputs < 1:
        most = (size - 1) * stride + span + extra - 1
        raise ShapeError(
            f"padding {cut[0]} and {cut[1]} cuts away all of the {most + 1} outputs that {counted(size, 'input')} "
            f"with a kernel that spans {span} at stride {stride} make: let it add up to at most {most}",
            "padding",
        )
    return Axis(outputs, taps, stride, dilation, cut[0], cut[1] - extra // stride * stride)


def output_shape(plan: Plan) -> Shape:
    """The shape of what the plan's layer reads, which is what the transposed layer gives."""
    spatial = tuple(axis.input_size for axis in plan.axes)
    return spatial if plan.bare else (plan.in_channels, *spatial)


def stamp(plan: Plan, weight: Floats, values: Floats) -> Floats:
    """z[i] = Σ w[t] · x[o] over the outputs o of the plan whose window has i at t, (plan's input channels, entries).

    Tap by tap: what all inputs give through one tap is added in one strided step.
    """
    kernels = weight.reshape(plan.groups, plan.group_outputs, plan.group_inputs, plan.taps)[..., plan.order]
    rows = values.reshape(plan.groups, plan.group_outputs, plan.positions)
    sizes = tuple(axis.output_size for axis in plan.axes)
    output = np.zeros((plan.in_channels, *map(stamped_size, plan.axes)), dtype=np.result_type(weight, values))
    for tap, offsets in enumerate(product(*(range(axis.kernel_size) for axis in plan.axes))):
        given = kernels[..., tap].transpose(0, 2, 1) @ rows
        places = tuple(map(reached, plan.axes, offsets))
        output[:, *places] += given.reshape(plan.in_channels, *sizes)
    kept = tuple(slice(axis.before, axis.before + axis.input_size) for axis in plan.axes)
    return output[:, *kept].reshape(plan.in_channels, -1)


def stamped_size(axis: Axis) -> int:
    """How long the output is before padding cuts it down."""
    return max((axis.output_size - 1) * axis.stride + axis.span, axis.before + axis.input_size)


def reached(axis: Axis, offset: int) -> slice:
    """Where the inputs' products with the tap at this place of the window go."""
    start = offset * axis.dilation
    return slice(start, start + (axis.output_size - 1) * axis.stride + 1, axis.stride)


def turned(ties: Ties) -> Ties:
    """The ties of the transposed matrix: outputs and inputs change places, ordered by the new outputs.

    >>> from app.convolution import Layer
    >>> turned(Layer([5, 6, 7]).ties((4,))).output.tolist()
    [0, 1, 1, 2, 2, 3]
    """
    order = np.argsort(ties.input, kind="stable")
    return Ties(
        output=ties.input[order],
        input=ties.output[order],
        weight=ties.weight[order],
        outputs=ties.inputs,
        inputs=ties.outputs,
        weights=ties.weights,
        copied=ties.copied,
    )
