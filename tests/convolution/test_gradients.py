import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.convolution import ACTIVATIONS, Layer
from app.convolution.gradients import contributions
from tests.convolution.cases import Case, cases


def shaped(case: Case) -> np.ndarray:
    """The upstream gradient in the shape of the output."""
    return np.array(case.upstream, dtype=float).reshape(case.layer.output_shape((case.size,)))


def test_the_gradients_of_the_question() -> None:
    """Upstream all ones: 3 5 7 for the kernel, each the sum over two tied copies, and 5 11 13 7 for the input."""
    found = Layer([5, 6, 7]).gradients([1, 2, 3, 4])
    assert found.weight.tolist() == [3, 5, 7]
    assert found.bias.tolist() == [2]
    assert found.input.tolist() == [5, 11, 13, 7]
    assert found.delta.tolist() == [1, 1]


@given(cases())
def test_the_gradients_are_what_changes_when_one_number_grows_by_one(case: Case) -> None:
    """The layer is linear in its weights and in its input, so a step of one is exact."""
    found = case.layer.gradients(case.input, shaped(case))
    weight = case.slow.weight_gradient(case.input, case.upstream)
    assert found.weight.reshape(len(case.slow.filters), -1).tolist() == weight
    assert found.bias.tolist() == case.slow.bias_gradient(case.input, case.upstream)
    assert found.input.tolist() == case.slow.input_gradient(case.input, case.upstream)


@given(cases())
def test_the_input_gradient_is_the_adjoint_of_the_layer(case: Case) -> None:
    """⟨T x, δ⟩ = ⟨x, Tᵀ δ⟩, with T x from sliding and never from our own matrix."""
    layer = Layer(**{**case.fields, "bias": None})
    forward = layer.forward(case.input).ravel() @ np.array(case.upstream, dtype=float)
    backward = np.array(case.input, dtype=float) @ layer.gradients(case.input, shaped(case)).input
    assert forward == backward


@given(cases())
def test_the_gradients_have_the_shapes_of_what_they_belong_to(case: Case) -> None:
    """A gradient can be subtracted from its own array."""
    found = case.layer.gradients(case.input, shaped(case))
    assert found.weight.shape == np.shape(case.fields["weight"])
    assert found.bias.shape == (len(case.slow.filters),)
    assert found.input.shape == np.shape(case.input)
    assert found.delta.shape == case.layer.output_shape((case.size,))


@given(cases())
def test_no_upstream_means_all_ones(case: Case) -> None:
    """As if the outputs were simply added up."""
    ones = np.ones(case.layer.output_shape((case.size,)))
    silent, said = case.layer.gradients(case.input), case.layer.gradients(case.input, ones)
    assert silent.weight.tolist() == said.weight.tolist()
    assert silent.input.tolist() == said.input.tolist()


@given(cases())
def test_every_connection_contributes_its_input_times_its_delta(case: Case) -> None:
    """The gradient of a tied weight is the sum over every connection that carries it."""
    ties = case.layer.ties((case.size,))
    found = contributions(ties, np.array(case.input, dtype=float), np.array(case.upstream, dtype=float))
    assert found.tolist() == [case.input[i] * case.upstream[o] for o, i, _ in case.slow.ties(case.size)]


# Where relu and leaky_relu bend there is no derivative, so differences are taken a little away from it.
smooth = st.floats(-3, 3).filter(lambda z: abs(z) > 1e-3)


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@given(
    x=st.lists(smooth, min_size=5, max_size=7),
    weight=st.lists(smooth, min_size=2, max_size=3),
    bias=smooth,
    operation=st.sampled_from(["convolution", "cross-correlation"]),
    mode=st.sampled_from(["zeros", "reflect", "replicate", "circular"]),
)
def test_the_gradients_through_a_non_linearity_are_central_differences(
    activation: str, x: list[float], weight: list[float], bias: float, operation: str, mode: str
) -> None:
    """(loss(p + h) − loss(p − h)) / 2h for every parameter p, the loss taken after the non-linearity."""
    fields = {"operation": operation, "padding": "same", "padding_mode": mode, "activation": activation}
    layer = Layer(weight, bias, **fields)
    z = layer.forward(x)
    if activation in {"relu", "leaky_relu"} and np.abs(z).min() < 1e-3:
        return
    upstream = np.linspace(-1, 2, len(z))

    def loss(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> float:
        changed = Layer(weight, bias, **fields)
        return float(changed.activate(changed.forward(x)) @ upstream)

    def differences(place: int) -> list[float]:
        point = [np.array(x), np.array(weight), np.array([bias])]
        found = []
        for i in range(point[place].size):
            ends = []
            for step in (1e-5, -1e-5):
                moved = [each.copy() for each in point]
                moved[place][i] += step
                ends.append(loss(*moved))
            found.append((ends[0] - ends[1]) / 2e-5)
        return found

    found = layer.gradients(x, upstream, through_activation=True)
    assert found.input.tolist() == pytest.approx(differences(0), rel=1e-5, abs=1e-6)
    assert found.weight.tolist() == pytest.approx(differences(1), rel=1e-5, abs=1e-6)
    assert found.bias.tolist() == pytest.approx(differences(2), rel=1e-5, abs=1e-6)


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
    step = case.layer.learning_step(case.input, shaped(case), rate=rate)
    start = case.slow.matrix(case.size)
    cells = {(o, i) for o, i, _ in case.slow.ties(case.size)}
    own = [[x * upstream for x in case.input] for upstream in case.upstream]
    rows, columns = range(len(start)), range(case.size)
    assert step.dense.tolist() == [[start[o][i] - rate * own[o][i] for i in columns] for o in rows]
    assert step.locally_connected.tolist() == [
        [start[o][i] - rate * own[o][i] * ((o, i) in cells) for i in columns] for o in rows
    ]
    gradient = case.slow.weight_gradient(case.input, case.upstream)
    moved = [
        [w - rate * g for w, g in zip(taps, slope, strict=True)]
        for taps, slope in zip(case.slow.filters, gradient, strict=True)
    ]
    assert step.convolutional.tolist() == case.slow.replaced(filters=moved).matrix(case.size)
