from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import ndimage

from app.convolution import OptionError, PaddingError, Pooling, TooLargeError
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


def test_a_map_that_cannot_be_afforded_is_refused_before_its_windows_are_looked_at() -> None:
    """Four thousand million of them would take minutes, and more memory than there is."""
    with pytest.raises(TooLargeError, match="the padded input"):
        Pooling("max", 2).plan((2**32,))


def windows(inputs: int, size: int, stride: int, dilation: int, padding: int) -> list[list[int]]:
    """The inputs that each window reads, on which the padding is left out."""
    starts = range(-padding, inputs + padding - (size - 1) * dilation, stride)
    reached = [range(start, start + size * dilation, dilation) for start in starts]
    return [[place for place in window if 0 <= place < inputs] for window in reached]


EVERYTHING_SMALL = list(product(range(1, 4), (2, 3, 6, 7), range(1, 4), range(1, 8), range(4)))


def test_a_window_that_reads_no_input_is_refused_and_no_other() -> None:
    """A dilation wider than the input may step over it: every short input, window, stride, dilation and padding."""
    wrong = []
    for inputs, size, stride, dilation, padding in EVERYTHING_SMALL:
        seen = windows(inputs, size, stride, dilation, padding)
        if padding > size // 2 or not seen:
            continue
        try:
            Pooling("max", size, stride=stride, dilation=dilation, padding=padding).forward(np.ones(inputs))
            refused = False
        except PaddingError:
            refused = True
        if refused != ([] in seen):
            wrong.append((inputs, size, stride, dilation, padding))
    assert wrong == []


@given(cases())
def test_the_gradient_of_a_pooling_is_a_central_difference(case: Case) -> None:
    """(loss(x + h) − loss(x − h)) / 2h for every entry, where no two numbers are alike."""
    chance = np.random.default_rng(case.upstream_seed)
    x = chance.permutation(case.maps.size).reshape(case.maps.shape) * 1.0
    upstream = chance.uniform(-2, 2, case.pooling.output_shape(x.shape))
    found = case.pooling.backward(x, upstream)
    for place in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[place] = 1e-3
        ends = [float((case.pooling.forward(x + each) * upstream).sum()) for each in (step, -step)]
        assert found[place] == pytest.approx((ends[0] - ends[1]) / 2e-3, rel=1e-7, abs=1e-7)
