import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage, signal

from app.convolution import Layer
from tests.convolution.cases import Case, cases, whole

NUMPY_PAD = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}
NDIMAGE_MODE = {"zeros": "constant", "reflect": "mirror", "replicate": "nearest", "circular": "grid-wrap"}
vectors = st.lists(whole, min_size=1, max_size=16)

THE_TABLE = [
    ("convolution", "full", [5, 16, 34, 52, 45, 28]),
    ("convolution", "same", [16, 34, 52, 45]),
    ("convolution", "valid", [34, 52]),
    ("cross-correlation", "full", [7, 20, 38, 56, 39, 20]),
    ("cross-correlation", "same", [20, 38, 56, 39]),
    ("cross-correlation", "valid", [38, 56]),
]


@pytest.mark.parametrize(("operation", "padding", "row"), THE_TABLE)
def test_the_six_answers_of_the_question(operation: str, padding: str, row: list[float]) -> None:
    """x = 1 2 3 4 and w = 5 6 7: the table that settles who is right about flipping and size."""
    assert Layer([5, 6, 7], operation=operation, padding=padding).forward([1, 2, 3, 4]).tolist() == row


def test_a_layer_with_no_options_is_a_valid_cross_correlation() -> None:
    """What deep learning calls convolution does not reverse the kernel."""
    assert Layer([5, 6, 7]).forward([1, 2, 3, 4]).tolist() == [38, 56]


def test_a_kernel_as_long_as_its_input_is_one_dense_unit() -> None:
    """Its one output is the dot product."""
    assert Layer([5, 6, 7]).forward([1, 2, 3]).tolist() == [38]


@given(cases())
def test_sliding_gives_what_the_loops_give(case: Case) -> None:
    """z[c, o] = b[c] + Σ w[c, tap] · x[window], exactly, for every option."""
    assert case.layer.forward(case.input).reshape(-1).tolist() == case.slow.flat(case.input)


@given(cases())
def test_sliding_gives_what_numpy_gives_on_an_input_padded_by_numpy(case: Case) -> None:
    """numpy.pad, a kernel with zeros in the gaps of its dilation, numpy.correlate, and every s-th result."""
    slow = case.slow
    padded = np.pad(np.array(case.input, dtype=float), (slow.before, slow.after), mode=NUMPY_PAD[slow.mode])
    maps = []
    for taps, bias in zip(slow.filters, slow.bias, strict=True):
        spread = np.zeros(slow.span())
        spread[:: slow.dilation] = taps[::-1] if slow.operation == "convolution" else taps
        maps.append(np.correlate(padded, spread, mode="valid")[:: slow.stride] + bias)
    assert case.layer.forward(case.input).reshape(-1).tolist() == np.concatenate(maps).tolist()


@given(vectors, vectors)
def test_full_and_valid_convolution_are_numpy_and_scipy_convolve(x: list[float], w: list[float]) -> None:
    """Both peers agree wherever the kernel is not the longer one; there numpy swaps and we refuse."""
    x, w = (x, w) if len(x) >= len(w) else (w, x)
    for padding in ("full", "valid"):
        ours = Layer(w, operation="convolution", padding=padding).forward(x).tolist()
        assert ours == np.convolve(x, w, mode=padding).tolist()
        assert ours == signal.convolve(x, w, mode=padding, method="direct").tolist()
        ours = Layer(w, padding=padding).forward(x).tolist()
        assert ours == np.correlate(x, w, mode=padding).tolist()
        assert ours == signal.correlate(x, w, mode=padding, method="direct").tolist()


@given(vectors, vectors)
def test_same_convolution_of_numpy_and_scipy_is_the_lower_one(x: list[float], w: list[float]) -> None:
    """NumPy and SciPy cut the middle out of the full result, which for an even kernel is SAME_LOWER."""
    x, w = (x, w) if len(x) >= len(w) else (w, x)
    ours = Layer(w, operation="convolution", padding="same_lower").forward(x).tolist()
    assert ours == np.convolve(x, w, mode="same").tolist()
    assert ours == signal.convolve(x, w, mode="same", method="direct").tolist()


@given(st.data(), st.sampled_from(sorted(NDIMAGE_MODE)), st.sampled_from([1, 3, 5, 7]))
def test_the_padding_modes_are_those_of_scipy_ndimage(data: st.DataObject, mode: str, taps: int) -> None:
    """What we and PyTorch call reflect is `mirror` there, replicate is `nearest`, circular is `grid-wrap`."""
    x = data.draw(st.lists(whole, min_size=taps, max_size=16))
    w = data.draw(st.lists(whole, min_size=taps, max_size=taps))
    theirs = ndimage.correlate1d(np.array(x, dtype=float), w, mode=NDIMAGE_MODE[mode])
    assert Layer(w, padding="same", padding_mode=mode).forward(x).tolist() == theirs.tolist()
    theirs = ndimage.convolve1d(np.array(x, dtype=float), w, mode=NDIMAGE_MODE[mode])
    assert Layer(w, operation="convolution", padding="same", padding_mode=mode).forward(x).tolist() == theirs.tolist()


