"""Pooling: each window of a feature map becomes its maximum or its average, with PyTorch's meaning of every option."""

from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .affordable import check_cells
from .arrays import Floats, Integers, finite, numbers, one_of, per_axis, quiet, spread
from .axis import Axis, along, kernel_span
from .errors import OptionError, PaddingError, ShapeError
from .plan import Plan, Shape, written_shape
from .separable import first_maxima, give_back, slide, unslide

POOLINGS = ("max", "average")


class Pooling:
    """Max or average pooling along one axis or two, each channel by itself.

    `size`, `stride` (the size unless given), `padding` and `dilation` (max only) are whole numbers, or one for each
    axis. `padding` is at most half the size: a maximum never takes it, an average counts it as zeros unless
    `count_include_pad` is False. `ceil_mode` keeps a last window that runs over the end, as long as it starts in the
    input or in the padding before it; what lies beyond the padding is never counted.
    Inputs are (L) or (channels, L) along one axis, (H, W) or (channels, H, W) along two; `dims` is needed only where
    an input has two axes and every option is one number. Raises ConvolutionError and its children.

    >>> Pooling("max", 2).forward([38, 56, 12, 7])
    array([56., 12.])
    >>> Pooling("average", [2, 2]).forward([[1, 2], [3, 6]])
    array([[3.]])
    """

    def __init__(
        self,
        kind: str,
        size: Any,
        stride: Any = None,
        padding: Any = 0,
        dilation: Any = 1,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        dims: int | None = None,
    ) -> None:
        """Check the options by themselves; how they fit an input is checked where the input is given."""
        self.kind = one_of(kind, POOLINGS, "kind")
        self.size = per_axis(size, "size", 1)
        self.stride = self.size if stride is None else per_axis(stride, "stride", 1)
        self.padding = per_axis(padding, "padding", 0)
        self.dilation = per_axis(dilation, "dilation", 1)
        self.ceil_mode = yes_or_no(ceil_mode, "ceil_mode")
        self.count_include_pad = yes_or_no(count_include_pad, "count_include_pad")
        self.dims = read_dims(dims, (self.size, self.stride, self.padding, self.dilation))
        check_kind(self)

    def plan(self, input_shape: Shape, dims: int | None = None) -> Plan:
        """The windows of an input of this shape, as a plan with every channel a group of its own.

        `dims` helps where the pooling itself leaves it open. Raises ShapeError, OptionError and PaddingError.

        >>> Pooling("max", 2, ceil_mode=True).plan((5,)).windows.tolist()
        [[0, 1], [2, 3], [4, -1]]
        """
        shape = tuple(input_shape)
        count = spatial_axes(shape, dims if self.dims is None else self.dims)
        size, stride = spread(self.size, count, "size"), spread(self.stride, count, "stride")
        padding, dilation = spread(self.padding, count, "padding"), spread(self.dilation, count, "dilation")
        axes = []
        for place, options in enumerate(zip(shape[-count:], size, stride, dilation, padding, strict=True)):
            with along(place, count):
                axes.append(pooling_axis(*options, self.ceil_mode))
        channels = prod(shape[:-count])
        widths = (axis.before + axis.input_size + axis.after for axis in axes)
        check_cells(channels * prod(widths), "the padded input", "use a smaller size, less padding or no ceil mode")
        return Plan(tuple(axes), channels, channels, channels, reverses=False, bare=len(shape) == count)

    def output_shape(self, input_shape: Shape) -> Shape:
        """⌊(n + 2·padding − span) / stride⌋ + 1 along each axis, ⌈…⌉ + 1 in ceil mode; channels stay in front.

        >>> Pooling("max", 3, stride=2, dims=2).output_shape((4, 9, 8))
        (4, 4, 3)
        """
        return self.plan(input_shape).output_shape

    def forward(self, input: ArrayLike, dims: int | None = None) -> Floats:
        """The maximum or the average of each window, shaped by `output_shape`; the rows first, then the columns.

        >>> Pooling("average", 2, padding=1, count_include_pad=False).forward([1, 3, 5])
        array([1., 4.])
        """
        values = numbers(input, "input")
        plan = self.plan(values.shape, dims)
        maps = by_map(values, plan)
        pooled = slide(maps, plan, np.maximum, -np.inf) if self.kind == "max" else self.averages(maps, plan)
        return pooled.reshape(plan.output_shape)

    @quiet
    def averages(self, maps: Floats, plan: Plan) -> Floats:
        """The sum of each window over its divisor, for maps (channels, rows, columns).

        >>> pooling = Pooling("average", 2)
        >>> pooling.averages(np.array([[1.0, 3.0]]), pooling.plan((2,))).tolist()
        [[2.0]]
        """
        sums = finite(slide(maps, plan, np.add, 0.0), "the sum of a window")
        return sums / self.divisors(plan).astype(maps.dtype)

    def divisors(self, plan: Plan) -> Integers:
        """By how much the sum of each window is divided: how many of its entries count, shaped as one map.

        >>> pooling = Pooling("average", 3, stride=2, padding=1, ceil_mode=True)
        >>> pooling.divisors(pooling.plan((4,))).tolist()
        [3, 3, 2]
        """
        found = np.ones((), dtype=np.int64)
        for axis, padding in zip(plan.axes, spread(self.padding, len(plan.axes), "padding"), strict=True):
            margin = padding if self.count_include_pad else 0
            starts = np.arange(axis.output_size) * axis.stride - axis.before
            stops = np.minimum(starts + axis.kernel_size, axis.input_size + margin)
            found = np.multiply.outer(found, stops - np.maximum(starts, -margin))
        return found

    def argmax(self, input: ArrayLike, dims: int | None = None) -> Integers:
        """Where in its map each maximum stands, flat in C order, shaped by `output_shape`; the first one on ties.

        Raises OptionError for an average.

        >>> Pooling("max", 2).argmax([38, 56, 7, 7]).tolist()
        [1, 2]
        """
        if self.kind != "max":
            raise OptionError("an average has no position: kind must be 'max'", "kind")
        values = numbers(input, "input")
        plan = self.plan(values.shape, dims)
        return first_maxima(by_map(values, plan), plan).reshape(plan.output_shape)

    @quiet
    def backward(self, input: ArrayLike, upstream: ArrayLike | None = None, dims: int | None = None) -> Floats:
        """∂loss/∂x for a gradient of the output (all ones unless given), shaped as the input.

        A maximum passes its gradient to where it was found; an average shares it out by its divisor.

        >>> Pooling("max", 2).backward([38, 56, 12, 7], [1, 10])
        array([ 0.,  1., 10.,  0.])
        >>> Pooling("average", 2).backward([38, 56, 12, 7], [1, 10])
        array([0.5, 0.5, 5. , 5. ])
        """
        values = numbers(input, "input")
        plan = self.plan(values.shape, dims)
        given = read_upstream(upstream, plan.output_shape, values)
        if self.kind == "max":
            back = give_back(given, self.argmax(values, dims), plan)
        else:
            sizes = [axis.output_size for axis in plan.axes]
            shares = given.reshape(plan.in_channels, *sizes) / self.divisors(plan).astype(given.dtype)
            back = unslide(shares, plan)
        return finite(back, "a gradient").reshape(values.shape)


