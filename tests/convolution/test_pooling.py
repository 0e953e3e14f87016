from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import ndimage

from app.convolution import ConvolutionError, OptionError, PaddingError, Pooling, ShapeError, TooLargeError
from tests.convolution.pooling_cases import Case, cases


@given(cases())
def test_each_window_becomes_its_maximum_or_its_average(case: Case) -> None:
    """As found by walking every window entry by entry, exactly, for every option."""
    found = case.pooling.forward(case.maps)
    assert found.reshape(len(case.maps), -1).tolist() == case.pooled()[0]
    assert found.shape[1:] == tuple(len(each) for each in case.starts())


@given(cases())
def test_the_position_of_a_maximum_is_the_first_that_has_it(case: Case) -> None:
    """Flat in its own map, in reading order; an average has none."""
    if case.kind == "average":
        with pytest.raises(OptionError, match="an average has no position: kind must be 'max'"):
            case.pooling.argmax(case.maps)
        return
    assert case.pooling.argmax(case.maps).reshape(len(case.maps), -1).tolist() == case.pooled()[1]


@given(cases())
def test_a_gradient_goes_back_to_the_maximum_or_is_shared_out(case: Case) -> None:
    """Window by window: all of it to the first maximum, or an equal share to each entry of an average."""
    upstream = case.upstream()
    expected = np.zeros_like(case.maps)
    rows = upstream.reshape(len(case.maps), -1)
    for channel, places in enumerate(case.pooled()[1]):
        for o, (inside, divisor) in enumerate(case.windows):
            if case.kind == "max":
                expected[channel].flat[places[o]] += rows[channel, o]
            else:
                for spot in inside:
                    expected[(channel, *spot)] += rows[channel, o] / divisor
    found = case.pooling.backward(case.maps, upstream.reshape(case.pooling.output_shape(case.maps.shape)))
    assert found.tolist() == expected.tolist()


@given(cases())
def test_average_pooling_and_its_backward_pass_are_adjoint(case: Case) -> None:
    """⟨A x, y⟩ = ⟨x, Aᵀ y⟩; for a maximum the same holds at the x where its places were found."""
    upstream = case.upstream().reshape(case.pooling.output_shape(case.maps.shape))
    forward = float((case.pooling.forward(case.maps) * upstream).sum())
    backward = float((case.maps * case.pooling.backward(case.maps, upstream)).sum())
    assert forward == pytest.approx(backward, rel=1e-12, abs=1e-9)


@given(cases())
def test_float32_stays_float32(case: Case) -> None:
    """As everywhere in the core; whole numbers this small are the same in both."""
    single = case.maps.astype(np.float32)
    assert case.pooling.forward(single).dtype == case.pooling.backward(single).dtype == np.float32
    assert case.pooling.forward(single) == pytest.approx(case.pooling.forward(case.maps), rel=1e-6)


@given(st.lists(st.integers(-9, 9), min_size=9, max_size=40), st.integers(1, 5))
def test_max_pooling_with_stride_one_is_a_maximum_filter_without_its_borders(x: list[int], half: int) -> None:
    """scipy.ndimage centres its window, so its answer is longer by half a window at either end."""
    size = 2 * half - 1
    assume(size <= len(x))
    filtered = ndimage.maximum_filter1d(np.array(x, dtype=float), size)[half - 1 : len(x) - half + 1]
    assert Pooling("max", size, stride=1).forward(x).tolist() == filtered.tolist()


X = [3, 1, 4, 1, 5, 9, 2]
FROM_PYTORCH = [
    ("max", {"size": 3, "stride": 2, "padding": 1, "ceil_mode": True}, [3, 4, 9, 9]),
    ("max", {"size": 2, "stride": 3, "dilation": 3, "padding": 1}, [4, 9]),
    ("max", {"size": 2, "stride": 4, "ceil_mode": True}, [3, 9]),
    ("average", {"size": 3, "stride": 2, "padding": 1}, [4 / 3, 2, 5, 11 / 3]),
    ("average", {"size": 3, "stride": 2, "padding": 1, "count_include_pad": False}, [2, 2, 5, 5.5]),
    ("average", {"size": 4, "stride": 4, "ceil_mode": True}, [2.25, 16 / 3]),
    ("average", {"size": 2, "stride": 3, "padding": 1, "ceil_mode": True}, [1.5, 2.5, 5.5]),
]


