"""Every operation on random layers, held against the six loops: one axis and two, channels, groups, every padding."""

import re
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given
from scipy.sparse import coo_array, csr_array

from tests.asking import ask
from tests.convolution.cases import Case, cases
from tests.oracles import flatten, fold

slow_search = pytest.mark.slow


@pytest.fixture(scope="module")
def application(app: FastAPI) -> FastAPI:
    """The application, for tests that hypothesis runs many times."""
    return app


def answer(app: FastAPI, operation: str, case: Case, **more: Any) -> Any:
    """What the operation answers to the layer of a case, by POST."""
    found = ask(app, "POST", f"/api/v1/{operation}", json={"input": case.input, **case.fields, **more})
    assert found.status_code == 200, found.text
    return found.json()


@slow_search
@given(case=cases())
def test_the_output_is_that_of_the_six_loops(application: FastAPI, case: Case) -> None:
    """Exactly, by sliding, by the matrix, by the network and by the patches."""
    expected = case.slow.flat(case.input)
    found = answer(application, "convolution", case, steps=True)
    assert flatten(found["output"]) == [step["sum"] for step in found["steps"]] == expected
    assert flatten(answer(application, "im2col", case)["product"]) == expected
    network = answer(application, "connectivity", case)
    assert [node["value"] for node in network["outputs"]] == expected
    ties = network["connections"]
    assert list(zip(ties["output"], ties["input"], ties["weight"], strict=True)) == case.slow.ties


@slow_search
@given(case=cases())
def test_the_matrix_is_that_of_unit_vectors_in_every_format(application: FastAPI, case: Case) -> None:
    """Column i is what the six loops make of the i-th unit vector."""
    expected = case.slow.matrix()
    dense = answer(application, "toeplitz", case)
    coo = answer(application, "toeplitz", case, format="coo")["matrix"]
    csr = answer(application, "toeplitz", case, format="csr")["matrix"]
    shape = dense["shape"]
    assert dense["matrix"] == expected
    assert coo_array((coo["value"], (coo["row"], coo["column"])), shape=shape).toarray().tolist() == expected
    assert csr_array((csr["data"], csr["indices"], csr["indptr"]), shape=shape).toarray().tolist() == expected
    assert flatten(dense["product"]) == case.slow.flat(case.input)


@slow_search
@given(case=cases())
def test_the_gradients_are_those_of_the_six_loops(application: FastAPI, case: Case) -> None:
    """Of weight, bias and input; the terms of a weight add up to its gradient."""
    upstream = case.delta.tolist()
    found = answer(application, "gradients", case, upstream=upstream, contributions=True)
    expected = case.slow.weight_gradient(case.input, case.upstream)
    assert flatten(found["weight"]) == expected
    assert flatten(found["input"]) == case.slow.input_gradient(case.upstream)
    assert flatten(found["bias"]) == case.slow.bias_gradient(case.upstream)
    terms = found["contributions"]
    summed = [0.0] * len(expected)
    for weight, value in zip(terms["weight"], terms["value"], strict=True):
        summed[weight] += value
    assert summed == expected


ENTRY = re.compile(r"\\\\|&")
HEAD, TAIL = 6, 3


def cut(values: list[Any]) -> list[Any]:
    """What is written of a long side."""
    return values if len(values) <= 16 else [*values[:HEAD], *values[-TAIL:]]


def written_matrix(text: str) -> list[list[str]]:
    """The entries of the matrix over the brace T, without lines and dots."""
    body = re.search(r"= \\underbrace\{(?:\\begin\{bmatrix\}|\\left\[\\begin\{array\}\{[c|]+\}) (.*?) \\end", text)
    assert body is not None, text
    rows = [row.removeprefix(r"\hline ").split(" & ") for row in body[1].split(r" \\ ")]
    kept = [row for row in rows if r"\vdots" not in row]
    return [[entry for entry in row if entry != r"\cdots"] for row in kept]


@slow_search
@given(case=cases())
def test_the_equation_shows_the_matrix_and_its_structural_zeros(application: FastAPI, case: Case) -> None:
    """Read back from the LaTeX: a number where the six loops have a tie, a dot where they have none."""
    text = answer(application, "latex", case)["equation"]
    tied = {(output, read) for output, read, _ in case.slow.ties}
    matrix = case.slow.matrix()
    expected = [
        [
            f"{matrix[row][column]:g}" if (row, column) in tied else r"\cdot"
            for column in cut(list(range(len(matrix[0]))))
        ]
        for row in cut(list(range(len(matrix))))
    ]
    assert written_matrix(text) == expected


@slow_search
@given(case=cases())
def test_pooling_takes_each_map_by_itself(application: FastAPI, case: Case) -> None:
    """The maximum of each whole map, where it stands, and the average: worked from the six loops' maps."""
    sizes = case.slow.output_size if len(case.plan.axes) > 1 else case.slow.output_size[1:]
    pooling = {"size": list(sizes)}
    maps = fold(case.slow.flat(case.input), (case.slow.filters, case.slow.positions))
    largest = answer(application, "feature-maps", case, pooling=pooling | {"kind": "max"})
    assert flatten(largest["pooled"]) == [max(each) for each in maps]
    assert flatten(largest["argmax"]) == [each.index(max(each)) for each in maps]
    average = answer(application, "feature-maps", case, pooling=pooling | {"kind": "average"})
    assert flatten(average["pooled"]) == pytest.approx([sum(each) / len(each) for each in maps], rel=1e-12, abs=1e-12)
