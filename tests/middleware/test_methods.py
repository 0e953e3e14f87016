"""HEAD and OPTIONS."""

import pytest
from starlette.routing import Router
from starlette.types import Scope

from app.middleware.methods import HeadAsGet, Options
from tests.asking import ask
from tests.middleware.inner import INNER


def test_head_is_get_without_its_body() -> None:
    """With the same headers."""
    app = HeadAsGet(INNER)
    got, head = ask(app, "GET", "/"), ask(app, "HEAD", "/")
    assert head.content == b""
    assert head.headers == got.headers


def everything(scope: Scope) -> list[str]:
    """What an address offers here."""
    return [] if scope["path"] == "/none" else ["GET", "HEAD", "OPTIONS"]


OPTIONS = Options(INNER, everything)


@pytest.mark.parametrize("path", ["/api/v1/convolution", "/figure/sliding.svg", "/static/x/y.js", "/openapi.json"])
def test_a_preflight_is_answered_for_what_is_open(path: str) -> None:
    """Any site may send JSON, without credentials."""
    headers = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    answer = ask(OPTIONS, "OPTIONS", path, headers=headers)
    assert answer.status_code == 204
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in answer.headers


def test_a_page_says_its_methods_and_allows_no_other_site() -> None:
    """Its content is for its own site."""
    answer = ask(OPTIONS, "OPTIONS", "/")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_where_there_is_nothing_there_are_no_options() -> None:
    """The routes answer that themselves."""
    assert ask(Options(Router(), everything), "OPTIONS", "/none").status_code == 404
