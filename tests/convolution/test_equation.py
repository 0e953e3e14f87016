import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from app.convolution import ACTIVATIONS, Layer, equation_for, in_blocks
from app.convolution.latex import Side, column_marks, matrix, number, sign, vector
from tests.convolution.cases import Case, cases

QUESTION = [1, 2, 3, 4]


def test_the_question_is_written_with_its_sizes() -> None:
    """z = T x, worked by hand; what is no connection is a dot, not a 0."""
    assert equation_for(Layer([5, 6, 7]), QUESTION).product == (
        r"\underbrace{\begin{bmatrix} 38 \\ 56 \end{bmatrix}}_{z \in \mathbb{R}^{2}}" + "\n"
        r"= \underbrace{\begin{bmatrix} 5 & 6 & 7 & \cdot \\ \cdot & 5 & 6 & 7 \end{bmatrix}}"
        r"_{T \in \mathbb{R}^{2 \times 4}}" + "\n"
        r"\underbrace{\begin{bmatrix} 1 \\ 2 \\ 3 \\ 4 \end{bmatrix}}_{x \in \mathbb{R}^{4}}"
    )


def test_a_weight_of_zero_is_a_number_and_no_dot() -> None:
    """A numeric zero and a structural zero never look the same."""
    assert equation_for(Layer([5, 0]), [1, 2, 3]).written_matrix == (
        r"\begin{bmatrix} 5 & 0 & \cdot \\ \cdot & 5 & 0 \end{bmatrix}"
    )


def test_a_bias_and_a_non_linearity_are_written_after_the_product() -> None:
    """38 − 45 = −7 and 56 − 45 = 11; ReLU makes them 0 and 11."""
    found = equation_for(Layer([5, 6, 7], bias=-45, activation="relu"), QUESTION)
    assert found.product.endswith(
        "\n" + r"+ \underbrace{\begin{bmatrix} -45 \\ -45 \end{bmatrix}}_{b \in \mathbb{R}^{2}}"
    )
    assert found.activation == (
        r"\underbrace{\begin{bmatrix} 0 \\ 11 \end{bmatrix}}_{a \in \mathbb{R}^{2}}" + "\n"
        r"= \operatorname{ReLU}\left(\begin{bmatrix} -7 \\ 11 \end{bmatrix}\right)"
    )


def test_every_non_linearity_has_its_sign() -> None:
    """All but the identity, which writes nothing."""
    for name in ACTIVATIONS:
        written = equation_for(Layer([1], activation=name), [1]).activation
        assert (written is None) == (name == "identity")


def test_symbols_stand_for_every_array_by_position() -> None:
    """Tied weights are seen to be the same; the kernel of a convolution is reversed."""
    found = equation_for(Layer([5, 6], bias=[1], operation="convolution", activation="tanh"), [1, 2, 3], symbols=True)
    assert found.written_matrix == (r"\begin{bmatrix} w_{1} & w_{0} & \cdot \\ \cdot & w_{1} & w_{0} \end{bmatrix}")
    assert r"\begin{bmatrix} b_{0} \\ b_{0} \end{bmatrix}" in found.product
    assert r"= \tanh\left(\begin{bmatrix} z_{0} \\ z_{1} \end{bmatrix}\right)" in (found.activation or "")


def test_weights_that_share_a_cell_are_added() -> None:
    """Replicated padding reads the first input twice; after four terms there are dots."""
    shared = equation_for(Layer([5, 6, 7], padding="same", padding_mode="replicate"), [1, 2], symbols=True)
    assert shared.written_matrix == (r"\begin{bmatrix} w_{0} + w_{1} & w_{2} \\ w_{0} & w_{1} + w_{2} \end{bmatrix}")
    wide = equation_for(Layer([1] * 6, padding=[[5, 0]], padding_mode="replicate"), [1], symbols=True)
    assert wide.written_matrix == r"\begin{bmatrix} w_{0} + w_{1} + w_{2} + w_{3} + \cdots \end{bmatrix}"


