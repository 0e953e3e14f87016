from collections.abc import Callable

import numpy as np
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
Shape = tuple[int, ...]

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
    (
        lambda: Layer([1]).gradients([1, 2], [1]),
        ShapeError,
        "upstream",
        "upstream has shape (1), but the output has (2): they must match",
    ),
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


LINE = "give an input (L)"
EITHER = "give an input (L), for filters along one axis, or (H, W), for one kernel along two"
FILTERS = "give an input (L) or (channels, L), or (H, W) with dims=2"
GRIDS = "give an input (H, W) or (channels, H, W)"

# Shapes of an input and a weight that do not fit, for every row of the table, and the whole sentence.
MISFITS: list[tuple[Shape, Shape, dict[str, object], str]] = [
    ((), (2,), {}, f"an input of shape () does not fit a weight of shape (2): {LINE}"),
    ((2, 5), (2,), {}, f"an input of shape (2, 5) does not fit a weight of shape (2): {LINE}"),
    ((1, 5), (2,), {}, f"an input of shape (1, 5) does not fit a weight of shape (2): {LINE}"),
    (
        (5,),
        (2,),
        {"dims": 2},
        f"an input of shape (5) does not fit a weight of shape (2) with dims=2: leave dims out, or {LINE}",
    ),
    ((2, 3, 5), (3, 2), {}, f"an input of shape (2, 3, 5) does not fit a weight of shape (3, 2): {EITHER}"),
    (
        (5,),
        (3, 2),
        {"dims": 2},
        f"an input of shape (5) does not fit a weight of shape (3, 2) with dims=2: leave dims out, or {EITHER}",
    ),
    (
        (4, 5),
        (3, 2),
        {"dims": 1},
        f"an input of shape (4, 5) does not fit a weight of shape (3, 2) with dims=1: leave dims out, or {EITHER}",
    ),
    ((2, 4, 5), (2, 2, 2), {}, f"an input of shape (2, 4, 5) does not fit a weight of shape (2, 2, 2): {FILTERS}"),
    (
        (5,),
        (2, 1, 2),
        {"dims": 2},
        f"an input of shape (5) does not fit a weight of shape (2, 1, 2) with dims=2: leave dims out, or {FILTERS}",
    ),
    ((5,), (2, 1, 2, 2), {}, f"an input of shape (5) does not fit a weight of shape (2, 1, 2, 2): {GRIDS}"),
    (
        (1, 3, 4, 5),
        (1, 3, 2, 2),
        {},
        f"an input of shape (1, 3, 4, 5) does not fit a weight of shape (1, 3, 2, 2): {GRIDS}",
    ),
    (
        (3, 4, 5),
        (2, 3, 2, 2),
        {"dims": 1},
        "an input of shape (3, 4, 5) does not fit a weight of shape (2, 3, 2, 2) "
        f"with dims=1: leave dims out, or {GRIDS}",
    ),
    (
        (5,),
        (2, 2, 2),
        {},
        "a weight of shape (2, 2, 2) reads 2 channels, but an input of shape (5) in 1 group has 1 "
        "for each filter: give a weight with 1 in the place of its channels",
    ),
    (
        (3, 5),
        (2, 2, 2),
        {},
        "a weight of shape (2, 2, 2) reads 2 channels, but an input of shape (3, 5) in 1 group "
        "has 3 for each filter: give a weight with 3 in the place of its channels; "
        "to read it as 2 filters of 2 × 2 use dims=2",
    ),
    (
        (3, 5),
        (2, 2, 2),
        {"dims": 1},
        "a weight of shape (2, 2, 2) reads 2 channels, but an input of shape (3, 5) in "
        "1 group has 3 for each filter: give a weight with 3 in the place of its channels",
    ),
    (
        (4, 5),
        (2, 3, 3),
        {"groups": 2},
        "a weight of shape (2, 3, 3) reads 3 channels, but an input of shape (4, 5) in "
        "2 groups has 2 for each filter: give a weight with 2 in the place of its channels",
    ),
    (
        (4, 5),
        (2, 2, 2, 2),
        {},
        "a weight of shape (2, 2, 2, 2) reads 2 channels, but an input of shape (4, 5) in "
        "1 group has 1 for each filter: give a weight with 1 in the place of its channels",
    ),
    (
        (3, 4, 5),
        (2, 1, 2, 2),
        {},
        "a weight of shape (2, 1, 2, 2) reads 1 channel, but an input of shape (3, 4, 5) in "
        "1 group has 3 for each filter: give a weight with 3 in the place of its channels",
    ),
    (
        (3, 5),
        (3, 3, 2),
        {"groups": 3},
        "a weight of shape (3, 3, 2) reads 3 channels, but an input of shape (3, 5) in "
        "3 groups has 1 for each filter: give a weight with 1 in the place of its channels",
    ),
    (
        (3, 5),
        (2, 3, 2),
        {"groups": 3},
        "groups is 3, but must divide the 2 output channels: use a divisor of both channel counts, or 1",
    ),
    (
        (3, 5),
        (2, 1, 2),
        {"groups": 2},
        "groups is 2, but must divide the 3 input channels: use a divisor of both channel counts, or 1",
    ),
    ((4, 5), (2, 2), {"groups": 2}, "groups is 2, but must divide the 1 input channel: use 1"),
    (
        (4, 5),
        (5, 2),
        {},
        "a kernel that spans 5 does not fit in an input of 4 with padding 0: "
        "use padding 'same' or 'full', or a kernel that spans at most 4",
    ),
    (
        (4, 5),
        (2, 6),
        {"padding": [9, 0]},
        "a kernel that spans 6 does not fit in an input of 5 with padding 0: "
        "use padding 'same' or 'full', or a kernel that spans at most 5",
    ),
    (
        (5, 5),
        (3, 2),
        {"dilation": [3, 1]},
        "a kernel that spans 7 (3 taps at dilation 3) does not fit in an input of "
        "5 with padding 0: use padding 'same' or 'full', or a kernel that spans at most 5",
    ),
    (
        (4, 5),
        (2, 2),
        {"padding": [0, 5], "padding_mode": "reflect"},
        "reflect padding of 5 is too wide for an input "
        "of 5: the edge is not repeated, so use at most 4 on a side, or padding mode 'zeros' or 'replicate'",
    ),
    (
        (4, 5),
        (2, 2),
        {"padding": [[1, 1]]},
        "padding has 1 entry, but the layer has 2 axes: give one integer, or one entry for each axis",
    ),
    (
        (4, 5),
        (2, 2),
        {"padding": [1, 1, 1]},
        "padding has 3 entries, but the layer has 2 axes: give one integer, or one entry for each axis",
    ),
    (
        (5,),
        (2,),
        {"padding": [1, 1]},
        "padding has 2 entries, but the layer has 1 axis: give one integer, or one "
        "entry for each axis (a pair on one axis is [[before, after]])",
    ),
    ((4, 5), (2, 2), {"stride": [2]}, "stride has 1 number, but the layer has 2 axes: give 1 number, or 2"),
    ((4, 5), (2, 2), {"dilation": [1, 1, 1]}, "dilation has 3 numbers, but the layer has 2 axes: give 1 number, or 2"),
    ((5,), (2, 2), {"bias": 1}, "bias has 1 number, but there are 2 filters: give one number for each filter"),
    (
        (5,),
        (2, 2),
        {"bias": [[1], [2]]},
        "bias has shape (2, 1), but there are 2 filters: give one number for each filter",
    ),
    (
        (2, 5),
        (4, 1, 2),
        {"groups": 2, "bias": [1, 2]},
        "bias has 2 numbers, but there are 4 filters: give one number for each filter",
    ),
]


