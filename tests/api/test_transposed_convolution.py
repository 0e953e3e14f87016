"""`/transposed-convolution`: worked by hand, and held against zero-stuffing by SciPy and the six loops' adjoint."""

from typing import Any

import numpy as np
import pytest
from scipy import signal

from tests.api.conftest import Post, both
from tests.api.test_errors import only_error
from tests.oracles import SlowLayer, flatten, fold

STAMPS = {"input": [1, 1], "weight": [5, 6, 7]}

# Fields, and the output by hand: the kernel stamped at each input, overlaps added.
BY_HAND: list[tuple[dict[str, Any], Any, Any]] = [
    ({}, [5, 11, 13, 7], [[0, 0]]),
    ({"stride": 2}, [5, 6, 12, 6, 7], [[0, 0]]),
    ({"stride": 2, "output_padding": 1}, [5, 6, 12, 6, 7, 0], [[0, 0]]),
    ({"padding": 1}, [11, 13], [[1, 1]]),
    ({"padding": [[1, 0]]}, [11, 13, 7], [[1, 0]]),
    ({"dilation": 2}, [5, 5, 6, 6, 7, 7], [[0, 0]]),
    ({"operation": "convolution"}, [7, 13, 11, 5], [[0, 0]]),
    ({"bias": 100}, [105, 111, 113, 107], [[0, 0]]),
    ({"activation": "relu", "bias": -6}, [-1, 5, 7, 1], [[0, 0]]),
    ({"dilation": 3, "output_padding": 2}, [5, 5, 0, 6, 6, 0, 7, 7, 0, 0], [[0, 0]]),
    ({"padding_mode": "zeros", "padding": "valid"}, [5, 11, 13, 7], [[0, 0]]),
]


@pytest.mark.parametrize(("fields", "output", "padding"), BY_HAND)
def test_each_input_stamps_the_kernel(post: Post, get: Post, fields: dict[str, Any], output: Any, padding: Any) -> None:
    """And says how much was cut off, before and after."""
    answer = both(post, get, "transposed-convolution", **STAMPS | fields)
    expected = {"output": output, "output_shape": [len(output)], "padding": padding, "links": {}}
    assert answer == expected


def test_two_channels_become_one_and_groups_stay_apart(post: Post, get: Post) -> None:
    """weight (C_in, C_out/groups, K): 1·(1, 2) + 10·(3, 4); in groups each channel has its own output."""
    fields = {"input": [[1], [10]], "weight": [[[1, 2]], [[3, 4]]]}
    assert both(post, get, "transposed-convolution", **fields)["output"] == [[31, 42]]
    assert both(post, get, "transposed-convolution", **fields, groups=2)["output"] == [[1, 2], [30, 40]]


def test_along_two_axes_it_is_the_full_convolution_of_the_input_with_zeros_between(post: Post, get: Post) -> None:
    """SciPy's convolve2d of the stuffed input."""
    values, kernel = np.arange(6.0).reshape(2, 3) - 2, np.array([[1.0, -2], [3, 4], [0, 5]])
    stuffed = np.zeros((1 * 2 + 1, 2 * 3 + 1))
    stuffed[::2, ::3] = values
    answer = both(post, get, "transposed-convolution", input=values.tolist(), weight=kernel.tolist(), stride=[2, 3])
    assert answer["output"] == signal.convolve2d(stuffed, kernel).tolist()
    assert answer["output_shape"] == [5, 8]


def test_it_is_the_adjoint_of_the_layer_with_the_same_fields(post: Post) -> None:
    """What the six loops send back to the input: 2 groups of 2 channels to 3, two axes, stride and padding."""
    chance = np.random.default_rng(4)
    weight, upstream = (
        chance.integers(-9, 9, (6, 2, 3, 2)).astype(float),
        chance.integers(-9, 9, (6, 3, 4)).astype(float),
    )
    slow = SlowLayer(
        weight=weight.tolist(),
        bias=[0.0] * 6,
        operation="convolution",
        channels=4,
        size=(6, 4),
        padding=((1, 1), (1, 0)),
        mode="zeros",
        stride=(2, 1),
        dilation=(1, 1),
        groups=2,
    )
    assert slow.output_size == (3, 4)
    fields = {"stride": [2, 1], "padding": [[1, 1], [1, 0]], "groups": 2, "operation": "convolution"}
    answer = post(
        "transposed-convolution",
        input=upstream.tolist(),
        weight=weight.tolist(),
        **fields,
        output_padding=[1, 0],
    ).json()
    assert answer["output_shape"] == [4, 6, 4]
    assert answer["output"] == fold(slow.input_gradient(flatten(upstream.tolist())), (4, 6, 4))


MISFITS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"padding": "same"}, "/padding", "padding", "use 'valid', an integer"),
    ({"padding": "full"}, "/padding", "padding", "several outputs would fit"),
    ({"padding_mode": "reflect"}, "/padding_mode", "option", "padding of zeros only"),
    ({"padding_mode": "mirror"}, "/padding_mode", "option", "zeros, reflect"),
    ({"padding": 2}, "/padding", "shape", "let it add up to at most 3"),
    ({"output_padding": 1}, "/output_padding", "option", "less than the stride 1"),
    ({"output_padding": -1}, "/output_padding", "option", "at least 0"),
    ({"output_padding": "1"}, "/output_padding", "option", "whole number"),
    ({"output_padding": [0, 0]}, "/output_padding", "option", "give 1 number"),
    ({"input": [[1, 1], [1, 1], [1, 1]], "weight": [[[1]], [[1]]]}, "/weight", "shape", "takes 2 channels"),
    ({"weight": [[1, 1]]}, "/input", "shape", "does not fit a transposed weight"),
    ({"bias": [1, 2]}, "/bias", "shape", "1 output channel"),
    ({"weight": [[5, 6], [7]]}, "/weight/1", "ragged", "as long as the first"),
    ({"weight": [1e308, 1e308], "input": [10]}, "", "overflow", "smaller numbers"),
    ({"steps": True}, "/steps", "unknown-field", "use input, weight"),
    ({"stride": 2_000_000_000}, "", "too-large", "bytes"),
    ({"stride": 600_000}, "", "too-large", "numbers"),
    ({"weight": [1] * 3_000}, "", "too-large", "at most 1,000,000 are computed"),
]


@pytest.mark.parametrize(("fields", "pointer", "code", "says"), MISFITS)
def test_a_misfit_says_what_would_work(post: Post, fields: dict[str, Any], pointer: str, code: str, says: str) -> None:
    """At its place."""
    error = only_error(post("transposed-convolution", **STAMPS | fields), code)
    assert error["pointer"] == pointer
    assert says in error["message"]
