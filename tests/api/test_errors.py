"""Errors: each is a problem with a sentence that says what would work, and never repeats what was sent."""

from typing import Any

import pytest

from app.api.answers import ProblemAnswer
from app.main import create_app
from app.settings import Settings
from tests.api.conftest import Post
from tests.asking import ask

GOOD = {"input": [1, 2, 3, 4], "weight": [5, 6, 7]}


def only_error(answer: Any, code: str) -> dict[str, str]:
    """The one error of a 422, after making sure that it is a whole problem."""
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    ProblemAnswer.model_validate_json(answer.content)
    assert answer.json()["instance"].startswith("/api/v1/")
    (error,) = answer.json()["errors"]
    assert error["code"] == code, answer.text
    return dict(error)


# Fields, where the error is, its code, and what the sentence must say.
MISFITS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"input": [1, 2]}, "/weight", "shape", "use padding 'same' or 'full', or a kernel that spans at most 2"),
    ({"dilation": 3}, "/weight", "shape", "spans 7"),
    ({"input": []}, "/input", "empty", "at least one number"),
    ({"weight": [[]]}, "/weight/0", "empty", "at least one number"),
    ({"input": [1, "2", 3, 4]}, "/input/1", "not-a-number", "must be a number"),
    ({"input": "1,2,3,4"}, "/input", "not-a-list", "a list of numbers"),
    ({"input": 4}, "/input", "not-a-list", "a list of numbers"),
    ({"input": None}, "/input", "not-a-list", "a list of numbers"),
    ({"input": [1, None, 3]}, "/input/1", "not-a-number", "must be a number"),
    ({"input": [1, True, 3]}, "/input/1", "not-a-number", "must be a number"),
    ({"weight": [[1, 2], [3]]}, "/weight/1", "ragged", "as long as the first"),
    ({"input": [[[1]]]}, "/input", "shape", "does not fit a weight of shape (3): give an input (L)"),
    ({"weight": [[[1], [2]]]}, "/weight", "shape", "reads 2 channels, but an input of shape (4) in 1 group has 1"),
    ({"stride": 0}, "/stride", "option", "at least 1"),
    ({"stride": 1.5}, "/stride", "option", "whole number"),
    ({"stride": "2"}, "/stride", "option", "whole number"),
    ({"stride": True}, "/stride", "option", "whole number"),
    ({"stride": [1, 1]}, "/stride", "option", "give 1 number"),
    ({"dilation": -1}, "/dilation", "option", "at least 1"),
    ({"padding": -1}, "/padding", "option", "at least 0"),
    ({"padding": "sane"}, "/padding", "option", "valid, same, same_lower, full"),
    ({"padding": [[1, 2, 3]]}, "/padding", "padding", "before and after"),
    ({"padding": 10**10}, "/padding", "too-large", "2147483647"),
    ({"padding": 2**62}, "/padding", "too-large", "2147483647"),
    ({"padding": 2 * 10**9}, "", "too-large", "at most 1,000,000"),
    ({"padding": 4, "padding_mode": "reflect"}, "/padding", "padding", "at most 3"),
    ({"padding": 5, "padding_mode": "circular"}, "/padding", "padding", "at most 4"),
    ({"padding_mode": "mirror"}, "/padding_mode", "option", "zeros, reflect, replicate, circular"),
    ({"operation": "correlation"}, "/operation", "option", "cross-correlation, convolution"),
    ({"activation": "reLU"}, "/activation", "option", "identity, relu"),
    ({"bias": [1, 2]}, "/bias", "shape", "one number for each filter"),
    ({"groups": 2}, "/groups", "option", "use 1"),
    ({"dims": 2}, "/input", "shape", "leave dims out, or give an input (L)"),
    ({"dims": 3}, "/dims", "option", "1 or 2 spatial axes"),
    ({"strides": 2}, "/strides", "unknown-field", "did you mean stride?"),
    ({"zzz": 2}, "/zzz", "unknown-field", "use input, weight"),
    ({"steps": 1}, "/steps", "not-a-flag", "true or false"),
    ({"input": [1e308, 1e308, 1e308, 1e308]}, "", "overflow", "smaller numbers"),
]