def yes_or_no(value: Any, field: str) -> bool:
    """The value, when it is true or false; raises OptionError otherwise."""
    if not isinstance(value, bool | np.bool_):
        raise OptionError(f"{field} must be true or false", field)
    return bool(value)


def read_dims(dims: Any, options: tuple[int | tuple[int, ...], ...]) -> int | None:
    """The number of axes that was asked for, or that an option given for each axis has. Raises OptionError."""
    if dims is not None and (isinstance(dims, bool) or dims not in (1, 2)):
        raise OptionError("dims must be 1 or 2", "dims")
    lengths = [len(option) for option in options if isinstance(option, tuple)]
    if any(length > 2 for length in lengths):
        raise OptionError("pooling has 1 or 2 axes: give each option as one number, or one for each axis", "size")
    return dims if dims is not None else next(iter(lengths), None)


def check_kind(pooling: Pooling) -> None:
    """Raise OptionError for an option that the kind does not have, so that none is silently ignored."""
    dilated = pooling.dilation != 1 and set(np.atleast_1d(pooling.dilation)) != {1}
    if pooling.kind == "average" and dilated:
        raise OptionError("average pooling has no dilation: leave it at 1, or use kind 'max'", "dilation")
    if pooling.kind == "max" and not pooling.count_include_pad:
        raise OptionError("count_include_pad is for averages: a maximum never takes padding", "count_include_pad")


