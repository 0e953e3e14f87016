import numpy as np
from hypothesis import given

from app.convolution import Layer
from tests.convolution.cases import Case, cases, exact
from tests.oracles import flatten, fold


def test_the_first_step_of_the_question() -> None:
    """1·5 + 2·6 + 3·7 = 38."""
    step = Layer([5, 6, 7]).slide([1, 2, 3, 4]).step(0)
    assert step.output == 0
    assert step.position == (0,)
    assert step.window.tolist() == [0, 1, 2]
    assert step.values.tolist() == [1, 2, 3]
    assert step.taps.tolist() == [5, 6, 7]
    assert step.weight.tolist() == [0, 1, 2]
    assert step.products.tolist() == [5, 12, 21]
    assert step.sum == 38
    assert step.bias is None


def test_a_convolution_shows_its_taps_in_window_order() -> None:
    """The kernel stands reversed under the window, the weight index says which tap each was."""
    step = Layer([5, 6, 7], operation="convolution").slide([1, 2, 3, 4]).step(1)
    assert step.taps.tolist() == [7, 6, 5]
    assert step.weight.tolist() == [2, 1, 0]
    assert step.products.tolist() == [14, 18, 20]
    assert step.sum == 52


def test_a_place_on_zero_padding_reads_nothing() -> None:
    """The first window of full padding: −1, value 0, product 0."""
    step = Layer([5, 6, 7], padding="full").slide([1, 2, 3, 4]).step(0)
    assert step.window.tolist() == [-1, -1, 0]
    assert step.values.tolist() == [0, 0, 1]
    assert step.products.tolist() == [0, 0, 7]


def test_the_sum_of_a_step_includes_the_bias() -> None:
    """Shown beside the products, so that what is shown adds up."""
    step = Layer([5, 6, 7], bias=-45).slide([1, 2, 3, 4]).step(0)
    assert step.bias == -45
    assert step.sum == -7


@exact
@given(cases())
def test_there_is_one_step_for_each_output_and_its_terms_add_up_to_it(case: Case) -> None:
    """Steps = rows of the matrix = outputs, in the order of the feature maps; channels follow one another."""
    slow, values, weights = case.slow, flatten(case.input), flatten(case.slow.weight)
    slide, outputs = case.layer.slide(case.input), slow.flat(case.input)
    assert len(slide) == len(outputs) == case.layer.matrix(case.shape).shape[0]
    shape = case.layer.output_shape(case.shape)
    meetings = fold(slow.meetings, (slow.outputs, slow.group_inputs * slow.taps))
    for output, (step, met) in enumerate(zip(slide, meetings, strict=True)):
        read = [0 if i is None else values[i] for _, i, _ in met]
        taps = [weights[weight] for _, _, weight in met]
        assert step.output == output
        assert np.ravel_multi_index(step.position, shape) == output
        assert step.window.tolist() == [-1 if i is None else i for _, i, _ in met]
        assert step.values.tolist() == read
        assert step.taps.tolist() == taps
        assert step.weight.tolist() == [weight for _, _, weight in met]
        assert step.products.tolist() == [a * b for a, b in zip(read, taps, strict=True)]
        assert step.bias == (None if case.fields["bias"] is None else slow.bias[output // slow.positions])
        assert sum(step.products.tolist()) + (step.bias or 0) == step.sum == outputs[output]


def test_a_step_of_two_axes_and_two_channels_by_hand() -> None:
    """Two 2 × 2 channels under one 2 × 2 window each: the second channel's entries are 4 to 7."""
    layer = Layer([[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]], bias=[9])
    step = layer.slide([[[1, 0], [0, 1]], [[1, 1], [0, 0]]]).step(0)
    assert step.position == (0, 0, 0)
    assert step.window.tolist() == list(range(8))
    assert step.products.tolist() == [1, 0, 0, 4, 5, 6, 0, 0]
    assert (step.bias, step.sum) == (9, 25)
