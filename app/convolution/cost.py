"""What a forward pass costs, judged from the shapes before anything is allocated."""

from dataclasses import dataclass

from .arrays import counted
from .errors import TooLargeError
from .plan import Plan

LIMIT = 4 << 30
"""Bytes that a layer may need: its input, weights, output and the space to work in."""
WORK = 64 << 20
"""Bytes to work in that every kernel may take, whatever the size of the layer."""
NUMBER = 8
"""Bytes of a float64."""


@dataclass(frozen=True)
class Cost:
    """The products that are summed, and the bytes of the arrays: given, returned and those to work in at most."""

    multiply_adds: int
    bytes: int


def cost_of(plan: Plan) -> Cost:
    """The cost of a layer on an input, whatever the method.

    To work in, a kernel takes at most four times input, weights and output, and its windows up to WORK bytes.

    >>> from app.convolution import Axis
    >>> cost_of(Plan((Axis(4, 3),), 1, 1, 1, reverses=False, bare=True))
    Cost(multiply_adds=6, bytes=408)
    """
    arrays = NUMBER * (plan.inputs + plan.outputs + plan.weights)
    return Cost(plan.multiply_adds, arrays + 4 * arrays + min(WORK, NUMBER * plan.multiply_adds))


def check_affordable(plan: Plan) -> None:
    """Raise TooLargeError for a layer that needs more than LIMIT bytes."""
    needed = cost_of(plan).bytes
    if needed > LIMIT:
        raise TooLargeError(
            f"{counted(plan.inputs, 'input')}, {counted(plan.weights, 'weight')} and {counted(plan.outputs, 'output')} "
            f"need up to {needed:,} "
            f"bytes, but at most {LIMIT:,} are used: use a smaller input, less padding or a larger stride"
        )
