from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.convolution import Axis, Layer, PaddingError, ShapeError
from app.convolution.axis import read_padding, resolve_padding, same_padding
from tests.convolution.cases import Case, cases, exact
from tests.oracles import count_windows, pad_line, padding_by_name


def lines_of(case: Case) -> list[tuple[Axis, list[int | None], int, int, int]]:
    """Each axis, the inputs on its padded line as the oracle pads it, and its span, stride and dilation."""
    slow = case.slow
    found = []
    for place, axis in enumerate(case.plan.axes, start=2 - len(case.plan.axes)):
        line = pad_line(list(range(slow.size[place])), *slow.padding[place], slow.mode, None)
        found.append((axis, line, slow.span[place], slow.stride[place], slow.dilation[place]))
    return found


def test_full_padding_of_a_kernel_of_three_on_an_input_of_four_gives_the_table_of_the_handbook() -> None:
    """The example everything else is explained with."""
    table = [[-1, -1, 0], [-1, 0, 1], [0, 1, 2], [1, 2, 3], [2, 3, -1], [3, -1, -1]]
    assert Axis(4, 3, before=2, after=2).windows.tolist() == table


@pytest.mark.parametrize(
    ("mode", "table"),
    [
        ("zeros", [[-1, 0, 1], [0, 1, 2], [1, 2, 3], [2, 3, -1]]),
        ("reflect", [[1, 0, 1], [0, 1, 2], [1, 2, 3], [2, 3, 2]]),
        ("replicate", [[0, 0, 1], [0, 1, 2], [1, 2, 3], [2, 3, 3]]),
        ("circular", [[3, 0, 1], [0, 1, 2], [1, 2, 3], [2, 3, 0]]),
    ],
)
def test_a_padding_mode_says_which_input_stands_past_the_edge(mode: str, table: list[list[int]]) -> None:
    """Zeros put no input there, the other modes a real one; worked by hand for four inputs and one a side."""
    assert Axis(4, 3, before=1, after=1, padding_mode=mode).windows.tolist() == table


@given(cases())
def test_the_windows_of_an_axis_are_those_found_by_padding_a_list_and_walking_it(case: Case) -> None:
    """windows[o, t] is the input that position t of window o reads, −1 where it reads none."""
    for axis, line, span, stride, dilation in lines_of(case):
        starts = range(0, len(line) - span + 1, stride)
        walked = [line[start : start + span : dilation] for start in starts]
        assert axis.windows.tolist() == [[-1 if i is None else i for i in window] for window in walked]
        assert axis.output_size == len(walked) == count_windows(len(line), span, stride)


@exact
@given(cases())
def test_the_windows_of_all_axes_are_those_found_by_padding_a_grid_and_walking_it(case: Case) -> None:
    """In two dimensions a tie exists where both axes have one."""
    expected = [[-1 if i is None else i for i in window] for window in case.slow.windows()]
    assert case.plan.windows.tolist() == expected


@given(cases())
def test_the_table_does_not_depend_on_the_operation(case: Case) -> None:
    """Flipping the kernel changes which weight meets a position, never which input stands there."""
    tables = [
        case.changed(operation=operation).plan(case.shape).windows.tolist()
        for operation in ("cross-correlation", "convolution")
    ]
    assert tables[0] == tables[1]


@given(cases())
def test_an_axis_knows_which_inputs_no_window_reads(case: Case) -> None:
    """A stride that does not divide leaves inputs over; that is allowed, and counted."""
    for axis, line, span, stride, dilation in lines_of(case):
        starts = range(0, len(line) - span + 1, stride)
        read = {i for start in starts for i in line[start : start + span : dilation]}
        assert axis.unread.tolist() == [i for i in range(axis.input_size) if i not in read]


def test_an_axis_knows_whether_any_window_reaches_past_the_input() -> None:
    """From its first and its last position alone, so that a large table need not exist for it."""
    said = {True: 0, False: 0}
    for taps, stride, dilation, before, after in product((1, 2, 3), (1, 2, 3), (1, 2), (0, 1), (0, 1, 2)):
        axis = Axis(5, taps, stride, dilation, before, after)
        places = axis.positions.ravel().tolist()
        assert axis.reads_padding == any(not 0 <= place < 5 for place in places)
        said[axis.reads_padding] += 1
    assert min(said.values()) > 20


