from collections.abc import Callable

import pytest

from app.convolution import (
    ConvolutionError,
    Layer,
    NotFiniteError,
    OptionError,
    PaddingError,
    ResultOverflowError,
    ShapeError,
)
from app.convolution.errors import TooLargeError

HUGE = [1e308, 1e308, 1e308]

# What was done, the error, the field it is about, and what its sentence says.
MISTAKES: list[tuple[Callable[[], object], type[ConvolutionError], str | None, str]] = [
    (
        lambda: Layer([1] * 7).forward([1] * 5),
        ShapeError,
        "weight",
        "a kernel that spans 7 does not fit in an input of 5 with padding 0: "
        "use padding 'same' or 'full', or a kernel that spans at most 5",
    ),
    (lambda: Layer([1] * 9, padding=[[1, 2]]).forward([1] * 5), ShapeError, "weight", "padding 1 and 2"),
    (lambda: Layer([1] * 9, padding=[[1, 2]]).forward([1] * 5), ShapeError, "weight", "at most 8"),
    (lambda: Layer([]), ShapeError, "weight", "weight is empty: give at least one number"),
    (lambda: Layer([1]).forward([]), ShapeError, "input", "input is empty"),
    (lambda: Layer([[1, 2], [3]]), ShapeError, "weight", "weight is ragged"),
    (lambda: Layer(5), ShapeError, "weight", "a weight of shape () does not fit: give (K) or (KH, KW) for one filter"),
    (lambda: Layer([[[[[1]]]]]), ShapeError, "weight", "a weight of shape (1, 1, 1, 1, 1) does not fit: give (K)"),
    (
        lambda: Layer([1]).forward([[1, 2], [3, 4]]),
        ShapeError,
        "input",
        "(2, 2) does not fit a weight of shape (1): give an input (L)",
    ),
    (
        lambda: Layer([1]).forward(5),
        ShapeError,
        "input",
        "shape () does not fit a weight of shape (1): give an input (L)",
    ),
    (lambda: Layer([1], bias=[1, 2]).forward([1]), ShapeError, "bias", "bias has 2 numbers, but there is 1 filter"),
    (lambda: Layer([[1], [2]], bias=1).forward([1]), ShapeError, "bias", "bias has 1 number, but there are 2 filters"),
    (lambda: Layer([1]).gradients([1, 2], [1]), ShapeError, "upstream", "has shape (1,), but the output has (2,)"),
    (lambda: Layer([float("nan")]), NotFiniteError, "weight", "finite"),
    (lambda: Layer([1]).forward([float("inf")]), NotFiniteError, "input", "finite"),
    (lambda: Layer([1], bias=float("nan")), NotFiniteError, "bias", "finite"),
    (lambda: Layer([1]).gradients([1], [float("nan")]), NotFiniteError, "upstream", "finite"),
    (lambda: Layer([1], stride=0), OptionError, "stride", "stride is 0, but must be at least 1"),
    (lambda: Layer([1], stride=1.5), OptionError, "stride", "whole number"),
    (lambda: Layer([1], stride=[1, 1]).forward([1]), OptionError, "stride", "has 2 numbers, but the layer has 1 axis"),
    (lambda: Layer([1], dilation=-1), OptionError, "dilation", "dilation is -1, but must be at least 1"),
    (lambda: Layer([1], operation="correlate"), OptionError, "operation", "cross-correlation, convolution"),
    (lambda: Layer([1], padding="SAME"), OptionError, "padding", "valid, same, same_lower, full"),
    (lambda: Layer([1], padding=-1), OptionError, "padding", "padding is -1, but must be at least 0"),
    (lambda: Layer([1], padding=[[1]]), PaddingError, "padding", "2 integers, before and after, not 1"),
    (
        lambda: Layer([1], padding=[1, 2]).forward([1]),
        PaddingError,
        "padding",
        "has 2 entries, but the layer has 1 axis",
    ),
    (lambda: Layer([1], padding_mode="mirror"), OptionError, "padding_mode", "zeros, reflect, replicate, circular"),
    (
        lambda: Layer([1], padding=4, padding_mode="reflect").forward([1, 2, 3, 4]),
        PaddingError,
        "padding",
        "reflect padding of 4 is too wide for an input of 4: the edge is not repeated, so use at most 3 on a side",
    ),
    (
        lambda: Layer([1], padding=5, padding_mode="circular").forward([1, 2, 3, 4]),
        PaddingError,
        "padding",
        "circular padding of 5 is too wide for an input of 4: the input goes round once, so use at most 4 on a side",
    ),
    (lambda: Layer([1], stride=2**31), TooLargeError, "stride", "stride is larger than 2147483647"),
    (lambda: Layer([1], padding=2**62), TooLargeError, "padding", "padding is larger than 2147483647"),
    (lambda: Layer([1], groups=2).forward([1]), OptionError, "groups", "must divide the 1 input channel"),
    (lambda: Layer([1], groups=0), OptionError, "groups", "at least 1"),
    (lambda: Layer([1], dims=2).forward([1]), ShapeError, "input", "shape (1) with dims=2: leave dims out, or give"),
    (lambda: Layer([1], dims=3), OptionError, "dims", "dims is 3, but a layer has 1 or 2 spatial axes"),
    (lambda: Layer([1], dims=0), OptionError, "dims", "dims is 0, but must be at least 1"),
    (lambda: Layer([1], activation="swish"), OptionError, "activation", "identity, relu"),
    (lambda: Layer([1]).forward([1], method="magic"), OptionError, "method", "direct"),
    (lambda: Layer(HUGE).forward(HUGE), ResultOverflowError, None, "the output is too large for float64"),
    (lambda: Layer([1e308, 1e308]).forward([1, 1]), ResultOverflowError, None, "use smaller numbers"),
    (lambda: Layer([1e308, -1e308]).forward([10, 10]), ResultOverflowError, None, "too large"),
    (lambda: Layer([1], bias=1.7e308).forward([1.7e308]), ResultOverflowError, None, "the output"),
    (lambda: Layer([1]).gradients([1e308], [1e308]), ResultOverflowError, None, "a gradient"),
    (lambda: Layer([1e308]).learning_step([1e200], [1e100], rate=1e300), ResultOverflowError, None, "after the step"),
    (
        lambda: Layer([1e308, 1e308], padding=[[1, 0]], padding_mode="replicate").matrix((1,)).dense(),
        ResultOverflowError,
        None,
        "a cell of the matrix",
    ),
]


@pytest.mark.parametrize(("mistake", "error", "field", "sentence"), MISTAKES)
def test_a_mistake_is_one_of_our_errors_with_a_sentence_and_its_field(
    mistake: Callable[[], object], error: type[ConvolutionError], field: str | None, sentence: str
) -> None:
    """It names the numbers and says what would work; nothing is swapped, broadcast or truncated."""
    with pytest.raises(error) as caught:
        mistake()
    assert type(caught.value) is error
    assert caught.value.field == field
    assert sentence in str(caught.value)


def test_every_error_of_the_core_has_a_common_parent_and_a_code_of_its_own() -> None:
    """One except clause is enough, and a program can tell them apart."""
    kinds = ConvolutionError.__subclasses__()
    assert {ShapeError, OptionError, PaddingError, NotFiniteError, ResultOverflowError, TooLargeError} == set(kinds)
    assert issubclass(ConvolutionError, ValueError)
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert NotFiniteError.code == "not-finite"
    assert ResultOverflowError.code == "overflow"
