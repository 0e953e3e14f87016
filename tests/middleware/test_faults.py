"""Problems and the last resort."""

import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.middleware.faults import LastResort, plain_error_page, problem_response
from app.problems import Problem
from tests.asking import ask
from tests.middleware.inner import INNER


def test_an_unforeseen_fault_is_a_problem_that_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """The log has the whole of it."""
    answer = ask(LastResort(INNER, plain_error_page), "POST", "/api/fail")
    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/fault"
    assert "secret" not in answer.text
    assert "secret" in caplog.text


def test_a_browser_gets_a_page_for_a_fault() -> None:
    """It asked for HTML."""
    answer = ask(LastResort(INNER, plain_error_page), "GET", "/fail", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_fault_in_the_error_page_gets_the_plainest_page() -> None:
    """The last resort rests on nothing."""

    def broken(scope: Scope, problem: Problem) -> Response:
        raise RuntimeError("secret")

    answer = ask(LastResort(INNER, broken), "GET", "/fail", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert "<h1>Something went wrong here</h1>" in answer.text


def test_a_fault_in_mid_answer_cuts_it_off() -> None:
    """A second start would be no HTTP."""

    async def half(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("secret")

    with pytest.raises(RuntimeError, match="secret"):
        ask(LastResort(half, plain_error_page), "GET", "/")


def test_the_instance_of_a_problem_is_the_path_and_not_the_query() -> None:
    """What was sent in the query is never repeated."""
    scope = {"type": "http", "path": "/api/v1/é", "query_string": b"input=secret", "headers": []}
    answer = problem_response(scope, Problem(404, "A sentence."), plain_error_page)
    assert b'"instance":"/api/v1/%C3%A9"' in bytes(answer.body)
    assert b"secret" not in bytes(answer.body)
