"""The equation of a layer in blocks, as LaTeX: which block of T stands where, and what the blocks are."""

from .axis import Axis
from .cells import Block
from .equation import MOST_TERMS, Equation
from .latex import NOTHING, Side, indexed, matrix, sign, vector

MOST_BLOCKS = 6
"""So many blocks are written out."""


def in_blocks(equation: Equation) -> str | None:
    r"""z = T x + b with T as a matrix of blocks, and the blocks; None where T is a single one.

    A block is named by its filter, its channel and its row of the kernel, as far as there is more than one.

    >>> from app.convolution import Layer, equation_for
    >>> print(in_blocks(equation_for(Layer([[1, 2], [3, 4]]), [[1, 1], [1, 1], [1, 1]])))
    \begin{bmatrix} z_{0} \\ z_{1} \end{bmatrix}
    = \begin{bmatrix} T_{0} & T_{1} & \cdot \\ \cdot & T_{0} & T_{1} \end{bmatrix}
    \begin{bmatrix} x_{0} \\ x_{1} \\ x_{2} \end{bmatrix},
    \quad T_{0} = \begin{bmatrix} 1 & 2 \end{bmatrix},
    \quad T_{1} = \begin{bmatrix} 3 & 4 \end{bmatrix}
    """
    plan, down = equation.plan, equation.cells.axes[0]
    rows, columns = side(plan.out_channels, down.output_size), side(plan.in_channels, down.input_size)
    if rows.size == columns.size == 1:
        return None
    lines = [
        vector(rows, lambda row: part_name("z", row, plan.out_channels, down.output_size)),
        "= " + matrix(rows, columns, lambda row, column: names(equation, equation.cells.blocks_at(row, column))),
        vector(columns, lambda column: part_name("x", column, plan.in_channels, down.input_size)),
    ]
    if equation.layer.bias is not None:
        lines.append("+ " + vector(rows, lambda row: rf"{equation.bias_of(row // down.output_size)} \mathbf{{1}}"))
    return "\n".join(lines) + definitions(equation, rows, columns)


def side(channels: int, height: int) -> Side:
    """The block rows or block columns: those of a channel together."""
    return Side(channels * height, range(0, channels * height, height))


def counted_name(name: str, *indices: tuple[int, int]) -> str:
    """A name with those of its indices of which there are several: each comes with its count.

    >>> counted_name("z", (0, 1), (2, 3))
    'z_{2}'
    """
    return indexed(name, *(index for index, count in indices if count > 1))


def part_name(name: str, index: int, channels: int, height: int) -> str:
    """A row of a channel of the input or the output."""
    channel, row = divmod(index, height)
    return counted_name(name, (channel, channels), (row, height))


def block_name(equation: Equation, block: Block) -> str:
    """What a block is called."""
    counts = (equation.plan.out_channels, equation.plan.group_inputs, equation.cells.axes[0].kernel_size)
    return counted_name("T", *zip(block, counts, strict=True))


def names(equation: Equation, blocks: list[Block]) -> str:
    """What stands in a cell of the matrix of blocks: several where padding copies rows of the input."""
    found = [block_name(equation, block) for block in blocks[:MOST_TERMS]]
    return " + ".join(found if len(blocks) <= MOST_TERMS else [*found, r"\cdots"]) or NOTHING


def definitions(equation: Equation, rows: Side, columns: Side) -> str:
    """The first few of the blocks that stand in the written part of the matrix of blocks."""
    cells = equation.cells
    named = sorted({block for row in rows.shown for column in columns.shown for block in cells.blocks_at(row, column)})
    written = [f",\n\\quad {definition(equation, block)}" for block in named[:MOST_BLOCKS]]
    return "".join(written if len(named) <= MOST_BLOCKS else [*written, r",\; \ldots"])


def definition(equation: Equation, block: Block) -> str:
    """A block, cell by cell."""
    line: Axis = equation.line

    def cell(row: int, column: int) -> str:
        return equation.cell(equation.cells.weights_in(block, row, column))

    text = matrix(Side(line.output_size), Side(line.input_size), cell)
    equals = "=" if equation.symbols else sign(weights_of(equation, block))
    return f"{block_name(equation, block)} {equals} {text}"


def weights_of(equation: Equation, block: Block) -> list[float]:
    """The numbers of one row of a kernel."""
    taps = equation.line.kernel_size
    which, place, tap = block
    row = (which * equation.plan.group_inputs + place) * equation.cells.axes[0].kernel_size + tap
    found: list[float] = equation.layer.weight.ravel()[row * taps : (row + 1) * taps].tolist()
    return found
