"""What a request may cost, judged from its shapes before anything is allocated."""

import math
from dataclasses import dataclass

from app.convolution import Layer
from app.convolution.errors import TooLargeError
from app.settings import Settings
from app.state import LayerFields, check_cost


@dataclass(frozen=True)
class Sizes:
    """The sizes of a layer on an input, as counts. `taps` counts the entries of all windows."""

    inputs: int
    outputs: int
    weights: int
    taps: int

    @property
    def cells(self) -> int:
        """The cells of the matrix."""
        return self.inputs * self.outputs


def plan(fields: LayerFields, settings: Settings) -> tuple[Layer, Sizes]:
    """The layer and its sizes. Raises ConvolutionError when it does not fit or needs too much work."""
    layer, shape = fields.layer(), fields.input.shape
    check_cost(layer, shape, settings.max_multiply_adds)
    outputs = math.prod(layer.output_shape(shape))
    return layer, Sizes(fields.input.size, outputs, layer.weight.size, layer.multiply_adds(shape))


SMALL = 16_384
"""Products that are summed in well under a millisecond."""
SMALL_DETAIL = 1_024
"""Ties, or cells of the matrix, that are found and written in that time."""


def is_small(fields: LayerFields, detailed: bool) -> bool:
    """Whether an answer takes under a millisecond; `detailed` as in Operation. Raises ConvolutionError.

    The arrays need no bound of their own: what is read without waiting for a thread is short.
    """
    layer, shape = fields.layer(), fields.input.shape
    plan = layer.plan(shape)
    if detailed:
        return max(plan.multiply_adds, plan.inputs * plan.outputs) <= SMALL_DETAIL
    return plan.multiply_adds <= SMALL


def check_answer(numbers: int, settings: Settings) -> None:
    """Raise TooLargeError for an answer of too many numbers."""
    if numbers > settings.max_answer_numbers:
        raise TooLargeError(
            f"this answer would hold up to {numbers:,} numbers, but at most {settings.max_answer_numbers:,} are "
            "written: use a smaller layer, or ask for less of it"
        )


def check_cells(sizes: Sizes, settings: Settings, instead: str) -> None:
    """Raise TooLargeError for a matrix of too many cells; `instead` says what to do."""
    if sizes.cells > settings.max_matrix_cells:
        raise TooLargeError(
            f"this matrix has {sizes.outputs:,} × {sizes.inputs:,} cells, but at most "
            f"{settings.max_matrix_cells:,} are written: {instead}"
        )