@pytest.mark.parametrize(("kind", "options", "expected"), FROM_PYTORCH)
def test_the_options_mean_what_they_mean_in_pytorch(kind: str, options: dict[str, Any], expected: list[float]) -> None:
    """torch.nn.functional.max_pool1d and avg_pool1d of PyTorch 2.13 on 3 1 4 1 5 9 2."""
    assert Pooling(kind, **options).forward(X).tolist() == expected


def test_in_ceil_mode_the_end_of_the_input_is_no_padding() -> None:
    """torch.nn.functional.avg_pool2d(y, 3, 2, 1, ceil_mode=True) of PyTorch 2.13: only true padding counts."""
    y = [[7, 7, 1, 2], [7, 7, 3, 8], [8, 8, 8, 8]]
    counted = [[28 / 9, 28 / 9, 10 / 6], [30 / 9, 42 / 9, 16 / 6]]
    inside = [[7, 28 / 6, 5], [7.5, 7, 8]]
    options = {"size": 3, "stride": 2, "padding": 1, "ceil_mode": True}
    assert Pooling("average", **options, dims=2).forward(y).tolist() == counted
    assert Pooling("average", **options, dims=2, count_include_pad=False).forward(y).tolist() == inside


def test_of_equal_maxima_the_first_in_reading_order_is_taken() -> None:
    """torch.nn.functional.max_pool2d(…, return_indices=True) of PyTorch 2.13: rows before columns."""
    y = [[7, 7, 1, 2], [7, 7, 3, 8], [8, 8, 8, 8]]
    pooling = Pooling("max", 2, stride=1, dims=2)
    assert pooling.forward(y).tolist() == [[7, 7, 8], [8, 8, 8]]
    assert pooling.argmax(y).tolist() == [[0, 1, 7], [8, 9, 7]]


def test_the_feature_map_of_the_question_pooled() -> None:
    """38 56 becomes 56, found at 1, and all of the gradient goes there."""
    pooling = Pooling("max", 2)
    assert pooling.forward([38, 56]).tolist() == [56]
    assert pooling.argmax([38, 56]).tolist() == [1]
    assert pooling.backward([38, 56]).tolist() == [0, 1]


SHAPES = [
    ((7,), None, (3,)),
    ((4, 7), 1, (4, 3)),
    ((4, 7), 2, (2, 3)),
    ((3, 4, 7), None, (3, 2, 3)),
    ((3, 4, 7), 2, (3, 2, 3)),
]


@pytest.mark.parametrize(("shape", "dims", "pooled"), SHAPES)
def test_channels_stay_in_front(shape: tuple[int, ...], dims: int | None, pooled: tuple[int, ...]) -> None:
    """(L) and (channels, L) along one axis, (H, W) and (channels, H, W) along two."""
    pooling = Pooling("max", 2, dims=dims)
    assert pooling.output_shape(shape) == pooling.forward(np.ones(shape)).shape == pooled


def test_a_caller_that_knows_the_axes_may_say_so() -> None:
    """A stack knows that its maps have one axis or two, where the pooling leaves it open."""
    pooling = Pooling("max", 2)
    assert pooling.forward(np.ones((4, 6)), dims=1).shape == pooling.argmax(np.ones((4, 6)), dims=1).shape == (4, 3)
    assert pooling.forward(np.ones((4, 6)), dims=2).shape == (2, 3)
    assert pooling.backward(np.ones((4, 6)), dims=2).shape == (4, 6)


