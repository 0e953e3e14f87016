"""What an answer may cost, judged from the shapes before anything is allocated."""

from dataclasses import dataclass

from app.convolution import Plan
from app.convolution.errors import TooLargeError
from app.settings import Settings

TURN = 400
"""A turn of a Python loop takes about as long as so many multiply–adds, however small the arrays in it are."""

LOOP = 100
"""A filter or a group by itself, which some kernels turn to one after the other."""
ACTIVATION = 4
"""A non-linearity takes about as long as so many multiply–adds; the exact gelu, entry by entry, even longer."""
TIE = 3
"""Finding a tie takes about as long as so many multiply–adds."""
SMALL = 16_384
"""Products that are summed in well under a millisecond,"""
SMALL_SLID = 1_048_576
"""and as many where one kernel slides over one line, which no kernel of the core does slowly."""
SMALL_DETAIL = 1_024
"""Ties, or cells of the matrix, that are found and written in that time."""
SMALL_ANSWER = 4_096
"""Numbers that are written and compressed as text in that time,"""
SMALL_BYTES = 131_072
"""and as bytes, which is only copying."""

OBJECT = 16
"""An object takes about as long to be made and written as so many numbers."""


@dataclass(frozen=True)
class Cost:
    """What an answer takes: the products that are summed, the numbers that are written, and of these a dense matrix.

    `matrix` is its rows and columns; `instead` says what to ask for when it is too large. `details` counts what is
    found one by one: ties, nodes, cells; `objects` what is written with names for its parts: steps and nodes.
    `slid` says that the products are those of one kernel over one line.
    """

    multiply_adds: int
    numbers: int
    matrix: tuple[int, int] = (0, 0)
    instead: str = ""
    details: int = 0
    objects: int = 0
    slid: bool = False

    @property
    def cells(self) -> int:
        """The cells of the dense matrix."""
        return self.matrix[0] * self.matrix[1]

    @property
    def length(self) -> int:
        """How many numbers the answer is as long as."""
        return self.numbers + OBJECT * self.objects

    def is_small(self, as_bytes: bool) -> bool:
        """Whether the answer takes under a millisecond, as text or as bytes.

        The arrays need no bound of their own: what is read without waiting for a thread is short.
        """
        is_short = self.numbers <= (SMALL_BYTES if as_bytes else SMALL_ANSWER)
        is_quick = self.multiply_adds <= (SMALL_SLID if self.slid else SMALL)
        return is_short and is_quick and self.cells + self.details <= SMALL_DETAIL

    def check(self, settings: Settings) -> None:
        """Raise TooLargeError for what is not computed or not written."""
        if self.multiply_adds > settings.max_multiply_adds:
            raise TooLargeError(
                f"this needs the work of {self.multiply_adds:,} multiply–adds, but at most "
                f"{settings.max_multiply_adds:,} are computed: use a smaller input, a smaller kernel or less padding"
            )
        if self.cells > settings.max_matrix_cells:
            rows, columns = self.matrix
            raise TooLargeError(
                f"this matrix has {rows:,} × {columns:,} cells, but at most {settings.max_matrix_cells:,} are written: "
                f"{self.instead}"
            )
        if self.length > settings.max_answer_numbers:
            raise TooLargeError(
                f"this answer would be as long as {self.length:,} numbers, but at most {settings.max_answer_numbers:,} "
                "are written: use a smaller layer, or ask for less of it"
            )


def layer_work(plan: Plan) -> int:
    """The work of a layer, as multiply–adds: those there are, and each further filter and group."""
    return plan.multiply_adds + LOOP * (plan.out_channels + plan.groups - 2)


def activated_work(plan: Plan, activation: str) -> int:
    """The work of a layer with its non-linearity, as multiply–adds."""
    return layer_work(plan) + (0 if activation == "identity" else ACTIVATION * plan.outputs)


def tied_work(plan: Plan) -> int:
    """The work of a layer whose ties are all found, as multiply–adds."""
    return layer_work(plan) + TIE * plan.multiply_adds


def pooling_work(plan: Plan) -> int:
    """The comparisons or additions of a pooling, as multiply–adds; it loops over the places of a window."""
    return plan.multiply_adds + TURN * sum(axis.kernel_size for axis in plan.axes)
