"""`/code`: scripts that run and print the output, or the plain statement that there is none."""

import contextlib
import io
import json
from typing import Any

import pytest

from tests.api.conftest import Post, both

FRAMEWORKS = ["NumPy", "SciPy", "PyTorch", "JAX", "TensorFlow", "MATLAB/Octave"]

LAYERS: list[dict[str, Any]] = [
    {"input": [1, 2, 3, 4], "weight": [5, 6, 7]},
    {"input": [1, 2, 3, 4], "weight": [5, 6, 7], "operation": "convolution", "padding": "full", "bias": 2},
    {"input": [[1, 2, 3], [4, 5, 6], [7, 8, 9]], "weight": [[1, 2], [3, 4]], "padding": "same"},
    {"input": [[1, 2, 3], [4, 5, 6]], "weight": [[[1, 1]], [[1, -1]]], "groups": 2, "padding_mode": "circular"},
    {"input": [1, 2, 3, 4, 5, 6], "weight": [[1, 2], [3, 4]], "padding": 1, "padding_mode": "reflect", "stride": 2},
]


def printed(code: str) -> Any:
    """What a script prints, read as nested lists."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "<code>", "exec"), {})  # noqa: S102 (running it is the test)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("fields", LAYERS)
def test_the_scripts_print_the_output(post: Post, get: Post, fields: dict[str, Any]) -> None:
    """NumPy's and SciPy's are run as they stand; every framework is there, in one order."""
    calls = both(post, get, "code", **fields)["calls"]
    assert [call["framework"] for call in calls] == FRAMEWORKS
    expected = post("convolution", **fields).json()["output"]
    for call in calls[:2]:
        assert printed(call["code"]) == expected


def test_where_there_is_no_call_that_is_said(post: Post, get: Post) -> None:
    """MATLAB's conv takes one channel and one kernel."""
    matlab = both(post, get, "code", input=[[1, 2], [3, 4]], weight=[[[1], [1]]])["calls"][-1]
    assert matlab == {
        "framework": "MATLAB/Octave",
        "code": None,
        "note": "conv and conv2 take one channel and one kernel: call them for each pair and add the channels up.",
    }


def test_an_even_kernel_says_where_the_framework_puts_the_odd_padding(post: Post) -> None:
    """NumPy at the start, PyTorch at the end."""
    calls = post("code", input=[1, 2, 3, 4], weight=[1, 1], padding="same").json()["calls"]
    notes = {call["framework"]: call["note"] for call in calls}
    assert "at the start; here it is at the end" in notes["NumPy"]
    assert "at the end, as here" in notes["PyTorch"]


def test_padding_that_would_be_written_out_entry_by_entry_has_an_end(post: Post) -> None:
    """Some frameworks have no copied padding but by a list of places."""
    error = post("code", input=[1, 2], weight=[1], padding=10**6, padding_mode="replicate").json()["errors"][0]
    assert error["code"] == "too-large"
