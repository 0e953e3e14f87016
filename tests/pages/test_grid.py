from app.address import Encoder
from app.pages.grid import answers
from app.query import decode
from app.state import State

# The table of question.md: rows full, same, valid; no flip, then flipped.
TABLE = [
    ["7 20 38 56 39 20", "5 16 34 52 45 28"],
    ["20 38 56 39", "16 34 52 45"],
    ["38 56", "34 52"],
]


def grid(**fields):
    """The control of a state, of the question's example where nothing else is given."""
    state = State(**({"input": [1, 2, 3, 4], "weight": [5, 6, 7]} | fields))
    return answers(state, Encoder(state))


def test_the_six_answers_are_the_table_of_the_question():
    """Exactly, and in its order."""
    assert [[" ".join(text for _, text in cell.numbers) for cell in row] for row in grid()] == TABLE


def test_equal_numbers_stand_under_each_other():
    """Same and valid are full, trimmed: 38 is in column 3 of every row."""
    for row in zip(*grid(), strict=True):
        full, same, valid = (cell.numbers for cell in row)
        assert [column for column, _ in full] == [1, 2, 3, 4, 5, 6]
        assert same == full[1:5]
        assert valid == full[2:4]


def test_only_the_present_cell_is_current():
    """The control shows where one is."""
    current = [
        (c.padding, c.operation) for row in grid(padding="same", operation="convolution") for c in row if c.current
    ]
    assert current == [("same", "convolution")]
    assert [c for row in grid(padding=1) for c in row if c.current] == []


def test_each_cell_links_to_its_state_and_keeps_the_rest():
    """A link changes padding and flip, starts at the first output and leaves the numbers."""
    for row in grid(bias=[1], step=1, highlight=2):
        for cell in row:
            fields = decode(part.split("=") for part in cell.href.split("&"))
            assert fields.get("padding", "valid") == cell.padding
            assert fields.get("operation", "cross-correlation") == cell.operation
            assert fields["bias"] == [1.0] or fields["bias"] == 1.0
            assert "step" not in fields
            assert "highlight" not in fields


def test_a_longer_result_is_counted():
    """10 inputs and 3 taps: 12, 10 and 8 outputs."""
    found = grid(input=list(range(10)))
    assert [[cell.words for cell in row] for row in found] == [
        ["12 outputs"] * 2,
        ["10 outputs"] * 2,
        ["8 outputs"] * 2,
    ]


def test_long_numbers_side_by_side_are_counted():
    """A bias of -45 makes 7, 20, 38, 56, 39, 20 to -38, -25, -7, 11, -6, -25: the first two would touch."""
    found = grid(bias=[-45])
    assert [row[0].words for row in found] == ["6 outputs", "", ""]
    assert [text for _, text in found[1][0].numbers] == ["\N{MINUS SIGN}25", "\N{MINUS SIGN}7", "11", "\N{MINUS SIGN}6"]


def test_a_kernel_that_does_not_fit_is_said_in_its_cell():
    """Two inputs and three taps: valid has no window."""
    assert [cell.words for cell in grid(input=[1, 2], padding="full")[2]] == ["does not fit"] * 2
