"""`/stack`: every map between, what an output reads, and each misfit at its place in its part."""

import json
from typing import Any
from urllib.parse import quote

import httpx
import numpy as np
import pytest
from scipy import signal

from app.api import reader
from app.main import create_app
from app.settings import Settings
from tests.api.conftest import Post, both
from tests.api.test_errors import only_error
from tests.asking import ask

LAYER = {"weight": [5, 6, 7], "bias": -45, "activation": "relu"}
POOL = {"pooling": {"kind": "max", "size": 2}}
QUESTION = {"input": [1, 2, 3, 4], "layers": [LAYER, POOL]}


def test_the_question_rectified_and_pooled(post: Post, get: Post) -> None:
    """38 56 less 45 is −7 11, then 0 11, of which the largest is 11, at 1; an output spans 4 inputs, 2 apart."""
    assert both(post, get, "stack", **QUESTION) == {
        "maps": [
            {"kind": "layer", "output_shape": [2], "pre_activation": [-7, 11], "output": [0, 11]},
            {"kind": "pooling", "output_shape": [1], "output": [11], "argmax": [1]},
        ],
        "output": [11],
        "output_shape": [1],
        "reach": [{"size": 4, "jump": 2}],
        "links": {},
    }


def test_two_axes_two_channels_and_an_average(post: Post, get: Post) -> None:
    """SciPy's correlate2d, NumPy's maximum with 0, and blocks of four averaged."""
    chance = np.random.default_rng(7)
    values, kernels = chance.integers(-5, 5, (2, 6, 6)), chance.integers(-3, 3, (3, 2, 3, 3))
    layers = [
        {"weight": kernels.tolist()},
        {"activation": "relu"},
        {"pooling": {"kind": "average", "size": 2}},
    ]
    answer = both(post, get, "stack", input=values.tolist(), layers=layers)
    maps = [
        sum(signal.correlate2d(channel, kernel, "valid") for channel, kernel in zip(values, each, strict=True))
        for each in kernels
    ]
    rectified = np.maximum(maps, 0)
    assert answer["maps"][0]["output"] == np.array(maps).tolist()
    assert answer["maps"][1] == {"kind": "activation", "output_shape": [3, 4, 4], "output": rectified.tolist()}
    assert answer["output"] == rectified.reshape(3, 2, 2, 2, 2).mean(axis=(2, 4)).tolist()
    assert answer["reach"] == [{"size": 4, "jump": 2}] * 2


def read_by(layers: list[Any], values: np.ndarray, output: int, post: Post) -> list[int]:
    """The inputs whose change changes an output: with weights of 1 and no non-linearity none can hide."""
    found = []
    for index in range(values.size):
        changed = values.copy()
        changed.ravel()[index] += 1
        before, after = (
            np.ravel(post("stack", input=each.tolist(), layers=layers).json()["output"])[output]
            for each in (values, changed)
        )
        if before != after:
            found.append(index)
    return found


@pytest.mark.parametrize(
    ("shape", "layers", "output"),
    [
        ((9,), [{"weight": [1, 1, 1], "stride": 2}, {"weight": [1, 1], "dilation": 2}], 1),
        ((8,), [{"weight": [1, 1, 1], "padding": 1, "padding_mode": "circular"}, {"weight": [1, 1]}], 0),
        ((4, 5), [{"weight": [[1, 1], [1, 1]]}, {"pooling": {"kind": "average", "size": [2, 3], "stride": 1}}], 1),
        ((2, 6), [{"weight": [[[1, 1]], [[1, 1]]], "groups": 2}, {"weight": [[[1]], [[1]]], "groups": 2}], 6),
    ],
)
def test_the_receptive_field_is_what_changes_the_output(
    post: Post, get: Post, shape: tuple[int, ...], layers: list[Any], output: int
) -> None:
    """Found by changing each input by itself."""
    values = np.zeros(shape)
    field = both(post, get, "stack", input=values.tolist(), layers=layers, output=output)["receptive_field"]
    expected = read_by(layers, values, output, post)
    assert field["indices"] == expected
    assert field["size"] == len(expected)
    shaped = (1, *shape) if len(shape) == len(field["axes"]) else shape
    places = np.unravel_index(expected, shaped)
    assert field["channels"] == sorted(set(places[0].tolist()))
    assert field["axes"] == [sorted(set(axis.tolist())) for axis in places[1:]]
    assert field["ranges"] == [[min(axis), max(axis) + 1] for axis in field["axes"]]


def test_an_output_of_a_part_between_may_be_chosen(post: Post, get: Post) -> None:
    """Output 1 of the layer reads inputs 1 to 3; the position is within the part's own map."""
    field = both(post, get, "stack", **QUESTION, output=1, part=0)["receptive_field"]
    assert field == {
        "part": 0,
        "output": 1,
        "position": [1],
        "channels": [0],
        "axes": [[1, 2, 3]],
        "ranges": [[1, 4]],
        "size": 3,
        "indices": [1, 2, 3],
    }


