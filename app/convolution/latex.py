"""Matrices as LaTeX: which rows and columns are written, how a number is, and where lines divide blocks.

Plain amsmath and amssymb, which MathJax and KaTeX read too.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

MOST = 16
"""A side of more rows or columns is cut: its first HEAD and its last TAIL are written, dots stand for the rest."""
HEAD = 6
TAIL = 3

MOST_COLUMNS = 10
"""amsmath's bmatrix takes no more columns unless its MaxMatrixCols is raised."""

NOTHING = r"\cdot"
"""A structural zero: where there is no connection, so that it never looks like the number 0."""


@dataclass(frozen=True)
class Side:
    """One side of a matrix: how many rows or columns it has, and those before which a new block begins."""

    size: int
    starts: Collection[int] = ()

    @property
    def complete(self) -> bool:
        """Whether all of it is written."""
        return self.size <= MOST

    @property
    def shown(self) -> list[int]:
        """The rows or columns that are written.

        >>> Side(20).shown
        [0, 1, 2, 3, 4, 5, 17, 18, 19]
        """
        if self.complete:
            return list(range(self.size))
        return [*range(HEAD), *range(self.size - TAIL, self.size)]

    @property
    def gap(self) -> int | None:
        """The place among `shown` before which dots stand."""
        return None if self.complete else HEAD

    def divided(self, index: int) -> bool:
        """Whether a line stands before a row or column; next to the dots there is none."""
        return index in self.starts and index > 0 and (self.complete or index != self.size - TAIL)


ONE = Side(1)


def matrix(rows: Side, columns: Side, entry: Callable[[int, int], str]) -> str:
    r"""A matrix in brackets, with lines between its blocks and dots for what is cut out.

    >>> matrix(Side(2), Side(2), lambda row, column: str(10 * row + column))
    '\\begin{bmatrix} 0 & 1 \\\\ 10 & 11 \\end{bmatrix}'
    >>> matrix(Side(2, starts=[1]), ONE, lambda row, column: str(row))
    '\\left[\\begin{array}{c} 0 \\\\ \\hline 1 \\end{array}\\right]'
    """
    lines = [spaced(columns, [entry(row, column) for column in columns.shown], r"\cdots") for row in rows.shown]
    written = [" & ".join(line) for line in lines]
    for place, row in enumerate(rows.shown):
        if rows.divided(row):
            written[place] = rf"\hline {written[place]}"
    if rows.gap is not None:
        written.insert(rows.gap, " & ".join(spaced(columns, [r"\vdots"] * len(columns.shown), r"\ddots")))
    body = r" \\ ".join(written)
    plain = not any(side.divided(index) for side in (rows, columns) for index in side.shown)
    if plain and len(lines[0]) <= MOST_COLUMNS:
        return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"
    return rf"\left[\begin{{array}}{{{column_marks(columns)}}} {body} \end{{array}}\right]"


def spaced(columns: Side, entries: Sequence[str], dots: str) -> list[str]:
    """The entries of a line, with dots for the columns that are cut out."""
    found = list(entries)
    if columns.gap is not None:
        found.insert(columns.gap, dots)
    return found


def column_marks(columns: Side) -> str:
    """How each column is set, with a line before each block.

    >>> column_marks(Side(4, starts=[0, 2]))
    'cc|cc'
    """
    return "".join(spaced(columns, [("|" if columns.divided(index) else "") + "c" for index in columns.shown], "c"))


def vector(side: Side, entry: Callable[[int], str]) -> str:
    """A column of entries."""
    return matrix(side, ONE, lambda row, _: entry(row))


def number(value: float) -> str:
    r"""A number with at most six digits.

    >>> number(38.0), number(-0.5), number(1 / 3), number(1e22), number(1.5e-9)
    ('38', '-0.5', '0.333333', '10^{22}', '1.5 \\times 10^{-9}')
    """
    digits, _, exponent = f"{value + 0.0:.6g}".partition("e")
    if not exponent:
        return digits
    power = f"10^{{{int(exponent)}}}"
    return {"1": power, "-1": f"-{power}"}.get(digits, rf"{digits} \times {power}")


def is_exact(value: float) -> bool:
    """Whether `number` loses nothing of a number."""
    return float(f"{value:.6g}") == value


def sign(values: Iterable[float]) -> str:
    """Equal, or about where a number that is written was rounded."""
    return "=" if all(map(is_exact, values)) else r"\approx"


def indexed(name: str, *indices: int) -> str:
    """A name with its indices.

    >>> indexed("w", 0, 1), indexed("z")
    ('w_{0,1}', 'z')
    """
    return f"{name}_{{{','.join(map(str, indices))}}}" if indices else name


def braced(text: str, name: str, *sizes: int) -> str:
    r"""A text over a brace, with its name and its sizes.

    >>> braced("5", "T", 2, 4)
    '\\underbrace{5}_{T \\in \\mathbb{R}^{2 \\times 4}}'
    """
    size = r" \times ".join(map(str, sizes))
    return rf"\underbrace{{{text}}}_{{{name} \in \mathbb{{R}}^{{{size}}}}}"