@given(cases())
def test_convolution_is_cross_correlation_with_the_kernel_reversed(case: Case) -> None:
    """The only difference between the two words."""
    other = {"convolution": "cross-correlation", "cross-correlation": "convolution"}[case.fields["operation"]]
    reversed_weight = np.asarray(case.fields["weight"])[..., ::-1]
    flipped = Layer(**{**case.fields, "weight": reversed_weight, "operation": other})
    assert flipped.forward(case.input).tolist() == case.layer.forward(case.input).tolist()


@given(vectors, vectors)
def test_full_convolution_commutes(x: list[float], w: list[float]) -> None:
    """x * w = w * x, with zeros, stride 1 and dilation 1."""
    one = Layer(w, operation="convolution", padding="full").forward(x)
    other = Layer(x, operation="convolution", padding="full").forward(w)
    assert one.tolist() == other.tolist()


@given(cases(), st.integers(-9, 9))
def test_a_layer_without_bias_is_linear(case: Case, factor: int) -> None:
    """T(a·x + y) = a·T x + T y, exactly for whole numbers."""
    layer = Layer(**{**case.fields, "bias": None})
    x, y = np.array(case.input, dtype=float), np.arange(case.size, dtype=float)
    assert layer.forward(factor * x + y).tolist() == (factor * layer.forward(x) + layer.forward(y)).tolist()


@given(st.data())
def test_shifting_the_input_by_the_stride_shifts_the_output_by_one(data: st.DataObject) -> None:
    """The same weights everywhere: that is what sharing them means. Without padding there is no border."""
    stride = data.draw(st.integers(1, 3))
    w = data.draw(st.lists(whole, min_size=1, max_size=4))
    x = data.draw(st.lists(whole, min_size=len(w) + stride, max_size=16))
    layer = Layer(w, stride=stride)
    assert layer.forward(x[stride:]).tolist() == layer.forward(x)[1:].tolist()


def test_zero_padding_breaks_the_shift_at_the_border() -> None:
    """[1, 1, 1] padded with zeros: the edge outputs see fewer ones."""
    assert Layer([1, 1, 1], padding="same").forward([1, 1, 1, 1]).tolist() == [2, 3, 3, 2]


def test_several_filters_give_several_feature_maps() -> None:
    """A = X * W, one row a filter; worked by hand."""
    layer = Layer([[5, 6, 7], [1, 0, -1]], bias=[0, 10])
    assert layer.forward([1, 2, 3, 4]).tolist() == [[38, 56], [8, 8]]


@pytest.mark.parametrize(
    ("weight", "input_shape", "output_shape"),
    [
        ([1, 2], (5,), (4,)),
        ([[1, 2]], (5,), (1, 4)),
        ([[1, 2], [3, 4], [5, 6]], (5,), (3, 4)),
        ([[[1, 2]], [[3, 4]]], (5,), (2, 4)),
        ([[[1, 2]], [[3, 4]]], (1, 5), (2, 4)),
    ],
)
def test_the_shape_of_the_output_follows_the_table_of_shapes(
    weight: list[float], input_shape: tuple[int, ...], output_shape: tuple[int, ...]
) -> None:
    """A bare kernel gives a bare output, a list of filters one row each."""
    layer = Layer(weight)
    assert layer.output_shape(input_shape) == output_shape
    assert layer.forward(np.ones(input_shape)).shape == output_shape


def test_a_bias_is_added_to_every_output_of_its_filter() -> None:
    """z = T x + b; a bare number will do for one filter."""
    assert Layer([5, 6, 7], bias=100).forward([1, 2, 3, 4]).tolist() == [138, 156]
    assert Layer([5, 6, 7], bias=[100]).forward([1, 2, 3, 4]).tolist() == [138, 156]


def test_forward_gives_the_pre_activation_and_activate_the_rest() -> None:
    """The guide's state: bias −45 and ReLU turn 38 into −7 and then 0, 56 into 11."""
    layer = Layer([5, 6, 7], bias=-45, activation="relu")
    assert layer.forward([1, 2, 3, 4]).tolist() == [-7, 11]
    assert layer.activate(layer.forward([1, 2, 3, 4])).tolist() == [0, 11]


def test_a_stride_that_does_not_divide_leaves_inputs_over() -> None:
    """Six inputs, two taps, stride 3: inputs 2 and 5 are read by no window. Allowed, and not an error."""
    layer = Layer([1, 10], stride=3)
    assert layer.forward([1, 2, 3, 4, 5, 6]).tolist() == [21, 54]
    (axis,) = layer.plan((6,)).axes
    assert axis.unread.tolist() == [2, 5]


@given(cases())
def test_the_cost_is_known_before_anything_is_computed(case: Case) -> None:
    """One product for each tap of each window of each filter, padding included."""
    products = sum(len(window) for window in case.slow.windows(case.size)) * len(case.slow.filters)
    assert case.layer.multiply_adds((case.size,)) == products


def test_the_layer_does_not_change_what_it_is_given() -> None:
    """Arrays in, arrays out."""
    weight, x = np.array([5.0, 6.0, 7.0]), np.array([1.0, 2.0, 3.0, 4.0])
    layer = Layer(weight)
    layer.forward(x)
    layer.gradients(x)
    layer.learning_step(x, rate=0.5)
    assert weight.tolist() == [5, 6, 7]
    assert x.tolist() == [1, 2, 3, 4]
