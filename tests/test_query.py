"""The query string: one canonical text for one state, and lenient reading of what people paste."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.address import encode, write_array, write_number
from app.query import QueryError, decimal_comma, decode, nest
from app.state import State

EXAMPLE = {"input": [1, 2, 3, 4], "weight": [5, 6, 7]}
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-99, 99).map(float)


def state(**fields: Any) -> State:
    """A state of the question's example with some fields changed."""
    return State.model_validate(EXAMPLE | fields)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,2,3,4", [1, 2, 3, 4]),
        ("1, 2, 3, 4", [1, 2, 3, 4]),
        ("1 2\t3\n4", [1, 2, 3, 4]),
        ("1\r\n2\r\n3\r\n", [1, 2, 3]),
        ("1,\n2,\n3,\n", [1, 2, 3]),
        ("−5, –6", [-5, -6]),
        ("1,0,-1;2,0,-2", [[1, 0, -1], [2, 0, -2]]),
        ("1 0 -1;\n2 0 -2;", [[1, 0, -1], [2, 0, -2]]),
        ("[[1,2]]", [[1, 2]]),
        ("[[[1,2]],[[3,4]]]", [[[1, 2]], [[3, 4]]]),
        ("7", [7]),
        ("1e-3 .5 5.", [0.001, 0.5, 5]),
    ],
)
def test_an_array_is_read_from_whatever_separates_its_numbers(text: str, expected: Any) -> None:
    """Commas, blanks, tabs and line breaks separate; a semicolon makes rows; JSON is JSON."""
    assert decode([("input", text)]) == {"input": expected}


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("input", "1,,2", "not-a-number"),
        ("input", "1,2,abc", "not-a-number"),
        ("input", "1_000", "not-a-number"),
        ("input", "0x10", "not-a-number"),
        ("input", "[1,2", "not-json"),
        ("weight", "[" * 10_000, "not-json"),
        ("stride", "1.5", "not-a-whole-number"),
        ("stride", "one", "not-a-whole-number"),
        ("step", "9" * 30, "not-a-whole-number"),
        ("controls", "maybe", "not-a-flag"),
        ("learning_rate", "fast", "not-a-number"),
        ("view", ",", "empty"),
        ("pooling", "max", "not-an-object"),
        ("pooling.size", "two", "not-a-whole-number"),
        ("pooling.ceil_mode", "perhaps", "not-a-flag"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_parameter(key: str, text: str, code: str) -> None:
    """A code for programs, a sentence for people."""
    with pytest.raises(QueryError) as caught:
        decode([(key, text)])
    assert (caught.value.parameter, caught.value.code) == (key, code)
    assert " " in str(caught.value)


def test_a_sentence_never_repeats_markup_that_was_sent() -> None:
    """Only plain, short text is quoted."""
    with pytest.raises(QueryError) as caught:
        decode([("input", "1,<script>")])
    assert "<" not in str(caught.value)


def test_an_empty_value_is_an_absent_one() -> None:
    """As forms send it."""
    assert decode([("input", "1"), ("bias", ""), ("stride", "  ")]) == {"input": [1.0]}


def test_a_repeated_key_is_an_error() -> None:
    """Which of the two was meant cannot be known."""
    with pytest.raises(QueryError, match="given twice"):
        decode([("stride", "1"), ("stride", "1")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("same", "same"), ("2", 2), ("1,2", [1, 2]), ("1,2;0,0", [[1, 2], [0, 0]]), ("[[1,2]]", [[1, 2]])],
)
def test_a_padding_has_five_forms(text: str, expected: Any) -> None:
    """A name, an integer, one per axis, a pair per axis, and JSON."""
    assert decode([("padding", text)]) == {"padding": expected}


@pytest.mark.parametrize(("text", "expected"), [("-45", -45.0), ("1,-2", [1.0, -2.0]), ("[3]", [3])])
def test_a_bias_may_be_bare(text: str, expected: Any) -> None:
    """One number, or one for each filter."""
    assert decode([("bias", text)]) == {"bias": expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1,5 2,5 3,5", True), ("1,5\n2,5", True), ("1,5", False), ("1, 5", False), ("1,2,3 4", False)],
)
def test_a_decimal_comma_is_suspected_only_where_every_number_has_one(text: str, expected: bool) -> None:
    """`1,5` alone is two numbers."""
    assert decimal_comma(text) is expected


def test_the_canonical_query_has_its_keys_in_order_and_no_defaults() -> None:
    """Commas stay as they are."""
    found = state(view=["network"], step=1, stride=2, operation="convolution", padding=[[1, 0]], theme="dark", bias=3)
    assert encode(found) == (
        "input=1,2,3,4&weight=5,6,7&bias=3&operation=convolution&padding=%5B%5B1,0%5D%5D&stride=2"
        "&view=network&step=1&theme=dark"
    )
    assert encode(state()) == "input=1,2,3,4&weight=5,6,7"


def test_the_fields_of_pooling_stand_behind_a_dot() -> None:
    """After the layer's own and before the backward pass; a stride that is the size is the default."""
    pooling = {"kind": "max", "size": [2, 3], "stride": [2, 3], "padding": 1, "ceil_mode": True}
    query = encode(state(pooling=pooling, learning_rate=0.5))
    assert query == (
        "input=1,2,3,4&weight=5,6,7&pooling.kind=max&pooling.size=2,3&pooling.padding=1&pooling.ceil_mode=1"
        "&learning_rate=0.5"
    )
    assert nest(decode(parse_qsl(query)))["pooling"] == {
        "kind": "max",
        "size": [2, 3],
        "padding": 1,
        "ceil_mode": True,
    }


def test_a_dot_means_something_only_where_a_field_has_fields() -> None:
    """Any other key stays as it is, so that the model says it is unknown."""
    assert nest({"stride.of": 1, "pooling.kind": "max"}) == {"stride.of": 1, "pooling": {"kind": "max"}}


def test_some_fields_can_be_changed_on_the_way() -> None:
    """A link to the next step, a link without a highlight."""
    assert encode(state(step=1, highlight=2), step=0, highlight=None) == "input=1,2,3,4&weight=5,6,7"


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ((), "0"),
        ((3,), "0,1,2"),
        ((2, 2), "0,1;2,3"),
        ((2, 1), "0;1"),
        ((1, 2), "[[0,1]]"),
        ((1, 2, 2), "[[[0,1],[2,3]]]"),
        ((2, 1, 2), "[[[0,1]],[[2,3]]]"),
    ],
)
def test_an_array_is_written_by_its_shape(shape: tuple[int, ...], text: str) -> None:
    """A semicolon means at least two rows; a single row, or anything deeper, is JSON."""
    assert write_array(np.arange(np.prod(shape, dtype=int), dtype=float).reshape(shape)) == text


