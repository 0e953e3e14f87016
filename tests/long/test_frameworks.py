"""The code of every convention, run by the framework itself: it prints the numbers of the six loops, exactly."""

import importlib
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from app.convolution import conventions_for
from tests.convolution.cases import Case, cases
from tests.convolution.codes import Piece, pieces
from tests.convolution.snippets import code_of, printed
from tests.oracles import flatten

pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths:UserWarning"),
]

MODULES = {"NumPy": "numpy", "SciPy": "scipy", "PyTorch": "torch", "JAX": "jax", "TensorFlow": "tensorflow"}
END = "end of the code"


@pytest.fixture(scope="module", params=sorted(MODULES))
def framework(request: pytest.FixtureRequest) -> str:
    """A framework that is installed; what it warns of while it is imported is its own affair."""
    with warnings.catch_warnings(action="ignore"):
        try:
            importlib.import_module(MODULES[request.param])
        except ImportError:
            pytest.skip(f"{request.param} is not installed")
    return str(request.param)


def save_arrays(piece: Piece, folder: Path) -> None:
    """The arrays that the code loads, in the shape that it says."""
    for name, array in (("x", np.asarray(piece.input)), ("w", piece.layer.weight)):
        if shape := re.search(rf"^{name} = .*np.load.*# \((.*)\)$", piece.code or "", re.MULTILINE):
            sizes = [int(size) for size in shape[1].split(",") if size]
            np.save(folder / f"{name}.npy", array.reshape(sizes))


def test_the_code_that_is_written_down_runs(framework: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every piece of it, on arrays that are in the code or beside it."""
    monkeypatch.chdir(tmp_path)
    for piece in pieces(framework):
        save_arrays(piece, tmp_path)
        assert piece.code is not None
        assert printed(piece.code) == piece.layer.forward(piece.input).tolist()


@settings(max_examples=1_000)
@given(case=cases())
def test_the_code_runs_and_prints_the_numbers(framework: str, case: Case) -> None:
    """As it stands, for every option, shape, mode and number of channels; exactly, and in the same shape."""
    found = printed(code_of(case.layer, case.input, framework))
    if framework == "JAX":
        sys.modules["jax"].clear_caches()  # it keeps what it compiled for every shape, gigabytes in the end
    assert flatten(found) == case.slow.flat(case.input)
    assert np.shape(found) == case.layer.output_shape(case.shape)


@pytest.fixture(scope="module")
def octave() -> Iterator[subprocess.Popen[str]]:
    """Octave, reading what it shall do line by line."""
    program = shutil.which("octave-cli")
    if program is None:
        pytest.skip("Octave is not installed")
    command = [program, "--no-gui", "--quiet", "--norc"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.stdin.close()  # type: ignore[union-attr]  # it is a pipe


def shown(octave: subprocess.Popen[str], code: str) -> list[list[float]]:
    """The rows of z when the code has run."""
    written, read = octave.stdin, octave.stdout
    assert written is not None
    assert read is not None
    exact = f"printf('{END}\\n'); printf([repmat('%.17g ', 1, columns(z)) '\\n'], z'); printf('{END}\\n');"
    written.write(f"{code}\n{exact}\n")
    written.flush()
    while END not in next(read):
        pass
    rows = []
    while END not in (line := next(read)):
        rows.append([float(number) for number in line.split()])
    return rows


@settings(max_examples=1_000, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(case=cases())
def test_the_code_for_matlab_runs_in_octave_and_gives_the_numbers(octave: Any, case: Case) -> None:
    """Wherever there is one: one channel, one kernel. A vector is a matrix of one row."""
    *_, matlab = conventions_for(case.layer, case.input)
    assume(matlab.code is not None)
    rows = shown(octave, matlab.code)
    assert flatten(rows) == case.slow.flat(case.input)
    assert (len(rows), len(rows[0])) == case.slow.output_size


def test_the_code_that_is_written_down_runs_in_octave(octave: Any, tmp_path: Path) -> None:
    """Every piece of it, on arrays that are in the code or beside it."""
    shown(octave, f"cd {tmp_path}; z = 0;")
    for piece in pieces("MATLAB/Octave"):
        if piece.code is not None:
            np.savetxt(tmp_path / "x.txt", np.atleast_2d(piece.input))
            np.savetxt(tmp_path / "w.txt", np.atleast_2d(piece.layer.weight))
            assert shown(octave, piece.code) == np.atleast_2d(piece.layer.forward(piece.input)).tolist()
