"""The answers: exactly those of the question and of the design, for both verbs."""

from typing import Any

import pytest
from scipy.linalg import toeplitz
from scipy.sparse import csr_array

from app.api.operation import Operation
from app.api.operations import OPERATIONS
from app.convolution import ACTIVATIONS
from tests.api.conftest import Post, both

QUESTION = {"input": [1, 2, 3, 4], "weight": [5, 6, 7]}
QUERY = "input=1,2,3,4&weight=5,6,7"


def links(figure: str, view: str = "") -> dict[str, str]:
    """The links of the question's example."""
    return {
        "page": f"/?{QUERY}{view}",
        "embed": f"/embed?{QUERY}{view}",
        "figure": f"/figure/{figure}.svg?{QUERY}",
    }


# The question's example in its default state, worked by hand.
EXACT: dict[str, dict[str, Any]] = {
    "convolution": {
        "output": [38, 56],
        "output_shape": [2],
        "padding": [[0, 0]],
        "method": "direct",
        "links": links("sliding"),
    },
    "feature-maps": {
        "pre_activation": [38, 56],
        "activation": [38, 56],
        "output_shape": [2],
        "links": links("feature-maps"),
    },
    "toeplitz": {
        "shape": [2, 4],
        "structure": "toeplitz",
        "nonzeros": 6,
        "distinct_weights": 3,
        "parameters": {"dense": 8, "locally_connected": 6, "convolutional": 3},
        "format": "dense",
        "matrix": [[5, 6, 7, 0], [0, 5, 6, 7]],
        "product": [38, 56],
        "links": links("matrix"),
    },
    "connectivity": {
        "inputs": [{"index": i, "position": [i], "value": value} for i, value in enumerate([1, 2, 3, 4])],
        "outputs": [{"index": i, "position": [i], "value": value} for i, value in enumerate([38, 56])],
        "weights": [
            {"index": i, "position": [i], "value": value, "connections": 2} for i, value in enumerate([5, 6, 7])
        ],
        "connections": {
            "output": [0, 0, 0, 1, 1, 1],
            "input": [0, 1, 2, 1, 2, 3],
            "weight": [0, 1, 2, 0, 1, 2],
        },
        "links": links("network"),
    },
    "gradients": {
        "weight": [3, 5, 7],
        "bias": 2,
        "input": [5, 11, 13, 7],
        "links": links("gradients", "&view=sliding,network,gradients"),
    },
    "im2col": {
        "patches": [[[1, 2, 3], [2, 3, 4]]],
        "windows": [[[0, 1, 2], [1, 2, 3]]],
        "weights": [[[5, 6, 7]]],
        "weight_index": [[[0, 1, 2]]],
        "product": [38, 56],
        "output_shape": [2],
        "copies": 1.5,
        "links": links("im2col"),
    },
}

VERBS = ("POST", "GET")


@pytest.mark.parametrize("operation", EXACT)
def test_the_questions_example_is_answered_exactly(post: Post, get: Post, operation: str) -> None:
    """Every key, every shape, every number, and nothing else."""
    assert both(post, get, operation, **QUESTION) == EXACT[operation]


@pytest.mark.parametrize("operation", EXACT)
def test_the_short_query_means_the_same(get: Post, operation: str) -> None:
    """Commas are enough."""
    assert get(operation, QUERY).json() == EXACT[operation]


SIX = [
    ("convolution", "full", [5, 16, 34, 52, 45, 28]),
    ("convolution", "same", [16, 34, 52, 45]),
    ("convolution", "valid", [34, 52]),
    ("cross-correlation", "full", [7, 20, 38, 56, 39, 20]),
    ("cross-correlation", "same", [20, 38, 56, 39]),
    ("cross-correlation", "valid", [38, 56]),
]


@pytest.mark.parametrize(("kind", "padding", "expected"), SIX)
def test_all_six_rows_of_the_question(post: Post, get: Post, kind: str, padding: str, expected: list[int]) -> None:
    """By sliding, by the matrix and by the network alike."""
    fields = QUESTION | {"operation": kind, "padding": padding}
    assert both(post, get, "convolution", **fields)["output"] == expected
    assert both(post, get, "toeplitz", **fields)["product"] == expected
    assert [node["value"] for node in both(post, get, "connectivity", **fields)["outputs"]] == expected


def test_each_step_shows_its_dot_product(post: Post, get: Post) -> None:
    """The first is 1·5 + 2·6 + 3·7 = 38."""
    steps = both(post, get, "convolution", **QUESTION, steps=True)["steps"]
    assert len(steps) == 2
    assert steps[0] == {
        "output": 0,
        "position": [0],
        "window": [0, 1, 2],
        "values": [1, 2, 3],
        "taps": [5, 6, 7],
        "weight": [0, 1, 2],
        "products": [5, 12, 21],
        "sum": 38,
    }


