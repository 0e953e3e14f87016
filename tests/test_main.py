"""The joined application: every part is reached, and every error is a problem."""

import re

import pytest
from fastapi import FastAPI

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