@given(st.integers(1, 40), st.integers(1, 12), st.integers(1, 6))
def test_same_padding_is_the_least_that_gives_the_size_divided_by_the_stride_rounded_up(
    size: int, span: int, stride: int
) -> None:
    """TensorFlow's rule; the odd entry stands at the end, or at the start for same_lower."""
    before, after = padding_by_name("same", size, span, stride)
    assert same_padding(size, span, stride) == (before, after)
    assert resolve_padding("same", size, span, stride) == (before, after)
    assert resolve_padding("same_lower", size, span, stride) == (after, before)
    assert 0 <= after - before <= 1


def test_same_and_same_lower_differ_by_one_for_an_even_kernel() -> None:
    """Two taps on four inputs: the one padded entry stands at the end (SAME_UPPER) or at the start (SAME_LOWER)."""
    assert resolve_padding("same", 4, 2, 1) == (0, 1)
    assert resolve_padding("same_lower", 4, 2, 1) == (1, 0)


@pytest.mark.parametrize(
    ("given_as", "read"),
    [
        (2, 2),
        (np.int64(2), 2),
        ([2], ((2, 2),)),
        ((2,), ((2, 2),)),
        ([[1, 3]], ((1, 3),)),
        (((1, 3),), ((1, 3),)),
        ([1, 2], ((1, 1), (2, 2))),
        ([[1, 2], 3], ((1, 2), (3, 3))),
        ("same", "same"),
    ],
)
def test_a_padding_may_be_a_name_an_integer_or_one_integer_or_pair_an_axis(given_as: object, read: object) -> None:
    """A name or an integer is for every axis; a list has one entry, an integer or [before, after], for each."""
    assert read_padding(given_as) == read


@pytest.mark.parametrize(
    ("padding", "pairs"),
    [(2, [(2, 2), (2, 2)]), ([1, 2], [(1, 1), (2, 2)]), ([[1, 3], [0, 2]], [(1, 3), (0, 2)])],
)
def test_each_axis_has_the_padding_that_was_given_for_it(padding: object, pairs: list[tuple[int, int]]) -> None:
    """In the order of the axes: rows first, then columns."""
    axes = Layer([[1]], padding=padding).plan((3, 3)).axes
    assert [(axis.before, axis.after) for axis in axes] == pairs


def test_reflect_padding_reaches_at_most_to_the_far_end() -> None:
    """The edge is not repeated, so n inputs can fill n − 1 places on a side."""
    assert Axis(3, 1, before=2, after=2, padding_mode="reflect").windows.ravel().tolist() == [2, 1, 0, 1, 2, 1, 0]
    with pytest.raises(PaddingError, match=r"reflect padding of 3 is too wide for an input of 3.* at most 2"):
        Axis(3, 1, before=3, padding_mode="reflect")


def test_circular_padding_goes_round_at_most_once() -> None:
    """The input can be copied once on each side."""
    assert Axis(2, 1, before=2, after=2, padding_mode="circular").windows.ravel().tolist() == [0, 1, 0, 1, 0, 1]
    with pytest.raises(PaddingError, match=r"circular padding of 3 is too wide for an input of 2.* at most 2"):
        Axis(2, 1, after=3, padding_mode="circular")


def test_replicate_padding_has_no_limit() -> None:
    """The edge can be repeated as often as one likes."""
    assert Axis(1, 4, before=2, after=2, padding_mode="replicate").windows.tolist() == [[0, 0, 0, 0], [0, 0, 0, 0]]


def test_a_window_longer_than_the_padded_input_is_an_error_that_says_what_would_fit() -> None:
    """Nothing is ever swapped: numpy.convolve would exchange the two."""
    with pytest.raises(
        ShapeError,
        match=r"spans 7 \(4 taps at dilation 2\) does not fit in an input of 5 with padding 0: "
        "use padding 'same' or 'full', or a kernel that spans at most 5",
    ):
        Axis(5, 4, dilation=2)


def test_a_window_may_be_exactly_as_long_as_the_padded_input() -> None:
    """Then the layer is one dense unit."""
    assert Axis(5, 3, dilation=2).windows.tolist() == [[0, 2, 4]]
    assert Axis(1, 2, before=1).windows.tolist() == [[-1, 0]]
