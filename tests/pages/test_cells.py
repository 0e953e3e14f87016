"""The cells of T, each of which says by name what it is."""

import pytest

from tests.pages.states import QUESTION

IMAGE = "input=1,2,3,4;5,6,7,8;9,8,7,6;5,4,3,2&weight=1,2;3,4"
SHARED = "input=1,2,3,4&weight=5,6,7&padding=same&padding_mode=replicate"


def names(page, query):
    """What the cells of T are called, row by row."""
    table = page(f"/?{query}").one("table", id="table-matrix")
    rows = [row for row in table.walk() if row.tag == "tr"][1:]
    return [[cell.get("aria-label") for cell in row.walk() if cell.tag == "td"] for row in rows]


def test_every_cell_says_value_weight_and_kinship(page):
    """[[5, 6, 7, 0], [0, 5, 6, 7]]: each weight stands twice."""
    assert names(page, QUESTION) == [
        [
            "row 0, column 0: weight w(0) = 5, tied with 1 other",
            "row 0, column 1: weight w(1) = 6, tied with 1 other",
            "row 0, column 2: weight w(2) = 7, tied with 1 other",
            "row 0, column 3: structural zero",
        ],
        [
            "row 1, column 0: structural zero",
            "row 1, column 1: weight w(0) = 5, tied with 1 other",
            "row 1, column 2: weight w(1) = 6, tied with 1 other",
            "row 1, column 3: weight w(2) = 7, tied with 1 other",
        ],
    ]


# the state, a cell of T, its name
CELLS = [
    (IMAGE, (3, 5), "row 3, column 5: weight w(0,1) = 2, tied with 8 others"),
    (IMAGE, (3, 6), "row 3, column 6: structural zero"),
    ("input=1,2&weight=0,3", (0, 0), "row 0, column 0: weight w(0) = 0, tied with no other"),
    (SHARED, (0, 0), "row 0, column 0: 11, the sum of weight w(0) = 5, tied with 3 others"
     " and weight w(1) = 6, tied with 3 others"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "place", "name"), CELLS)
def test_cells_of_other_layers(page, query, place, name):
    """Two indices along two axes, a weight that is 0 is no structural zero, and two weights may share a cell."""
    row, column = place
    assert names(page, query)[row][column] == name


def test_a_cell_of_one_weight_is_linked_to_it(page):
    """So that the figures light its copies; a structural zero belongs to none."""
    table = page(f"/?{QUESTION}").one("table", id="table-matrix")
    weights = [cell.get("data-weight") for cell in table.walk() if cell.tag == "td" and cell.get("aria-label")]
    assert weights == ["0", "1", "2", None, None, "0", "1", "2"]
