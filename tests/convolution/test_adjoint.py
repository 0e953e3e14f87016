import numpy as np
from hypothesis import given

from app.convolution import ConvolutionError, Layer
from app.convolution.gradients import input_gradient, weight_gradient
from app.convolution.ties import find_ties
from tests.convolution.test_kernels import layers


@given(layers())
def test_the_fast_gradients_are_the_sums_over_the_ties(drawn: tuple[Layer, np.ndarray]) -> None:
    """Over axes, channels, groups, strides, dilations and paddings, and sizes that take several blocks, exactly."""
    layer, x = drawn
    try:
        plan = layer.plan(x.shape)
    except ConvolutionError:
        return  # the draw does not fit its input
    ties, weight = find_ties(plan), layer.weight.ravel()
    delta = np.random.default_rng(plan.outputs).integers(-9, 10, plan.outputs).astype(np.float64)
    upstream = delta[ties.output]
    by_weight = np.bincount(ties.weight, weights=x.ravel()[ties.input] * upstream, minlength=plan.weights)
    by_input = np.bincount(ties.input, weights=weight[ties.weight] * upstream, minlength=plan.inputs)
    rows = delta.reshape(plan.out_channels, -1)
    assert weight_gradient(plan, x.reshape(plan.in_channels, -1), rows).tolist() == by_weight.tolist()
    assert input_gradient(plan, weight, rows).tolist() == by_input.tolist()


def test_a_padding_too_wide_to_be_written_down_has_gradients() -> None:
    """They come from the table of windows."""
    layer = Layer([5, 6], padding=[[2**30, 2**30]], stride=2**29)
    found = layer.gradients([1, 2])
    assert found.weight.tolist() == [1, 2]
    assert found.input.tolist() == [5, 6]


def test_the_gradients_of_a_long_kernel_need_no_table() -> None:
    """A table for these sizes would take 80 GB."""
    random = np.random.default_rng(0)
    x, w = random.standard_normal(200_000), random.standard_normal(100_000)
    upstream = random.standard_normal(100_001)
    found = Layer(w).gradients(x, upstream)
    assert np.isclose(found.weight[54_321], x[54_321:154_322] @ upstream)
    assert np.isclose(found.input[150_000], w[50_000:] @ upstream[50_001:100_001][::-1])


def test_the_weight_gradient_of_a_large_kernel_on_a_plane_is_a_transform_of_ordinary_numbers() -> None:
    """Each filter's δ slides over the input as a kernel; whole numbers take the exact way, to the same sums."""
    random = np.random.default_rng(0)
    x, w = random.standard_normal((100, 80)), random.standard_normal((40, 30))
    layer = Layer(w, padding=2, operation="convolution")
    upstream = random.standard_normal(layer.output_shape(x.shape))
    padded = np.pad(x, 2)
    expected = [[np.sum(padded[39 - i :][:65, 29 - j :][:, :55] * upstream) for j in range(30)] for i in range(40)]
    assert np.allclose(layer.gradients(x, upstream).weight, expected)
