"""The states that pages are measured with."""

import numpy as np

QUESTION = "input=1,2,3,4&weight=5,6,7"

SIZES = ((64, 5), (512, 31))
"""Inputs and taps: what stays fluent, and the largest layer that does."""


def query(inputs: int, taps: int) -> str:
    """A state of that size, with numbers of two decimals."""
    written = [",".join(f"{value:.2f}" for value in 10 * np.sin(np.arange(size))) for size in (inputs, taps)]
    return f"input={written[0]}&weight={written[1]}&bias=0"
