"""The oracle is judged by itself: by hand, and by what changes when one number changes by one."""

import ast
from pathlib import Path

from hypothesis import given

from tests import oracles
from tests.convolution.cases import Case, cases
from tests.oracles import flatten, fold, pad_grid, pad_line


def test_the_oracle_imports_nothing_but_the_standard_library() -> None:
    """What it shares with the code under test it could not find wrong."""
    tree = ast.parse(Path(oracles.__file__).read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"collections.abc", "dataclasses", "functools", "typing"}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]


def test_padding_a_list_by_hand() -> None:
    """Two before and one after, in each mode."""
    padded = {mode: pad_line([1, 2, 3], 2, 1, mode, 0) for mode in ("zeros", "reflect", "replicate", "circular")}
    assert padded == {
        "zeros": [0, 0, 1, 2, 3, 0],
        "reflect": [3, 2, 1, 2, 3, 2],
        "replicate": [1, 1, 1, 2, 3, 3],
        "circular": [2, 3, 1, 2, 3, 1],
    }


def test_padding_a_grid_by_hand() -> None:
    """A row above and a column after: the corner is padding of both."""
    assert pad_grid([[1, 2], [3, 4]], ((1, 0), (0, 1)), "zeros", 0) == [[0, 0, 0], [1, 2, 0], [3, 4, 0]]
    assert pad_grid([[1, 2], [3, 4]], ((1, 0), (0, 1)), "reflect", 0) == [[3, 4, 3], [1, 2, 1], [3, 4, 3]]
    assert pad_grid([[1, 2], [3, 4]], ((1, 0), (0, 1)), "circular", 0) == [[3, 4, 3], [1, 2, 1], [3, 4, 3]]
    assert pad_grid([[1, 2], [3, 4]], ((1, 0), (0, 1)), "replicate", 0) == [[1, 2, 2], [1, 2, 2], [3, 4, 4]]


def test_folding_undoes_flattening() -> None:
    """C order."""
    assert fold([1, 2, 3, 4, 5, 6], (3, 1, 2)) == [[[1, 2]], [[3, 4]], [[5, 6]]]
    assert flatten([[[1, 2]], [[3, 4]], [[5, 6]]]) == [1, 2, 3, 4, 5, 6]


@given(cases())
def test_a_gradient_is_how_much_a_linear_loss_changes_when_one_number_grows_by_one(case: Case) -> None:
    """The layer is linear in its weights and in its input, so a step of one is exact."""
    slow, x, upstream = case.slow, flatten(case.input), case.upstream
    base = slow.loss(x, upstream)

    def grown(values: list[float], i: int) -> list[float]:
        return [value + (i == j) for j, value in enumerate(values)]

    weights = flatten(slow.weight)
    changes = [slow.with_weight(grown(weights, k)).loss(x, upstream) - base for k in range(len(weights))]
    assert slow.weight_gradient(x, upstream) == changes
    changes = [slow.loss(grown(x, i), upstream) - base for i in range(len(x))]
    assert slow.input_gradient(upstream) == changes
