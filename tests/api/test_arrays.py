"""Arrays as bytes: archives in, one array out, and the same numbers as by JSON."""

import io
import itertools
import threading
from typing import Any

import httpx
import numpy as np
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from app.api.arrays import read_npz, write_npy
from app.api.operations import OPERATIONS
from app.convolution import Layer
from app.main import create_app
from app.settings import Settings
from tests.archives import archive, layer_archive, npy, raw_npy, with_input
from tests.asking import ask

NPZ = {"Content-Type": "application/x-npz"}
NPY = {"Accept": "application/x-npy"}
TYPES = ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]
BY_NAME = {operation.name: operation for operation in OPERATIONS}


def send(app: FastAPI, body: bytes, path: str = "convolution", **headers: str) -> httpx.Response:
    """The answer to an archive."""
    return ask(app, "POST", f"/api/v1/{path}", content=body, headers=NPZ | headers)


def loaded(answer: httpx.Response) -> Any:
    """The array of an answer, read by NumPy."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-npy"
    return np.load(io.BytesIO(answer.content), allow_pickle=False)


def test_an_archive_is_answered_as_json_is(app: FastAPI) -> None:
    """The options stand in the query."""
    answer = send(app, layer_archive(bias=1.0), "convolution?operation=convolution&padding=full")
    assert answer.json()["output"] == [6, 17, 35, 53, 46, 29]


def test_an_archive_may_hold_the_upstream_gradient(app: FastAPI) -> None:
    """Where the operation takes one: worked by hand, 1·1 + 2·2, 1·2 + 2·3, 1·3 + 2·4."""
    assert send(app, layer_archive(upstream=[1.0, 2]), "gradients").json()["weight"] == [5, 8, 11]


@pytest.mark.parametrize(("order", "kind"), list(itertools.product("<>", TYPES)))
def test_every_type_of_real_number_is_read(order: str, kind: str) -> None:
    """As float64, from either order of bytes."""
    values = np.array([[1, 2], [3, 100]], dtype=order + kind)
    found = read_npz(archive(input=values), 100)["input"]
    assert found.dtype == np.float64
    assert found.tolist() == [[1, 2], [3, 100]]


@given(arrays(np.float64, array_shapes(max_dims=4), elements=st.floats(allow_nan=False, allow_infinity=False)))
def test_what_numpy_writes_is_read_and_what_is_written_numpy_reads(values: Any) -> None:
    """Bit for bit, in either order of axes, also where the array does not lie in one piece."""
    for written in (values, np.asfortranarray(values), values[..., ::-1]):
        assert read_npz(archive(input=written), 10_000)["input"].tobytes() == written.tobytes()
        again = np.load(io.BytesIO(write_npy(written)))
        assert again.tobytes() == written.tobytes()
        assert again.shape == written.shape


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
def test_every_version_of_the_format_is_read(version: tuple[int, int]) -> None:
    """numpy.lib.format, versions 1 to 3."""
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.arange(4.0), version)
    assert read_npz(with_input(stream.getvalue()), 100)["input"].tolist() == [0, 1, 2, 3]


def test_the_keys_of_a_header_may_come_in_any_order() -> None:
    """As the format says; not every writer sorts them."""
    content = raw_npy("{'shape':(2,),'fortran_order':False,'descr':'<i2'}\n", b"\1\0\2\0")
    assert read_npz(with_input(content), 100)["input"].tolist() == [1, 2]


def test_a_bias_may_be_a_bare_number_and_an_input_may_not(app: FastAPI) -> None:
    """An array without axes is a number."""
    assert send(app, layer_archive(bias=2.0)).json()["output"] == [40, 58]
    error = send(app, layer_archive(input=2.0)).json()["errors"][0]
    assert (error["pointer"], error["code"]) == ("/input", "not-a-list")


def test_what_does_not_fit_is_found_in_the_archive_or_in_the_query(app: FastAPI) -> None:
    """A pointer leads into the archive, a parameter is one of the query."""
    weight = np.ones((3, 1))
    weight[2, 0] = np.inf
    places = [
        (layer_archive(weight=weight), "", "pointer", "/weight/2/0", "not-finite"),
        (layer_archive(input=[1.0]), "", "pointer", "/weight", "shape"),
        (layer_archive(input=np.zeros((0, 2))), "", "pointer", "/input", "empty"),
        (layer_archive(weight=None), "", "pointer", "/weight", "missing"),
        (layer_archive(kernel=[1.0]), "", "pointer", "/kernel", "unknown-field"),
        (layer_archive(), "?stride=0", "parameter", "stride", "option"),
        (layer_archive(), "?strides=1", "parameter", "strides", "unknown-field"),
        (layer_archive(), "?weight=1", "parameter", "weight", "repeated-parameter"),
        (layer_archive(upstream=[1.0]), "", "pointer", "/upstream", "unknown-field"),
    ]
    for body, query, place, where, code in places:
        answer = send(app, body, f"convolution{query}")
        assert answer.status_code == 422, (where, answer.text)
        error = answer.json()["errors"][0]
        assert (error.get(place), error["code"]) == (where, code)


def test_options_may_stand_in_the_query_of_json_too(app: FastAPI) -> None:
    """One rule for both kinds of body: each field once, and none ignored."""
    fields = {"input": [1, 2, 3, 4], "weight": [5, 6, 7]}
    assert ask(app, "POST", "/api/v1/convolution?padding=full", json=fields).json()["output_shape"] == [6]
    assert ask(app, "POST", "/api/v1/convolution?theme=dark", json=fields).status_code == 200
    twice = ask(app, "POST", "/api/v1/convolution?padding=full", json=fields | {"padding": "full"})
    assert twice.json()["errors"][0]["code"] == "repeated-parameter"
    unknown = ask(app, "POST", "/api/v1/convolution?paddings=1", json=fields)
    assert unknown.json()["errors"][0]["parameter"] == "paddings"


def test_more_numbers_than_are_read_are_refused(app: FastAPI) -> None:
    """All arrays of an archive count."""
    small = create_app(Settings(max_binary_numbers=6))
    assert send(small, layer_archive()).json()["errors"][0]["code"] == "too-large"
    assert send(create_app(Settings(max_binary_numbers=7)), layer_archive()).status_code == 200


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.array], ids=lambda each: each.name)
def test_the_array_of_an_answer_holds_the_numbers_of_its_json(app: FastAPI, operation: Any) -> None:
    """By GET's header or POST's, in the same shape."""
    fields = next(iter(operation.examples.values()))
    path = f"/api/v1/{operation.name}"
    whole = ask(app, "POST", path, json=fields).json()
    array = loaded(ask(app, "POST", path, json=fields, headers=NPY))
    assert array.dtype == np.float64
    assert array.tolist() == next(whole[name] for name in operation.array if name in whole)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_where_no_array_stands_for_an_answer_it_is_406_unless_json_is_accepted_too(
    app: FastAPI, operation: Any
) -> None:
    """With a sentence."""
    if operation.array:
        return
    fields = next(iter(operation.examples.values()))
    refused = ask(app, "POST", f"/api/v1/{operation.name}", json=fields, headers=NPY)
    assert refused.status_code == 406
    assert "no single array" in refused.json()["detail"]
    both = ask(app, "POST", f"/api/v1/{operation.name}", json=fields, headers={"Accept": "application/x-npy, */*"})
    assert both.headers["content-type"] == "application/json"


def test_a_sparse_matrix_is_no_single_array(app: FastAPI) -> None:
    """Only the dense form is one."""
    url = "/api/v1/toeplitz?input=1,2,3,4&weight=5,6,7"
    assert loaded(ask(app, "GET", url, headers=NPY)).tolist() == [[5, 6, 7, 0], [0, 5, 6, 7]]
    assert ask(app, "GET", f"{url}&format=coo", headers=NPY).status_code == 406


def test_a_matrix_may_be_larger_as_an_array_than_as_text() -> None:
    """Only the bound on all answers remains."""
    app = create_app(Settings(max_matrix_cells=7, max_answer_numbers=10))
    url = "/api/v1/toeplitz?input=1,2,3,4&weight=5,6,7"
    assert ask(app, "GET", url).status_code == 422
    assert loaded(ask(app, "GET", url, headers=NPY)).shape == (2, 4)
    assert ask(app, "GET", f"{url}&padding=full", headers=NPY).status_code == 422


def test_the_two_formats_of_one_address_have_two_tags(app: FastAPI) -> None:
    """A cache must not give one for the other."""
    url = "/api/v1/convolution?input=1,2,3,4&weight=5,6,7"
    text, array = ask(app, "GET", url), ask(app, "GET", url, headers=NPY)
    assert text.headers["etag"] != array.headers["etag"]
    assert "Accept" in [name.strip() for name in text.headers["vary"].split(",")]
    assert ask(app, "GET", url, headers=NPY | {"If-None-Match": text.headers["etag"]}).status_code == 200
    assert ask(app, "GET", url, headers=NPY | {"If-None-Match": array.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    ("layer", "accept", "thread"),
    [
        ({"input": np.ones(100_000), "weight": np.ones(9)}, NPY, "MainThread"),
        ({"input": np.ones(100_000), "weight": np.ones(9)}, {}, "slot"),
        ({"input": np.ones((2, 50_000)), "weight": np.ones((1, 2, 9))}, NPY, "slot"),
        ({"input": np.ones((300, 300)), "weight": np.ones((3, 3))}, NPY, "slot"),
        ({"input": np.ones(10_000), "weight": np.ones((9, 9))}, NPY, "slot"),
        ({"input": np.ones(140_000), "weight": np.ones(1)}, NPY, "slot"),
    ],
)
def test_one_kernel_over_a_line_of_bytes_needs_no_thread(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, layer: dict[str, Any], accept: dict[str, str], thread: str
) -> None:
    """It takes less time than the way to a thread and back; text, channels, planes and filters do not."""
    ran: list[str] = []
    forward = Layer.forward

    def noted(self: Layer, *given: Any) -> Any:
        ran.append(threading.current_thread().name)
        return forward(self, *given)

    monkeypatch.setattr(Layer, "forward", noted)
    assert send(app, archive(**layer), **accept).status_code == 200
    assert [name.partition("_")[0] for name in ran] == [thread]


def test_an_array_is_not_compressed(app: FastAPI) -> None:
    """It barely shrinks, and would take longer than the layer."""
    answer = send(app, layer_archive(input=np.ones(1_000), weight=[1.0]), **NPY)
    assert "content-encoding" not in answer.headers
    assert loaded(answer).tolist() == [1] * 1_000


def test_an_array_alone_is_no_request(app: FastAPI) -> None:
    """It has no names."""
    answer = ask(app, "POST", "/api/v1/convolution", content=npy([1.0]), headers={"Content-Type": "application/x-npy"})
    assert answer.status_code == 415
