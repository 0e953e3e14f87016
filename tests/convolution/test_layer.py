import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage, signal

from app.convolution import Layer
from tests.convolution.cases import Case, cases, exact, whole

NUMPY_PAD = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}
NDIMAGE_MODE = {"zeros": "constant", "reflect": "mirror", "replicate": "nearest", "circular": "grid-wrap"}
vectors = st.lists(whole, min_size=1, max_size=16)


@st.composite
def grids(draw: st.DrawFn, shape: tuple[int, int] | None = None) -> np.ndarray:
    """Rows of whole numbers."""
    rows, columns = shape or (draw(st.integers(1, 5)), draw(st.integers(1, 5)))
    flat = draw(st.lists(whole, min_size=rows * columns, max_size=rows * columns))
    return np.array(flat, dtype=float).reshape(rows, columns)


def enclosing(x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same grids, the first with rows and columns of zeros until the second fits into it."""
    missing = [(0, max(0, b - a)) for a, b in zip(x.shape, w.shape, strict=True)]
    return np.pad(x, missing), w


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


@exact
@given(cases())
def test_sliding_and_the_matrix_give_what_the_loops_give(case: Case) -> None:
    """z = b + Σ w · x over channels and window, exactly, for every option; and T x + b is the same."""
    expected = case.slow.flat(case.input)
    output = case.layer.forward(case.input)
    assert output.ravel().tolist() == expected
    assert output.shape == case.layer.output_shape(case.shape)
    matrix = case.layer.matrix(case.shape)
    bias = np.repeat(case.slow.bias, case.slow.positions)
    assert (matrix.dense() @ case.values + bias).tolist() == expected
    assert (matrix.multiply(case.values) + bias).tolist() == expected


@exact
@given(cases())
def test_the_shape_of_the_output_is_bare_only_for_one_bare_kernel(case: Case) -> None:
    """The spatial sizes that the loops find, behind the filters unless the weight has no axis for them."""
    spatial = case.slow.output_size[2 - len(case.plan.axes) :]
    bare = case.layer.weight.ndim == len(spatial)
    assert case.layer.output_shape(case.shape) == (spatial if bare else (case.slow.filters, *spatial))


@given(cases())
def test_sliding_gives_what_scipy_gives_on_an_input_padded_by_numpy(case: Case) -> None:
    """numpy.pad, a kernel with zeros in the gaps of its dilation, correlate summed over the channels, every s-th."""
    slow = case.slow
    x = case.values.reshape(slow.channels, *slow.size)
    padded = np.pad(x, ((0, 0), *slow.padding), mode=NUMPY_PAD[slow.mode])
    maps = []
    for which, (kernels, bias) in enumerate(zip(slow.weight, slow.bias, strict=True)):
        total = np.full(slow.output_size, bias, dtype=float)
        for number, kernel in enumerate(kernels):
            spread = np.zeros(slow.span)
            spread[:: slow.dilation[0], :: slow.dilation[1]] = kernel
            compute = signal.convolve2d if slow.operation == "convolution" else signal.correlate2d
            found = compute(padded[slow.channel_of(which, number)], spread, mode="valid")
            total += found[:: slow.stride[0], :: slow.stride[1]]
        maps.append(total)
    assert case.layer.forward(case.input).ravel().tolist() == np.array(maps).ravel().tolist()


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


@given(grids(), grids(), st.sampled_from(["full", "valid"]))
def test_along_two_axes_full_and_valid_are_scipy_convolve2d_and_correlate2d(
    x: np.ndarray, w: np.ndarray, padding: str
) -> None:
    """Wherever the kernel is not the longer one on any axis."""
    if padding == "valid":
        x, w = enclosing(x, w)
    ours = Layer(w, operation="convolution", padding=padding).forward(x)
    assert ours.tolist() == signal.convolve2d(x, w, mode=padding).tolist()
    assert ours.tolist() == signal.convolve(x, w, mode=padding, method="direct").tolist()
    ours = Layer(w, padding=padding).forward(x)
    assert ours.tolist() == signal.correlate2d(x, w, mode=padding).tolist()
    assert ours.tolist() == signal.correlate(x, w, mode=padding, method="direct").tolist()


@given(grids(), grids())
def test_along_two_axes_same_convolution_of_scipy_is_the_lower_one(x: np.ndarray, w: np.ndarray) -> None:
    """It cuts the middle out of the full result, which for an even kernel is SAME_LOWER on that axis."""
    x, w = enclosing(x, w)
    ours = Layer(w, operation="convolution", padding="same_lower").forward(x)
    assert ours.tolist() == signal.convolve2d(x, w, mode="same").tolist()


@given(grids(), grids(), st.sampled_from(["wrap", "fill"]))
def test_along_two_axes_circular_is_scipys_wrap(x: np.ndarray, w: np.ndarray, boundary: str) -> None:
    """scipy.signal.convolve2d has two of our modes: `wrap` is circular, `fill` is zeros."""
    x, w = enclosing(x, w)
    mode = {"wrap": "circular", "fill": "zeros"}[boundary]
    ours = Layer(w, operation="convolution", padding="full", padding_mode=mode).forward(x)
    assert ours.tolist() == signal.convolve2d(x, w, mode="full", boundary=boundary).tolist()


@given(grids(), st.sampled_from(sorted(NDIMAGE_MODE)), st.sampled_from([(1, 3), (3, 1), (3, 3), (5, 3)]), st.data())
def test_along_two_axes_the_padding_modes_are_those_of_scipy_ndimage(
    x: np.ndarray, mode: str, kernel: tuple[int, int], data: st.DataObject
) -> None:
    """The same names as along one axis; ndimage centres an odd kernel as `same` does."""
    w = data.draw(grids(kernel))
    x = np.pad(x, ((0, max(0, kernel[0] - len(x))), (0, max(0, kernel[1] - x.shape[1]))))
    ours = Layer(w, padding="same", padding_mode=mode)
    assert ours.forward(x).tolist() == ndimage.correlate(x, w, mode=NDIMAGE_MODE[mode]).tolist()
    ours = Layer(w, operation="convolution", padding="same", padding_mode=mode)
    assert ours.forward(x).tolist() == ndimage.convolve(x, w, mode=NDIMAGE_MODE[mode]).tolist()


@exact
@given(cases())
def test_convolution_is_cross_correlation_with_the_kernel_reversed_on_every_spatial_axis(case: Case) -> None:
    """The only difference between the two words."""
    other = {"convolution": "cross-correlation", "cross-correlation": "convolution"}[case.fields["operation"]]
    spatial = tuple(range(-len(case.plan.axes), 0))
    flipped = case.changed(weight=np.flip(case.layer.weight, axis=spatial), operation=other)
    assert flipped.forward(case.input).tolist() == case.layer.forward(case.input).tolist()


@exact
@given(grids() | vectors.map(np.array), st.data())
def test_full_convolution_commutes(x: np.ndarray, data: st.DataObject) -> None:
    """x * w = w * x, with zeros, stride 1 and dilation 1, along one axis and two."""
    w = data.draw(grids() if x.ndim == 2 else vectors.map(np.array))
    one = Layer(w, operation="convolution", padding="full").forward(x)
    other = Layer(x, operation="convolution", padding="full").forward(w)
    assert one.tolist() == other.tolist()


@exact
@given(cases(), st.integers(-9, 9))
def test_a_layer_without_bias_is_linear(case: Case, factor: int) -> None:
    """T(a·x + y) = a·T x + T y, exactly for whole numbers; and the same in the weights."""
    layer = case.changed(bias=None)
    x = np.array(case.input, dtype=float)
    y = np.arange(x.size, dtype=float).reshape(x.shape)
    assert layer.forward(factor * x + y).tolist() == (factor * layer.forward(x) + layer.forward(y)).tolist()
    v = np.arange(layer.weight.size, dtype=float).reshape(layer.weight.shape)
    summed = case.changed(bias=None, weight=factor * layer.weight + v).forward(x)
    assert summed.tolist() == (factor * layer.forward(x) + case.changed(bias=None, weight=v).forward(x)).tolist()


@exact
@given(cases(), st.data())
def test_shifting_the_input_by_the_stride_shifts_the_output_by_one(case: Case, data: st.DataObject) -> None:
    """The same weights everywhere: that is what sharing them means. Every window clear of the border agrees."""
    count = len(case.plan.axes)
    place = data.draw(st.integers(0, count - 1))
    axis = case.plan.axes[place]
    dimension = place - count
    x = np.array(case.input, dtype=float)
    zero = np.zeros_like(np.take(x, range(axis.stride), axis=dimension, mode="clip"))
    shifted = np.take(
        np.concatenate([x, zero], axis=dimension), range(axis.stride, axis.stride + axis.input_size), dimension
    )
    one, other = case.layer.forward(x), case.layer.forward(shifted)
    # Output o of the shifted input reads what output o + 1 reads, when both windows lie on both inputs entirely.
    lower = [o * axis.stride - axis.before for o in range(axis.output_size - 1)]
    clear = [o for o, at in enumerate(lower) if at >= 0 and at + axis.stride + axis.span <= axis.input_size]
    after = np.take(one, [o + 1 for o in clear], axis=dimension)
    assert np.take(other, clear, axis=dimension).tolist() == after.tolist()


def test_zero_padding_breaks_the_shift_at_the_border() -> None:
    """[1, 1, 1] padded with zeros: the edge outputs see fewer ones."""
    assert Layer([1, 1, 1], padding="same").forward([1, 1, 1, 1]).tolist() == [2, 3, 3, 2]


@pytest.mark.parametrize("shape", [(6,), (6, 6)])
def test_shifting_fails_at_zero_padded_borders_and_never_under_circular_padding(shape: tuple[int, ...]) -> None:
    """Rolling the input rolls the output when the border is none; with zeros the edge outputs differ."""
    x = np.arange(1.0, np.prod(shape) + 1).reshape(shape)
    w = np.arange(1.0, 3 ** len(shape) + 1).reshape((3,) * len(shape))
    around = Layer(w, padding="same", padding_mode="circular")
    assert around.forward(np.roll(x, 1, axis=0)).tolist() == np.roll(around.forward(x), 1, axis=0).tolist()
    zeros = Layer(w, padding="same")
    moved, rolled = zeros.forward(np.roll(x, 1, axis=0)), np.roll(zeros.forward(x), 1, axis=0)
    assert moved[2:-1].tolist() == rolled[2:-1].tolist()
    assert moved[0].tolist() != rolled[0].tolist()
    assert moved[-1].tolist() != rolled[-1].tolist()


def test_a_layer_takes_inputs_of_one_shape_after_another() -> None:
    """It keeps the plan of the last shape, and of no other."""
    layer = Layer([1, 10])
    assert layer.forward([1, 2, 3]).tolist() == [21, 32]
    assert layer.plan((3,)) is layer.plan((3,))
    assert layer.forward([1, 2, 3, 4]).tolist() == [21, 32, 43]
    assert layer.forward([1, 2, 3]).tolist() == [21, 32]


def test_several_filters_give_several_feature_maps() -> None:
    """A = X * W, one row a filter; worked by hand."""
    layer = Layer([[5, 6, 7], [1, 0, -1]], bias=[0, 10])
    assert layer.forward([1, 2, 3, 4]).tolist() == [[38, 56], [8, 8]]


SHAPES = [
    # input, weight, fields -> output: every row of the table of shapes
    ((5,), (2,), {}, (4,)),
    ((5,), (1, 2), {}, (1, 4)),
    ((5,), (3, 2), {}, (3, 4)),
    ((5,), (2, 1, 2), {}, (2, 4)),
    ((1, 5), (2, 1, 2), {}, (2, 4)),
    ((3, 5), (2, 3, 2), {}, (2, 4)),
    ((4, 5), (2, 2, 2), {"groups": 2}, (2, 4)),
    ((4, 5), (8, 1, 2), {"groups": 4}, (8, 4)),
    ((4, 5), (2, 3), {}, (3, 3)),
    ((4, 5), (2, 3), {"dims": 2}, (3, 3)),
    ((4, 5), (7, 2, 3), {"dims": 2}, (7, 3, 3)),
    ((2, 5), (7, 2, 3), {}, (7, 3)),
    ((2, 5), (7, 2, 3), {"dims": 1}, (7, 3)),
    ((2, 5), (7, 2, 3), {"dims": 2}, (7, 1, 3)),
    ((4, 5), (7, 1, 2, 3), {}, (7, 3, 3)),
    ((1, 4, 5), (7, 1, 2, 3), {}, (7, 3, 3)),
    ((2, 4, 5), (7, 2, 2, 3), {}, (7, 3, 3)),
    ((2, 4, 5), (6, 1, 2, 3), {"groups": 2}, (6, 3, 3)),
    ((2, 4, 5), (6, 1, 2, 3), {"groups": 2, "stride": [2, 1], "padding": [[1, 0], [0, 2]]}, (6, 2, 5)),
]


@pytest.mark.parametrize(("input_shape", "weight_shape", "fields", "output_shape"), SHAPES)
def test_the_shape_of_the_output_follows_the_table_of_shapes(
    input_shape: tuple[int, ...],
    weight_shape: tuple[int, ...],
    fields: dict[str, object],
    output_shape: tuple[int, ...],
) -> None:
    """A bare kernel gives a bare output, a list of filters one feature map each."""
    layer = Layer(np.ones(weight_shape), **fields)
    assert layer.output_shape(input_shape) == output_shape
    assert layer.forward(np.ones(input_shape)).shape == output_shape


def test_several_channels_are_summed_and_groups_keep_them_apart() -> None:
    """Worked by hand: channels 1 2 3 and 10 20 30 under kernels 1 1 and 1 −1."""
    x = [[1, 2, 3], [10, 20, 30]]
    assert Layer([[[1, 1], [1, -1]]]).forward(x).tolist() == [[3 - 10, 5 - 10]]
    assert Layer([[[1, 1]], [[1, -1]]], groups=2).forward(x).tolist() == [[3, 5], [-10, -10]]


def test_a_kernel_of_two_axes_is_reversed_on_both() -> None:
    """Worked by hand: the window 1 2 / 3 4 under 5 6 / 7 8 meets 5 6 / 7 8 or 8 7 / 6 5."""
    x, w = [[1, 2], [3, 4]], [[5, 6], [7, 8]]
    assert Layer(w).forward(x).tolist() == [[5 + 12 + 21 + 32]]
    assert Layer(w, operation="convolution").forward(x).tolist() == [[8 + 14 + 18 + 20]]


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
    """One product for each tap of each window of each channel that a filter reads, padding included."""
    assert case.layer.multiply_adds(case.shape) == len(case.slow.meetings)


def test_the_layer_does_not_change_what_it_is_given() -> None:
    """Arrays in, arrays out."""
    weight, x = np.array([5.0, 6.0, 7.0]), np.array([1.0, 2.0, 3.0, 4.0])
    layer = Layer(weight)
    layer.forward(x)
    layer.gradients(x)
    layer.learning_step(x, rate=0.5)
    assert weight.tolist() == [5, 6, 7]
    assert x.tolist() == [1, 2, 3, 4]
