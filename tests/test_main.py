"""The joined application: every part is reached, and every error is a problem."""

import re
import threading

import pytest
from fastapi import FastAPI
from starlette.responses import Response

from app.main import create_app
from app.settings import Settings
from tests.asking import ask


@pytest.fixture(scope="module")
def app() -> FastAPI:
    """The application with its default settings."""
    return create_app(Settings())


def test_the_documentation_asks_no_other_host(app: FastAPI) -> None:
    """Every address in it is ours, and each is served."""
    page = ask(app, "GET", "/docs").text
    addresses = re.findall(r'(?:href|src|data-openapi)="([^"]*)"', page)
    assert len(addresses) >= 6
    for address in addresses:
        assert address.startswith("/") or address == "data:,", address
        if address.startswith("/static") or address == "/openapi.json":
            assert ask(app, "GET", address).status_code == 200, address


def test_the_documentation_has_no_inline_script_or_style(app: FastAPI) -> None:
    """Its own policy would refuse them."""
    answer = ask(app, "GET", "/docs")
    assert not re.search(r"<script(?![^>]*src)|<style|style=|onload=", answer.text)
    assert "script-src 'self';" in answer.headers["content-security-policy"]


def test_what_is_not_there_is_a_problem(app: FastAPI) -> None:
    """404 as JSON for a program."""
    answer = ask(app, "GET", "/api/v1/none")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/not-found"


