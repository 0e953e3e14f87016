"""Pooling against PyTorch, forward and backward, exactly on whole numbers."""

from typing import Any

import pytest
from hypothesis import given, settings

from tests.convolution.pooling_cases import Case, cases

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.long

MAXIMA = {1: torch.nn.functional.max_pool1d, 2: torch.nn.functional.max_pool2d}
AVERAGES = {1: torch.nn.functional.avg_pool1d, 2: torch.nn.functional.avg_pool2d}


def theirs(case: Case, x: Any) -> tuple[Any, list[int]]:
    """PyTorch's output, and the places of its maxima."""
    count = len(case.size)
    options = {"stride": case.stride, "padding": case.padding, "ceil_mode": case.ceil_mode}
    if case.kind == "average":
        return AVERAGES[count](x, case.size, **options, count_include_pad=case.count_include_pad), []
    output, places = MAXIMA[count](x, case.size, **options, dilation=case.dilation, return_indices=True)
    return output, places.ravel().tolist()


@settings(max_examples=5_000)
@given(cases())
def test_pooling_forward_and_backward_is_that_of_pytorch(case: Case) -> None:
    """Maxima with their places, averages, ceil_mode, count_include_pad, padding and dilation: values and gradient."""
    x = torch.tensor(case.maps, requires_grad=True)
    output, places = theirs(case, x)
    assert case.pooling.output_shape(case.maps.shape) == tuple(output.shape)
    assert case.pooling.forward(case.maps).tolist() == output.tolist()
    if case.kind == "max":
        assert case.pooling.argmax(case.maps).ravel().tolist() == places
    upstream = case.upstream().reshape(output.shape)
    output.backward(torch.tensor(upstream))
    assert case.pooling.backward(case.maps, upstream).tolist() == x.grad.tolist()
