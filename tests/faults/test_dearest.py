"""The dearest request that is answered takes at most 100 ms of CPU and 128 MB beyond the base."""

import subprocess
import sys

import pytest

from tests.faults.dearest import KINDS, largest
from tests.faults.service import ROOT


@pytest.mark.parametrize("most", [0, 1, 2, 3, 1000, 4095, 4096, 999_999, 1_000_000])
def test_the_search_finds_the_largest_that_is_allowed(most: int) -> None:
    """Or it would find nothing dear."""
    assert largest(lambda size: size <= most) == most


def test_the_search_covers_what_it_says() -> None:
    """One axis and two, channels, groups, every padding mode."""
    ranks = {len(kind.shapes(4)[1]) for kind in KINDS}
    modes = {dict(kind.options).get("padding_mode", "zeros") for kind in KINDS}
    assert ranks == {1, 2, 3, 4}
    assert modes == {"zeros", "reflect", "replicate", "circular"}
    assert any("groups" in kind.grows(2) for kind in KINDS)


@pytest.mark.faults
def test_the_dearest_request_is_cheap_enough() -> None:
    """Over all operations, pages and pictures, one kind of layer each; `make long-reliability` tries them all.

    In a process of its own, since memory is a matter of the whole process. CPU time is told by a
    yardstick beside it, so that a busy machine does not count.
    """
    found = subprocess.run(
        [sys.executable, "-m", "tests.faults.dearest", "0", "1"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