def test_along_two_axes_lines_divide_the_rows_of_the_picture() -> None:
    """A 2 × 2 kernel on 2 × 3: blocks of 2 × 3, one row of outputs, two rows of inputs."""
    assert equation_for(Layer([[1, 2], [3, 4]]), [[1, 2, 3], [4, 5, 6]]).written_matrix == (
        r"\left[\begin{array}{ccc|ccc} 1 & 2 & \cdot & 3 & 4 & \cdot \\ "
        r"\cdot & 1 & 2 & \cdot & 3 & 4 \end{array}\right]"
    )


def test_along_two_axes_the_blocks_are_a_toeplitz_matrix_of_toeplitz_matrices() -> None:
    """Block row i has the kernel's rows from column i on."""
    written = in_blocks(equation_for(Layer([[1, 2], [3, 4]], bias=9), np.ones((3, 3))))
    assert written == (
        r"\begin{bmatrix} z_{0} \\ z_{1} \end{bmatrix}" + "\n"
        r"= \begin{bmatrix} T_{0} & T_{1} & \cdot \\ \cdot & T_{0} & T_{1} \end{bmatrix}" + "\n"
        r"\begin{bmatrix} x_{0} \\ x_{1} \\ x_{2} \end{bmatrix}" + "\n"
        r"+ \begin{bmatrix} 9 \mathbf{1} \\ 9 \mathbf{1} \end{bmatrix}," + "\n"
        r"\quad T_{0} = \begin{bmatrix} 1 & 2 & \cdot \\ \cdot & 1 & 2 \end{bmatrix}," + "\n"
        r"\quad T_{1} = \begin{bmatrix} 3 & 4 & \cdot \\ \cdot & 3 & 4 \end{bmatrix}"
    )


def test_a_reversed_kernel_has_its_blocks_reversed() -> None:
    """Convolution along two axes: the last row of the kernel comes first."""
    written = in_blocks(equation_for(Layer([[1, 2], [3, 4]], operation="convolution"), np.ones((3, 2)))) or ""
    assert r"T_{1} & T_{0} & \cdot \\ \cdot & T_{1} & T_{0}" in written
    assert r"T_{0} = \begin{bmatrix} 2 & 1 \end{bmatrix}" in written


def test_channels_and_filters_are_blocks_and_groups_leave_some_out() -> None:
    """Two channels in two groups: each filter has its own channel only."""
    written = in_blocks(equation_for(Layer([[[1]], [[2]]], groups=2), [[1, 2], [3, 4]])) or ""
    assert r"\left[\begin{array}{c|c} T_{0} & \cdot \\ \hline \cdot & T_{1} \end{array}\right]" in written
    both = in_blocks(equation_for(Layer([[[1], [2]], [[3], [4]]]), [[1, 2], [3, 4]])) or ""
    assert r"T_{0,0} & T_{0,1} \\ \hline T_{1,0} & T_{1,1}" in both
    assert in_blocks(equation_for(Layer([[1, 2]]), QUESTION)) is None


def test_many_blocks_are_named_and_a_few_are_written() -> None:
    """Eight filters: six definitions, then dots."""
    written = in_blocks(equation_for(Layer([[n] for n in range(8)]), [1])) or ""
    assert written.count(r"\quad T_") == 6
    assert written.endswith(r",\; \ldots")


def test_a_block_of_symbols_equals_its_cells() -> None:
    """The sign stands between the name of the block and the block."""
    written = in_blocks(equation_for(Layer([[5], [6]]), [1], symbols=True)) or ""
    assert r"\quad T_{0} = \begin{bmatrix} w_{0,0} \end{bmatrix}" in written


