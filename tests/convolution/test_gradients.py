from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.convolution import ACTIVATIONS, Layer
from app.convolution.gradients import contributions, dense_gradient
from tests.convolution.cases import Case, cases, exact
from tests.oracles import flatten


def test_the_gradients_of_the_question() -> None:
    """Upstream all ones: 3 5 7 for the kernel, each the sum over two tied copies, and 5 11 13 7 for the input."""
    found = Layer([5, 6, 7]).gradients([1, 2, 3, 4])
    assert found.weight.tolist() == [3, 5, 7]
    assert found.bias.tolist() == [2]
    assert found.input.tolist() == [5, 11, 13, 7]
    assert found.delta.tolist() == [1, 1]


@exact
@given(cases())
def test_the_gradients_are_the_sums_that_the_loops_find(case: Case) -> None:
    """∂loss/∂w[k] = Σ x·δ over the ties of weight k, ∂loss/∂x[i] = Σ w·δ over those of input i, ∂loss/∂b = Σ δ."""
    found = case.layer.gradients(case.input, case.delta)
    assert found.weight.ravel().tolist() == case.slow.weight_gradient(case.input, case.upstream)
    assert found.bias.tolist() == case.slow.bias_gradient(case.upstream)
    assert found.input.ravel().tolist() == case.slow.input_gradient(case.upstream)


@exact
@given(cases())
def test_the_input_gradient_is_the_adjoint_of_the_layer(case: Case) -> None:
    """⟨T x, δ⟩ = ⟨x, Tᵀ δ⟩, with T x from sliding and never from our own matrix."""
    layer = case.changed(bias=None)
    forward = layer.forward(case.input).ravel() @ case.delta.ravel()
    assert forward == case.values @ layer.gradients(case.input, case.delta).input.ravel()


@exact
@given(cases())
def test_the_weight_gradient_is_the_adjoint_in_the_weights(case: Case) -> None:
    """The layer is linear in w as well: ⟨z(w), δ⟩ = ⟨w, ∂loss/∂w⟩."""
    layer = case.changed(bias=None)
    forward = layer.forward(case.input).ravel() @ case.delta.ravel()
    assert forward == layer.weight.ravel() @ layer.gradients(case.input, case.delta).weight.ravel()


@given(cases())
def test_the_gradients_have_the_shapes_of_what_they_belong_to(case: Case) -> None:
    """A gradient can be subtracted from its own array."""
    found = case.layer.gradients(case.input, case.delta)
    assert found.weight.shape == np.shape(case.fields["weight"])
    assert found.bias.shape == (case.slow.filters,)
    assert found.input.shape == np.shape(case.input)
    assert found.delta.shape == case.layer.output_shape(case.shape)


@given(cases())
def test_no_upstream_means_all_ones(case: Case) -> None:
    """As if the outputs were simply added up."""
    ones = np.ones(case.layer.output_shape(case.shape))
    silent, said = case.layer.gradients(case.input), case.layer.gradients(case.input, ones)
    assert silent.weight.tolist() == said.weight.tolist()
    assert silent.input.tolist() == said.input.tolist()
    assert silent.bias.tolist() == [case.slow.positions] * case.slow.filters


@exact
@given(cases())
def test_every_connection_contributes_its_input_times_its_delta(case: Case) -> None:
    """The gradient of a tied weight is the sum over every connection that carries it."""
    ties = case.layer.ties(case.shape)
    found = contributions(ties, case.values, case.delta.ravel())
    x = flatten(case.input)
    assert found.tolist() == [x[i] * case.upstream[o] for o, i, _ in case.slow.ties]
    summed = np.zeros(case.slow.weights)
    np.add.at(summed, ties.weight, found)
    assert summed.tolist() == case.layer.gradients(case.input, case.delta).weight.ravel().tolist()


@exact
@given(cases())
def test_the_tied_gradient_is_the_sum_of_the_dense_gradient_over_its_ties(case: Case) -> None:
    """δ xᵀ of the dense layer on the same data, read at the cell of each tie of a weight."""
    dense = dense_gradient(case.values, case.delta.ravel())
    assert dense.tolist() == [[x * upstream for x in flatten(case.input)] for upstream in case.upstream]
    gradient = [0.0] * case.slow.weights
    for output, read, weight in case.slow.ties:
        gradient[weight] += dense[output, read]
    assert case.layer.gradients(case.input, case.delta).weight.ravel().tolist() == gradient