def test_a_step_of_a_convolution_meets_the_kernel_reversed(post: Post) -> None:
    """In the order of the window: 1·7 + 2·6 + 3·5 = 34."""
    step = post("convolution", **QUESTION, operation="convolution", steps=True).json()["steps"][0]
    assert (step["taps"], step["weight"], step["products"], step["sum"]) == ([7, 6, 5], [2, 1, 0], [7, 12, 15], 34)


def test_a_step_off_the_input_reads_nothing(post: Post) -> None:
    """Padding of zeros has the index −1, the value 0 and the product 0."""
    step = post("convolution", **QUESTION, padding="full", steps=True).json()["steps"][0]
    assert (step["window"], step["values"], step["products"], step["sum"]) == ([-1, -1, 0], [0, 0, 1], [0, 0, 7], 7)


def test_a_step_includes_the_bias(post: Post) -> None:
    """38 − 40 = −2."""
    step = post("convolution", **QUESTION, bias=-40, steps=True).json()["steps"][0]
    assert (step["bias"], step["sum"]) == (-40, -2)


def test_the_padding_is_said_for_each_side(post: Post) -> None:
    """`same` with an even kernel puts the odd one at the end, `same_lower` at the start."""
    assert post("convolution", input=[1, 2, 3, 4], weight=[1, 1], padding="same").json()["padding"] == [[0, 1]]
    assert post("convolution", input=[1, 2, 3, 4], weight=[1, 1], padding="same_lower").json()["padding"] == [[1, 0]]


def test_several_filters_give_several_maps(post: Post, get: Post) -> None:
    """One row a filter, one bias a filter."""
    answer = both(post, get, "convolution", input=[1, 2, 3], weight=[[1, 1], [1, -1]], bias=[0, 10])
    assert answer["output"] == [[3, 5], [9, 9]]
    assert answer["output_shape"] == [2, 2]


def test_the_non_linearity_acts_on_each_entry(post: Post, get: Post) -> None:
    """38 − 45 is negative, 56 − 45 is not."""
    answer = both(post, get, "feature-maps", **QUESTION, bias=-45, activation="relu")
    assert (answer["pre_activation"], answer["activation"]) == ([-7, 11], [0, 11])


def test_pooling_takes_the_activated_map(post: Post, get: Post) -> None:
    """−7 and 11 become 0 and 11, and the maximum is 11, at 1; only a maximum has a place."""
    fields = QUESTION | {"bias": -45, "activation": "relu"}
    answer = both(post, get, "feature-maps", **fields, pooling={"kind": "max", "size": 2})
    assert (answer["pooled"], answer["argmax"], answer["output_shape"]) == ([11], [1], [2])
    average = both(post, get, "feature-maps", **fields, pooling={"kind": "average", "size": 2})
    assert average["pooled"] == [5.5]
    assert "argmax" not in average


def test_the_design_s_example_of_pooling(post: Post, get: Post) -> None:
    """The maximum of 38 and 56 is 56, at 1."""
    answer = both(post, get, "feature-maps", **QUESTION, pooling={"kind": "max", "size": 2})
    assert answer.items() >= {"pooled": [56], "argmax": [1]}.items()


def test_pooling_along_two_axes_counts_places_in_each_map(post: Post, get: Post) -> None:
    """Two maps of 2 × 2, one the negative of the other: the largest stands last in one and first in the other."""
    fields = {"input": [[1, 2], [3, 4]], "weight": [[[[1]]], [[[-1]]]]}
    answer = both(post, get, "feature-maps", **fields, pooling={"kind": "max", "size": [2, 2]})
    assert (answer["pooled"], answer["argmax"]) == ([[[4]], [[-1]]], [[[3]], [[0]]])


def test_pooling_of_several_maps_along_one_axis_does_not_mix_them(post: Post, get: Post) -> None:
    """Maps (2, 3) are two maps of three, not one of two rows."""
    fields = {"input": [1, 2, 3], "weight": [[1], [-1]], "pooling": {"kind": "max", "size": 3}}
    answer = both(post, get, "feature-maps", **fields)
    assert (answer["pooled"], answer["argmax"]) == ([[3], [-1]], [[2], [0]])


def test_the_matrix_as_compressed_rows_adds_up_what_shares_a_cell(post: Post, get: Post) -> None:
    """SciPy reads it as the dense matrix, whatever the padding."""
    fields = QUESTION | {"padding": "same", "padding_mode": "replicate"}
    answer = both(post, get, "toeplitz", **fields, format="csr")
    rows = answer["matrix"]
    found = csr_array((rows["data"], rows["indices"], rows["indptr"]), shape=answer["shape"])
    assert found.toarray().tolist() == [[11, 7, 0, 0], [5, 6, 7, 0], [0, 5, 6, 7], [0, 0, 5, 13]]
    assert len(rows["data"]) == answer["nonzeros"] == 10


