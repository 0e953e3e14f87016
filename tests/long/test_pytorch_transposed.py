"""Transposed layers against PyTorch, exactly on whole numbers."""

import numpy as np
import pytest
from hypothesis import given, settings

from tests.convolution.transposed_cases import Case, cases

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.long

TRANSPOSED = {1: torch.nn.functional.conv_transpose1d, 2: torch.nn.functional.conv_transpose2d}


@settings(max_examples=5_000)
@given(cases())
def test_a_transposed_layer_is_that_of_pytorch(case: Case) -> None:
    """Stride, padding, output_padding, dilation, groups and bias. It has no asymmetric padding: that is cut off it."""
    count = len(case.stride)
    alike = all(before == after for before, after in case.padding)
    # They have no convolution in the exact sense, so the kernel is reversed on the way there.
    weight = np.flip(case.weight, tuple(range(-count, 0))) if case.operation == "convolution" else case.weight
    output = TRANSPOSED[count](
        torch.tensor(case.input),
        torch.tensor(weight.copy()),
        torch.tensor(case.bias, dtype=torch.float64),
        stride=case.stride,
        padding=tuple(before for before, _ in case.padding) if alike else 0,
        output_padding=case.output_padding,
        groups=case.groups,
        dilation=case.dilation,
    )
    kept = [slice(0 if alike else before, None) for before, _ in case.padding]
    cut = output[(slice(None), *kept)][(slice(None), *map(slice, case.sizes))]
    assert not alike or cut.shape == output.shape
    assert case.layer.forward(case.input).tolist() == cut.tolist()
