"""The layer against PyTorch, forward and backward: thousands of layers, exactly on whole numbers."""

import itertools
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.convolution import ACTIVATIONS, Layer
from tests.convolution.cases import Case, cases

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.long

CONVOLUTIONS = {1: torch.nn.Conv1d, 2: torch.nn.Conv2d}
TORCH_PAD = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate", "circular": "circular"}
TORCH_ACTIVATIONS = {
    "identity": torch.nn.Identity(),
    "relu": torch.nn.ReLU(),
    "leaky_relu": torch.nn.LeakyReLU(0.01),
    "sigmoid": torch.nn.Sigmoid(),
    "tanh": torch.nn.Tanh(),
    "softplus": torch.nn.Softplus(threshold=50),
    "silu": torch.nn.SiLU(),
    "gelu": torch.nn.GELU(),
}


def tensor(values: Any, shape: tuple[int, ...], dtype: Any = torch.float64) -> Any:
    """An array of ours as one of theirs, of a shape, whose gradient is wanted."""
    return torch.tensor(np.asarray(values), dtype=dtype).reshape(shape).clone().requires_grad_()


def their_layer(case: Case) -> tuple[Any, bool]:
    """PyTorch's own module for a case, and whether it pads by itself (it has no asymmetric padding)."""
    slow, count = case.slow, len(case.plan.axes)
    pairs = slow.padding[-count:]
    symmetric = all(before == after for before, after in pairs)
    named = case.fields["padding"] == "same" and all(axis.stride == 1 for axis in case.plan.axes)
    padding: Any = "same" if named else tuple(before for before, _ in pairs) if symmetric else 0
    module = CONVOLUTIONS[count](
        slow.channels,
        slow.filters,
        slow.kernel[-count:],
        stride=slow.stride[-count:],
        padding=padding,
        dilation=slow.dilation[-count:],
        groups=slow.groups,
        bias=case.fields["bias"] is not None,
        padding_mode=slow.mode if named or symmetric else "zeros",
        dtype=torch.float64,
    )
    return module, named or symmetric


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths:UserWarning")
@settings(max_examples=5_000)
@given(cases())
def test_forward_and_backward_are_those_of_pytorch(case: Case) -> None:
    """nn.Conv1d and nn.Conv2d: channels, groups, stride, dilation, padding, padding_mode and bias, to the last bit."""
    slow, count = case.slow, len(case.plan.axes)
    module, pads = their_layer(case)
    weight = case.layer.weight.reshape(slow.filters, slow.group_inputs, *slow.kernel[-count:])
    spatial = tuple(range(-count, 0))
    # They have no convolution in the exact sense, so the kernel is reversed on the way there and back.
    reverse = case.fields["operation"] == "convolution"
    theirs = np.flip(weight, spatial).copy() if reverse else weight
    with torch.no_grad():
        module.weight.copy_(torch.tensor(theirs))
        if module.bias is not None:
            module.bias.copy_(torch.tensor(slow.bias))
    x = tensor(case.values, (1, slow.channels, *slow.size[-count:]))
    around = [entries for pair in reversed(slow.padding[-count:]) for entries in pair]
    padded = x if pads else torch.nn.functional.pad(x, around, mode=TORCH_PAD[slow.mode])
    output = module(padded)
    output.backward(tensor(case.upstream, tuple(output.shape)))
    assert case.layer.forward(case.input).ravel().tolist() == output.ravel().tolist()
    found = case.layer.gradients(case.input, case.delta)
    assert found.input.ravel().tolist() == x.grad.ravel().tolist()
    gradient = module.weight.grad.numpy()
    assert found.weight.ravel().tolist() == (np.flip(gradient, spatial) if reverse else gradient).ravel().tolist()
    if module.bias is not None:
        assert found.bias.tolist() == module.bias.grad.tolist()


@pytest.mark.parametrize("seed", range(300))
def test_larger_layers_are_those_of_pytorch(seed: int) -> None:
    """Up to 16 channels and 40 × 40 inputs, where kernels work in pieces."""
    chance = random.Random(seed)  # noqa: S311 (numbers to compute with)
    count = chance.choice((1, 2))
    groups = chance.choice((1, 1, 2, 4))
    channels, filters = groups * chance.randint(1, 4), groups * chance.randint(1, 4)
    size = tuple(chance.randint(12, 40 if count == 2 else 400) for _ in range(count))
    kernel = tuple(chance.randint(1, 5) for _ in range(count))
    fields = {
        "stride": tuple(chance.randint(1, 3) for _ in range(count)),
        "dilation": tuple(chance.randint(1, 2) for _ in range(count)),
        "padding": tuple(chance.randint(0, 4) for _ in range(count)),
        "padding_mode": chance.choice(sorted(TORCH_PAD)),
        "groups": groups,
    }
    numbers = np.random.default_rng(seed)
    x = numbers.integers(-99, 100, (channels, *size))
    weight = numbers.integers(-99, 100, (filters, channels // groups, *kernel))
    bias = numbers.integers(-99, 100, filters)
    layer = Layer(weight, bias, **fields)
    module = CONVOLUTIONS[count](channels, filters, kernel, dtype=torch.float64, **fields)
    with torch.no_grad():
        module.weight.copy_(torch.tensor(weight))
        module.bias.copy_(torch.tensor(bias))
    given_to = tensor(x, (1, *x.shape))
    output = module(given_to)
    upstream = numbers.integers(-99, 100, layer.output_shape(x.shape))
    output.backward(tensor(upstream, tuple(output.shape)))
    assert (layer.forward(x) == output.detach().numpy()[0]).all()
    found = layer.gradients(x, upstream)
    assert (found.input == given_to.grad.numpy()[0]).all()
    assert (found.weight == module.weight.grad.numpy()).all()
    assert (found.bias == module.bias.grad.numpy()).all()


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
@settings(max_examples=300)
@given(case=cases(), seed=st.integers(0, 2**32 - 1))
def test_the_backward_pass_through_an_activation_is_that_of_pytorch(name: str, case: Case, seed: int) -> None:
    """The same derivatives in every entry, at random numbers; zero is among them, where relu bends."""
    z = np.random.default_rng(seed).normal(0, 3, case.slow.outputs).round(1)
    given_to = tensor(z, (-1,))
    theirs = TORCH_ACTIVATIONS[name](given_to)
    theirs.backward(torch.ones_like(theirs))
    layer = Layer([1.0], activation=name)
    assert layer.activate(z).tolist() == pytest.approx(theirs.tolist(), rel=1e-12, abs=1e-14)
    found = layer.gradients(z, np.ones(len(z)), through_activation=True)
    assert found.delta.tolist() == pytest.approx(given_to.grad.tolist(), rel=1e-12, abs=1e-14)


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths:UserWarning")
@pytest.mark.parametrize(("kernel", "size"), list(itertools.product(range(1, 6), range(1, 9))))
def test_same_padding_is_that_of_pytorch(kernel: int, size: int) -> None:
    """padding="same" at stride 1, even kernels included: the odd entry at the end."""
    x = np.arange(1.0, size + 1)
    weight = np.arange(1.0, kernel + 1)
    theirs = torch.nn.functional.conv1d(tensor(x, (1, 1, -1)), tensor(weight, (1, 1, -1)), padding="same")
    assert Layer(weight, padding="same").forward(x).tolist() == theirs.ravel().tolist()