FAULTS: list[tuple[dict[str, Any], tuple[int, ...], type[ConvolutionError], str, str]] = [
    ({"kind": "min"}, (4,), OptionError, "kind", "kind must be one of max, average"),
    ({"size": 0}, (4,), OptionError, "size", "size is 0, but must be at least 1"),
    ({"stride": 0}, (4,), OptionError, "stride", "stride is 0, but must be at least 1"),
    ({"padding": -1}, (4,), OptionError, "padding", "padding is -1, but must be at least 0"),
    ({"padding": 2}, (4,), PaddingError, "padding", "padding 2 is more than half the pooling size 2: use at most 1"),
    ({"ceil_mode": 1}, (4,), OptionError, "ceil_mode", "ceil_mode must be true or false"),
    ({"dims": 3}, (4,), OptionError, "dims", "dims must be 1 or 2"),
    ({"dims": True}, (4,), OptionError, "dims", "dims must be 1 or 2"),
    ({"size": [1, 1, 1]}, (4,), OptionError, "size", "pooling has 1 or 2 axes"),
    ({"size": [2, 2], "stride": [1]}, (4, 4), OptionError, "stride", "stride has 1 number, but the layer has 2 axes"),
    ({"count_include_pad": False}, (4,), OptionError, "count_include_pad", "a maximum never takes padding"),
    ({"kind": "average", "dilation": [1, 2]}, (4, 4), OptionError, "dilation", "average pooling has no dilation"),
    ({"kind": "average", "dilation": 2}, (4,), OptionError, "dilation", "average pooling has no dilation"),
    ({"size": 5}, (4,), ShapeError, "size", "a pooling window that spans 5 does not fit in an input of 4 with padd"),
    ({"size": 2, "dilation": 2, "padding": 1}, (1,), PaddingError, "padding", "it has no maximum, so use less paddi"),
    ({}, (4, 4), ShapeError, "input", r"an input of shape \(4, 4\) may be channels by length or rows by columns"),
    ({"dims": 2}, (4,), ShapeError, "input", r"an input of shape \(4,\) does not fit pooling with dims=2"),
    ({"dims": 1}, (2, 4, 4), ShapeError, "input", r"an input of shape \(2, 4, 4\) does not fit pooling with dims=1"),
    ({}, (1, 2, 4, 4), ShapeError, "input", r"an input of shape \(1, 2, 4, 4\) does not fit pooling: give \(L\)"),
    ({"dims": 2}, (1, 2, 4, 4), ShapeError, "input", "does not fit pooling with dims=2"),
]


@pytest.mark.parametrize(("options", "shape", "error", "field", "sentence"), FAULTS)
def test_what_does_not_fit_is_said_in_a_sentence(
    options: dict[str, Any], shape: tuple[int, ...], error: type[ConvolutionError], field: str, sentence: str
) -> None:
    """With the numbers and what would fit, and the field it is about."""
    with pytest.raises(error, match=sentence) as fault:
        Pooling(**{"kind": "max", "size": 2, **options}).forward(np.ones(shape))
    assert fault.value.field == field


def test_an_upstream_of_another_shape_is_an_error() -> None:
    """It is never broadcast."""
    with pytest.raises(ShapeError, match=r"upstream has shape \(1,\), but the output has \(2,\): they must match"):
        Pooling("max", 2).backward([1, 2, 3, 4], [1])


def test_what_cannot_be_afforded_is_refused_before_it_exists() -> None:
    """In ceil mode a window may be much larger than its input."""
    with pytest.raises(TooLargeError, match="the padded input needs 17,179,8"):
        Pooling("average", 2**31 - 1, padding=2**30 - 1, ceil_mode=True).forward([1, 2])


def test_a_sum_that_is_too_large_is_an_error() -> None:
    """Finite numbers in, never an infinity out."""
    with pytest.raises(ConvolutionError, match="the sum of a window is too large"):
        Pooling("average", 2).forward([1e308, 1e308])
    with pytest.raises(ConvolutionError, match="a gradient is too large"):
        Pooling("max", 2, stride=1).backward([1, 2, 1], [1e308, 1e308])


def test_a_map_that_cannot_be_afforded_is_refused_before_its_windows_are_looked_at() -> None:
    """Four thousand million of them would take minutes, and more memory than there is."""
    with pytest.raises(TooLargeError, match="the padded input"):
        Pooling("max", 2).plan((2**32,))
