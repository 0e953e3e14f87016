from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.convolution import Field, Layer, OptionError, Plan, Pooling, Reach, projective_field, reach, receptive_field
from app.convolution.receptive import reached_by, read_by
from tests.convolution.cases import Case, cases


@given(cases())
def test_an_output_reads_the_inputs_it_has_a_tie_with(case: Case) -> None:
    """Tie by tie, for every output, every padding mode and any number of channels."""
    read: list[set[int]] = [set() for _ in range(case.slow.outputs)]
    for output, source, _ in case.slow.ties:
        read[output].add(source)
    found = [receptive_field(case.plan, output) for output in range(case.slow.outputs)]
    assert [field.indices.tolist() for field in found] == [sorted(each) for each in read]
    assert [field.size for field in found] == [len(each) for each in read]


@given(cases())
def test_an_input_reaches_the_outputs_it_has_a_tie_with(case: Case) -> None:
    """The same ties, read the other way; an input that no window reads reaches none."""
    reached: list[set[int]] = [set() for _ in range(case.slow.inputs)]
    for output, source, _ in case.slow.ties:
        reached[source].add(output)
    found = [projective_field(case.plan, source).indices.tolist() for source in range(case.slow.inputs)]
    assert found == [sorted(each) for each in reached]


@given(cases(), st.data())
def test_a_field_through_two_layers_is_the_union_over_what_is_between(case: Case, data: st.DataObject) -> None:
    """What a field reads is what each of its entries reads, taken together; and likewise what it reaches."""
    plan = case.plan
    output = data.draw(st.integers(0, plan.outputs - 1))
    source = data.draw(st.integers(0, plan.inputs - 1))
    reads, reaches = receptive_field(plan, output), projective_field(plan, source)
    back = {i for o in reaches.indices for i in receptive_field(plan, int(o)).indices.tolist()}
    forth = {o for i in reads.indices for o in projective_field(plan, int(i)).indices.tolist()}
    assert read_by(plan, reaches).indices.tolist() == sorted(back)
    assert reached_by(plan, reads).indices.tolist() == sorted(forth)


@given(cases())
def test_the_ranges_enclose_the_field(case: Case) -> None:
    """First and last index of each axis, and whether everything between them belongs to it."""
    for output in range(case.slow.outputs):
        field = receptive_field(case.plan, output)
        places = np.array(np.unravel_index(field.indices, field.shape))[1:]
        if field.size == 0:
            assert set(field.ranges) == {(0, 0)}
            assert field.gapless
            continue
        assert field.ranges == tuple((min(axis), max(axis) + 1) for axis in places.tolist())
        full = np.prod([stop - start for start, stop in field.ranges]) * len(field.channels)
        assert field.gapless == (field.size == full)


def test_the_fields_of_the_question() -> None:
    """Output 0 reads 0 1 2; input 1 reaches both outputs and input 3 only the second."""
    plan = Layer([5, 6, 7]).plan((4,))
    assert receptive_field(plan, 0).indices.tolist() == [0, 1, 2]
    assert projective_field(plan, 1).indices.tolist() == [0, 1]
    assert projective_field(plan, 3).indices.tolist() == [1]


def test_a_weight_of_zero_is_a_connection() -> None:
    """The field is told by position, never by value."""
    assert receptive_field(Layer([5, 0, 7]).plan((4,)), 0).indices.tolist() == [0, 1, 2]


def test_a_dilation_leaves_gaps_and_a_circle_leaps() -> None:
    """The ranges enclose more than the field has."""
    dilated = receptive_field(Layer([5, 6, 7], dilation=2).plan((9,)), 1)
    assert (dilated.indices.tolist(), dilated.ranges, dilated.gapless) == ([1, 3, 5], ((1, 6),), False)
    circular = receptive_field(Layer([5, 6, 7], padding="same", padding_mode="circular").plan((9,)), 0)
    assert (circular.indices.tolist(), circular.ranges, circular.gapless) == ([0, 1, 8], ((0, 9),), False)


def test_an_input_that_a_stride_steps_over_reaches_nothing() -> None:
    """Stride 2 on 4 inputs with 1 tap reads 0 and 2."""
    field = projective_field(Layer([5], stride=2).plan((4,)), 1)
    assert (field.size, field.ranges, field.indices.tolist(), field.channels.tolist()) == (0, ((0, 0),), [], [])


def test_an_output_reads_the_channels_of_its_own_group() -> None:
    """Four channels in two groups: the second filter reads channels 2 and 3."""
    plan = Layer(np.ones((2, 2, 3)), groups=2).plan((4, 5))
    assert receptive_field(plan, 3).channels.tolist() == [2, 3]
    assert receptive_field(plan, 3).indices.tolist() == [10, 11, 12, 15, 16, 17]
    assert projective_field(plan, 17).channels.tolist() == [1]


def test_pooling_reads_its_own_channel() -> None:
    """Every channel is a group."""
    plan = Pooling("max", 2, dims=2).plan((2, 4, 4))
    assert receptive_field(plan, 5).indices.tolist() == [18, 19, 22, 23]
    assert receptive_field(plan, 5).ranges == ((0, 2), (2, 4))


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 2)), min_size=1, max_size=4),
    st.integers(0, 3),
)
def test_away_from_borders_the_reach_is_the_known_formula(options: list[tuple[int, int, int]], output: int) -> None:
    """The range that the tables give through a whole stack, for two neighbours of any output."""
    shape, plans = (565,), []  # the last of five outputs of the widest stack reads inputs up to here
    for taps, stride, dilation in options:
        plans.append(Layer([1] * taps, stride=stride, dilation=dilation).plan(shape))
        shape = plans[-1].output_shape
    found = []
    for place in (output, output + 1):
        field = receptive_field(plans[-1], place)
        for plan in reversed(plans[:-1]):
            field = read_by(plan, field)
        found.append(field.ranges[0])
    (start, stop), (later, _) = found
    assert reach(plans) == (Reach(size=stop - start, jump=later - start),)


@pytest.mark.parametrize(("find", "name"), [(receptive_field, "output"), (projective_field, "input")])
def test_an_entry_that_is_not_there_is_an_error(find: Callable[[Plan, int], Field], name: str) -> None:
    """With how many there are."""
    plan = Layer([5], stride=1).plan((4,))
    with pytest.raises(OptionError, match=f"{name} is 4, but there are 4: give 0 to 3") as fault:
        find(plan, 4)
    assert fault.value.field == name
    with pytest.raises(OptionError, match=f"{name} is -1, but must be at least 0"):
        find(plan, -1)


def test_a_field_knows_its_array() -> None:
    """Its shape has the channels in front, whether or not the array was given with them."""
    field = receptive_field(Layer([[1, 2], [3, 4]]).plan((3, 3)), 0)
    assert isinstance(field, Field)
    assert field.shape == (1, 3, 3)
