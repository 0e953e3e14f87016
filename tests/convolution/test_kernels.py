import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.convolution import METHODS, ConvolutionError, Layer, OptionError, gradients, kernels
from app.convolution.errors import TooLargeError
from app.convolution.gradients import input_gradient, weight_gradient
from app.convolution.kernels import (
    by_size,
    direct,
    gather,
    padded_obstacle,
    pick,
    stencils,
    transform_obstacle,
    windows_of,
)
from app.convolution.plan import Plan
from tests.convolution.cases import Case, cases

EXACT = ("direct", "correlate", "banded", "im2col", "scatter")
ROUNDED = ("overlap-save", "fft")


def draw_padding(draw: st.DrawFn) -> object:
    """A padding by name, or a pair an axis."""
    pairs = st.tuples(st.integers(0, 12), st.integers(0, 12))
    return draw(st.sampled_from(["valid", "same", "full"]) | st.tuples(pairs) | st.tuples(pairs, pairs))


@st.composite
def layers(draw: st.DrawFn) -> tuple[Layer, np.ndarray]:
    """A layer of one axis or two on whole numbers, large enough for every loop of a kernel to go round."""
    dims = draw(st.integers(1, 2))
    groups, inputs, filters = (draw(st.sampled_from([1, 1, 2, 3])) for _ in range(3))
    sizes = draw(st.tuples(*[st.sampled_from([1, 2, 9, 20, 70 if dims == 2 else 400])] * dims))
    taps = draw(st.tuples(*[st.sampled_from([1, 2, 3, 8, 7 if dims == 2 else 40])] * dims))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    layer = Layer(
        random.integers(-9, 10, (groups * filters, inputs, *taps)),
        operation=draw(st.sampled_from(["convolution", "cross-correlation"])),
        padding=draw_padding(draw),
        padding_mode=draw(st.sampled_from(["zeros", "reflect", "replicate", "circular"])),
        stride=draw(st.tuples(*[st.sampled_from([1, 1, 2, 7])] * dims)),
        dilation=draw(st.tuples(*[st.sampled_from([1, 1, 2, 3])] * dims)),
        groups=groups,
    )
    return layer, random.integers(-9, 10, (groups * inputs, *sizes)).astype(np.float64)


def by_table(layer: Layer, x: np.ndarray) -> np.ndarray:
    """The output from the whole table of windows, which no fast kernel touches."""
    plan = layer.plan(x.shape)
    seen = gather(x.reshape(plan.in_channels, -1), plan.windows)
    seen = seen.reshape(plan.groups, plan.group_inputs, plan.positions, plan.taps).transpose(0, 2, 1, 3)
    rows = stencils(layer.weight.ravel(), plan)
    return (rows @ seen.reshape(plan.groups, plan.positions, -1).transpose(0, 2, 1)).reshape(plan.output_shape)


@pytest.mark.parametrize("method", EXACT)
@given(case=cases())
def test_every_exact_way_to_compute_it_gives_what_the_loops_give(method: str, case: Case) -> None:
    """A fast kernel may not differ from the definition, exactly, for whole numbers."""
    try:
        found = case.layer.forward(case.input, method=method)
    except OptionError as refused:
        assert str(refused).startswith(f"method {method} cannot compute this layer: it")  # noqa: PT017 (refusing is right too)
        return
    assert found.reshape(-1).tolist() == case.slow.flat(case.input)


@given(layers())
def test_every_method_gives_what_the_table_of_windows_gives(drawn: tuple[Layer, np.ndarray]) -> None:
    """Over axes, channels, groups, strides, dilations and paddings; transforms to twelve digits of the largest."""
    layer, x = drawn
    try:
        expected = by_table(layer, x)
    except ConvolutionError:
        return  # the draw does not fit its input
    assert layer.forward(x).tolist() == expected.tolist()
    for name in METHODS:
        try:
            found = layer.forward(x, method=name)
        except OptionError:
            continue
        if name in EXACT:
            assert found.tolist() == expected.tolist(), name
        else:
            assert np.abs(found - expected).max() <= 1e-12 * max(np.abs(expected).max(), np.abs(x).max() * 9), name