def test_a_side_of_more_than_sixteen_is_cut_with_dots() -> None:
    """Six of the beginning, three of the end; dots between rows, columns and where both are cut."""
    whole = equation_for(Layer([1, 2]), list(range(16)))
    assert whole.complete
    assert "dots" not in whole.product
    found = equation_for(Layer([1, 2]), list(range(40)))
    assert not found.complete
    assert found.written_matrix.startswith(r"\begin{bmatrix}")
    rows = found.written_matrix.removeprefix(r"\begin{bmatrix} ").removesuffix(r" \end{bmatrix}").split(r" \\ ")
    assert len(rows) == 10
    assert rows[0] == " & ".join(["1", "2", *[r"\cdot"] * 4, r"\cdots", *[r"\cdot"] * 3])
    assert rows[6] == " & ".join([*[r"\vdots"] * 6, r"\ddots", *[r"\vdots"] * 3])
    assert rows[9] == " & ".join([*[r"\cdot"] * 6, r"\cdots", r"\cdot", "1", "2"])


def test_more_columns_than_bmatrix_takes_stand_in_an_array() -> None:
    """amsmath stops at ten: eleven columns would be an error in a text."""
    ten, eleven = (equation_for(Layer([1] * size), [1] * size).written_matrix for size in (10, 11))
    assert ten.startswith(r"\begin{bmatrix} 1")
    assert eleven.startswith(r"\left[\begin{array}{ccccccccccc} 1")


def test_no_line_stands_beside_the_dots() -> None:
    """A block that begins where the cut ends is not marked: it would look as if the dots were a block."""
    side = Side(20, range(0, 20, 17))
    assert [side.divided(index) for index in side.shown] == [False] * 9
    assert matrix(side, Side(1), lambda row, _: str(row)).startswith(r"\begin{bmatrix}")


def test_a_rounded_number_is_not_called_equal() -> None:
    """At most six digits are written; 1/3 is about 0.333333."""
    assert sign([1.0, 0.5, 123456.0, 1e22]) == "="
    assert sign([1.0, 1 / 3]) == r"\approx"
    assert "\n" + r"\approx " in equation_for(Layer([1 / 3]), [1, 2]).product
    assert r"T_{1} \approx" in (in_blocks(equation_for(Layer([[1.0], [1 / 3]]), [1, 2])) or "")
    assert r"\approx \sigma" in (equation_for(Layer([1], activation="sigmoid"), [1]).activation or "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.0, "0"),
        (1e-7, "10^{-7}"),
        (-1e22, "-10^{22}"),
        (2.5e300, r"2.5 \times 10^{300}"),
        (1234567.0, r"1.23457 \times 10^{6}"),
    ],
)
def test_a_power_of_ten_is_written_as_one(value: float, text: str) -> None:
    """And minus zero as zero."""
    assert number(value) == text


def expanded(blocks: str, shape: tuple[int, int]) -> Any:
    """The matrix that a block equation of short sides means: its blocks, of one shape, in place, dots as zeros."""
    grid, *definitions = re.split(r"\\quad T", blocks)
    leaves = {}
    for definition in definitions:
        name, body = re.fullmatch(r"(_\{[\d,]+\}|) (?:=|\\approx) (.*?),?\s*", definition, re.DOTALL).groups()
        leaves[f"T{name}"] = np.array([[0.0 if e == r"\cdot" else float(e) for e in row] for row in rows_of(body)])
    body = next(line for line in grid.splitlines() if line.startswith("= "))
    cells = [
        [sum((leaves[name] for name in e.split(" + ") if name != r"\cdot"), np.zeros(shape)) for e in row]
        for row in rows_of(body)
    ]
    return np.block(cells)


def rows_of(text: str) -> list[list[str]]:
    """The entries of a written matrix."""
    inner = re.search(r"(?:\\begin\{bmatrix\}|\\begin\{array\}\{[c|]+\}) (.*) \\end\{", text)
    assert inner is not None
    return [row.removeprefix(r"\hline ").split(" & ") for row in inner[1].split(r" \\ ")]


@given(case=cases())
def test_the_blocks_put_together_are_the_matrix(case: Case) -> None:
    """Whatever the padding, the stride and the groups: held against the six loops."""
    written = in_blocks(equation_for(case.layer, case.input))
    if written is None or "dots" in written:
        return
    line = case.plan.axes[-1]
    assert expanded(written, (line.output_size, line.input_size)).tolist() == case.slow.matrix()


def test_a_vector_is_a_matrix_of_one_column() -> None:
    """In brackets."""
    assert vector(Side(2), str) == r"\begin{bmatrix} 0 \\ 1 \end{bmatrix}"


