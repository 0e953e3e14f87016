import json

import numpy as np
import pytest

from app.pages.reading import read
from app.settings import Settings


def reading(**typed):
    """What a page makes of these fields."""
    return read(typed.items(), Settings())


def test_nothing_is_the_question():
    """A page without any array shows the question's example: 38 and 56."""
    found = read([], Settings())
    assert found.errors == {}
    assert found.scene.pre_activation.tolist() == [[38, 56]]


def test_options_alone_apply_to_the_question():
    """`?padding=full` is the example with full padding."""
    assert reading(padding="full").scene.pre_activation.tolist() == [[7, 20, 38, 56, 39, 20]]


def test_one_array_alone_is_not_completed_by_the_example():
    """Somebody else's input is not met by our weights."""
    assert reading(input="1,2").errors == {"weight": "Weight is missing: give a list of numbers such as 5, 6, 7."}
    assert list(reading(weight="1,2").errors) == ["input"]


@pytest.mark.parametrize(
    ("typed", "field", "word"),
    [
        ({"input": "1,2", "weight": "5,6,7"}, "weight", "use padding 'same' or 'full'"),
        ({"input": "[]", "weight": "5"}, "input", "give at least one number"),
        ({"input": "1, two, 3", "weight": "5"}, "input", "give numbers such as"),
        ({"input": "NaN", "weight": "5"}, "input", "finite number"),
        ({"input": "1e999", "weight": "5"}, "input", "finite number"),
        ({"stride": "0"}, "stride", "at least 1"),
        ({"stride": "fast"}, "stride", "whole number"),
        ({"dilation": "0"}, "dilation", "at least 1"),
        ({"padding": "4", "padding_mode": "reflect"}, "padding", "at most 3 on a side"),
        ({"padding": "5", "padding_mode": "circular"}, "padding", "at most 4 on a side"),
        ({"padding": "some"}, "padding", "valid"),
        ({"operation": "multiply"}, "operation", "cross-correlation"),
        ({"activation": "swish"}, "activation", "silu"),
        ({"bias": "1,2"}, "bias", ""),
        ({"upstream": "1,2,3"}, "upstream", ""),
        ({"view": "everything"}, "view", "sliding"),
        ({"input": "1,,2", "weight": "1"}, "input", "empty place"),
        ({"input": "1e308,1e308", "weight": "1e308,1"}, "input", ""),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(typed, field, word):
    """One sentence that says what would work, and everything that was typed is still there."""
    found = reading(**typed)
    assert found.state is None
    assert found.scene is None
    assert list(found.errors) == [field]
    said = found.errors[field]
    assert word in said
    assert said[0].isupper() or said[0] == "'"
    assert said.endswith(".")
    assert found.typed == typed


def test_several_mistakes_are_all_said_at_once():
    """Nobody mends a form one sentence at a time."""
    assert set(reading(input="a", weight="5", stride="0", padding="some").errors) == {"input", "stride", "padding"}


def test_a_column_from_a_spreadsheet_can_be_pasted():
    """Commas, blanks, tabs and line breaks separate; one number a line is a vector; a printed minus is a minus."""
    found = reading(input="1\n2\t3, 4\r\n−5", weight="1 2")
    assert found.state.input.tolist() == [1, 2, 3, 4, -5]


def test_an_empty_field_is_an_absent_one():
    """A form sends every field, filled in or not."""
    assert reading(input="1,2,3,4", weight="5,6,7", bias="", stride=" ").scene.pre_activation.tolist() == [[38, 56]]


def test_a_step_past_the_end_becomes_the_last_and_it_is_said():
    """A shared link survives a shorter input."""
    found = reading(step="9", highlight="7")
    assert (found.scene.step, found.scene.highlight, found.state.step) == (1, 2, 1)
    assert found.notices == (
        "There is no output 9: the last is output 1.",
        "There is no weight 7: the last is weight 2.",
    )


def test_an_unknown_parameter_is_said_with_the_nearest_known_one():
    """Never ignored in silence."""
    found = reading(strides="2")
    assert found.errors == {}
    assert "“strides”" in found.notices[0]
    assert found.notices[0].endswith("did you mean stride?")


def test_a_repeated_parameter_is_an_error():
    """Which of the two was meant is not guessed."""
    found = read([("stride", "1"), ("stride", "2")], Settings())
    assert found.errors == {"stride": "This is given twice in the address: give it once."}


def test_a_decimal_comma_gets_a_hint():
    """`1,5 2,5` is four numbers, and the page says so."""
    found = reading(input="1,5 2,5 3,5", weight="1")
    assert found.state.input.tolist() == [1, 5, 2, 5, 3, 5]
    assert "write 1.5 for one and a half" in found.notices[0]
    assert reading(input="1,5", weight="1").notices == ()


def test_what_costs_too_much_is_refused_with_the_limit():
    """Said before anything is drawn."""
    found = reading(input=",".join(["1"] * 3000), weight=",".join(["1"] * 1000))
    assert list(found.errors) == ["input"]
    assert "too large to draw: up to 1,024 columns" in found.errors["input"]


def test_two_axes_and_several_channels_have_a_scene():
    """[[1, 2], [3, 4]] under [[1, 0], [0, 1]] is 1 + 4; as two channels of length 2 the same kernels give it too."""
    assert reading(input="1,2;3,4", weight="1,0;0,1").scene.pre_activation.tolist() == [[5]]
    assert reading(input="1,2;3,4", weight="[[[1,0],[0,1]]]").scene.pre_activation.tolist() == [[5]]


def test_a_layer_of_blocks_that_costs_too_much_is_refused_with_the_limits():
    """100 × 100 windows of 101 × 101 zeros of padding and more."""
    found = reading(input="1,2;3,4", weight="1,0;0,1", padding="600")
    assert list(found.errors) == ["padding"]
    assert "327,680 multiply–adds are drawn" in found.errors["padding"]


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_an_image_in_colours_with_four_filters_is_drawn(padding):
    """28 × 28 × 4 outputs of 3 × 5 × 5 products are 235,200 ties; same padding reads 30 more a side and filter."""
    image, kernels = np.ones((3, 32, 32), int).tolist(), np.ones((4, 3, 5, 5), int).tolist()
    found = reading(input=json.dumps(image), weight=json.dumps(kernels), padding=padding)
    assert not found.errors
    assert len(found.scene.layer.ties((3, 32, 32))) >= 235_200


def test_too_much_padding_is_said_beside_the_padding():
    """That is the field to mend."""
    assert "too large to draw" in reading(input="1,2,3", weight="1,2", padding="5000").errors["padding"]
    assert "too large to draw" in reading(input=",".join("1" * 3000), weight="1,2").errors["input"]


def test_a_kind_of_pooling_alone_takes_the_usual_size():
    """The form's field suggests 2, and without scripts nothing writes it there. A picture cannot say so."""
    found = reading(**{"pooling.kind": "max"})
    assert found.scene.pooled.tolist() == [[56]]
    assert found.notices == ("The pooling has windows of 2, since no size is given.",)
    assert [remark.refuses for remark in found.remarks] == [True]
    assert "pooling.size" in reading(**{"pooling.kind": "max", "pooling.size": "x"}).errors


def test_pooling_that_does_not_fit_is_said_at_its_own_field():
    """Two outputs under windows of three."""
    found = reading(**{"pooling.kind": "max", "pooling.size": "3"})
    assert list(found.errors) == ["pooling.size"]
    assert reading(**{"pooling.kind": "max", "pooling.size": "2"}).scene.pooled.tolist() == [[56]]
