from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.convolution import ConvolutionError, Layer, Pooling, Reach, Stack
from tests.convolution.cases import Case, cases


def question() -> Stack:
    """The question's layer, its non-linearity, and a maximum over the feature map."""
    return Stack([Layer([5, 6, 7], bias=-45, activation="relu"), Pooling("max", 2)])


def test_the_question_through_a_stack() -> None:
    """38 56 less 45 is −7 11; relu makes it 0 11; the maximum is 11, found at 1."""
    first, last = question().forward([1, 2, 3, 4])
    assert first.input.tolist() == [1, 2, 3, 4]
    assert first.pre_activation.tolist() == [-7, 11]
    assert first.output.tolist() == last.input.tolist() == [0, 11]
    assert last.output.tolist() == last.pre_activation.tolist() == [11]
    assert first.argmax is None
    assert last.argmax is not None
    assert last.argmax.tolist() == [1]


def test_the_question_back_through_a_stack() -> None:
    """All of the gradient goes to output 1, so to inputs 1 2 3, and the kernel gets its window, 2 3 4."""
    found = question().backward([1, 2, 3, 4], [10])
    assert found.layers[1] is None
    assert found.layers[0] is not None
    assert found.layers[0].weight.tolist() == [20, 30, 40]
    assert found.layers[0].bias.tolist() == [10]
    assert [each.tolist() for each in found.maps] == [[0, 50, 60, 70], [0, 10]]
    assert found.input.tolist() == [0, 50, 60, 70]


@given(cases())
def test_a_stack_of_one_layer_is_the_layer(case: Case) -> None:
    """Forward and back, exactly, for every option."""
    stack = Stack([case.layer])
    (passed,) = stack.forward(case.input)
    assert passed.pre_activation.tolist() == case.layer.forward(case.input).tolist()
    assert passed.pre_activation.ravel().tolist() == case.slow.flat(case.input)
    found = stack.backward(case.input, case.delta)
    assert found.input.ravel().tolist() == case.slow.input_gradient(case.upstream)
    assert found.layers[0] is not None
    assert found.layers[0].weight.ravel().tolist() == case.slow.weight_gradient(case.input, case.upstream)


MIRROR = {"padding": 1, "padding_mode": "reflect", "operation": "convolution"}
PARTS: dict[str, Any] = {
    "narrow": lambda axes: Layer(np.full((2, 2, *[2] * axes), 0.5), [0.1, -0.2], activation="tanh"),
    "strided": lambda axes: Layer(np.full((2, 1, *[3] * axes), 0.3), padding="same", stride=2, groups=2),
    "mirrored": lambda axes: Layer(np.linspace(-1, 1, 4 * 3**axes).reshape(2, 2, *[3] * axes), **MIRROR),
    "softplus": lambda _: "softplus",
    "silu": lambda _: "silu",
    "average": lambda _: Pooling("average", 2, padding=1),
    "max": lambda _: Pooling("max", 2, stride=1),
}


@st.composite
def stacks(draw: st.DrawFn) -> tuple[Stack, np.ndarray]:
    """Three parts on two channels, along one axis or two, and an input that fits them."""
    axes = draw(st.integers(1, 2))
    names = draw(st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=3))
    shape = (2, *[draw(st.integers(9, 11) if axes == 1 else st.integers(6, 7)) for _ in range(axes)])
    seed = draw(st.integers(0, 999))
    first = Layer(np.eye(2).reshape(2, 2, *[1] * axes))
    return Stack([first, *(PARTS[name](axes) for name in names)]), np.random.default_rng(seed).normal(size=shape)


def works(stack: Stack, x: np.ndarray) -> bool:
    """Whether the maps stay long enough for every part."""
    try:
        stack.plans(x.shape)
    except ConvolutionError:
        return False
    return True


