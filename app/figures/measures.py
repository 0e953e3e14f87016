"""How generously a matrix and what stands beside it are set: at a desk, on a phone, and where columns are many."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.figures.layout import FULL_WIDTH, SIDE_WIDTH, SLIM_WIDTH, SLIMMEST_WIDTH, longest, text_width
from app.figures.numbers import bracketed, written
from app.figures.padded import find_padded
from app.figures.scene import Scene
from app.figures.svg import SMALLEST

BRACKET = 8.5
"""Room between a bracket and the cells in it."""

MARKER = 16
"""Room at the left for the mark of the row."""

ROW_NAMES = 18
"""Room at the left for the names of block rows."""

BESIDE_WIDTH = 490
"""Room for the right figure where two stand side by side."""

SIDES = ((BESIDE_WIDTH, SIDE_WIDTH), *((FULL_WIDTH - left - 24, left) for left in (SLIM_WIDTH, SLIMMEST_WIDTH)))
"""Room for the right figure and for the left one: the slimmer that is, the more columns stand with their vectors."""

PHONE_WIDTH = 343

CELL_WIDTH, CELL_HEIGHT = 44.0, 40.0
SMALLEST_CELL = 28.0
SMALL_CELL = 24.0
"""Up to this width cells stand close together."""

TINY_CELL = 16.0

MOST_ROWS, MOST_COLUMNS = 24, 22
"""Up to these a matrix of one block is drawn with its numbers; beyond them as a whole without."""

MOST_IN_BLOCKS, MOST_BLOCK_COLUMNS = 36, 48
"""Up to so many rows and columns a matrix of several blocks is drawn with its numbers."""

DIGITS = 17
"""Size of the numbers in matrices and vectors."""

BIAS_DIGITS = 15
"""Size of the numbers of a bias beside a matrix."""


@dataclass(frozen=True)
class Measures:
    """Cells, vectors, the gaps for operators and for arrows, and the room for all of it, in pixels."""

    cell_width: float
    cell_height: float
    vector: float
    gap: float
    arrow: float
    room: float

    @property
    def tiny(self) -> bool:
        """Whether cells are set as small as they can be read."""
        return self.cell_width <= SMALL_CELL

    @property
    def sign(self) -> float:
        """Size of the signs between the vectors."""
        return 18 if self.gap > 16 else 15

    @property
    def function(self) -> float:
        """Size of the f on its arrow."""
        return 17 if self.arrow >= 30 else 15


WIDE = Measures(CELL_WIDTH, CELL_HEIGHT, vector=57, gap=36, arrow=36, room=FULL_WIDTH)
TIGHT = Measures(SMALLEST_CELL, CELL_HEIGHT, vector=42, gap=28, arrow=30, room=BESIDE_WIDTH)
TIGHTEST = Measures(26, CELL_HEIGHT, vector=36, gap=24, arrow=28, room=BESIDE_WIDTH)
NARROW = Measures(32, 34, vector=42, gap=22, arrow=24, room=PHONE_WIDTH)
NARROW_TIGHT = replace(NARROW, vector=31, gap=16, arrow=22)
NARROW_TINY = Measures(17, 30, vector=26, gap=14, arrow=22, room=PHONE_WIDTH)
TINY = Measures(TINY_CELL, 19, vector=26, gap=16, arrow=28, room=BESIDE_WIDTH)
"""For the many columns of a matrix of blocks."""

TINY_BIASED = replace(TINY, vector=20, gap=14, arrow=26)
"""For these with a bias, which takes a place of its own."""

Vectors = tuple[list[str], list[str], list[str]]
"""The numbers of three vectors from left to right, as written."""


@dataclass(frozen=True)
class Beside:
    """What stands beside the cells: three vectors, how many of the gaps before them hold an arrow, and a bias.

    The bias has one number for each filter and stands between the first two vectors. Where the matrix stands without
    numbers there are no vectors.
    """

    vectors: Vectors = ([], [], [])
    arrows: int = 1
    biases: Sequence[str] = ()

    def __bool__(self) -> bool:
        """Whether anything stands there."""
        return bool(self.vectors[0])

    def widths(self, measures: Measures) -> list[float]:
        """Widths of the three vectors."""
        return [vector_width(texts, measures) for texts in self.vectors]

    def bias_width(self, measures: Measures) -> float:
        """Width of the numbers of the bias; 0 without one."""
        size = 13 if measures.tiny or measures.room == PHONE_WIDTH else BIAS_DIGITS
        return text_width("0" * longest(self.biases), size) + 2 if self.biases else 0

    def gaps(self, measures: Measures) -> tuple[float, float, float]:
        """The room before each vector: for an operator, for a bias between two, or for an arrow."""
        plain = [measures.gap] * (3 - self.arrows) + [measures.arrow] * self.arrows
        first, second, third = plain
        return first, second + (self.bias_width(measures) + measures.gap * 0.8 if self.biases else 0), third

    def width(self, measures: Measures) -> float:
        """The width of all that is no cell: the mark of the row and the brackets too."""
        own = MARKER + 2 * BRACKET + 2
        return own + sum(self.gaps(measures)) + sum(self.widths(measures)) if self else own


def forward(scene: Scene) -> Beside:
    """× x + b = z → f → a."""
    biases = [] if scene.bias is None else list(map(bracketed, written(scene.bias)))
    return Beside((scene.input_texts, scene.pre_activation_texts, scene.activation_texts), 1, biases)


def backward(scene: Scene) -> Beside:
    """Tᵀδ ← δ ← the upstream gradient."""
    return Beside((scene.input_gradient_texts, scene.delta_texts, scene.upstream_texts), arrows=2)


def shown_with_digits(scene: Scene) -> bool:
    """Whether the matrix is small enough to be drawn with its numbers."""
    rows, columns = scene.section.shape
    if scene.plain:
        return rows <= MOST_ROWS and columns <= MOST_COLUMNS
    return rows <= MOST_IN_BLOCKS and columns <= MOST_BLOCK_COLUMNS and digits_fit(scene)


def digits_fit(scene: Scene) -> bool:
    """Whether the cells of a matrix of many blocks have room for its numbers in the width of the page."""
    return scene.section.shape[1] <= MOST_IN_BLOCKS or fits_page(scene, Beside(), scene.cell_texts)


def with_room(scene: Scene, beside: Beside, texts: Sequence[str]) -> Beside:
    """What stands beside the cells: nothing where it is no product with x, in part or beside too many columns."""
    wide = scene.section.shape[1] > MOST_IN_BLOCKS and not fits_page(scene, beside, texts)
    return Beside() if wide or not scene.section.whole else beside


def fits_page(scene: Scene, beside: Beside, texts: Sequence[str]) -> bool:
    """Whether a matrix of blocks with all that stands beside it fits in the width of the page."""
    cells = scene.section.shape[1] * wanted_cell(texts, TINY)
    return cells + beside.width(TINY) + ROW_NAMES <= FULL_WIDTH


def measures_for(scene: Scene, beside: Beside, texts: Sequence[str], narrow: bool) -> Measures:
    """The measures for a matrix: tight ones where only so it stands beside the other figure, narrow for a phone."""
    columns = scene.section.shape[1]
    if narrow:
        narrower = (NARROW, NARROW_TIGHT)
        fitting = (each for each in narrower if columns * least_cell(texts, each) + beside.width(each) <= PHONE_WIDTH)
        return next(fitting, NARROW_TINY)
    if not scene.plain:
        return block_measures(scene, beside, texts)
    tighter = (WIDE, TIGHT, TIGHTEST)
    fitting = (each for each in tighter if columns * wanted_cell(texts, each) + beside.width(each) <= BESIDE_WIDTH)
    return next(fitting, WIDE)


def block_measures(scene: Scene, beside: Beside, texts: Sequence[str]) -> Measures:
    """The measures for a matrix of blocks: the least room in which it stands with its vectors."""
    rows, columns = scene.section.shape
    measures = replace(TINY_BIASED if beside.biases else TINY, cell_height=block_height(rows))
    needed = columns * wanted_cell(texts, measures) + beside.width(measures) + ROW_NAMES
    room = next((room for room, _ in SIDES if needed <= room), None)
    return replace(measures, room=room) if room else replace(TINY, cell_height=block_height(rows), room=FULL_WIDTH)


def block_height(rows: int) -> float:
    """The height of a row in a matrix of blocks: less the more there are."""
    return next((height for most, height in ((6, 32.0), (12, 26.0), (18, 22.0)) if rows <= most), 19.0)


def room_beside(scene: Scene) -> float:
    """The width that a matrix of blocks with numbers leaves the other figure: the whole one where it stands below."""
    if find_padded(scene) is not None:
        return FULL_WIDTH
    beside = backward(scene) if scene.backward else forward(scene)
    texts = scene.contribution_texts if scene.backward else scene.cell_texts
    room = block_measures(scene, with_room(scene, beside, texts), texts).room
    return next((left for right, left in SIDES if right == room), FULL_WIDTH)


def wanted_cell(texts: Sequence[str], measures: Measures) -> float:
    """The width that a cell needs for the longest number."""
    if measures.cell_width < SMALLEST_CELL:
        return least_cell(texts, measures)
    return max(measures.cell_width, text_width("0" * longest(texts), 13) + 10)


def least_cell(texts: Sequence[str], measures: Measures) -> float:
    """The width below which a cell has no room for the longest number."""
    paper = 4 if measures.tiny else 7
    return max(min(measures.cell_width, SMALLEST_CELL), text_width("0" * longest(texts), SMALLEST) + paper)


def vector_width(texts: Sequence[str], measures: Measures) -> float:
    """Width of a column vector between its brackets."""
    if not texts:
        return 0
    if measures.tiny:
        return max(measures.vector, text_width("0" * longest(texts), 12) + 8)
    if measures.vector < TIGHT.vector:
        return max(measures.vector, text_width("0" * longest(texts), 15) + 12)
    return max(measures.vector, text_width("0" * longest(texts), DIGITS) + 16)
