"""The ways to compute the forward pass, by name, and the rule that picks one."""

from collections.abc import Callable

import numpy as np

from .arrays import Floats, Integers, one_of
from .axis import OFF
from .plan import Plan

CHUNK = 1 << 20
"""Numbers that are gathered at once: more would only leave the cache."""


def gather(values: Floats, windows: Integers) -> Floats:
    """Each channel's windows filled with its values, (channels, positions, taps); 0 off the input.

    `values` is (channels, entries of a channel).
    """
    return np.where(windows == OFF, values.dtype.type(0), values[:, np.maximum(windows, 0)])


def patches(values: Floats, plan: Plan, rows: slice = slice(None)) -> Floats:
    """im2col: what each output of each group reads, (groups, positions, group inputs · taps), in window order.

    `values` is (input channels, entries of a channel); `rows` takes some positions only.
    """
    found = gather(values, plan.windows[rows])
    split = found.reshape(plan.groups, plan.group_inputs, *found.shape[1:])
    return split.transpose(0, 2, 1, 3).reshape(plan.groups, found.shape[1], -1)


def stencils(weight: Floats, plan: Plan) -> Floats:
    """The weights of each group in window order, (groups, filters of a group, group inputs · taps)."""
    kernels = weight.reshape(plan.groups, plan.group_outputs, plan.group_inputs, plan.taps)
    return kernels[..., plan.order].reshape(plan.groups, plan.group_outputs, -1)


def direct(values: Floats, weight: Floats, plan: Plan) -> Floats:
    """Gather, multiply, sum: z[c, o] = Σ_t w[c, t] · x[windows[o, t]], some positions at a time.

    `values` is (input channels, entries of a channel); the result is (filters, positions).
    """
    rows = stencils(weight, plan)
    output = np.empty((plan.groups, plan.group_outputs, plan.positions), dtype=np.result_type(values, weight))
    step = max(1, CHUNK // (plan.in_channels * plan.taps))
    for start in range(0, plan.positions, step):
        chunk = slice(start, start + step)
        np.matmul(rows, patches(values, plan, chunk).transpose(0, 2, 1), out=output[:, :, chunk])
    return output.reshape(plan.out_channels, plan.positions)


Method = Callable[[Floats, Floats, Plan], Floats]
METHODS: dict[str, Method] = {"direct": direct}


def pick(method: str | None) -> str:
    """The name of the method to use: the one asked for, or the one the rule picks. Raises OptionError."""
    return "direct" if method is None else one_of(method, tuple(METHODS), "method")