@given(stacks())
def test_the_gradients_of_a_stack_are_central_differences(case: tuple[Stack, np.ndarray]) -> None:
    """(loss(x + h) − loss(x − h)) / 2h in a random direction, for the input."""
    stack, x = case
    if not works(stack, x):
        return
    direction = np.random.default_rng(1).normal(size=x.shape)
    upstream = np.random.default_rng(2).normal(size=stack.forward(x)[-1].output.shape)
    ends = [float((stack.forward(x + h * direction)[-1].output * upstream).sum()) for h in (1e-6, -1e-6)]
    found = float((stack.backward(x, upstream).input * direction).sum())
    assert found == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-5, abs=1e-6)


@given(stacks())
def test_the_weights_of_every_layer_get_their_gradient(case: tuple[Stack, np.ndarray]) -> None:
    """One weight of each layer moved by h, the whole stack run again."""
    stack, x = case
    if not works(stack, x):
        return
    found = stack.backward(x)
    for part, learned in zip(stack.parts, found.layers, strict=True):
        assert (learned is None) == (not isinstance(part, Layer))
        if isinstance(part, Layer) and learned is not None:
            ends = []
            for h in (1e-6, -2e-6):
                part.weight.flat[-1] += h
                ends.append(float(stack.forward(x)[-1].output.sum()))
            part.weight.flat[-1] += 1e-6
            assert learned.weight.flat[-1] == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-4, abs=1e-5)


@given(stacks())
def test_the_shapes_are_known_before_anything_is_computed(case: tuple[Stack, np.ndarray]) -> None:
    """Every map, and the gradient of every map."""
    stack, x = case
    if not works(stack, x):
        return
    passages = stack.forward(x)
    assert stack.output_shapes(x.shape) == [passed.output.shape for passed in passages]
    assert [each.shape for each in stack.backward(x).maps] == [passed.input.shape for passed in passages]


@given(stacks(), st.data())
def test_an_output_depends_on_its_receptive_field_and_on_nothing_else(
    case: tuple[Stack, np.ndarray], data: st.DataObject
) -> None:
    """Everything outside the field changed, the output stays; and the output is in the field of each of its inputs."""
    stack, x = case
    if not works(stack, x):
        return
    output = data.draw(st.integers(0, stack.forward(x)[-1].output.size - 1))
    field = stack.receptive_field(x.shape, output)
    changed = np.full(x.size, 7.0)
    changed[field.indices] = x.ravel()[field.indices]
    seen = [stack.forward(each)[-1].output.flat[output] for each in (x, changed.reshape(x.shape))]
    assert seen[0] == pytest.approx(seen[1], rel=1e-9, abs=1e-12)
    assert all(output in stack.projective_field(x.shape, int(i)).indices for i in field.indices)
    outside = np.setdiff1d(np.arange(x.size), field.indices)
    assert all(output not in stack.projective_field(x.shape, int(i)).indices for i in outside)


def test_the_receptive_field_grows_with_every_part() -> None:
    """Three, then a pooling of two with stride two, then three again: 3, 4 and 8 inputs."""
    stack = Stack([Layer([1, 1, 1]), Pooling("max", 2), "relu", Layer([1, 1, 1])])
    assert [stack.receptive_field((20,), 2, part=part).ranges[0] for part in range(4)] == [
        (2, 5),
        (4, 8),
        (4, 8),
        (4, 12),
    ]
    assert stack.projective_field((20,), 6, part=0).indices.tolist() == [4, 5, 6]
    assert stack.projective_field((20,), 6).indices.tolist() == [0, 1, 2, 3]
    assert stack.reach((20,)) == (Reach(size=8, jump=2),)


def test_a_pooling_pools_the_axes_that_the_layer_before_it_has() -> None:
    """Two filters along one axis give (2, M), which a pooling by itself could not tell from an image."""
    assert Stack([Layer([[1, 1], [2, 2]]), Pooling("max", 2)]).output_shapes((9,)) == [(2, 8), (2, 4)]
    assert Stack([Layer([[1, 1], [2, 2]]), Pooling("max", 2)]).output_shapes((9, 9)) == [(8, 8), (4, 4)]