@given(layers())
def test_some_rows_of_the_table_are_made_without_the_rest(drawn: tuple[Layer, np.ndarray]) -> None:
    """They are the rows of `windows`, which may be too large to be made at all."""
    layer, x = drawn
    try:
        plan = layer.plan(x.shape)
    except ConvolutionError:
        return
    rows = slice(plan.positions // 3, plan.positions)
    assert windows_of(plan, rows).tolist() == plan.windows[rows].tolist()


def test_a_method_that_does_not_exist_is_an_error_that_lists_those_that_do() -> None:
    """A program can ask for one by name, and learns the names."""
    with pytest.raises(OptionError, match=r"method must be one of .*direct"):
        Layer([1]).forward([1], method="magic")


REFUSALS = [
    ("correlate", Layer(np.ones((1, 2, 1))), (2, 3), "its filters read 2 channels each"),
    ("correlate", Layer([[1]]), (2, 3), "two axes"),
    ("correlate", Layer([1], stride=2), (3,), "a stride above 1"),
    ("correlate", Layer([1, 1], dilation=2), (3,), "a dilation above 1"),
    ("overlap-save", Layer([[1]], dims=2), (2, 3), "two axes"),
    ("fft", Layer([[1]], stride=(1, 2), dims=2), (2, 3), "a stride above 1"),
    ("fft", Layer(np.ones((1_200, 1_200)), padding="full"), (1, 1), "its transforms need 24,489,601 numbers"),
    ("im2col", Layer([1], padding=2**29, stride=2**28), (1,), "a padded input of 1,073,741,825 numbers"),
]


@pytest.mark.parametrize(("method", "layer", "shape", "reason"), REFUSALS)
def test_a_method_that_cannot_compute_a_layer_says_why(
    method: str, layer: Layer, shape: tuple[int, ...], reason: str
) -> None:
    """It is refused by name and by reason, never replaced in silence."""
    with pytest.raises(OptionError, match=f"method {method} cannot compute this layer: .*{reason}[,;]"):
        layer.forward(np.ones(shape), method=method)


@given(layers())
def test_parts_of_the_table_are_enough(drawn: tuple[Layer, np.ndarray]) -> None:
    """The definition sums any parts of positions and taps, forward and backward, and so do the gradients."""
    layer, x = drawn
    try:
        plan = layer.plan(x.shape)
    except ConvolutionError:
        return
    values, weight = x.reshape(plan.in_channels, -1), layer.weight.ravel()
    delta = np.random.default_rng(0).integers(-9, 10, (plan.out_channels, plan.positions)).astype(float)
    whole = direct(values, weight, plan), weight_gradient(plan, values, delta), input_gradient(plan, weight, delta)
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(kernels, "CHUNK", 1 + plan.in_channels * plan.taps * plan.positions // 5)
        changed.setattr(kernels, "TINY", 0)
        changed.setattr(gradients, "padded_obstacle", lambda _: "a padding that is too wide")
        parts = direct(values, weight, plan), weight_gradient(plan, values, delta), input_gradient(plan, weight, delta)
    assert [found.tolist() for found in parts] == [found.tolist() for found in whole]


def test_a_stride_and_padding_far_wider_than_the_input_need_no_padded_input() -> None:
    """Three of the windows lie on padding, some gigabytes apart."""
    layer = Layer([5, 6], padding=[[2**30, 2**30]], stride=2**29)
    assert layer.forward([1, 2]).tolist() == [0, 0, 17, 0, 0]
    assert layer.method([1, 2]) == "direct"
    assert layer.forward([1, 2], method="direct").tolist() == [0, 0, 17, 0, 0]


def test_a_padded_input_may_have_a_million_numbers_more_than_twice_the_arrays() -> None:
    """One input, one weight and two outputs, the first of which reads what lies far before the input."""
    room = (1 << 20) + 2 * (1 + 1 + 2)
    assert padded_obstacle(Layer([1], padding=[[room - 1, 0]], stride=room - 1).plan((1,))) == ""
    assert padded_obstacle(Layer([1], padding=[[room, 0]], stride=room).plan((1,))).startswith(
        "it needs a padded input"
    )


def test_what_the_sizes_say_is_found_out_once() -> None:
    """On a small layer it takes longer than the sums."""
    plan = Layer([5, 6, 7]).plan((4,))
    assert by_size(plan) is by_size(plan)


NOT_TRANSFORMED = [
    ((100_000,), (1_000,), {"stride": 2}, "banded"),
    ((20, 40_000), (10, 100), {}, "fft"),
    ((2, 60_000), (1, 2, 5_000), {"stride": 3}, "im2col"),
]


@pytest.mark.parametrize(("shape", "kernel", "fields", "method"), NOT_TRANSFORMED)
def test_no_transform_is_picked_that_cannot_compute_the_layer(
    shape: tuple[int, ...], kernel: tuple[int, ...], fields: dict[str, int], method: str
) -> None:
    """However long the kernel is: not along a stride, and overlap-save not along two axes."""
    random = np.random.default_rng(0)
    layer = Layer(random.standard_normal(kernel), **fields)
    assert layer.method(random.standard_normal(shape)) == method


def test_a_transform_may_work_on_four_times_the_arrays_and_64_mb() -> None:
    """So many numbers beside the padded input and the output, and not one more."""
    plan = Layer(np.ones(100), padding="same").plan((1_000,))
    room = (64 << 20) // 8 + 4 * (1_000 + 1_000 + 100) - 1_099 - 1_000
    assert transform_obstacle(plan, lambda _: room) == ""
    assert transform_obstacle(plan, lambda _: room + 1).startswith("its transforms need 8,397,009 numbers")


PICKED = [
    ((4,), (3,), "direct"),
    ((1_000,), (31,), "correlate"),
    ((100_000,), (64,), "banded"),
    ((100_000,), (1_000,), "overlap-save"),
    ((100_000,), (50_000,), "fft"),
    ((200, 200), (3, 3), "banded"),
    ((200, 200), (31, 31), "fft"),
    ((100_000,), (5,), "correlate"),
    ((4, 1_000), (4, 4, 3), "im2col"),
    ((4, 1_000), (1, 4, 40), "banded"),
    ((4, 1_000), (4, 4, 40), "im2col"),
    ((2, 50_000), (2, 2, 5_000), "fft"),
    ((2, 50_000), (2, 2, 1_000), "banded"),
    ((100_000,), (200,), "banded"),
    ((300, 300), (13, 13), "fft"),
    ((40, 40), (3, 3), "banded"),
    ((1, 40, 40), (4, 1, 3, 3), "im2col"),
    ((1, 200, 200), (4, 1, 3, 3), "banded"),
    ((2, 200, 200), (4, 2, 3, 3), "im2col"),
]


@pytest.mark.parametrize(("shape", "kernel", "method"), PICKED)
def test_the_rule_picks_by_size(shape: tuple[int, ...], kernel: tuple[int, ...], method: str) -> None:
    """Sizes choose among the methods, when the numbers are ordinary."""
    random = np.random.default_rng(0)
    assert Layer(random.standard_normal(kernel)).method(random.standard_normal(shape)) == method


@pytest.mark.parametrize(("dilation", "method"), [((2, 1), "banded"), ((1, 2), "im2col"), ((1, 1), "banded")])
def test_gaps_along_the_rows_are_no_work_for_bands(dilation: tuple[int, int], method: str) -> None:
    """A gap along the columns would make them wide and empty."""
    assert Layer(np.ones((3, 3)), dilation=dilation).method(np.ones((200, 200))) == method


def test_no_transform_is_picked_for_whole_numbers() -> None:
    """Their sums are exact, and a transform would not leave them so."""
    random = np.random.default_rng(0)
    x, w = random.integers(-9, 10, 100_000).astype(float), random.integers(-9, 10, 1_000).astype(float)
    assert Layer(w).method(x) == "banded"
    assert Layer(w + 0.5).method(x) == "overlap-save"


def test_no_transform_is_picked_where_one_number_drowns_the_others() -> None:
    """A transform spreads its rounding errors, relative to the largest number, over all outputs."""
    random = np.random.default_rng(0)
    x, w = random.standard_normal(100_000), random.standard_normal(1_000)
    x[5_000] = 1e9
    layer = Layer(w)
    assert layer.method(x) == "banded"
    found, slid = layer.forward(x), layer.forward(x, method="correlate")
    assert np.abs(found - slid)[10_000:].max() < 1e-10


@pytest.mark.parametrize(("shape", "taps"), [((100_000,), (1_000,)), ((300, 300), (31, 31))])
def test_almost_only_zeros_under_a_long_kernel_take_neither_a_transform_nor_minutes(
    shape: tuple[int, ...], taps: tuple[int, ...]
) -> None:
    """A kernel is copied for each number: what reads none of them is exactly 0, and the others are exact sums."""
    random = np.random.default_rng(0)
    x, layer = np.zeros(shape), Layer(random.standard_normal(taps), padding="same")
    x.flat[[3, 777, 40_000]] = 1e9, 0.5, -2
    assert layer.method(x) == "scatter"
    assert layer.forward(x).tolist() == layer.forward(x, method="im2col").tolist()
    assert Layer(layer.weight, padding="same", padding_mode="replicate").method(x) != "scatter"


@pytest.mark.parametrize("method", ROUNDED)
def test_a_transform_agrees_with_sliding_to_nine_digits(method: str) -> None:
    """On ordinary numbers, over several blocks and what is left behind the last of them."""
    random = np.random.default_rng(0)
    x, w = random.standard_normal(70_001), random.standard_normal(777)
    layer = Layer(w, padding=[[3, 5]], dilation=3)
    slid = layer.forward(x, method="im2col")
    assert np.abs(layer.forward(x, method=method) - slid).max() <= 1e-9 * np.abs(slid).max()


LONG_ROWS = [
    ((3, 6_001), (2, 3, 4_000), 1),
    ((1, 9_000), (1, 1, 2_500), 2),
    ((1, 200_003), (1, 1, 20), 1),
    ((1, 3, 140_001), (1, 1, 2, 9), 1),
]


@pytest.mark.parametrize(("shape", "taps", "dilation"), LONG_ROWS)
def test_bands_of_long_kernels_and_long_rows_are_exact(
    shape: tuple[int, ...], taps: tuple[int, ...], dilation: int
) -> None:
    """Over several pieces of a kernel, several batches of them, and more inputs than are worked on at a time."""
    random = np.random.default_rng(0)
    x, layer = (
        random.integers(-9, 10, shape),
        Layer(random.integers(-9, 10, taps), operation="convolution", dilation=dilation),
    )
    assert layer.forward(x, method="banded").tolist() == layer.forward(x, method="im2col").tolist()


@pytest.mark.parametrize(
    ("size", "taps"),
    [((600, 300), (3, 90)), ((300, 601), (5, 4)), ((20, 700), (20, 150)), ((542, 542), (31, 31)), ((45, 45), (5, 5))],
)
def test_tiles_of_a_plane_fit_together(size: tuple[int, int], taps: tuple[int, int]) -> None:
    """Several along either axis, the last ones over outputs that stand already, one that is not filled, an odd one."""
    random = np.random.default_rng(0)
    x, layer = random.standard_normal(size), Layer(random.standard_normal(taps))
    slid = layer.forward(x, method="banded")
    assert np.abs(layer.forward(x, method="fft") - slid).max() <= 1e-11 * np.abs(slid).max()


MIXED = [((40,), (3,)), ((2, 9, 8), (2, 2, 3, 2))]
ON_PLANES = {name for name in METHODS if name not in ("correlate", "overlap-save")}


@pytest.mark.parametrize("method", sorted(METHODS))
@pytest.mark.parametrize(("kind_of_x", "kind_of_w"), [("float32", "float64"), ("float64", "float32")])
def test_the_finer_of_two_kinds_of_number_is_kept(method: str, kind_of_x: str, kind_of_w: str) -> None:
    """As if both were float64: what float32 would round away is still there."""
    for shape, taps in MIXED if method in ON_PLANES else MIXED[:1]:
        x = np.arange(1, 1 + np.prod(shape), dtype=kind_of_x).reshape(shape) / 3
        w = np.arange(1, 1 + np.prod(taps), dtype=kind_of_w).reshape(taps) / 7
        found = Layer(w, padding="same").forward(x, method=method)
        assert found.dtype == np.float64
        expected = Layer(w.astype(float), padding="same").forward(x.astype(float), method="im2col")
        assert np.abs(found - expected).max() < 1e-13 * np.abs(expected).max()


@pytest.mark.parametrize("method", sorted(METHODS))
def test_float32_stays_float32(method: str) -> None:
    """Whatever the method computes in."""
    for shape, taps in MIXED if method in ON_PLANES else MIXED[:1]:
        layer = Layer(np.ones(taps, np.float32), padding="same")
        assert layer.forward(np.ones(shape, np.float32), method=method).dtype == np.float32


def test_a_layer_that_cannot_be_afforded_is_refused_before_an_array_exists() -> None:
    """The sentence has the sizes, and what would help."""
    with pytest.raises(TooLargeError, match=r"1 input, 1 weight and 4,294,967,295 outputs need up to .* bytes"):
        Layer([1], padding=2**31 - 1).forward([1])


def test_the_cost_comes_from_the_shapes() -> None:
    """Multiply–adds are counted, bytes bounded."""
    cost = Layer([5, 6, 7]).cost((4,))
    assert cost.multiply_adds == 6
    assert cost.bytes >= 8 * (4 + 3 + 2)


def test_a_transform_is_not_picked_for_a_few_outputs() -> None:
    """However long the kernel is, nine sums are quicker summed."""
    random = np.random.default_rng(0)
    x = random.standard_normal(1_000_000)
    assert Layer(x[8:] / 2).method(x) == "correlate"


def test_a_plan_of_a_hundred_thousand_taps_never_makes_its_table() -> None:
    """1e11 entries would be 800 GB; the kernels do without."""
    random = np.random.default_rng(0)
    x, w = random.standard_normal(200_000), random.standard_normal(100_000)
    layer = Layer(w)
    plan: Plan = layer.plan(x.shape)
    assert pick(plan, x[None], w) == "fft"
    assert np.isclose(layer.forward(x)[12_345], x[12_345:112_345] @ w)
