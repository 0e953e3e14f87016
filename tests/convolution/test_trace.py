from hypothesis import given

from app.convolution import Layer
from tests.convolution.cases import Case, cases


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


@given(cases())
def test_there_is_one_step_for_each_output_and_its_terms_add_up_to_it(case: Case) -> None:
    """Steps = rows of the matrix = outputs, in the order of the feature maps."""
    slide = case.layer.slide(case.input)
    outputs = case.slow.flat(case.input)
    windows = case.slow.windows(case.size)
    assert len(slide) == len(outputs)
    for output, step in enumerate(slide):
        channel, position = divmod(output, len(windows))
        window = windows[position]
        taps = [case.slow.filters[channel][case.slow.tap(place)] for place in range(len(window))]
        values = [0 if i is None else case.input[i] for i in window]
        assert step.output == output
        assert step.position == (
            (position,) if len(case.layer.output_shape((case.size,))) == 1 else (channel, position)
        )
        assert step.window.tolist() == [-1 if i is None else i for i in window]
        assert step.values.tolist() == values
        assert step.taps.tolist() == taps
        assert step.weight.tolist() == [channel * len(window) + case.slow.tap(t) for t in range(len(window))]
        assert step.products.tolist() == [a * b for a, b in zip(values, taps, strict=True)]
        assert sum(step.products.tolist()) + (step.bias or 0) == step.sum == outputs[output]