def test_filters_channels_and_rows_of_the_kernel_number_the_blocks() -> None:
    """Two of each, kernels of two rows and one column, so that every index has its own count."""
    layer = Layer(np.arange(8.0).reshape(2, 2, 2, 1))
    written = in_blocks(equation_for(layer, np.ones((2, 3, 1)))) or ""
    assert written.splitlines()[0] == (
        r"\left[\begin{array}{c} z_{0,0} \\ z_{0,1} \\ \hline z_{1,0} \\ z_{1,1} \end{array}\right]"
    )
    assert r"T_{0,0,0} & T_{0,0,1} & \cdot & T_{0,1,0} & T_{0,1,1} & \cdot \\" in written
    for weight, name in enumerate(["0,0,0", "0,0,1", "0,1,0", "0,1,1", "1,0,0", "1,0,1"]):
        assert rf"T_{{{name}}} = \begin{{bmatrix}} {weight} \end{{bmatrix}}" in written
    assert written.endswith(r",\; \ldots")


@pytest.mark.parametrize(("place", "name"), [((0, 1, 1), "0,1,1"), ((1, 0, 1), "1,0,1"), ((0, 0, 1), "0,0,1")])
def test_only_the_block_with_a_rounded_number_is_about_equal(place: tuple[int, int, int], name: str) -> None:
    """In symbols nothing is rounded."""
    weight = np.ones((2, 2, 2, 3))
    weight[(*place, 0)] = 1 / 3
    written = in_blocks(equation_for(Layer(weight), np.ones((2, 2, 3)))) or ""
    assert re.findall(r"T_\{([\d,]+)\} \\approx", written) == [name]
    assert "approx" not in (in_blocks(equation_for(Layer(weight), np.ones((2, 2, 3)), symbols=True)) or "")


@pytest.mark.parametrize(
    ("rows", "written"),
    [
        (2, "T_{0} + T_{1}"),
        (4, "T_{0} + T_{1} + T_{2} + T_{3}"),
        (5, r"T_{0} + T_{1} + T_{2} + T_{3} + \cdots"),
    ],
)
def test_blocks_that_share_a_place_are_added_up_to_four(rows: int, written: str) -> None:
    """Replicated rows of an input of one row: every row of the kernel reads it, at both positions."""
    layer = Layer(np.ones((rows, 1)), padding=[[rows, 0], [0, 0]], padding_mode="replicate")
    assert rf"= \begin{{bmatrix}} {written} \\ {written} \end{{bmatrix}}" in (
        in_blocks(equation_for(layer, [[1, 2]])) or ""
    )


def test_four_weights_in_a_cell_and_six_blocks_are_written_without_dots() -> None:
    """The last numbers that are."""
    four = equation_for(Layer([1] * 4, padding=[[3, 0]], padding_mode="replicate"), [1], symbols=True)
    assert four.written_matrix == r"\begin{bmatrix} w_{0} + w_{1} + w_{2} + w_{3} \end{bmatrix}"
    six = in_blocks(equation_for(Layer([[n] for n in range(6)]), [1])) or ""
    assert six.count(r"\quad T_") == 6
    assert "dots" not in six


def test_a_rounded_input_or_bias_makes_the_product_about_equal() -> None:
    """1/3 in x; a bias of nine digits whose sum with the product has six."""
    assert equation_for(Layer([1]), [1 / 3]).sign() == r"\approx"
    assert equation_for(Layer([1], bias=1233325.44), [1234.56]).sign() == r"\approx"
    assert equation_for(Layer([1], bias=2), [1]).sign() == "="


def test_a_filter_without_a_bias_has_one_of_zero() -> None:
    """Whoever asks for it."""
    assert equation_for(Layer([[5], [6]]), [1]).bias_of(1) == "0"


def test_the_marks_of_columns_that_are_cut_out() -> None:
    """One for the dots, and no line beside them."""
    assert column_marks(Side(20, starts=[0, 2, 17])) == "cc|cccccccc"
