"""Memory: what a request has freed, the next one uses."""

import resource
import sys

import numpy as np
import pytest

from app.memory import keep_freed_memory

NUMBERS = 100_000


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other C libraries have no such setting")
def test_a_large_array_takes_the_place_of_the_last_one() -> None:
    """Nothing is handed back to the kernel, which would hand it out again page by page."""
    assert keep_freed_memory()
    np.ones(NUMBERS)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(50):
        np.ones(NUMBERS)
    pages = 50 * NUMBERS * 8 / resource.getpagesize()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before < pages / 10