@pytest.mark.parametrize(("fields", "pointer", "code", "says"), MISFITS)
def test_a_misfit_is_422_and_says_what_would_work(
    post: Post, fields: dict[str, Any], pointer: str, code: str, says: str
) -> None:
    """At the exact place, with a stable code."""
    answer = post("convolution", **(GOOD | fields))
    error = only_error(answer, code)
    assert error["pointer"] == pointer
    assert says in error["message"]
    assert error["message"][1:].rstrip(".") in answer.json()["detail"]


POOLING = {"kind": "max", "size": 2}

# Fields of /feature-maps, where the error is, its code, and what the sentence must say.
POOLING_MISFITS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"pooling": "max"}, "/pooling", "not-an-object", '{"kind": "max", "size": 2}'),
    ({"pooling": {"size": 2}}, "/pooling/kind", "missing", "max or average"),
    ({"pooling": {"kind": "max"}}, "/pooling/size", "missing", "a whole number"),
    ({"pooling": POOLING | {"kind": "min"}}, "/pooling/kind", "option", "max, average"),
    ({"pooling": POOLING | {"size": 2.5}}, "/pooling/size", "option", "whole number"),
    ({"pooling": POOLING | {"size": [2, 2]}}, "/pooling/size", "option", "give 1 number"),
    ({"pooling": POOLING | {"sise": 2}}, "/pooling/sise", "unknown-field", "did you mean size?"),
    ({"pooling": POOLING | {"weight": 2}}, "/pooling/weight", "unknown-field", "leave it out, or use kind, size"),
    ({"pooling": POOLING | {"padding": 2}}, "/pooling/padding", "padding", "use at most 1"),
    ({"pooling": POOLING | {"count_include_pad": False}}, "/pooling/count_include_pad", "option", "for averages"),
    ({"pooling": POOLING | {"kind": "average", "dilation": 2}}, "/pooling/dilation", "option", "use kind 'max'"),
    ({"pooling": POOLING | {"size": 5}}, "/pooling/size", "shape", "spans at most 2"),
    ({"pooling": POOLING | {"size": 2**31}}, "/pooling/size", "too-large", "2147483647"),
    ({"pooling": POOLING | {"size": 2**31 - 1, "padding": 2**30 - 1}}, "/pooling", "too-large", "bytes"),
]


@pytest.mark.parametrize(("fields", "pointer", "code", "says"), POOLING_MISFITS)
def test_a_misfit_of_pooling_lies_inside_it(
    post: Post, fields: dict[str, Any], pointer: str, code: str, says: str
) -> None:
    """The pointer goes through the field that has the fields; the sentence names those of pooling."""
    error = only_error(post("feature-maps", **(GOOD | fields)), code)
    assert error["pointer"] == pointer
    assert says in error["message"]


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("pooling.kind=max", "pooling.size", "missing"),
        ("pooling.kind=max&pooling.size=0", "pooling.size", "option"),
        ("pooling.kind=max&pooling.size=x", "pooling.size", "not-a-whole-number"),
        ("pooling.kind=max&pooling.size=2&pooling.padding=2", "pooling.padding", "padding"),
        ("pooling.kind=max&pooling.size=2&pooling.sise=2", "pooling.sise", "unknown-field"),
        ("pooling=max", "pooling", "not-an-object"),
        ("pooling.kind=max&pooling.size=2&pooling.size=3", "pooling.size", "repeated-parameter"),
        ("pool.kind=max", "pool.kind", "unknown-field"),
    ],
)
def test_a_misfit_of_pooling_in_a_query_names_its_parameter(get: Post, query: str, parameter: str, code: str) -> None:
    """With its dot."""
    answer = get("feature-maps", f"input=1,2,3,4&weight=5,6,7&{query}")
    assert only_error(answer, code)["parameter"] == parameter