def differences(
    layer_of: Callable[..., Layer], point: list[np.ndarray], upstream: np.ndarray, place: int
) -> list[float]:
    """(loss(p + h) − loss(p − h)) / 2h for each number p of one array, the loss taken after the non-linearity."""

    def loss(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> float:
        layer = layer_of(weight, bias)
        return float((layer.activate(layer.forward(x)) * upstream).sum())

    found = []
    for i in range(point[place].size):
        ends = []
        for step in (1e-5, -1e-5):
            moved = [each.copy() for each in point]
            moved[place].reshape(-1)[i] += step
            ends.append(loss(*moved))
        found.append((ends[0] - ends[1]) / 2e-5)
    return found


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@settings(max_examples=1_000 if settings.get_current_profile_name() == "long" else 30)
@given(case=cases(), seed=st.integers(0, 2**32 - 1))
def test_the_gradients_through_a_non_linearity_are_central_differences(activation: str, case: Case, seed: int) -> None:
    """Of every input, weight and bias, for every shape of the table, away from where relu and leaky_relu bend."""
    chance = np.random.default_rng(seed)
    fields = {**case.fields, "activation": activation}
    shapes = (case.shape, case.layer.weight.shape, (case.slow.filters,))
    point = [chance.uniform(-2, 2, shape) for shape in shapes]
    fields = {key: value for key, value in fields.items() if key not in {"weight", "bias"}}

    def layer_of(weight: np.ndarray, bias: np.ndarray) -> Layer:
        return Layer(weight, bias, **fields)

    layer = layer_of(*point[1:])
    if activation in {"relu", "leaky_relu"}:
        assume(np.abs(layer.forward(point[0])).min() > 1e-3)
    upstream = chance.uniform(-2, 2, layer.output_shape(case.shape))
    found = layer.gradients(point[0], upstream, through_activation=True)
    for place, gradient in enumerate((found.input, found.weight, found.bias)):
        expected = differences(layer_of, point, upstream, place)
        assert gradient.ravel().tolist() == pytest.approx(expected, rel=1e-5, abs=1e-6)


def test_an_upstream_taken_after_the_non_linearity_passes_through_its_slope() -> None:
    """ReLU, worked by hand: z = −7 and 11, so only the second output lets anything back."""
    layer = Layer([5, 6, 7], bias=-45, activation="relu")
    found = layer.gradients([1, 2, 3, 4], [10, 10], through_activation=True)
    assert found.delta.tolist() == [0, 10]
    assert found.weight.tolist() == [20, 30, 40]
    assert found.input.tolist() == [0, 50, 60, 70]
    assert found.bias.tolist() == [10]


def test_an_upstream_taken_before_the_non_linearity_does_not() -> None:
    """Then it is δ already, whatever the activation."""
    plain = Layer([5, 6, 7]).gradients([1, 2, 3, 4], [10, 20])
    rectified = Layer([5, 6, 7], bias=-99, activation="relu").gradients([1, 2, 3, 4], [10, 20])
    assert rectified.input.tolist() == plain.input.tolist()


def test_one_learning_step_of_the_three_layers() -> None:
    """Rate 0.1, from the same T. Tied copies stay equal, untied ones drift apart, the dense layer fills its zeros."""
    step = Layer([5, 6, 7]).learning_step([1, 2, 3, 4], rate=0.1)
    dense = [[4.9, 5.8, 6.7, -0.4], [-0.1, 4.8, 5.7, 6.6]]
    local = [[4.9, 5.8, 6.7, 0], [0, 4.8, 5.7, 6.6]]
    tied = [[4.7, 5.5, 6.3, 0], [0, 4.7, 5.5, 6.3]]
    for found, expected in ((step.dense, dense), (step.locally_connected, local), (step.convolutional, tied)):
        assert found.tolist() == [pytest.approx(row, abs=1e-12) for row in expected]
    assert step.locally_connected[0, 3] == step.convolutional[0, 3] == 0


def test_a_weight_that_is_zero_learns_and_a_zero_that_is_no_connection_does_not() -> None:
    """w = 5 0 7: the middle tap moves by 0.1 · (2 + 3), its copies by 0.2 and 0.3; the corners of T stay."""
    step = Layer([5, 0, 7]).learning_step([1, 2, 3, 4], rate=0.1)
    assert step.convolutional[0].tolist() == pytest.approx([4.7, -0.5, 6.3, 0], abs=1e-12)
    assert step.locally_connected[0].tolist() == pytest.approx([4.9, -0.2, 6.7, 0], abs=1e-12)
    assert step.locally_connected[1].tolist() == pytest.approx([0, 4.8, -0.3, 6.6], abs=1e-12)


@given(cases(), st.integers(-3, 3))
def test_each_layer_learns_only_what_is_its_own(case: Case, rate: int) -> None:
    """Dense: every cell by x·δ. Locally connected: the connected cells. Convolutional: the taps, summed over ties."""
    step = case.layer.learning_step(case.input, case.delta, rate=rate)
    start = case.slow.matrix()
    cells = {(o, i) for o, i, _ in case.slow.ties}
    own = [[x * upstream for x in flatten(case.input)] for upstream in case.upstream]
    rows, columns = range(case.slow.outputs), range(case.slow.inputs)
    assert step.dense.tolist() == [[start[o][i] - rate * own[o][i] for i in columns] for o in rows]
    assert step.locally_connected.tolist() == [
        [start[o][i] - rate * own[o][i] * ((o, i) in cells) for i in columns] for o in rows
    ]
    gradient = case.slow.weight_gradient(case.input, case.upstream)
    moved = [w - rate * g for w, g in zip(flatten(case.slow.weight), gradient, strict=True)]
    assert step.convolutional.tolist() == case.slow.with_weight(moved).matrix()


def test_a_learning_step_needs_no_gradient_of_the_input() -> None:
    """w · δ would be too large for float64, but nothing asks for it: the weight moves by 1e-200 · 1e150 · 1e50."""
    step = Layer([1e200]).learning_step([1e-200], [1e150], rate=1e50)
    assert step.convolutional.tolist() == [[pytest.approx(1e200)]]


LONG_KERNELS = [
    # channels, size, fields -> what δ reads pair by pair, or windows by windows
    (2, (9_000,), (2, 2, 4_000), {}),
    (2, (9_000,), (2, 2, 4_000), {"dilation": 2}),
    (2, (9_000,), (2, 2, 300), {"stride": 2}),
    (4, (3_000,), (4, 2, 600), {"groups": 2, "operation": "convolution", "padding": "same"}),
    (2, (70, 90), (1, 2, 29, 31), {"padding": 3, "padding_mode": "reflect"}),
    (2, (70, 90), (1, 2, 29, 31), {"dilation": (2, 1), "stride": (1, 2)}),
]


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "fractions"])
@pytest.mark.parametrize(("channels", "size", "taps", "fields"), LONG_KERNELS)
def test_the_weight_gradient_of_long_kernels_is_the_adjoint_in_the_weights(
    whole: bool, channels: int, size: tuple[int, ...], taps: tuple[int, ...], fields: dict[str, object]
) -> None:
    """⟨T(v) x, δ⟩ = ⟨v, dw⟩ for other weights v, however δ is slid: exactly for whole numbers."""
    random = np.random.default_rng(0)
    shape = (channels, *size)
    layer, x, v = Layer(np.ones(taps), **fields), random.integers(-9, 10, shape), random.integers(-9, 10, taps)
    delta = random.integers(-9, 10, layer.output_shape(shape))
    scale = 1.0 if whole else np.pi
    found = layer.gradients(x * scale, delta * scale).weight
    expected = float((Layer(v, **fields).forward(x, method="im2col") * delta).sum())
    if whole:
        assert (found * v).sum() == expected
    else:
        assert np.isclose((found * v).sum(), scale**2 * expected, rtol=1e-9, atol=1e-6)