def spatial_axes(shape: Shape, dims: int | None) -> int:
    """How many spatial axes an input has: (L), (channels, L), (H, W) or (channels, H, W). Raises ShapeError."""
    known = {1: 1, 3: 2}.get(len(shape), dims)
    if known is not None and known <= len(shape) <= known + 1 and known == (dims or known):
        return known
    if len(shape) == 2:
        raise ShapeError(
            f"an input of shape {written_shape(shape)} may be channels by length or rows by columns: "
            "say dims=1 or dims=2",
            "input",
        )
    asked = "" if dims is None else f" with dims={dims}"
    raise ShapeError(
        f"an input of shape {written_shape(shape)} does not fit pooling{asked}: "
        "give (L) or (channels, L) along one axis, (H, W) or (channels, H, W) along two",
        "input",
    )


def pooling_axis(input_size: int, size: int, stride: int, dilation: int, padding: int, ceil_mode: bool) -> Axis:
    """The windows along one axis; in ceil mode the padding after is as wide as the last window needs.

    Raises PaddingError and ShapeError.

    >>> pooling_axis(5, 2, 2, 1, 0, ceil_mode=True).output_size, pooling_axis(5, 2, 2, 1, 0, False).output_size
    (3, 2)
    """
    if padding > size // 2:
        raise PaddingError(
            f"padding {padding} is more than half the pooling size {size}: use at most {size // 2}", "padding"
        )
    span = kernel_span(size, dilation)
    outputs = pooled_size(input_size, span, stride, padding, ceil_mode)
    if outputs < 1:
        raise ShapeError(
            f"a pooling window that spans {span} does not fit in an input of {input_size} with padding {padding}: "
            f"use a window that spans at most {input_size + 2 * padding}",
            "size",
        )
    needed = (outputs - 1) * stride + span - input_size - padding
    axis = Axis(input_size, size, stride, dilation, padding, max(padding, needed))
    check_windows(axis)
    return axis


def pooled_size(input_size: int, span: int, stride: int, padding: int, ceil_mode: bool) -> int:
    """How many windows there are: as in PyTorch's pooling_output_shape, a last one may not start past the input.

    >>> pooled_size(5, 2, 2, 0, True), pooled_size(2, 1, 3, 0, True)
    (3, 1)
    """
    room = input_size + 2 * padding - span
    if not ceil_mode:
        return room // stride + 1
    outputs = -(-room // stride) + 1
    return outputs - 1 if (outputs - 1) * stride >= input_size + padding else outputs


def check_windows(axis: Axis) -> None:
    """Raise PaddingError when a window reads no input at all: a wide dilation may step over a short input."""
    # A window that starts before the input first touches it at its start modulo the dilation: padding is at most
    # half the size, so it always gets that far. Only a dilation wider than the input can step over it, and then
    # few windows start before it.
    if axis.dilation <= axis.input_size:
        return
    starts = np.arange(min(axis.output_size, -(-axis.before // axis.stride))) * axis.stride - axis.before
    if (starts % axis.dilation >= axis.input_size).any():
        raise PaddingError(
            f"a window of {axis.kernel_size} at dilation {axis.dilation} lies on padding only, in an input of "
            f"{axis.input_size} with padding {axis.before}: it has no maximum, so use less padding or dilation",
            "padding",
        )


def read_upstream(upstream: ArrayLike | None, shape: Shape, values: Floats) -> Floats:
    """The gradient of the output, all ones unless given. Raises ShapeError."""
    given = np.ones(shape, dtype=values.dtype) if upstream is None else numbers(upstream, "upstream")
    if given.shape != shape:
        raise ShapeError(
            f"upstream has shape {written_shape(given.shape)}, but the output has {written_shape(shape)}: "
            "they must match",
            "upstream",
        )
    return given


def by_map(values: Floats, plan: Plan) -> Floats:
    """An input as maps, (channels, sizes of the axes)."""
    return values.reshape(plan.in_channels, *(axis.input_size for axis in plan.axes))