@pytest.mark.parametrize(("input_shape", "weight_shape", "fields", "sentence"), MISFITS)
def test_shapes_that_do_not_fit_are_named_with_what_would_fit(
    input_shape: Shape, weight_shape: Shape, fields: dict[str, object], sentence: str
) -> None:
    """The same sentence wherever the layer meets the input, and before anything is computed."""
    layer, x = Layer(np.ones(weight_shape), **fields), np.ones(input_shape)
    for use in (
        lambda: layer.forward(x),
        lambda: layer.gradients(x),
        lambda: layer.slide(x),
        lambda: layer.learning_step(x, rate=1),
        lambda: layer.matrix(input_shape),
        lambda: layer.ties(input_shape),
        lambda: layer.output_shape(input_shape),
        lambda: layer.multiply_adds(input_shape),
    ):
        with pytest.raises(ConvolutionError) as caught:
            use()
        assert str(caught.value) == sentence


@pytest.mark.parametrize("upstream_shape", [(1, 3, 3), (9,), (3, 3, 1), (3, 1), (1, 3), (1,), (), (4, 4)])
def test_an_upstream_gradient_is_never_broadcast(upstream_shape: Shape) -> None:
    """It has the shape of the output, exactly."""
    with pytest.raises(ShapeError) as caught:
        Layer(np.ones((2, 2))).gradients(np.ones((4, 4)), np.ones(upstream_shape))
    written = f"({', '.join(map(str, upstream_shape))})"
    assert str(caught.value) == f"upstream has shape {written}, but the output has (3, 3): they must match"
    assert caught.value.field == "upstream"


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
