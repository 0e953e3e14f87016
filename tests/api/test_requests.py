"""Requests that are none: no JSON, no object, of another media type, method or path, or too large to be read."""

import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.api.conftest import Post
from tests.api.test_errors import only_error
from tests.asking import ask

URL = "/api/v1/convolution"
JSON = {"Content-Type": "application/json"}

# Bodies that are read before any field is, their status, and what the sentence must say.
BODIES: list[tuple[bytes, int, str]] = [
    (b"", 400, "empty"),
    (b"  \n", 400, "empty"),
    (b"{", 400, "line 1, column 2"),
    (b"\xff\xfe{}", 400, "not UTF-8"),
    ('{"input": [1], "weight": [1]}'.encode("utf-16"), 400, "not UTF-8"),
    (b"\xef\xbb\xbf{}", 400, "not JSON"),
    (b'{"input": [1,], "weight": [1]}', 400, "not JSON"),
    (b"[1, 2]", 422, "a JSON object"),
    (b"null", 422, "a JSON object"),
    (b'{"input": [1, NaN], "weight": [1]}', 422, "finite"),
    (b'{"input": [1, -Infinity], "weight": [1]}', 422, "finite"),
    (b'{"input": [1, 1e999], "weight": [1]}', 422, "finite"),
    (b'{"input": [1, 1' + b"0" * 5000 + b'], "weight": [1]}', 422, "finite"),
    (b'{"input": [1], "weight": [1], "stride": NaN}', 422, "finite"),
    (b'{"input": [1], "weight": [1], "input": [2]}', 422, "input is given twice"),
    (b'{"input": [1], "weight": [1], "\\u0069nput": [2]}', 422, "input is given twice"),
    (b'{"input": ' + b"[" * 100_000 + b"1" + b"]" * 100_000 + b"}", 422, "too deep"),
    (b'{"input": ' + b"[" * 900 + b"1" + b"]" * 900 + b', "weight": [1]}', 422, ""),
    (b'{"a":' * 900 + b"1" + b"}" * 900, 422, ""),
]


@pytest.mark.parametrize(("body", "status", "says"), BODIES)
def test_a_body_that_is_no_request_is_refused(app: FastAPI, body: bytes, status: int, says: str) -> None:
    """400 when it is not JSON, 422 when it is and cannot be meant."""
    answer = ask(app, "POST", URL, content=body, headers=JSON)
    assert answer.status_code == status, answer.text
    assert says in answer.json()["detail"]


def test_a_number_that_is_not_finite_is_found_at_its_place(app: FastAPI) -> None:
    """Even where no number belongs."""
    body = b'{"input": [1], "weight": [[1, 2], [3, Infinity]]}'
    answer = ask(app, "POST", URL, content=body, headers=JSON)
    assert only_error(answer, "not-finite")["pointer"] == "/weight/1/1"


def test_a_key_given_twice_is_found_at_its_place(app: FastAPI) -> None:
    """orjson by itself would keep the last."""
    body = b'{"input": [1], "weight": [1], "stride": 1, "stride": 2}'
    assert only_error(ask(app, "POST", URL, content=body, headers=JSON), "duplicate-key")["pointer"] == "/stride"


def test_a_colon_in_a_text_is_no_key(app: FastAPI) -> None:
    """The quick look for a second key may be wrong, the slow one is not."""
    answer = ask(app, "POST", URL, content=b'{"input": [1], "weight": [1], "padding": "a:b"}', headers=JSON)
    assert only_error(answer, "option")["pointer"] == "/padding"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        {"Content-Type": "application/octet-stream"},
        {"Content-Type": ";;;"},
    ],
)
def test_a_body_that_is_not_said_to_be_json_is_415(app: FastAPI, headers: dict[str, str]) -> None:
    """It is never guessed at."""
    answer = ask(app, "POST", URL, content=b'{"input": [1], "weight": [1]}', headers=headers)
    assert answer.status_code == 415
    assert answer.json()["type"] == "/problems/unsupported-media-type"


@pytest.mark.parametrize(
    "media", ["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"']
)
def test_json_may_be_said_in_several_ways(app: FastAPI, media: str) -> None:
    """Names are read without regard to case."""
    answer = ask(app, "POST", URL, content=b'{"input": [2], "weight": [3]}', headers={"Content-Type": media})
    assert answer.json()["output"] == [6]


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("", 200),
        ("*/*", 200),
        ("application/*", 200),
        ("text/html, application/json;q=0.1", 200),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 200),
        ("text/csv", 406),
        ("application/json;q=0", 406),
        (",,;", 406),
    ],
)
def test_what_is_accepted_decides(get: Post, accept: str, status: int) -> None:
    """JSON is all there is."""
    assert get("convolution", "input=1,2&weight=1", accept=accept).status_code == status


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/api/v1/convolution", "GET, POST, HEAD, OPTIONS"),
        ("DELETE", "/api/v1/gradients", "GET, POST, HEAD, OPTIONS"),
        ("POST", "/api/v1/meta", "GET, HEAD, OPTIONS"),
        ("QUATSCH", "/api/v1/meta", "GET, HEAD, OPTIONS"),
    ],
)
def test_another_method_is_405_and_says_which_there_are(app: FastAPI, method: str, path: str, allow: str) -> None:
    """RFC 9110, section 15.5.6."""
    answer = ask(app, method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == allow
    assert answer.json()["type"] == "/problems/method-not-allowed"


@pytest.mark.parametrize(
    "path", ["/api", "/api/v1", "/api/v1/", "/api/v2/convolution", "/api/v1/convolution/", "/api/v1/Meta"]
)
def test_another_path_is_404(app: FastAPI, path: str) -> None:
    """As a problem."""
    answer = ask(app, "GET", path, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_over_the_limit_is_413() -> None:
    """Before it is read."""
    app = create_app(Settings(max_body_bytes=50))
    answer = ask(app, "POST", URL, json={"input": list(range(50)), "weight": [1]})
    assert answer.status_code == 413
    assert "50 bytes" in answer.json()["detail"]


def test_an_address_over_the_limit_is_414(get: Post) -> None:
    """And says that POST takes more."""
    answer = get("convolution", "input=" + "1," * 10_000 + "1&weight=1")
    assert answer.status_code == 414
    assert "POST" in answer.json()["detail"]
