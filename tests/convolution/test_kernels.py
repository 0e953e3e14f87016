import pytest
from hypothesis import given

from app.convolution import METHODS, Layer, OptionError
from tests.convolution.cases import Case, cases


@pytest.mark.parametrize("method", sorted(METHODS))
@given(case=cases())
def test_every_way_to_compute_it_gives_what_the_loops_give(method: str, case: Case) -> None:
    """A fast kernel may not differ from the definition, exactly, for whole numbers."""
    assert case.layer.forward(case.input, method=method).reshape(-1).tolist() == case.slow.flat(case.input)


def test_a_method_that_does_not_exist_is_an_error_that_lists_those_that_do() -> None:
    """A program can ask for one by name, and learns the names."""
    with pytest.raises(OptionError, match=r"method must be one of .*direct"):
        Layer([1]).forward([1], method="magic")
