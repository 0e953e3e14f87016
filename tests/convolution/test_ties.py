import pytest
from hypothesis import given

from app.convolution import Counts, Layer
from tests.convolution.cases import Case, cases, exact


def test_the_ties_of_the_question() -> None:
    """Output 0 reads inputs 0 1 2 through weights 0 1 2, output 1 reads inputs 1 2 3 through the same weights."""
    ties = Layer([5, 6, 7]).ties((4,))
    assert ties.output.tolist() == [0, 0, 0, 1, 1, 1]
    assert ties.input.tolist() == [0, 1, 2, 1, 2, 3]
    assert ties.weight.tolist() == [0, 1, 2, 0, 1, 2]
    assert ties.connections.tolist() == [2, 2, 2]
    assert len(ties) == 6


def test_convolution_meets_the_weights_in_reverse() -> None:
    """The weight of a tie always indexes the array as it was given."""
    assert Layer([5, 6, 7], operation="convolution").ties((4,)).weight.tolist() == [2, 1, 0, 2, 1, 0]


@exact
@given(cases())
def test_the_ties_are_those_the_loops_meet_in_the_same_order(case: Case) -> None:
    """By output and then by position in the window; a place on zero padding is no tie."""
    ties = case.layer.ties(case.shape)
    found = zip(ties.output.tolist(), ties.input.tolist(), ties.weight.tolist(), strict=True)
    assert list(found) == case.slow.ties


@exact
@given(cases())
def test_each_weight_knows_how_many_connections_carry_it(case: Case) -> None:
    """Connections are counted by position and not by value: two may share a cell, a tap may have none."""
    weights = [weight for _, _, weight in case.slow.ties]
    ties = case.layer.ties(case.shape)
    assert ties.connections.tolist() == [weights.count(k) for k in range(case.slow.weights)]
    assert len(ties) == len(weights)


@given(cases())
def test_the_three_layers_are_counted_by_cells_pairs_and_taps(case: Case) -> None:
    """Dense: outputs × inputs. Locally connected: distinct connected pairs. Convolutional: the weight array."""
    slow = case.slow
    pairs = {(output, i) for output, i, _ in slow.ties}
    assert case.layer.ties(case.shape).counts == Counts(slow.outputs * slow.inputs, len(pairs), slow.weights)


@pytest.mark.parametrize(("padding", "counts"), [("valid", Counts(8, 6, 3)), ("full", Counts(24, 12, 3))])
def test_the_counts_of_the_question(padding: str, counts: Counts) -> None:
    """Dense 8, locally connected 6, convolutional 3; with full padding 24, 12 and 3."""
    assert Layer([5, 6, 7], padding=padding).ties((4,)).counts == counts


@pytest.mark.parametrize(("inputs", "taps"), [(4, 3), (9, 1), (9, 9), (512, 31)])
def test_the_counts_of_a_valid_layer_with_stride_one_follow_the_formula(inputs: int, taps: int) -> None:
    """m·(m−n+1), n·(m−n+1) and n for m inputs and n taps."""
    outputs = inputs - taps + 1
    counts = Layer([1.0] * taps).ties((inputs,)).counts
    assert counts == Counts(inputs * outputs, taps * outputs, taps)


def test_two_ties_may_share_a_pair_when_the_padding_is_not_zeros() -> None:
    """Replicating one input under three taps: three ties, one pair."""
    ties = Layer([1, 2, 3], padding=1, padding_mode="replicate").ties((1,))
    assert len(ties) == 3
    assert ties.pairs == 1
    assert ties.counts.locally_connected == 1


def test_no_two_ties_share_a_pair_when_the_padding_is_zeros() -> None:
    """Zeros are no input, so that nothing has to be looked for."""
    assert not Layer([1, 2, 3], padding="same").ties((4,)).copied
    assert Layer([1, 2, 3], padding="same", padding_mode="circular").ties((4,)).copied
    assert not Layer([1, 2, 3], padding_mode="circular").ties((4,)).copied


def test_a_tap_may_have_no_tie_at_all() -> None:
    """One input and dilation 5 with padding 5: the outer taps only ever meet padding."""
    ties = Layer([1, 2, 3], padding=5, dilation=5).ties((1,))
    assert ties.connections.tolist() == [0, 1, 0]


def test_a_weight_of_zero_is_still_a_connection() -> None:
    """A numeric zero is not a structural zero."""
    assert Layer([5, 0, 7]).ties((4,)).counts == Layer([5, 6, 7]).ties((4,)).counts