# What another operation takes, and a page's address may have: the operation, the query, the parameter.
ELSEWHERE = [
    ("convolution", "upstream=1,1", "upstream"),
    ("convolution", "learning_rate=0.1", "learning_rate"),
    ("toeplitz", "pooling.kind=max&pooling.size=2", "pooling"),
    ("gradients", "steps=1", "steps"),
    ("convolution", "rows=0,1", "rows"),
]


@pytest.mark.parametrize(("operation", "query", "parameter"), ELSEWHERE)
def test_a_field_of_another_operation_is_not_passed_over(get: Post, operation: str, query: str, parameter: str) -> None:
    """By GET as by POST: only the keys of a view have no effect."""
    error = only_error(get(operation, f"input=1,2,3,4&weight=5,6,7&{query}"), "unknown-field")
    assert error["parameter"] == parameter


def test_a_key_of_a_view_is_not_given_twice_either(get: Post) -> None:
    """It has no effect, but an address with two of one key says nothing clear."""
    assert only_error(get("convolution", "input=1,2&weight=1&step=1&step=2"), "repeated-parameter")


@pytest.mark.parametrize(
    ("rows", "pointer", "code", "says"),
    [
        ([0], "/rows", "length", "has 1 entry: give at least 2"),
        ([0, 1, 2], "/rows", "length", "at most 2"),
        ([1, 1], "/rows", "option", "0 ≤ start < stop ≤ 2"),
        ([0, 3], "/rows", "option", "0 ≤ start < stop ≤ 2"),
        ([-1, 1], "/rows/0", "option", "at least 0"),
        ([0, "1"], "/rows/1", "not-a-whole-number", "a whole number"),
        ([0, 1.0], "/rows/1", "not-a-whole-number", "a whole number"),
        ([0, 2**40], "/rows/1", "too-large", "at most 2147483647"),
        ("0,1", "/rows", "not-a-list", "a list, such as [0, 2]"),
        (3, "/rows", "not-a-list", "a list, such as [0, 2]"),
    ],
)
@pytest.mark.parametrize("format", ["dense", "coo", "csr"])
def test_a_range_of_rows_that_is_none_is_refused(
    post: Post, format: str, rows: Any, pointer: str, code: str, says: str
) -> None:
    """In every format alike."""
    error = only_error(post("toeplitz", **GOOD, format=format, rows=rows), code)
    assert error["pointer"] == pointer
    assert says in error["message"]


# Queries, the parameter, the code, and what the sentence must say.
QUERIES: list[tuple[str, str, str, str]] = [
    ("input=1,2&weight=5,6,7", "weight", "shape", "at most 2"),
    ("input=1,x,3&weight=1", "input", "not-a-number", "such as 1, -2.5 or 3e-4"),
    ("input=1,,3&weight=1", "input", "not-a-number", "empty place"),
    ("input=1,nan&weight=1", "input", "not-finite", "finite"),
    ("input=1,inf&weight=1", "input", "not-finite", "finite"),
    ("input=1,1e999&weight=1", "input", "not-finite", "finite"),
    ("input=[1,NaN]&weight=1", "input", "not-finite", "finite"),
    ("input=[1,&weight=1", "input", "not-json", "[[1, 2], [3, 4]]"),
    ("input=[]&weight=1", "input", "empty", "at least one number"),
    ('input=[{"a":1}]&weight=1', "input", "not-a-number", "must be a number"),
    ("input=1,2&weight=1&stride=0", "stride", "option", "at least 1"),
    ("input=1,2&weight=1&stride=1.5", "stride", "not-a-whole-number", "whole number"),
    ("input=1,2&weight=1&steps=maybe", "steps", "not-a-flag", "1 or 0"),
    ("input=1,2&weight=1&input=3", "input", "repeated-parameter", "give it once"),
    ("input=1,2&weight=1&strides=2", "strides", "unknown-field", "did you mean stride?"),
    ("input=1,2&weight=1&padding=2&padding_mode=reflect", "padding", "padding", "at most 1"),
    ("weight=1", "input", "missing", "a list of numbers"),
    ("input=&weight=1", "input", "missing", "a list of numbers"),
]