def test_a_range_of_rows_is_cut_from_every_format(post: Post, get: Post) -> None:
    """The second row of two; the answer still describes the whole matrix."""
    dense = both(post, get, "toeplitz", **QUESTION, rows=[1, 2])
    assert dense["matrix"] == [[0, 5, 6, 7]]
    assert (dense["shape"], dense["nonzeros"], dense["product"]) == ([2, 4], 6, [38, 56])
    coo = both(post, get, "toeplitz", **QUESTION, rows=[1, 2], format="coo")["matrix"]
    assert coo == {"row": [1, 1, 1], "column": [1, 2, 3], "value": [5, 6, 7], "weight_index": [0, 1, 2]}
    csr = both(post, get, "toeplitz", **QUESTION, rows=[1, 2], format="csr")["matrix"]
    assert csr == {"indptr": [0, 3], "indices": [1, 2, 3], "data": [5, 6, 7]}


def test_a_matrix_too_large_for_one_answer_comes_in_pieces(post: Post) -> None:
    """300 × 300 cells are more than are written; three ranges of rows are not, and put together they are T."""
    fields = {"input": list(range(302)), "weight": [1, 2, 3]}
    assert post("toeplitz", **fields).json()["errors"][0]["code"] == "too-large"
    pieces = [post("toeplitz", **fields, rows=[start, start + 100]).json()["matrix"] for start in (0, 100, 200)]
    rows = [row for piece in pieces for row in piece]
    assert rows == toeplitz([1] + [0] * 299, [1, 2, 3] + [0] * 299).tolist()


def test_the_matrix_as_coordinates_has_one_entry_a_tie(post: Post, get: Post) -> None:
    """Replicated padding lets two ties share a cell; then they add up."""
    answer = both(post, get, "toeplitz", **QUESTION, format="coo")
    assert answer["matrix"] == {
        "row": [0, 0, 0, 1, 1, 1],
        "column": [0, 1, 2, 1, 2, 3],
        "value": [5, 6, 7, 5, 6, 7],
        "weight_index": [0, 1, 2, 0, 1, 2],
    }
    shared = post("toeplitz", **QUESTION, format="coo", padding="same", padding_mode="replicate").json()
    assert len(shared["matrix"]["row"]) == 12
    assert shared["nonzeros"] == 10


@pytest.mark.parametrize(
    ("fields", "structure"),
    [
        ({}, "toeplitz"),
        ({"stride": 2, "padding": "full"}, "strided-toeplitz"),
        ({"padding": "same", "padding_mode": "circular"}, "circulant"),
        ({"padding": "same", "padding_mode": "reflect"}, "structured"),
        ({"weight": [[5, 6, 7], [1, 2, 3]]}, "toeplitz-blocks"),
    ],
)
def test_the_matrix_has_its_honest_name(post: Post, fields: dict[str, Any], structure: str) -> None:
    """With a stride it is not Toeplitz, and so on."""
    assert post("toeplitz", **(QUESTION | fields)).json()["structure"] == structure


def test_full_padding_counts_as_the_question_says(post: Post) -> None:
    """24, 12 and 3."""
    answer = post("toeplitz", **QUESTION, padding="full").json()
    assert answer["parameters"] == {"dense": 24, "locally_connected": 12, "convolutional": 3}


def test_the_product_includes_the_bias(post: Post) -> None:
    """T·x + b equals the output."""
    assert post("toeplitz", **QUESTION, bias=0.5).json()["product"] == [38.5, 56.5]


def test_every_connection_says_what_it_contributes(post: Post, get: Post) -> None:
    """x[i]·δ[o]; those of one weight sum to its gradient 3, 5, 7."""
    answer = both(post, get, "gradients", **QUESTION, contributions=True)["contributions"]
    assert answer == {
        "weight": [0, 1, 2, 0, 1, 2],
        "output": [0, 0, 0, 1, 1, 1],
        "input": [0, 1, 2, 1, 2, 3],
        "value": [1, 2, 3, 2, 3, 4],
    }


def test_a_dense_layer_learns_in_every_cell(post: Post, get: Post) -> None:
    """δ xᵀ, and the mask of what is connected here."""
    answer = both(post, get, "gradients", **QUESTION, dense=True)["dense"]
    assert answer == {"weight": [[1, 2, 3, 4], [1, 2, 3, 4]], "mask": [[1, 1, 1, 0], [0, 1, 1, 1]]}