def test_a_non_linearity_alone_has_no_reach(post: Post, get: Post) -> None:
    """It has no windows."""
    answer = both(post, get, "stack", input=[-1, 2], layers=[{"activation": "relu"}])
    assert (answer["output"], answer["reach"]) == ([0, 2], [])


def parts(*layers: Any) -> dict[str, Any]:
    """The question's input through these parts."""
    return {"layers": list(layers)}


# Fields, where the error is, its code, and what the sentence must say.
MISFITS: list[tuple[dict[str, Any], str, str, str]] = [
    (parts(LAYER, {"weight": [1, "2"]}), "/layers/1/weight/1", "not-a-number", "must be a number"),
    (parts(LAYER, {"weight": [[1], [2, 3]]}), "/layers/1/weight/1", "ragged", "as long as the first"),
    (parts({"weight": [1], "stride": 0}), "/layers/0/stride", "option", "at least 1"),
    (parts({"weight": [1], "strides": 1}), "/layers/0/strides", "unknown-field", "did you mean stride?"),
    (parts({"weight": [1], "input": [1]}), "/layers/0/input", "unknown-field", "leave it out"),
    (parts(LAYER, {"weight": [1, 1, 1]}), "/layers/1/weight", "shape", "part 2: a kernel that spans 3"),
    (parts({"weight": [[[1], [1]]]}), "/layers/0/weight", "shape", "reads 2 channels"),
    (parts({"weight": [1, 1], "bias": [1, 2]}), "/layers/0/bias", "shape", "one number for each filter"),
    (parts({"weight": [[[[1]]]]}), "/input", "shape", "does not fit a weight of shape (1, 1, 1, 1)"),
    (parts(LAYER, {"weight": [[[[1]]]]}), "/layers/1", "shape", "does not fit a weight of shape (1, 1, 1, 1)"),
    (parts({"weight": [[1], [2]]}, {"weight": [[1, 1]]}), "/layers/1/weight", "shape", "reads 2 axes"),
    (
        parts({"weight": [[1], [2]]}, {"pooling": {"kind": "max", "size": [1, 1]}}),
        "/layers/1/pooling/size",
        "shape",
        "2 axes",
    ),
    (parts(LAYER, {"pooling": {"kind": "max", "size": 3}}), "/layers/1/pooling/size", "shape", "spans at most 2"),
    (parts({"pooling": {"kind": "max"}}), "/layers/0/pooling/size", "missing", "a whole number"),
    (
        parts({"pooling": {"kind": "max", "size": 2, "sise": 2}}),
        "/layers/0/pooling/sise",
        "unknown-field",
        "mean size?",
    ),
    (parts({"pooling": {"kind": "average", "size": 2, "dilation": 2}}), "/layers/0/pooling/dilation", "option", "max"),
    (parts({"pooling": {"kind": "max", "size": 2}, "dims": 2}), "/input", "shape", "dims=2"),
    (parts({"pooling": {"kind": "max", "size": 2}, "dims": 3}), "/layers/0/dims", "option", "1 or 2"),
    (parts({"activation": "reLU"}), "/layers/0/activation", "option", "identity, relu"),
    (parts({"activation": "relu", "stride": 1}), "/layers/0/stride", "unknown-field", "leave it out"),
    (parts({}), "/layers/0", "part", '{"activation": "relu"}'),
    (parts(3), "/layers/0", "part", '{"activation": "relu"}'),
    (parts([LAYER]), "/layers/0", "part", '{"activation": "relu"}'),
    (parts(), "/layers", "length", "has 0 entries: give at least 1"),
    ({"layers": {}}, "/layers", "not-a-list", 'such as [{"weight": [5, 6, 7]}]'),
    (parts(*[{"activation": "relu"}] * 33), "/layers", "length", "at most 32"),
    ({"weight": [1]}, "/weight", "unknown-field", "leave it out, or use input, layers"),
    ({"output": 1}, "/output", "option", "give 0 to 0"),
    ({"output": 0, "part": 2}, "/part", "option", "give 0 to 1"),
    ({"part": 0}, "/part", "option", "give output too"),
    ({"output": "0"}, "/output", "not-a-whole-number", "whole number"),
    (parts({"weight": [1e200]}, {"weight": [1e200]}), "/layers/1", "overflow", "part 2"),
    (parts({"weight": [1], "padding": 2 * 10**8}, POOL), "", "too-large", "at most 1,000,000 are computed"),
    (parts({"weight": [1], "padding": 2 * 10**9}), "", "too-large", "at most 1,000,000 are computed"),
    (parts({"weight": [1], "padding": 99_999}, {"weight": [1]}, {"weight": [1]}), "", "too-large", "at most 250,000"),
    (
        {"input": [1] * 60_000, **parts(POOL | {"dims": 1}, {"pooling": {"kind": "max", "size": 3_000}})},
        "",
        "too-large",
        "at most 1,000,000",
    ),
]


