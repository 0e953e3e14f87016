"""The one schema: what it takes, what it refuses with an exact place, and its canonical order."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from app.state import EXAMPLE, STATE_KEYS, LayerFields, PoolingFields, State


def errors_of(**fields: Any) -> list[tuple[tuple[Any, ...], str]]:
    """The place and the kind of each error of the example with some fields changed."""
    with pytest.raises(ValidationError) as caught:
        State.model_validate(EXAMPLE | fields)
    return [(error["loc"], error["type"]) for error in caught.value.errors()]


def test_the_keys_are_in_the_order_of_the_design() -> None:
    """Layer, backward pass, view: a canonical query depends on it."""
    assert (
        *("input", "weight", "bias", "operation", "padding", "padding_mode", "stride", "dilation"),
        *("groups", "activation", "dims"),
        *("pooling.kind", "pooling.size", "pooling.stride", "pooling.padding", "pooling.dilation"),
        *("pooling.ceil_mode", "pooling.count_include_pad"),
        *("upstream", "through_activation", "learning_rate"),
        *("view", "step", "highlight", "compare", "show", "theme", "controls", "animate", "v"),
        *("width", "height", "ground"),
    ) == STATE_KEYS


def test_the_example_is_the_question() -> None:
    """x = 1 2 3 4, w = 5 6 7, shown forward at the first step."""
    state = State.model_validate(EXAMPLE)
    assert state.layer().forward(state.input).tolist() == [38, 56]
    assert (state.view, state.step, state.compare, state.backward) == (
        ("sliding", "network", "matrix"),
        0,
        "convolutional",
        False,
    )


@pytest.mark.parametrize(
    ("fields", "place", "kind"),
    [
        ({"input": []}, ("input",), "empty"),
        ({"input": 3}, ("input",), "not-a-list"),
        ({"input": [1, "2"]}, ("input", 1), "not-a-number"),
        ({"input": [1, True]}, ("input", 1), "not-a-number"),
        ({"input": [1, None]}, ("input", 1), "not-a-number"),
        ({"input": [1, {}]}, ("input", 1), "not-a-number"),
        ({"input": [1, float("nan")]}, ("input", 1), "not-finite"),
        ({"input": [10**400]}, ("input", 0), "not-finite"),
        ({"weight": [[1, 2], [3]]}, ("weight", 1), "ragged"),
        ({"weight": [[1, 2], [3, "x"]]}, ("weight", 1, 1), "not-a-number"),
        ({"weight": [[], []]}, ("weight", 0), "empty"),
        ({"stride": True}, ("stride",), "option"),
        ({"stride": 0}, ("stride",), "option"),
        ({"padding": "sane"}, ("padding",), "option"),
        ({"padding": [[1, 2, 3]]}, ("padding",), "padding"),
        ({"dims": 3}, ("dims",), "option"),
        ({"strides": 1}, ("strides",), "extra_forbidden"),
        ({"view": ["picture"]}, ("view", 0), "literal_error"),
        ({"step": -1}, ("step",), "greater_than_equal"),
        ({"v": 2}, ("v",), "literal_error"),
        ({"pooling": "max"}, ("pooling",), "model_type"),
        ({"pooling": {"kind": "min", "size": 2}}, ("pooling", "kind"), "option"),
        ({"pooling": {"kind": "max", "size": 0}}, ("pooling", "size"), "option"),
        ({"pooling": {"kind": "max", "size": 2, "padding": -1}}, ("pooling", "padding"), "option"),
        ({"pooling": {"kind": "max", "size": 2, "ceil_mode": 1}}, ("pooling", "ceil_mode"), "bool_type"),
        ({"pooling": {"kind": "max"}}, ("pooling", "size"), "missing"),
        ({"pooling": {"kind": "max", "size": 2, "sizes": 2}}, ("pooling", "sizes"), "extra_forbidden"),
    ],
)
def test_a_misfit_is_found_at_its_place(fields: dict[str, Any], place: tuple[Any, ...], kind: str) -> None:
    """The first of an array is enough."""
    assert errors_of(**fields) == [(place, kind)]


def test_numbers_become_an_array_and_options_stay_as_they_were_given() -> None:
    """So that a state can be written as it was asked for."""
    state = State.model_validate(EXAMPLE | {"padding": [[1, 0]], "stride": [2], "bias": 3})
    assert isinstance(state.input, np.ndarray)
    assert (state.padding, state.stride, state.bias.tolist() if state.bias is not None else None) == (
        [[1, 0]],
        [2],
        3.0,
    )


def test_every_field_of_a_layer_reaches_the_core() -> None:
    """None is lost on the way."""
    given = {
        "bias": [1, 2],
        "operation": "convolution",
        "padding": "full",
        "padding_mode": "circular",
        "stride": 2,
        "dilation": 3,
        "groups": 2,
        "activation": "relu",
        "dims": 1,
    }
    layer = LayerFields.model_validate({"input": [[1], [2]], "weight": [[[1, 2]], [[3, 4]]]} | given).layer()
    assert layer.bias is not None
    assert layer.bias.tolist() == given.pop("bias")
    assert {name: getattr(layer, name) for name in given} == given


def test_every_field_of_a_pooling_reaches_the_core() -> None:
    """None is lost on the way."""
    given = {"kind": "average", "size": 3, "stride": 2, "padding": 1, "ceil_mode": True, "count_include_pad": False}
    pooling = PoolingFields.model_validate(given).pooling(2)
    assert {name: getattr(pooling, name) for name in given} == given
    assert pooling.dims == 2
    assert PoolingFields.model_validate({"kind": "max", "size": 3, "dilation": 2}).pooling().dilation == 2