def test_one_learning_step_of_three_layers(post: Post, get: Post) -> None:
    """Tied copies stay equal, untied ones drift apart, a dense layer fills its zeros."""
    answer = both(post, get, "gradients", **QUESTION, learning_rate=1)["step"]
    assert answer == {
        "convolutional": [[2, 1, 0, 0], [0, 2, 1, 0]],
        "locally_connected": [[4, 4, 4, 0], [0, 3, 3, 3]],
        "dense": [[4, 4, 4, -4], [-1, 3, 3, 3]],
    }


def test_upstream_may_be_taken_after_the_non_linearity(post: Post, get: Post) -> None:
    """The first output, −7, is cut off by ReLU: only the second one learns."""
    fields = QUESTION | {"bias": -45, "activation": "relu", "upstream": [10, 1], "through_activation": True}
    answer = both(post, get, "gradients", **fields)
    assert (answer["weight"], answer["bias"], answer["input"]) == ([2, 3, 4], 1, [0, 5, 6, 7])


def test_the_gradient_of_several_biases_is_a_list(post: Post) -> None:
    """One for each filter."""
    answer = post("gradients", input=[1, 2, 3], weight=[[1, 1], [1, -1]]).json()
    assert answer["bias"] == [2, 2]
    assert answer["weight"] == [[3, 5], [3, 5]]


def test_meta_says_the_version_the_limits_and_the_words(get: Post) -> None:
    """What a program needs to know before it asks."""
    answer = get("meta").json()
    assert answer["version"] == "0.1.0"
    assert answer["limits"]["max_matrix_cells"] == 65_536
    assert answer["vocabulary"]["operation"] == ["cross-correlation", "convolution"]
    assert answer["vocabulary"]["activation"] == list(ACTIVATIONS)


OF_A_LAYER = [each for each in OPERATIONS if {*each.request.model_fields} & {"weight"} and each.figure]


@pytest.mark.parametrize("weight", [[[5, 6, 7]], [[[5, 6, 7]]], [[[5, 6, 7]], [[1, 0, 0]]]])
@pytest.mark.parametrize("operation", OF_A_LAYER, ids=lambda operation: operation.name)
def test_the_bytes_are_what_the_description_says(post: Post, operation: Operation, weight: list[Any]) -> None:
    """Every answer is held against its declared model, whatever the shape of the weight."""
    extras: dict[str, dict[str, Any]] = {
        "convolution": {"steps": True, "bias": [0.5] * len(weight)},
        "feature-maps": {"pooling": {"kind": "max", "size": 2}},
        "toeplitz": {"format": "csr"},
        "gradients": {"contributions": True, "dense": True, "learning_rate": 0.1},
        "latex": {"activation": "relu"},
    }
    answer = post(operation.name, input=[1, 2, 3, 4], weight=weight, padding=1, **extras.get(operation.name, {}))
    assert answer.status_code == 200, answer.text
    operation.answer.model_validate_json(answer.content)


EXAMPLES = [
    pytest.param(each, fields, id=f"{each.name}: {title}")
    for each in OPERATIONS
    for title, fields in each.examples.items()
]


@pytest.mark.parametrize(("operation", "fields"), EXAMPLES)
def test_every_example_is_answered_alike_by_both_verbs(
    post: Post, get: Post, operation: Operation, fields: dict[str, Any]
) -> None:
    """In the form that the description declares."""
    answer = both(post, get, operation.name, **fields)
    operation.answer.model_validate(answer)


def test_keys_of_a_view_have_no_effect(get: Post) -> None:
    """A shared address asks for the same numbers, whatever its view says."""
    view = "view=matrix,network&step=x&highlight=2&compare=dense&show=padding&theme=dark&controls=0&animate=1&v=1"
    assert get("convolution", f"{QUERY}&{view}").json() == EXACT["convolution"]


def test_an_empty_value_is_an_absent_one(get: Post) -> None:
    """A form sends all its fields."""
    assert get("convolution", QUERY + "&bias=&padding=&steps=").json() == EXACT["convolution"]


def test_a_state_that_is_too_long_for_an_address_has_no_links(post: Post) -> None:
    """Rather than links that cannot be followed."""
    answer = post("convolution", input=[0.123456789] * 5_000, weight=[1])
    assert answer.status_code == 200
    assert answer.json()["links"] == {}


@pytest.mark.parametrize("operation", EXACT)
def test_the_link_leads_to_the_same_numbers(post: Post, get: Post, operation: str) -> None:
    """The query of a picture is the query of the API."""
    fields = {"input": [1, 2.5, -3e-7, 1e22], "weight": [[5, 6], [0.1, 1e-300]], "bias": [1, 2], "padding": [[1, 0]]}
    answer = post(operation, **fields)
    query = answer.json()["links"]["figure"].partition("?")[2]
    assert get(operation, query).content == answer.content
