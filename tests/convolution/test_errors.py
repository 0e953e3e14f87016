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
    TooLargeError,
)
from tests.convolution.mistakes import MISTAKES, caught

Shape = tuple[int, ...]


@pytest.mark.parametrize(("code", "error", "field", "sentence"), MISTAKES)
def test_a_mistake_is_one_of_our_errors_with_a_sentence_and_its_field(
    code: str, error: str, field: str, sentence: str
) -> None:
    """It names the numbers and says what would work; nothing is swapped, broadcast or truncated."""
    found = caught(code)
    assert (type(found).__name__, str(found.field), str(found)) == (error, field, sentence)


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
        "along the height: a kernel that spans 5 does not fit in an input of 4 with padding 0: "
        "use padding 'same' or 'full', or a kernel that spans at most 4",
    ),
    (
        (4, 5),
        (2, 6),
        {"padding": [9, 0]},
        "along the width: a kernel that spans 6 does not fit in an input of 5 with padding 0: "
        "use padding 'same' or 'full', or a kernel that spans at most 5",
    ),
    (
        (5, 5),
        (3, 2),
        {"dilation": [3, 1]},
        "along the height: a kernel that spans 7 (3 taps at dilation 3) does not fit in an input of "
        "5 with padding 0: use padding 'same' or 'full', or a kernel that spans at most 5",
    ),
    (
        (4, 5),
        (2, 2),
        {"padding": [0, 5], "padding_mode": "reflect"},
        "along the width: reflect padding of 5 is too wide for an input "
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


def test_every_error_of_the_core_has_a_common_parent_and_a_code_of_its_own() -> None:
    """One except clause is enough, and a program can tell them apart."""
    kinds = ConvolutionError.__subclasses__()
    assert {ShapeError, OptionError, PaddingError, NotFiniteError, ResultOverflowError, TooLargeError} == set(kinds)
    assert issubclass(ConvolutionError, ValueError)
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert NotFiniteError.code == "not-finite"
    assert ResultOverflowError.code == "overflow"
