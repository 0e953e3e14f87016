import cmath

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage
from scipy.linalg import circulant

from app.convolution import Layer, OptionError, convolution_theorem, eigenvalues, eigenvector, first_column

whole = st.integers(-9, 9)


@st.composite
def circular(draw: st.DrawFn) -> tuple[Layer, np.ndarray]:
    """A layer whose matrix is circulant along one axis, or doubly block circulant along two, with an input."""
    axes = draw(st.integers(1, 2))
    kernel = [draw(st.integers(1, 3)) for _ in range(axes)]
    sizes = [draw(st.integers(taps, 7 if axes == 1 else 5)) for taps in kernel]
    weight = draw(st.lists(whole, min_size=int(np.prod(kernel)), max_size=int(np.prod(kernel))))
    x = draw(st.lists(whole, min_size=int(np.prod(sizes)), max_size=int(np.prod(sizes))))
    layer = Layer(
        np.reshape(weight, kernel),
        bias=draw(st.none() | whole),
        operation=draw(st.sampled_from(["cross-correlation", "convolution"])),
        padding=draw(st.sampled_from(["same", "same_lower"])),
        padding_mode="circular",
    )
    return layer, np.array(x, dtype=float).reshape(sizes)


def slow_transform(values: np.ndarray) -> np.ndarray:
    """The definition of the DFT along every axis, in loops."""
    found = np.zeros(values.shape, dtype=complex)
    for f in np.ndindex(values.shape):
        for i in np.ndindex(values.shape):
            turn = sum(a * b / n for a, b, n in zip(f, i, values.shape, strict=True))
            found[f] += values[i] * cmath.exp(-2j * cmath.pi * turn)
    return found


@given(circular())
def test_the_eigenvalues_are_the_transform_of_the_first_column(case: tuple[Layer, np.ndarray]) -> None:
    """The first column as the dense matrix has it, the transform by its definition."""
    layer, x = case
    column = layer.matrix(x.shape).dense()[:, 0].reshape(x.shape)
    assert first_column(layer, x.shape).tolist() == column.tolist()
    assert np.allclose(eigenvalues(layer, x.shape), slow_transform(column), atol=1e-9)


@given(circular())
def test_every_wave_is_only_scaled_by_its_eigenvalue(case: tuple[Layer, np.ndarray]) -> None:
    """T v = λ v for every frequency, with the dense T."""
    layer, x = case
    matrix, values = layer.matrix(x.shape).dense(), eigenvalues(layer, x.shape)
    for frequency in np.ndindex(x.shape):
        wave = eigenvector(frequency, x.shape).ravel()
        assert np.allclose(matrix @ wave, values[frequency] * wave, atol=1e-8)


@given(circular())
def test_the_convolution_theorem_holds(case: tuple[Layer, np.ndarray]) -> None:
    """Both sides against the definition: the transform of T x, and the product of two transforms."""
    layer, x = case
    matrix = layer.matrix(x.shape).dense()
    found = convolution_theorem(layer, x)
    assert found.holds
    assert np.allclose(found.left, slow_transform((matrix @ x.ravel()).reshape(x.shape)), atol=1e-8)
    assert np.allclose(found.right, slow_transform(matrix[:, 0].reshape(x.shape)) * slow_transform(x), atol=1e-8)
    assert found.difference == np.abs(found.left - found.right).max()


@given(circular())
def test_along_one_axis_the_matrix_is_scipys_circulant(case: tuple[Layer, np.ndarray]) -> None:
    """scipy.linalg.circulant of the first column."""
    layer, x = case
    if x.ndim == 1:
        assert circulant(first_column(layer, x.shape)).tolist() == layer.matrix(x.shape).dense().tolist()


@given(circular())
def test_undoing_the_transform_gives_what_ndimage_gives(case: tuple[Layer, np.ndarray]) -> None:
    """scipy.ndimage.correlate with mode wrap, for odd kernels, where all agree on the centre."""
    layer, x = case
    if layer.operation == "cross-correlation" and all(taps % 2 for taps in layer.weight.shape):
        back = np.fft.ifftn(convolution_theorem(layer, x).right).real
        assert np.allclose(back, ndimage.correlate(x, layer.weight, mode="wrap"), atol=1e-8)


def test_the_eigenvalues_of_the_question() -> None:
    """6 on the diagonal, 5 before and 7 after it, round a circle of four: 18, 6 + 2i, −6, 6 − 2i."""
    layer = Layer([5, 6, 7], padding="same", padding_mode="circular")
    assert eigenvalues(layer, (4,)).round(12).tolist() == [18, 6 + 2j, -6, 6 - 2j]


def test_two_sides_that_differ_do_not_hold() -> None:
    """The check can fail."""
    found = convolution_theorem(Layer([5, 6, 7], padding="same", padding_mode="circular"), [1, 2, 3, 4])
    assert not type(found)(found.left, found.right + 1e-6).holds


@pytest.mark.parametrize(
    ("layer", "shape", "sentence"),
    [
        (Layer([5, 6, 7], padding="same"), (4,), "the matrix is toeplitz, not circulant: use padding mode 'circular'"),
        (Layer([5, 6, 7], padding="full", padding_mode="circular"), (4,), "the matrix is toeplitz, not circulant"),
        (Layer([5, 6], padding="same", padding_mode="circular", stride=2), (4,), "the matrix is strided-"),
        (Layer([[5], [6]], padding_mode="circular"), (4,), "with several channels or filters each pair has a circ"),
    ],
)
def test_a_matrix_that_is_not_circulant_has_no_such_eigenvalues(
    layer: Layer, shape: tuple[int, ...], sentence: str
) -> None:
    """And the sentence says what it is and what would be."""
    for ask in (eigenvalues, first_column):
        with pytest.raises(OptionError, match=sentence):
            ask(layer, shape)
    with pytest.raises(OptionError, match=sentence):
        convolution_theorem(layer, np.ones(shape))


def test_a_leading_axis_of_one_channel_or_filter_changes_nothing() -> None:
    """(1, L) with (1, 1, K), and a weight of one filter, whose output is (1, L): the circle is along the last axis."""
    options = {"padding": "same", "padding_mode": "circular"}
    plain = convolution_theorem(Layer([5, 6, 7], **options), [1, 2, 3, 4])
    for weight, x in (([[5, 6, 7]], [1, 2, 3, 4]), ([[[5, 6, 7]]], [[1, 2, 3, 4]])):
        found = convolution_theorem(Layer(weight, **options), x)
        assert found.left.tolist() == plain.left.tolist()
        assert found.right.tolist() == plain.right.tolist()


def test_the_first_column_of_a_float32_kernel_is_float32() -> None:
    """As everywhere in the core."""
    layer = Layer(np.float32([5, 6, 7]), padding="same", padding_mode="circular")
    assert first_column(layer, (4,)).dtype == np.float32


def test_a_wave_along_one_axis_alone_is_constant_along_the_other() -> None:
    """Worked by hand: frequency 1 of 2 down, 0 across."""
    assert eigenvector((1, 0), (2, 3)).round(12).tolist() == [[1, 1, 1], [-1, -1, -1]]
    assert eigenvector((0,), (2,)).dtype == np.complex128
