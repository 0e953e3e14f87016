"""The ways to compute the forward pass, by name, and the rule that picks one."""

import numpy as np

from .arrays import Floats, one_of
from .axis import OFF, Axis


def gather(values: Floats, axis: Axis) -> Floats:
    """The windows filled with the input's values, (outputs, taps); 0 where a window is off the input."""
    return np.where(axis.windows == OFF, 0.0, values[np.maximum(axis.windows, 0)])


def direct(values: Floats, stencils: Floats, axis: Axis) -> Floats:
    """Gather, multiply, sum: z[c, o] = Σ_t stencils[c, t] · x[windows[o, t]].

    `values` is (inputs,), `stencils` (filters, taps) in window order; the result is (filters, outputs).
    """
    return stencils @ gather(values, axis).T


METHODS = {"direct": direct}


def pick(method: str | None) -> str:
    """The name of the method to use: the one asked for, or the one the rule picks. Raises OptionError."""
    return "direct" if method is None else one_of(method, tuple(METHODS), "method")
