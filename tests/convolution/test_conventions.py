import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given

from app.convolution import Layer, conventions_for
from app.convolution.snippets import number
from tests.convolution.cases import Case, cases
from tests.convolution.codes import NAMES, PIECES, Piece
from tests.convolution.snippets import code_of, printed
from tests.oracles import flatten


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: f"{piece.framework}: {piece.given}")
def test_each_framework_is_given_the_code_that_was_seen_to_run(piece: Piece) -> None:
    """Word for word what is written down, with its note; the long tests run that in the framework itself."""
    (found,) = [each for each in conventions_for(*piece.both) if each.framework == piece.framework]
    assert found.code == piece.code
    assert found.note == piece.note


@pytest.mark.parametrize("framework", ["NumPy", "SciPy"])
@given(case=cases())
def test_the_code_runs_and_prints_the_numbers(framework: str, case: Case) -> None:
    """Executed as it stands, for every option, shape, mode and number of channels; exactly, and in the same shape."""
    found = printed(code_of(case.layer, case.input, framework))
    assert flatten(found) == case.slow.flat(case.input)
    assert np.shape(found) == case.layer.output_shape(case.shape)


def central(full: np.ndarray, size: tuple[int, ...], taps: tuple[int, ...], shape: str) -> np.ndarray:
    """MATLAB's parts of a full convolution: `same` starts at ⌈(k + 1) / 2⌉ and `valid` at k, counted from 1."""
    if shape == "full":
        return full
    starts = [math.ceil((k + 1) / 2) - 1 if shape == "same" else k - 1 for k in taps]
    lengths = [n if shape == "same" else n - k + 1 for n, k in zip(size, taps, strict=True)]
    return full[tuple(slice(a, a + n) for a, n in zip(starts, lengths, strict=True))]


def conv2(x: np.ndarray, w: np.ndarray, shape: str) -> np.ndarray:
    """MATLAB's conv and conv2, by the definition; a vector is a matrix of one row."""
    full = np.zeros([n + k - 1 for n, k in zip(x.shape, w.shape, strict=True)])
    for i, j in np.ndindex(w.shape):
        full[i : i + x.shape[0], j : j + x.shape[1]] += w[i, j] * x
    return central(full, x.shape, w.shape, shape)


def indices(text: str, sizes: tuple[int, ...]) -> Any:
    """MATLAB's `[1 1 2]`, `2:5` and `1:2:end`, one for each axis or one for a row, as indices counted from 0."""
    found = []
    parts = text.split(", ")
    for part, size in zip(parts, sizes[-len(parts) :], strict=True):
        if part.startswith("["):
            found.append([int(each) - 1 for each in part.strip("[]").split()])
            continue
        first, *step, last = part.split(":")
        stop = size if last == "end" else int(last)
        found.append(list(range(int(first) - 1, stop, int(step[0]) if step else 1)))
    return np.ix_(*([[0]] * (2 - len(found)) + found))


def run_matlab(code: str) -> np.ndarray:
    """The few statements of MATLAB that the code consists of, interpreted one after another."""
    names: dict[str, np.ndarray] = {}
    for line in code.splitlines():
        if found := re.fullmatch(r"(\w+) = \[(.*)\];", line):
            names[found[1]] = np.array([[float(n) for n in row.split()] for row in found[2].split("; ")])
        elif found := re.fullmatch(r"(\w+) = zeros\((\d+), (\d+)\);", line):
            names[found[1]] = np.zeros((int(found[2]), int(found[3])))
        elif found := re.fullmatch(r"(\w+)\((.*)\) = (\w+);", line):
            names[found[1]][indices(found[2], names[found[1]].shape)] = names[found[3]]
        elif found := re.fullmatch(r"z = conv2?\(x, (.*), '(\w+)'\);", line):
            names["z"] = conv2(names["x"], names["w"] if found[1] == "w" else np.flip(names["w"]), found[2])
        elif found := re.fullmatch(r"(\w+) = (\w+)\((.*)\);", line):
            names[found[1]] = names[found[2]][indices(found[3], names[found[2]].shape)]
        elif found := re.fullmatch(r"z = z \+ (.*);", line):
            names["z"] = names["z"] + float(found[1])
        elif found := re.fullmatch(r"(\w+) = (\w+);", line):
            names[found[1]] = names[found[2]]
        else:
            assert line == "disp(z)"
    return names["z"]


@given(case=cases())
def test_the_code_for_matlab_gives_the_numbers_by_its_documented_rules(case: Case) -> None:
    """Interpreted statement by statement, with conv and conv2 as they are documented, `same` above all."""
    assume(case.plan.in_channels == case.plan.out_channels == 1)
    found = run_matlab(code_of(case.layer, case.input, "MATLAB/Octave"))
    assert found.ravel().tolist() == case.slow.flat(case.input)


def test_every_framework_is_there_in_a_fixed_order() -> None:
    """And each says which of its calls reverses the kernel."""
    found = conventions_for(Layer([5, 6, 7]), [1, 2, 3, 4])
    assert [each.framework for each in found] == NAMES
    assert all("the kernel" in each.note for each in found)


CALLS = [
    # operation, padding, then the line that computes it in NumPy and in MATLAB
    ("convolution", "full", 'np.convolve(x, w, mode="full")', "conv(x, w, 'full')"),
    ("convolution", "same", 'np.convolve(x, w, mode="same")', "conv(x, w, 'same')"),
    ("convolution", "valid", 'np.convolve(x, w, mode="valid")', "conv(x, w, 'valid')"),
    ("cross-correlation", "full", 'np.correlate(x, w, mode="full")', "conv(x, flip(w), 'full')"),
    ("cross-correlation", "same", 'np.correlate(x, w, mode="same")', "conv(x, flip(w), 'same')"),
    ("cross-correlation", "valid", 'np.correlate(x, w, mode="valid")', "conv(x, flip(w), 'valid')"),
]