def test_what_is_not_there_is_a_page_for_a_browser(app: FastAPI) -> None:
    """404 as HTML for a person."""
    answer = ask(app, "GET", "/none", headers={"Accept": "text/html,*/*"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_method_that_is_not_offered_is_405_and_names_those_that_are(app: FastAPI) -> None:
    """RFC 9110 asks for Allow."""
    answer = ask(app, "DELETE", "/docs")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_a_long_answer_is_compressed_and_a_short_one_is_not(app: FastAPI) -> None:
    """Below 500 bytes gzip costs more than it saves."""
    assert ask(app, "GET", "/docs").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in ask(app, "GET", "/none").headers


def test_limits_are_those_of_the_settings() -> None:
    """Each is wired to what it limits."""
    app = create_app(Settings(max_url_bytes=30, max_body_bytes=5))
    assert ask(app, "GET", "/docs?" + "a" * 30).status_code == 414
    assert ask(app, "POST", "/docs", content=b"123456").status_code == 413


def test_a_trailing_slash_is_no_redirect(app: FastAPI) -> None:
    """It would be built from the Host header, which anyone can write."""
    assert ask(app, "GET", "/docs/").status_code == 404


def test_an_unforeseen_fault_is_answered_and_the_next_request_too() -> None:
    """The server goes on, and the client learns nothing of the inside."""
    app = create_app(Settings())

    @app.get("/api/v1/broken")
    async def broken() -> None:
        raise RuntimeError("secret")

    answer = ask(app, "GET", "/api/v1/broken")
    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/fault"
    assert "secret" not in answer.text
    assert ask(app, "GET", "/docs").status_code == 200


GOOD = "/api/v1/convolution?input=1,2,3,4&weight=5,6,7"


@pytest.mark.parametrize(
    ("path", "first", "second"),
    [
        ("/api/v1/convolution", "input=1,2,3&weight=1", "weight=1.0&stride=1&input=1,2,%203&theme=dark"),
        (
            "/api/v1/toeplitz",
            "input=1,2,3&weight=1,0;0,1&padding=same",
            "weight=[[1,0],[0,1]]&input=1 2 3&padding=same",
        ),
        ("/", "input=1,2,3&weight=1", "weight=1.0&stride=1&input=1,2,%203"),
        ("/figure/matrix.svg", "input=1,2,3&weight=1&step=1", "step=1&weight=1&input=1,2,3&compare=convolutional"),
    ],
)
def test_two_spellings_of_one_state_have_one_tag(app: FastAPI, path: str, first: str, second: str) -> None:
    """And whoever has the one need not fetch the other."""
    tag = ask(app, "GET", f"{path}?{first}").headers["etag"]
    assert ask(app, "GET", f"{path}?{second}").headers["etag"] == tag
    answer = ask(app, "GET", f"{path}?{second}", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["vary"].removeprefix("Accept, ") == "Accept-Encoding"


@pytest.mark.parametrize(
    ("path", "first", "second"),
    [
        ("/api/v1/convolution", "input=1,2&weight=1", "input=1,2.5&weight=1"),
        ("/api/v1/convolution", "input=1,2&weight=1", "input=1,2&weight=1&steps=1"),
        ("/api/v1/convolution", "input=1,2;3,4&weight=1;2", "input=1,2;3,4&weight=1,2"),
        ("/", "input=1,2&weight=1", "input=1,2&weight=1&step=1"),
        ("/", "input=1,2&weight=1", "input=1,2&weight=1&unknown=1"),
        ("/embed", "theme=dark", "theme=light"),
    ],
)
def test_two_states_have_two_tags(app: FastAPI, path: str, first: str, second: str) -> None:
    """Or one would be shown in place of the other."""
    tags = {ask(app, "GET", f"{path}?{query}").headers.get("etag", query) for query in (first, second)}
    assert len(tags) == 2


def test_a_setting_that_changes_answers_changes_their_tags(app: FastAPI) -> None:
    """The links in an answer follow the public address."""
    other = create_app(Settings(public_url="https://example.org"))
    assert ask(app, "GET", GOOD).headers["etag"] != ask(other, "GET", GOOD).headers["etag"]


def test_an_error_has_no_tag(app: FastAPI) -> None:
    """It is never stored."""
    for path in ("/?input=x", "/api/v1/convolution?input=x", "/none"):
        headers = ask(app, "GET", path, headers={"If-None-Match": "*"}).headers
        assert "etag" not in headers
        assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/embed", "/figure/network.svg", GOOD, "/openapi.json", "/docs"])
def test_an_answer_says_once_that_it_may_be_compressed(app: FastAPI, path: str) -> None:
    """Whether it is or not, so that a cache keeps both apart."""
    for coding in ("gzip", "identity"):
        vary = ask(app, "GET", path, headers={"Accept-Encoding": coding}).headers["vary"]
        assert vary.removeprefix("Accept, ") == "Accept-Encoding"


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/", "GET, HEAD, OPTIONS"),
        ("/livez", "GET, HEAD, OPTIONS"),
        ("/static/x/css/explorer.css", "GET, HEAD, OPTIONS"),
        ("/api/v1/meta", "GET, HEAD, OPTIONS"),
        ("/api/v1/convolution", "GET, POST, HEAD, OPTIONS"),
    ],
)
def test_options_names_what_an_address_takes(app: FastAPI, path: str, methods: str) -> None:
    """And so does a 405."""
    assert ask(app, "OPTIONS", path).headers["allow"] == methods
    refusal = ask(app, "DELETE", path)
    assert (refusal.status_code, refusal.headers["allow"]) == (405, methods)


def test_there_are_no_options_where_there_is_nothing(app: FastAPI) -> None:
    """404, as for any method."""
    assert ask(app, "OPTIONS", "/api/v1/none").status_code == 404


@pytest.mark.parametrize("path", ["/", "/figure/matrix.svg", "/api/v1/gradients?input=1,2,3&weight=1,2"])
def test_head_has_the_headers_of_get(app: FastAPI, path: str) -> None:
    """Length and tag included, for every route."""
    got, head = ask(app, "GET", path), ask(app, "HEAD", path)
    assert head.content == b""
    assert dict(head.headers) | {"x-request-id": ""} == dict(got.headers) | {"x-request-id": ""}


def test_when_no_place_is_left_a_large_request_is_503_and_a_small_one_is_answered() -> None:
    """The large one is told when to come again, as a problem."""
    app = create_app(Settings(max_concurrent_computations=1, max_queued_computations=0))
    gate = threading.Event()
    app.state.slots.submit(lambda: Response(str(gate.wait(10))))
    large = {"input": [1.0] * 20_000, "weight": [1.0, 2.0]}
    answers = [ask(app, "POST", "/api/v1/convolution", json=large), ask(app, "GET", "/")]
    small = ask(app, "GET", GOOD)
    gate.set()
    for answer in answers:
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.json()["type"] == "/problems/busy"
    assert small.json()["output"] == [38, 56]