@pytest.mark.parametrize(("query", "parameter", "code", "says"), QUERIES)
def test_a_query_that_does_not_fit_names_its_parameter(
    get: Post, query: str, parameter: str, code: str, says: str
) -> None:
    """The same rules hold in an address."""
    error = only_error(get("convolution", query), code)
    assert error["parameter"] == parameter
    assert says in error["message"]


def test_only_the_first_few_errors_are_listed(post: Post) -> None:
    """A long list helps nobody; the sentence says how many more there are."""
    answer = post("convolution", **{f"unknown{number}": 1 for number in range(20)})
    assert len(answer.json()["errors"]) == 5
    assert "There are 21 more errors." in answer.json()["detail"]


def test_many_unknown_names_cost_one_error(post: Post) -> None:
    """Each would be an object otherwise."""
    only_error(post("convolution", **{f"unknown{number}": 1 for number in range(2_000)}), "too-many-fields")


@pytest.mark.parametrize("fields", [{"<script>": 1}, {"\x00": 1}, {"é" * 50: 1}, {"stride": "<script>secret"}])
def test_nothing_that_was_sent_comes_back_but_plain_words(post: Post, fields: dict[str, Any]) -> None:
    """Not even the name of a field that is no word."""
    answer = post("convolution", **(GOOD | fields))
    assert answer.status_code == 422
    for text in ("script", "secret", "\\u0000", "é"):
        assert text not in answer.text


SMALL = Settings(max_json_numbers=9, max_multiply_adds=200, max_matrix_cells=20, max_answer_numbers=30)

# Limits: the operation, the fields, and the limit that the sentence names.
DEAR: list[tuple[str, dict[str, Any], str]] = [
    ("convolution", {"input": [1] * 9}, "9"),
    ("convolution", {"padding": 80}, "200"),
    ("convolution", {"padding": 5, "steps": True}, "30"),
    ("feature-maps", {"weight": [1], "padding": 10}, "30"),
    ("toeplitz", {"padding": "full"}, "20"),
    ("toeplitz", {"padding": 5, "format": "coo"}, "30"),
    ("toeplitz", {"padding": 5, "format": "csr"}, "30"),
    ("toeplitz", {"weight": [5, 6], "padding": 2, "rows": [0, 6]}, "20"),
    ("feature-maps", {"pooling": POOLING}, "200"),
    ("convolution", {"steps": True, "input": [1, 2], "weight": [5]}, "30"),
    ("connectivity", {"input": [1], "weight": [5]}, "30"),
    ("im2col", {"padding": 2}, "30"),
    ("im2col", {"padding": 80}, "200"),
    ("transposed-convolution", {}, "200"),
    ("code", {}, "30"),
    ("code", {"padding": 80}, "200"),
    ("latex", {"padding": 80}, "200"),
    ("connectivity", {}, "30"),
    ("gradients", {"padding": "full", "dense": True}, "20"),
    ("gradients", {"padding": "full", "learning_rate": 0.1}, "20"),
    ("gradients", {"padding": 5, "contributions": True}, "30"),
]


@pytest.mark.parametrize(("operation", "fields", "limit"), DEAR)
def test_what_cannot_be_afforded_is_refused_with_the_limit(operation: str, fields: dict[str, Any], limit: str) -> None:
    """From the shapes, before anything is computed."""
    answer = ask(create_app(SMALL), "POST", f"/api/v1/{operation}", json=GOOD | fields)
    assert f" {limit} " in only_error(answer, "too-large")["message"]