@pytest.mark.parametrize(("operation", "padding", "numpy", "matlab"), CALLS)
def test_the_six_answers_of_the_question_are_one_call_each(
    operation: str, padding: str, numpy: str, matlab: str
) -> None:
    """Where a framework has the very call, the code is that call and nothing around it."""
    layer = Layer([5, 6, 7], operation=operation, padding=padding)
    assert code_of(layer, [1, 2, 3, 4], "NumPy").splitlines()[4:] == [f"z = {numpy}", "print(z.tolist())"]
    assert code_of(layer, [1, 2, 3, 4], "MATLAB/Octave").splitlines()[2:] == [f"z = {matlab};", "disp(z)"]


SAME = [
    # padding, framework, the call for an even kernel, what its note says
    ("same_lower", "NumPy", 'np.convolve(x, w, mode="same")', "at the start, as here"),
    ("same_lower", "SciPy", 'signal.convolve(x, w, mode="same", method="direct")', "at the start, as here"),
    ("same_lower", "PyTorch", "F.conv1d(x[None], w)[0]", "at the end; here it is at the start"),
    ("same_lower", "JAX", 'window_strides=(1,), padding="SAME_LOWER")', "at the end; here it is at the start"),
    ("same_lower", "TensorFlow", 'tf.nn.conv1d(x[None], w, 1, padding="VALID")', "at the end; here it is at the start"),
    ("same_lower", "MATLAB/Octave", "conv(x, w, 'valid')", "at the end; here it is at the start"),
    ("same", "NumPy", 'np.convolve(x, w, mode="valid")', "at the start; here it is at the end"),
    ("same", "SciPy", 'ndimage.convolve(x, w, mode="constant")', "at the start; here it is at the end"),
    ("same", "PyTorch", "F.conv1d(x[None], w, padding='same')[0]", "at the end, as here"),
    ("same", "JAX", 'window_strides=(1,), padding="SAME")', "at the end, as here"),
    ("same", "TensorFlow", 'tf.nn.conv1d(x[None], w, 1, padding="SAME")', "at the end, as here"),
    ("same", "MATLAB/Octave", "conv(x, w, 'same')", "at the end, as here"),
]


@pytest.mark.parametrize(("padding", "framework", "call", "note"), SAME)
def test_same_with_an_even_kernel_is_told_apart(padding: str, framework: str, call: str, note: str) -> None:
    """By which framework means which: its own `same` is used only where it is ours, and the note says so."""
    layer = Layer([5, 6], operation="convolution", padding=padding)
    (found,) = [each for each in conventions_for(layer, [1, 2, 3, 4]) if each.framework == framework]
    assert found.code is not None
    assert call in found.code
    assert note in found.note


def test_an_odd_kernel_needs_no_such_note() -> None:
    """Then `same` is the same everywhere."""
    found = conventions_for(Layer([5, 6, 7], padding="same"), [1, 2, 3, 4])
    assert not any("same" in each.note for each in found)


def test_where_there_is_no_call_it_says_why() -> None:
    """conv and conv2 know one channel and one kernel."""
    *others, matlab = conventions_for(Layer([[5, 6], [7, 8]]), [1, 2, 3, 4])
    assert matlab.code is None
    assert matlab.note.startswith("conv and conv2 take one channel and one kernel")
    assert all(each.code for each in others)


@pytest.mark.parametrize("framework", ["NumPy", "SciPy"])
def test_large_arrays_are_loaded_and_not_written_out(
    framework: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above 1,000 numbers."""
    x = np.arange(1001.0)
    code = code_of(Layer([5, 6, 7]), x, framework)
    assert len(code) < 500
    monkeypatch.chdir(tmp_path)
    np.save("x.npy", x)
    assert printed(code) == (5 * x[:-2] + 6 * x[1:-1] + 7 * x[2:]).tolist()
    assert 'np.load("x.npy")' in code_of(Layer([5, 6, 7]), x, "PyTorch")
    assert "load('x.txt')" in code_of(Layer([5, 6, 7]), x, "MATLAB/Octave")
    for each in (framework, "PyTorch", "MATLAB/Octave"):
        assert "load" not in code_of(Layer([5, 6, 7]), x[:1000], each)


@pytest.mark.parametrize("framework", ["NumPy", "SciPy"])
def test_nothing_is_padded_where_no_window_reads_padding(framework: str) -> None:
    """However the padding that is not there would be filled."""
    assert "pad" not in code_of(Layer([5, 6], padding_mode="reflect"), np.arange(4.0), framework)


def test_a_number_is_written_as_whole_where_its_digits_are_those_of_the_float() -> None:
    """From 2⁵³ on a float stands for several whole numbers."""
    written = {
        1000.0: "1000",
        2.0**53 - 1: "9007199254740991",
        2.0**53: "9007199254740992.0",
        -(2.0**53): "-9007199254740992.0",
    }
    assert {value: number(value) for value in written} == written


@pytest.mark.parametrize("framework", NAMES[:-1])
def test_float32_is_computed_in_float32(framework: str) -> None:
    """As the layer does when all that it was given is float32."""
    x, w = np.ones(4, dtype=np.float32), np.ones(3, dtype=np.float32)
    assert "float32" in code_of(Layer(w), x, framework)
    assert "float32" not in code_of(Layer(w), x.tolist(), framework)
