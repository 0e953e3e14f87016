"""Formats: what a request may send, and what it accepts."""

import pytest

from app.api.media import accepted, body_format
from app.problems import Problem


@pytest.mark.parametrize(
    ("header", "json", "npy", "prefers_npy"),
    [
        ("", 1, 0, False),
        ("*/*", 1, 0, False),
        ("application/json", 1, 0, False),
        ("application/x-npy", 0, 1, True),
        ("application/x-npy, application/json", 1, 1, True),
        ("application/x-npy;q=0.5, application/json", 1, 0.5, False),
        ("application/x-npy, */*;q=0.1", 0.1, 1, True),
        ("application/*", 1, 1, False),
        ("*/*, application/json;q=0", 0, 1, True),
        ("*/*, application/json;q=0, application/x-npy;q=0", 0, 0, False),
        ("APPLICATION/X-NPY ; Q=1.0", 0, 1, True),
        ("text/html, application/xhtml+xml, */*;q=0.8", 0.8, 0.8, False),
        ("application/json;q=2", 0, 0, False),
        ("application/json;q=nan", 0, 0, False),
        ("application/json;q=0, application/json", 1, 0, False),
        ("text/csv", 0, 0, False),
    ],
)
def test_the_most_specific_range_decides(header: str, json: float, npy: float, prefers_npy: bool) -> None:
    """RFC 9110, section 12.5.1; an array has to be asked for by name, or JSON refused."""
    wanted = accepted(header)
    assert (wanted.json, wanted.prefers_npy) == (json, prefers_npy)
    if header not in ("", "*/*", "application/json"):
        assert wanted.npy == npy


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("application/json", "json"),
        ('Application/JSON; charset="UTF-8"', "json"),
        ("application/x-npz", "npz"),
        ("Application/X-NPZ; a=b", "npz"),
    ],
)
def test_a_content_type_is_read_without_regard_to_case(header: str, expected: str) -> None:
    """RFC 9110, section 8.3.1."""
    assert body_format(header, arrays=True) == expected


@pytest.mark.parametrize("header", ["", "application/zip", "application/x-npy", "application/json; charset=latin-1"])
def test_anything_else_is_415_and_says_what_is_read(header: str) -> None:
    """A single array is no layer, and a ZIP may be anything."""
    with pytest.raises(Problem, match="application/x-npz") as found:
        body_format(header, arrays=True)
    assert found.value.status == 415


def test_where_no_arrays_are_taken_an_archive_is_415() -> None:
    """And is not offered."""
    with pytest.raises(Problem) as found:
        body_format("application/x-npz", arrays=False)
    assert "npz" not in found.value.detail