@given(st.lists(numbers, min_size=1, max_size=5))
def test_a_number_is_written_so_that_it_reads_back_the_same(values: list[float]) -> None:
    """To the last bit, and without a plus sign, which means a blank in a query."""
    for value in values:
        assert float(write_number(value)) == value
        assert "+" not in write_number(value)


@given(arrays.arrays(np.float64, arrays.array_shapes(min_dims=1, max_dims=4, max_side=3), elements=numbers))
def test_every_array_comes_back_from_its_text(array: np.ndarray) -> None:
    """Whatever its depth."""
    read = decode(parse_qsl(urlencode({"weight": write_array(array)})))["weight"]
    assert np.array_equal(np.asarray(read, dtype=float), array)
    assert np.shape(read) == array.shape


@given(
    st.fixed_dictionaries(
        {"input": st.lists(numbers, min_size=1, max_size=6), "weight": st.lists(numbers, min_size=1, max_size=4)},
        optional={
            "bias": numbers,
            "operation": st.sampled_from(["cross-correlation", "convolution"]),
            "padding": st.sampled_from(["same", "full", 1, [2], [[0, 1]]]),
            "padding_mode": st.sampled_from(["reflect", "circular"]),
            "stride": st.sampled_from([1, 2, [3]]),
            "activation": st.sampled_from(["relu", "gelu"]),
            "pooling": st.fixed_dictionaries(
                {"kind": st.sampled_from(["max", "average"]), "size": st.sampled_from([2, [2, 3]])},
                optional={
                    "stride": st.sampled_from([1, 2, [1, 2]]),
                    "padding": st.sampled_from([0, 1, [1, 0]]),
                    "dilation": st.sampled_from([1, 2]),
                    "ceil_mode": st.booleans(),
                    "count_include_pad": st.booleans(),
                },
            ),
            "upstream": st.lists(numbers, min_size=1, max_size=3),
            "through_activation": st.booleans(),
            "learning_rate": numbers,
            "view": st.sampled_from([["network"], ["gradients", "matrix"]]),
            "step": st.integers(0, 9),
            "highlight": st.integers(0, 9),
            "compare": st.sampled_from(["dense", "convolutional"]),
            "show": st.sampled_from([["padding"], ["padding", "trimmed"]]),
            "theme": st.sampled_from(["auto", "dark"]),
            "controls": st.booleans(),
        },
    )
)
def test_every_state_comes_back_from_its_query(fields: dict[str, Any]) -> None:
    """And its query is the same again: the text is canonical."""
    query = encode(State.model_validate(fields))
    again = State.model_validate(nest(decode(parse_qsl(query))))
    assert encode(again) == query
    assert again.pooling == State.model_validate(fields).pooling
    assert np.array_equal(again.input, np.asarray(fields["input"], dtype=float))
