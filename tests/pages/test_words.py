from functools import reduce

import pytest

from app.pages import words
from app.pages.reading import read
from app.pages.steps import words_of
from app.settings import Settings


def scene(**typed):
    """The scene of these fields, of the question's example where no array is given."""
    found = read(typed.items(), Settings())
    assert not found.errors, found.errors
    return found.scene


def said(parts):
    """A sentence as it is read."""
    return reduce(lambda text, part: text + part.text + (part.index or ""), parts, "")


def step(output=0, **typed):
    """The words of one step."""
    return words_of(scene(**typed), [output])[0]


def arithmetic(found):
    """The sum of a step as it is read."""
    sum_ = " + ".join(f"{term.factor}·{term.text}" for term in found.terms)
    bias = "" if found.bias is None else f" + {found.bias}"
    return f"{sum_}{bias} {found.sign} {found.total}"


def test_the_first_step_of_the_question():
    """1·5 + 2·6 + 3·7 = 38."""
    assert arithmetic(step()) == "1·5 + 2·6 + 3·7 = 38"
    assert arithmetic(step(1)) == "2·5 + 3·6 + 4·7 = 56"


def test_a_convolution_meets_the_weights_in_reverse():
    """1·7 + 2·6 + 3·5 = 34, and each weight keeps its index."""
    found = step(operation="convolution")
    assert arithmetic(found) == "1·7 + 2·6 + 3·5 = 34"
    assert [term.weight for term in found.terms] == [2, 1, 0]


def test_a_tap_on_padding_is_written_and_marked():
    """Full padding, first window: 0·5 + 0·6 + 1·7 = 7."""
    found = step(padding="full")
    assert arithmetic(found) == "0·5 + 0·6 + 1·7 = 7"
    assert [term.off for term in found.terms] == found.off == [True, True, False]


def test_the_bias_is_part_of_the_sum():
    """38 − 45 = −7, with a true minus."""
    assert arithmetic(step(bias="-45")) == "1·5 + 2·6 + 3·7 + −45 = −7"


def test_a_rounded_sum_says_so():
    """0.6667·0.5 is 0.33335, and what is shown is 0.3333."""
    assert arithmetic(step(input="0.66666666666", weight="0.5")) == "0.6667·0.5 ≈ 0.3333"


def test_a_long_sum_has_its_middle_left_out_and_counted():
    """Nine taps: three terms, the last, and five between them."""
    found = step(input=",".join(["1"] * 20), weight="1,2,3,4,5,6,7,8,9")
    assert ([term.text for term in found.terms], found.gap, found.total) == (["1", "2", "3", "9"], 5, "45")


def test_a_dense_unit_reads_every_input():
    """The 0 is a weight like any other."""
    assert arithmetic(step(compare="dense")) == "1·5 + 2·6 + 3·7 + 4·0 = 38"
    assert [term.weight for term in step(compare="dense").terms] == [None] * 4


def test_untied_weights_that_share_a_cell_are_one_weight():
    """Replicate padding: the first output reads x0 through all three taps, 1 + 0 + 2."""
    layer = {"input": "1,2,3,4,5", "weight": "1,0,2", "padding": "2", "padding_mode": "replicate"}
    assert arithmetic(step(**layer, compare="dense")) == "1·3 + 2·0 + 3·0 + 4·0 + 5·0 = 3"
    assert arithmetic(step(**layer, compare="locally-connected")) == "1·3 = 3"
    assert arithmetic(step(**layer)) == "1·1 + 1·0 + 1·2 = 3"


def test_every_output_has_its_words():
    """As many as there are outputs, each with its place."""
    found = words_of(scene(padding="full"), range(6))
    assert [each.total for each in found] == ["7", "20", "38", "56", "39", "20"]
    assert [each.label for each in found] == [f"Step {o} of 6: output {o - 1}" for o in range(1, 7)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "3 weights make 6 connections from 4 inputs to 2 outputs; a dense layer would have 8 weights."),
        (
            {"padding": "full"},
            "3 weights make 12 connections from 4 inputs to 6 outputs; a dense layer would have 24 weights.",
        ),
        (
            {"compare": "dense"},
            "8 weights make 8 connections from 4 inputs to 2 outputs; "
            "the convolutional layer gets the same numbers from 3.",
        ),
        (
            {"compare": "locally-connected"},
            "6 weights make 6 connections from 4 inputs to 2 outputs; the convolutional layer ties them to 3.",
        ),
        (
            {"input": "3", "weight": "2"},
            "1 weight makes 1 connection from 1 input to 1 output; a dense layer would have 1 weight.",
        ),
        (
            {"view": "gradients"},
            "Each of the 3 weights receives the sum over its 2 connections; "
            "a zero that is no connection receives nothing.",
        ),
    ],
)
def test_the_sentence_under_the_headline_counts_this_state(typed, sentence):
    """The counts of question.md: 8, 6, 3, and with full padding 24, 12, 3."""
    assert said(words.lesson(scene(**typed))) == sentence


