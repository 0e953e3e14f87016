import numpy as np
from hypothesis import given

from app.convolution import Layer
from tests.convolution.cases import Case, cases
from tests.oracles import flatten


@given(cases())
def test_patches_times_weights_are_the_output(case: Case) -> None:
    """z = P Wᵀ + b, group by group, exactly, for every option and every number of channels."""
    found = case.layer.im2col(case.input)
    assert found.product().ravel().tolist() == case.slow.flat(case.input)
    assert found.product().shape == case.layer.output_shape(case.shape)


@given(cases())
def test_every_cell_of_the_patches_is_an_input_and_meets_its_weight(case: Case) -> None:
    """Read cell by cell, the two matrices are the six loops, in their order; an input of −1 is padding."""
    found = case.layer.im2col(case.input)
    groups, positions, terms = found.windows.shape
    met = []
    for group in range(groups):
        for filters in range(found.weights.shape[1]):
            which = group * found.weights.shape[1] + filters
            for o in range(positions):
                for t in range(terms):
                    read, weight = int(found.windows[group, o, t]), int(found.weight_index[group, filters, t])
                    met.append((which * positions + o, None if read == -1 else read, weight))
    assert met == case.slow.meetings


@given(cases())
def test_the_cells_hold_the_numbers_they_stand_for(case: Case) -> None:
    """A patch holds its input or 0, and a weight is the one its index names."""
    found = case.layer.im2col(case.input)
    held = np.where(found.windows == -1, 0, case.values[found.windows])
    assert found.patches.tolist() == held.tolist()
    assert found.weights.tolist() == np.array(flatten(case.fields["weight"]))[found.weight_index].tolist()
    assert found.copies == found.patches.size / case.values.size


def test_the_patches_of_the_question() -> None:
    """Two windows of three; a convolution reverses the kernel and leaves the patches alone."""
    for operation, taps in (("cross-correlation", [5, 6, 7]), ("convolution", [7, 6, 5])):
        found = Layer([5, 6, 7], operation=operation).im2col([1, 2, 3, 4])
        assert found.patches.tolist() == [[[1, 2, 3], [2, 3, 4]]]
        assert found.weights.tolist() == [[taps]]
        assert found.copies == 1.5