@pytest.mark.parametrize(("fields", "pointer", "code", "says"), MISFITS)
def test_a_misfit_lies_in_its_part(post: Post, fields: dict[str, Any], pointer: str, code: str, says: str) -> None:
    """The pointer goes through the part; the sentence counts parts from 1."""
    error = only_error(post("stack", **(QUESTION | fields)), code)
    assert error["pointer"] == pointer
    assert says in error["message"]


@pytest.mark.parametrize(
    ("layers", "parameter", "code"),
    [
        ("relu", "layers", "not-json"),
        ("[{", "layers", "not-json"),
        ("[" * 20_000, "layers", "not-json"),
        ('[{"weight":[1],"weight":[2]}]', "layers", "duplicate-key"),
        ('[{"weight":[NaN]}]', "layers", "not-finite"),
        ('[{"weight":[1e999]}]', "layers", "not-finite"),
        ('[{"weight":[1],"stride":NaN}]', "layers", "option"),
        ('[{"weight":["1"]}]', "layers", "not-a-number"),
        ('{"weight":[1]}', "layers", "not-a-list"),
        ("97", "layers", "not-a-list"),
        ("", "layers", "missing"),
    ],
)
def test_parts_in_a_query_are_json(get: Post, layers: str, parameter: str, code: str) -> None:
    """Read as strictly as a body."""
    answer = get("stack", f"input=1,2,3&layers={quote(layers)}")
    if len(layers) > 16_000:
        assert answer.status_code == 414
        return
    assert only_error(answer, code)["parameter"] == parameter


def test_what_a_stack_costs_is_judged_over_all_its_parts() -> None:
    """Each part may be afforded where all together cannot."""
    app = create_app(Settings(max_multiply_adds=10))
    one = {"input": [1, 2, 3, 4], "layers": [{"weight": [5, 6, 7]}]}
    assert ask(app, "POST", "/api/v1/stack", json=one).status_code == 200
    two = one | {"layers": [{"weight": [5, 6, 7]}, {"weight": [1, 1, 1], "padding": "same"}]}
    assert " 10 " in only_error(ask(app, "POST", "/api/v1/stack", json=two), "too-large")["message"]


def test_a_body_of_parts_takes_the_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys in a list count as well, or every stack would be read a second time, forty times as slowly."""
    monkeypatch.setattr(reader, "read_slowly", lambda body: pytest.fail("read slowly"))
    assert reader.read_json(json.dumps(QUESTION).encode(), 100) == QUESTION


def test_a_body_of_parts_is_read_strictly_too(post: Post) -> None:
    """NaN and a key given twice, deep in a part, each with its place."""
    for layers, pointer, code in (
        ('[{"weight": [1, NaN]}]', "/layers/0/weight/1", "not-finite"),
        ('[{"weight": [1]}, {"weight": [1], "weight": [2]}]', "/layers/1/weight", "duplicate-key"),
        ('[{"pooling": {"kind": "max", "size": 1, "size": NaN}}]', "/layers/0/pooling/size", "duplicate-key"),
    ):
        body = f'{{"input": [1, 2], "layers": {layers}}}'
        assert only_error(sent(body), code)["pointer"] == pointer


def sent(body: str) -> httpx.Response:
    """The answer to a body as it stands."""
    headers = {"Content-Type": "application/json"}
    return ask(create_app(Settings()), "POST", "/api/v1/stack", content=body, headers=headers)


def test_how_many_parts_a_stack_has_is_a_setting() -> None:
    """It is found before any part is looked at, by either verb, and the description says it."""
    app = create_app(Settings(max_stack_parts=2))
    parts = [{"activation": "relu"}, {"activation": "tanh"}, {"nonsense": 1}]
    answers = [
        ask(app, "POST", "/api/v1/stack", json={"input": [1], "layers": parts}),
        ask(app, "GET", f"/api/v1/stack?input=1,2&layers={quote(json.dumps(parts))}"),
    ]
    for answer in answers:
        assert only_error(answer, "length")["message"] == "this list has 3 entries: give at most 2"
    assert ask(app, "POST", "/api/v1/stack", json={"input": [1], "layers": parts[:2]}).status_code == 200
    schemas = ask(app, "GET", "/openapi.json").json()["components"]["schemas"]
    assert schemas["StackRequest"]["properties"]["layers"]["maxItems"] == 2
