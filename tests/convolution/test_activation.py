import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from app.convolution import ACTIVATIONS, Layer, OptionError

# Each as one would write it for a single number, from PyTorch's documentation.
BY_HAND = {
    "identity": lambda z: z,
    "relu": lambda z: z if z > 0 else 0,
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "softplus": lambda z: math.log(1 + math.exp(z)),
    "silu": lambda z: z / (1 + math.exp(-z)),
    "gelu": lambda z: z * special.ndtr(z),
}
EXTREMES = [-1.7e308, -1e4, -745.2, -37.6, 0.0, 37.6, 745.2, 1e4, 1.7e308]


def test_the_activations_are_those_of_the_contract() -> None:
    """The names that a program may ask for."""
    assert set(ACTIVATIONS) == set(BY_HAND)


@pytest.mark.parametrize("name", sorted(BY_HAND))
@given(z=st.lists(st.floats(-30, 30), min_size=1, max_size=5))
def test_an_activation_is_its_formula_entry_by_entry(name: str, z: list[float]) -> None:
    """f(z) of an array is f of each entry."""
    found = Layer([1], activation=name).activate(z).tolist()
    assert found == pytest.approx([BY_HAND[name](each) for each in z], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", sorted(BY_HAND))
@given(z=st.floats(-20, 20).filter(lambda z: abs(z) > 1e-3))
def test_a_derivative_is_the_slope_of_its_function(name: str, z: float) -> None:
    """(f(z + h) − f(z − h)) / 2h, away from where relu and leaky_relu bend."""
    slope = (BY_HAND[name](z + 1e-5) - BY_HAND[name](z - 1e-5)) / 2e-5
    assert ACTIVATIONS[name].derivative(np.array([z])).tolist() == pytest.approx([slope], rel=1e-4, abs=1e-6)


def test_where_a_function_bends_its_derivative_is_that_of_the_left() -> None:
    """PyTorch's choice: 0 for relu, 0.01 for leaky_relu."""
    zero = np.array([0.0])
    assert ACTIVATIONS["relu"].derivative(zero).tolist() == [0]
    assert ACTIVATIONS["leaky_relu"].derivative(zero).tolist() == [0.01]


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_no_number_is_too_large_for_an_activation(name: str) -> None:
    """No NaN, no infinity and no warning from one end of float64 to the other."""
    z = np.array(EXTREMES)
    assert np.isfinite(ACTIVATIONS[name].function(z)).all()
    assert np.isfinite(ACTIVATIONS[name].derivative(z)).all()


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_an_activation_keeps_the_shape(name: str) -> None:
    """Entry by entry on a stack of feature maps."""
    z = np.arange(6.0).reshape(2, 3)
    assert ACTIVATIONS[name].function(z).shape == (2, 3)
    assert ACTIVATIONS[name].derivative(z).shape == (2, 3)


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_each_activation_says_its_formula(name: str) -> None:
    """The page prints it."""
    assert ACTIVATIONS[name].formula


def test_an_activation_that_does_not_exist_is_an_error_that_lists_those_that_do() -> None:
    """Whoever misspells it learns the names."""
    with pytest.raises(OptionError, match=r"activation must be one of identity, relu, .*gelu"):
        Layer([1], activation="swish")