def test_whole_numbers_give_the_same_weight_gradient_as_sliding_each_channel_by_itself() -> None:
    """A gradient that only sums to the right number would pass the adjoint test for one v."""
    random = np.random.default_rng(0)
    x, delta = random.integers(-9, 10, (2, 3_000)), random.integers(-9, 10, (3, 2_001))
    found = Layer(np.ones((3, 2, 1_000))).gradients(x, delta).weight
    assert found.tolist() == [[np.correlate(line, row).tolist() for line in x] for row in delta]


@pytest.mark.parametrize("operation", ["cross-correlation", "convolution"])
def test_a_padding_too_wide_to_be_written_down_has_gradients_in_groups_too(operation: str) -> None:
    """Windows that start at −10⁹, 0 and 10⁹: only the middle one reads, so each sum has one term."""
    wide = 10**9
    weight, x = np.arange(24.0).reshape(4, 2, 3), np.arange(20.0).reshape(4, 5)
    layer = Layer(weight, groups=2, padding=wide, stride=wide, operation=operation)
    delta = np.arange(12.0).reshape(4, 3)
    found = layer.gradients(x, delta)
    turned = slice(None, None, -1) if operation == "convolution" else slice(None)
    for filter_, group in enumerate([[0, 1], [0, 1], [2, 3], [2, 3]]):
        read = x[group, :3][:, turned]
        assert found.weight[filter_].tolist() == (delta[filter_, 1] * read).tolist()
    for channel, filters in enumerate([[0, 1], [0, 1], [2, 3], [2, 3]]):
        given = sum(delta[f, 1] * weight[f, channel % 2][turned] for f in filters)
        assert found.input[channel].tolist() == [*given.tolist(), 0, 0]


def test_a_learning_step_may_start_after_the_non_linearity() -> None:
    """ReLU, worked by hand: z = −7 and 11, so only the second output teaches: 1 · 2, 1 · 3 and 1 · 4 at rate 1."""
    layer = Layer([5, 6, 7], bias=-45, activation="relu")
    step = layer.learning_step([1, 2, 3, 4], through_activation=True, rate=1)
    assert step.convolutional.tolist() == [[3, 3, 3, 0], [0, 3, 3, 3]]
    assert step.dense.tolist() == [[5, 6, 7, 0], [-1, 3, 3, 3]]
    before = layer.learning_step([1, 2, 3, 4], rate=1)
    assert before.convolutional.tolist() == [[2, 1, 0, 0], [0, 2, 1, 0]]