@pytest.mark.parametrize(
    ("typed", "output", "sentence"),
    [
        ({}, 0, "Row 0 of T reads x0, x1 and x2. The dot under x3 is no connection: nothing there to learn."),
        ({}, 1, "Row 1 of T reads x1, x2 and x3. The dot under x0 is no connection: nothing there to learn."),
        (
            {"padding": "full"},
            0,
            "Row 0 of T reads x0; two of its taps lie on padding. "
            "The dots under x1, x2 and x3 are no connections: nothing there to learn.",
        ),
        (
            {"padding": "same"},
            0,
            "Row 0 of T reads x0 and x1; one of its taps lies on padding. "
            "The dots under x2 and x3 are no connections: nothing there to learn.",
        ),
        ({"input": "1,2", "weight": "5,6"}, 0, "Row 0 of T reads x0 and x1. "),
        (
            {"input": "1,2,3,4,5,6", "weight": "1,2"},
            0,
            "Row 0 of T reads x0 and x1. The other 4 columns are no connections: nothing there to learn.",
        ),
        (
            {"input": "3", "weight": "1,2,3", "padding": "3"},
            0,
            "Row 0 of T reads nothing: its window lies on padding. "
            "The dot under x0 is no connection: nothing there to learn.",
        ),
        (
            {"compare": "dense"},
            0,
            "Every input reaches every output: 8 numbers to learn. "
            "Two stand where the convolution has no connection; one learning step moves them.",
        ),
        (
            {"compare": "locally-connected"},
            0,
            "The same connections, each with a number of its own: 6 to learn, and no two need stay equal.",
        ),
        (
            {"view": "gradients"},
            1,
            "δ1 = 1 goes back along the lines of z1: "
            "each of its weights collects x·δ, each of its inputs receives w·δ.",
        ),
    ],
)
def test_a_step_is_said_in_a_sentence(typed, output, sentence):
    """What the row reads, what of it lies on padding, and what is no connection."""
    assert said(step(output, **typed).sentence) == sentence


def test_many_inputs_are_said_by_the_first_and_the_last():
    """31 names would be no sentence."""
    found = step(input=",".join(["1"] * 60), weight=",".join(["1"] * 31))
    assert said(found.sentence).startswith("Row 0 of T reads 31 inputs, x0 to x30. The other 29 columns")


@pytest.mark.parametrize(
    ("typed", "weight", "sentence"),
    [
        ({}, 1, "w1 = 6 is one number in 2 places. It joins x1 to z0 and x2 to z1; its gradient is the sum over both."),
        ({"input": "1,2,3", "weight": "5,6,7"}, 0, "w0 = 5 is one number in 1 place. It joins x0 to z0."),
        ({"padding": "full"}, 2, "w2 = 7 is one number in four places; its gradient is the sum over all of them."),
        ({"compare": "dense"}, 0, "w0 = 5 stands in 2 places, but here each is a weight of its own."),
        (
            {"input": "3", "weight": "1,2,3", "padding": "1"},
            0,
            "w0 = 1 meets no input here: every place it would read is padding.",
        ),
    ],
)
def test_a_weight_is_said_in_a_sentence(typed, weight, sentence):
    """How many copies it has, what they join, and that their gradients are summed."""
    assert said(words.weight_sentence(scene(**typed), weight)) == sentence


@pytest.mark.parametrize(
    ("typed", "caption"),
    [
        ({}, "Each row is the kernel, one place further."),
        ({"padding": "same", "padding_mode": "circular"}, "Each row is the one above, moved round by one: circulant."),
        (
            {"padding": "same", "padding_mode": "reflect"},
            "At the edges reflect padding copies inputs, so T is not Toeplitz.",
        ),
        (
            {"input": "1,2,3,4,5,6", "weight": "1,2", "stride": "2"},
            "Each row is two places further: strided, not Toeplitz.",
        ),
        ({"input": "1,2,3,4", "weight": "1,2;3,4"}, "Each row is the kernel, one place further. One block a filter."),
        ({"compare": "dense"}, "The same numbers; every one of them is free."),
        ({"view": "gradients"}, "Each tie holds x·δ; crossed out: no connection, not learned."),
    ],
)
def test_the_structure_of_the_matrix_is_said_honestly(typed, caption):
    """Toeplitz, circulant or neither: never more than is true."""
    assert words.matrix_caption(scene(**typed)) == caption


def test_the_slide_says_how_the_kernel_meets_the_windows():
    """Reversed or not."""
    assert words.slide_caption(scene()) == "The same three weights meet each window."
    assert words.slide_caption(scene(operation="convolution")) == "The kernel, reversed, meets each window."
    grouped = scene(input="1,2,3,4;4,3,2,1", weight="[[[1,0,-1]],[[1,1,1]]]", groups="2")
    assert words.slide_caption(grouped) == "3 weights a filter meet each window of 1 channel."


def test_inputs_that_no_window_reaches_are_named():
    """Five inputs, two taps, stride 3: x2 is stepped over."""
    assert words.unread_sentence(scene()) is None
    found = words.unread_sentence(scene(input="1,2,3,4,5", weight="1,1", stride="3"))
    assert said(found) == "No window reaches x2: the windows step over what they do not read. That is allowed."
    found = words.unread_sentence(scene(input="1,2,3,4,5,6,7", weight="1,0,-1", stride="3"))
    assert said(found) == "No window reaches x6: the stride does not divide what is left. That is allowed."


def test_no_announcement_is_long():
    """At most 120 characters are spoken, also of the last output of a large layer with long numbers."""
    image = [[[-1234.5678 * (row + column + 1) for column in range(32)] for row in range(32)]] * 3
    found = scene(input=str(image), weight=str([[[[0.123456] * 5] * 5] * 3] * 2), step="1567")
    spoken = words_of(found, [1567])[0]
    assert spoken.label == "Step 1,568 of 1,568: output of filter 1, row 27, column 27"
    assert len(f"{spoken.label} is {spoken.total}") <= 120
