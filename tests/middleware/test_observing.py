"""The line of each request in the log, and the id that the answer carries."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.routing import Router
from starlette.types import Receive, Scope, Send

from app.middleware.methods import HeadAsGet
from app.middleware.observing import CUT_OFF, Observation, Observe, log
from tests.asking import ask
from tests.middleware.inner import INNER

NUMBERS = "4815162342"


class Lines(logging.Handler):
    """Keeps the fields of each line."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.found.append(record.__dict__["fields"])


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    """The fields of each line, as it is written."""
    handler, level = Lines(), log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield handler.found
    log.removeHandler(handler)
    log.setLevel(level)


def test_a_request_is_one_line(lines: list[dict[str, Any]]) -> None:
    """Who asked for what, how it ended, how long it took and how much was sent."""
    answer = ask(Observe(INNER), "POST", "/some/path", content=b"12345")
    (line,) = lines
    assert line | {"ms": 0} == {
        "id": answer.headers["x-request-id"],
        "method": "POST",
        "path": "/some/path",
        "status": 200,
        "ms": 0,
        "bytes": 5,
    }
    assert line["ms"] > 0


def test_neither_the_query_nor_the_body_is_logged(lines: list[dict[str, Any]]) -> None:
    """They are other people's numbers."""
    ask(Observe(INNER), "POST", f"/?input={NUMBERS}", content=NUMBERS.encode(), headers={"Authorization": NUMBERS})
    assert NUMBERS not in str(lines)


def test_a_path_cannot_forge_a_line(lines: list[dict[str, Any]]) -> None:
    """It is written as an address, and cut where it is long."""
    ask(Observe(INNER), "GET", "/a%0aERROR%20forged%22%1b[31m" + "x" * 1000)
    path = lines[0]["path"]
    assert path.startswith("/a%0AERROR%20forged%22%1B%5B31m")
    assert len(path) < 300


@pytest.mark.parametrize("given", ["a", "0af7651916cd43dd8448eb211c80319c", "A-b_c.d:e+f/g=", "x" * 64])
def test_an_id_that_is_well_formed_is_kept(given: str, lines: list[dict[str, Any]]) -> None:
    """So that one id runs through the logs of every service on the way."""
    assert ask(Observe(INNER), "GET", "/", headers={"X-Request-ID": given}).headers["x-request-id"] == given
    assert lines[0]["id"] == given


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "a\tb", "é", '"', "a,b", "<script>"])
def test_any_other_id_is_replaced(given: str, lines: list[dict[str, Any]]) -> None:
    """It stands in a header and in the log."""
    header = ask(Observe(INNER), "GET", "/", headers={"X-Request-ID": given.encode()}).headers["x-request-id"]
    assert header != given
    assert len(header) == 16
    assert lines[0]["id"] == header


def test_two_requests_have_two_ids() -> None:
    """Or they could not be told apart."""
    assert len({ask(Observe(INNER), "GET", "/").headers["x-request-id"] for _ in range(10)}) == 10


def test_an_answer_that_is_cut_off_is_logged_as_that(lines: list[dict[str, Any]]) -> None:
    """The line is written whatever happens."""

    async def cut(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("gone")

    with pytest.raises(RuntimeError):
        ask(Observe(cut), "GET", "/")
    assert lines[0]["status"] == CUT_OFF


def test_what_is_recorded_names_the_route_and_never_the_address() -> None:
    """A label for each address that anybody thinks of would fill the memory of whoever scrapes them."""
    seen: list[Observation] = []
    for path in ("/wp-admin.php", "/static/1/js/a.js"):
        ask(Observe(Router(), seen.append), "GET", path)
    for method in ("GET", "HEAD"):
        ask(Observe(HeadAsGet(INNER), seen.append), method, "/some/path")
    assert [each.route for each in seen] == ["none", "/static", "/{path:path}", "/{path:path}"]
    assert seen[-1].method == "HEAD"


def test_a_method_that_nobody_knows_is_other() -> None:
    """It is a label too."""
    seen: list[Observation] = []
    ask(Observe(INNER, seen.append), "BREW", "/")
    assert seen[0].method == "OTHER"
