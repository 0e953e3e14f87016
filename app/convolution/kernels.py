"""The ways to compute the forward pass, by name, and the one rule that picks between them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import prod
from weakref import WeakKeyDictionary

import numpy as np

from .arrays import Floats, Integers, one_of
from .axis import OFF
from .banded import banded
from .cost import NUMBER, WORK, check_affordable
from .errors import OptionError
from .fourier import fft, fft_work, overlap_save, overlap_save_work, suits_fourier
from .im2col import im2col
from .layout import both_axes, channel_of, kernels_in_window_order, padded, padded_size
from .plan import Plan
from .scatter import scatter, suits_scatter

CHUNK = 1 << 17
"""Numbers that are gathered at once: more would only leave the cache."""
TINY = 1 << 10
"""Up to so many multiply–adds nothing is quicker than to do them directly."""
SHORT = 7
"""A line is quickest slid over by `np.correlate` with fewer taps than this, however long it is,"""
SMALL = 250_000
"""or up to so many multiply–adds."""
SMALL_MAP = 20_000
"""Up to so many positions, several filters are quicker all at once by `im2col` than one by one."""
LONG_ROW = 25
"""From so many taps in a row for each filter of a group, one by one is quicker where filters read several channels."""
LARGE = 4_000_000
"""From so many multiply–adds on a transform pays, if kernel and output are LONG, in one dimension or two."""
LONG = (256, 144)
LONG_OF_MANY = 4_096
"""The same where a filter reads several channels: their products are quick, and each pair needs transforms."""
ROOM = 1 << 20
"""Numbers of padding that are always affordable; beyond them, at most twice those of the layer itself."""


def gather(values: Floats, windows: Integers) -> Floats:
    """Each channel's windows filled with its values, (channels, positions, taps); 0 off the input.

    `values` is (channels, entries of a channel).
    """
    return np.where(windows == OFF, values.dtype.type(0), values[:, np.maximum(windows, 0)])


EVERY = slice(None)


def patches(values: Floats, plan: Plan, positions: slice = EVERY, taps: slice = EVERY) -> Floats:
    """im2col: what each output of each group reads, (groups, positions, group inputs · taps), in window order.

    `values` is (input channels, entries of a channel); `positions` and `taps` take some of them only.
    """
    found = gather(values, windows_of(plan, positions, taps))
    split = found.reshape(plan.groups, plan.group_inputs, *found.shape[1:])
    return split.transpose(0, 2, 1, 3).reshape(plan.groups, found.shape[1], -1)


def windows_of(plan: Plan, positions: slice = EVERY, taps: slice = EVERY) -> Integers:
    """Some rows and columns of `plan.windows` without the rest of that table, which may be enormous.

    >>> from app.convolution import Axis
    >>> windows_of(Plan((Axis(4, 3),), 1, 1, 1, reverses=False, bare=True), slice(1, 2)).tolist()
    [[1, 2, 3]]
    """
    starts = indices(positions, tuple(axis.output_size for axis in plan.axes))
    steps = indices(taps, tuple(axis.kernel_size for axis in plan.axes))
    joined: Integers = np.zeros((1, 1), dtype=np.int64)
    for axis, start, step in zip(plan.axes, starts, steps, strict=True):
        found = axis.sources(start[:, None] * axis.stride - axis.before + step * axis.dilation)
        joined = np.where((joined == OFF) | (found == OFF), OFF, joined * axis.input_size + found)
    return joined


def indices(some: slice, sizes: tuple[int, ...]) -> tuple[Integers, ...]:
    """The indices along each axis of some entries of a flattened array.

    >>> [index.tolist() for index in indices(slice(2, 5), (2, 3))]
    [[0, 1, 1], [2, 0, 1]]
    """
    return np.unravel_index(np.arange(*some.indices(prod(sizes))), sizes)


def parts(plan: Plan) -> Iterator[tuple[slice, slice]]:
    """Positions and taps in parts, whose windows are CHUNK numbers or less over all channels.

    >>> from app.convolution import Axis
    >>> [[(some.start, some.stop) for some in part] for part in parts(Plan((Axis(4, 3),), 1, 1, 1, False, True))]
    [[(0, 2), (0, 3)]]
    """
    across = min(plan.taps, max(1, CHUNK // plan.in_channels))
    down = min(plan.positions, max(1, CHUNK // (plan.in_channels * across)))
    for position in range(0, plan.positions, down):
        for tap in range(0, plan.taps, across):
            yield slice(position, min(position + down, plan.positions)), slice(tap, min(tap + across, plan.taps))


def stencils(weight: Floats, plan: Plan, taps: slice = EVERY) -> Floats:
    """The weights of each group in window order, (groups, filters of a group, group inputs · taps)."""
    kernels = weight.reshape(plan.groups, plan.group_outputs, plan.group_inputs, plan.taps)
    return kernels[..., plan.order[taps]].reshape(plan.groups, plan.group_outputs, -1)


def direct(values: Floats, weight: Floats, plan: Plan) -> Floats:
    """Gather, multiply, sum: z[c, o] = Σ_t w[c, t] · x[windows[o, t]], part by part, for any layer.

    `values` is (input channels, entries of a channel), `weight` flat; the result is (filters, positions).
    Where a few numbers are slid over a line, `correlate` is the same sums with less ado.
    """
    if plan.multiply_adds <= TINY and plan.on_a_line:
        return correlate(values, weight, plan)
    output = np.zeros((plan.groups, plan.group_outputs, plan.positions), dtype=np.result_type(values, weight))
    for positions, taps in parts(plan):
        output[..., positions] += stencils(weight, plan, taps) @ patches(values, plan, positions, taps).swapaxes(1, 2)
    return output.reshape(plan.out_channels, plan.positions)


def correlate(values: Floats, weight: Floats, plan: Plan) -> Floats:
    """`np.correlate` on the padded line, (filters, positions), at stride and dilation 1.

    np.correlate swaps its arguments when the kernel is longer; here the padded line is never shorter.

    >>> from app.convolution import Axis
    >>> correlate(np.array([[1.0, 2, 3, 4]]), np.array([5.0, 6, 7]), Plan((Axis(4, 3),), 1, 1, 1, False, True)).tolist()
    [[38.0, 56.0]]
    """
    axis = plan.axes[0]
    lines = padded(values, plan)[:, 0] if axis.before or axis.after else values
    if plan.out_channels == 1:  # all that follows would take longer than a small sum
        return np.correlate(lines[0], weight[::-1] if plan.reverses else weight)[None]
    kernels = kernels_in_window_order(weight, plan).reshape(plan.out_channels, -1)
    return np.stack([np.correlate(lines[channel_of(index, plan)], one) for index, one in enumerate(kernels)])


Method = Callable[[Floats, Floats, Plan], Floats]
METHODS: dict[str, Method] = {
    "direct": direct,
    "correlate": correlate,
    "banded": banded,
    "im2col": im2col,
    "scatter": scatter,
    "overlap-save": overlap_save,
    "fft": fft,
}

WORKS: dict[str, Callable[[Plan], int]] = {"overlap-save": overlap_save_work, "fft": fft_work}
"""The numbers that a transform works on."""


def compute(values: Floats, weight: Floats, plan: Plan, method: str | None = None) -> Floats:
    """The forward pass without its bias, (filters, positions), by the method asked for or the one the rule picks.

    `values` is (input channels, entries of a channel), `weight` flat. Raises OptionError and TooLargeError.
    """
    return METHODS[pick(plan, values, weight, method)](values, weight, plan)


def pick(plan: Plan, values: Floats, weight: Floats, method: str | None = None) -> str:
    """The name of the method to use: the one asked for, or the one the rule picks.

    The rule looks at the sizes, and before a transform at the data too. Raises OptionError for a method that does
    not exist or cannot compute this layer, and TooLargeError for a layer that cannot be afforded.
    """
    sized = by_size(plan)
    if method is not None:
        name = one_of(method, tuple(METHODS), "method")
        refused = obstacle(plan, name)
        if refused:
            raise OptionError(f"method {name} cannot compute this layer: {refused}; leave the method out", "method")
        return name
    if sized.transform is None:
        return sized.exact
    if suits_fourier(values, weight):
        return sized.transform
    return "scatter" if suits_scatter(values, plan) else sized.exact


@dataclass(frozen=True)
class Sized:
    """What the sizes alone say: the quickest method that is exact, and the transform that would be quicker, if any."""

    exact: str
    transform: str | None


SIZED: WeakKeyDictionary[Plan, Sized] = WeakKeyDictionary()
"""What was found for plans that are still in use: on a small layer the rule takes longer than the sums."""


def by_size(plan: Plan) -> Sized:
    """The methods for these sizes. Raises TooLargeError when none can be afforded."""
    found = SIZED.get(plan)
    if found is None:
        check_affordable(plan)
        alone = bool(padded_obstacle(plan))
        found = Sized("direct", None) if alone else Sized(exact_method(plan), transform_for(plan))
        SIZED[plan] = found
    return found


def exact_method(plan: Plan) -> str:
    """The quickest method, by the sizes, among those that keep whole numbers exact."""
    if plan.on_a_line and plan.multiply_adds <= TINY:
        return "direct"
    if plan.on_a_line and suits_correlate(plan):
        return "correlate"
    return "banded" if suits_bands(plan) else "im2col"


def suits_correlate(plan: Plan) -> bool:
    """Whether a kernel is best slid over a line: where it is short, or there are few products or outputs."""
    return plan.taps < SHORT or plan.positions * plan.taps <= SMALL or plan.positions < 4_000


def suits_bands(plan: Plan) -> bool:
    """Whether bands are quick: not where strides or gaps of dilation widen them, nor on a few outputs.

    Several filters share what `im2col` copies, unless their kernels are long or the maps so large that copies cost.
    """
    columns = both_axes(plan)[1]
    if columns.stride > 2 or columns.dilation > 1 or columns.output_size < 32:
        return False
    if plan.group_inputs > 1:
        return columns.kernel_size >= LONG_ROW * plan.group_outputs
    return plan.out_channels == 1 or plan.positions >= SMALL_MAP


def transform_for(plan: Plan) -> str | None:
    """The transform that would pay for these sizes, or None."""
    long = LONG[len(plan.axes) - 1] if plan.group_inputs == 1 else LONG_OF_MANY
    if plan.multiply_adds < LARGE or min(plan.taps, plan.positions) < long or obstacle(plan, "fft"):
        return None
    columns = plan.axes[-1]
    return "overlap-save" if not obstacle(plan, "overlap-save") and 16 * columns.span <= columns.output_size else "fft"


def obstacle(plan: Plan, name: str) -> str:
    """Why a method cannot compute a layer, or an empty text when it can."""
    if name == "direct":
        return ""
    if name in ("correlate", "overlap-save") and plan.group_inputs > 1:
        return f"its filters read {plan.group_inputs} channels each, and this method does one"
    if name in ("correlate", "overlap-save") and len(plan.axes) > 1:
        return "it has two axes, and this method does one"
    if name in ("correlate", "scatter", "overlap-save", "fft") and any(axis.stride > 1 for axis in plan.axes):
        return "it has a stride above 1"
    if name == "correlate" and plan.axes[0].dilation > 1:
        return "it has a dilation above 1"
    return padded_obstacle(plan) or (transform_obstacle(plan, WORKS[name]) if name in WORKS else "")


def padded_obstacle(plan: Plan) -> str:
    """Why the padded input, or a kernel with its gaps, is too large to be written down, or an empty text."""
    needed = max(padded_size(plan), *(axis.span for axis in plan.axes))
    if needed <= ROOM + 2 * (plan.inputs + plan.outputs + plan.weights):
        return ""
    return f"it needs a padded input of {needed:,} numbers, which direct does without"


def transform_obstacle(plan: Plan, work: Callable[[Plan], int]) -> str:
    """Why spectra would need more memory than four times input, output and weights and WORK, or an empty text."""
    needed = padded_size(plan) + work(plan) + plan.outputs
    if needed <= WORK // NUMBER + 4 * (plan.inputs + plan.outputs + plan.weights):
        return ""
    return f"its transforms need {needed:,} numbers, which other methods do without"
