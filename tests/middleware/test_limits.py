"""The limits on what is sent: bodies and addresses."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.types import Message

from app.middleware.faults import plain_error_page
from app.middleware.limits import BodyLimit, UrlLimit
from tests.asking import ask
from tests.middleware.inner import INNER

BOUNDED = BodyLimit(INNER, 10, plain_error_page)


def test_a_body_at_the_limit_arrives_whole() -> None:
    """What was read is replayed."""
    assert ask(BOUNDED, "POST", "/", content=b"0123456789").text == "0123456789"


async def pieces(count: int) -> AsyncIterator[bytes]:
    """A body of `count` bytes, sent one at a time and without a length."""
    for _ in range(count):
        yield b"x"


def test_a_body_in_pieces_arrives_whole() -> None:
    """A chunked body has no declared length."""
    assert ask(BOUNDED, "POST", "/", content=pieces(10)).text == "x" * 10


@pytest.mark.parametrize("content", [b"0123456789a", pieces(11)], ids=["declared", "in pieces"])
def test_a_longer_body_is_413_and_says_the_limit(content: bytes | AsyncIterator[bytes]) -> None:
    """Whether it says its length or not."""
    answer = ask(BOUNDED, "POST", "/", content=content)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert "10 bytes" in answer.json()["detail"]
    assert answer.headers["connection"] == "close"


@pytest.mark.parametrize("length", ["-1", "many", "9" * 5000, "1e3", "²"])
def test_a_length_that_cannot_be_read_is_no_length(length: str) -> None:
    """The bytes themselves are counted in any case."""
    assert BodyLimit.declared_bytes({"type": "http", "headers": [(b"content-length", length.encode())]}) == 0


def test_a_client_that_leaves_while_sending_is_let_go() -> None:
    """There is nobody to answer."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": b""}
    asyncio.run(BOUNDED(scope, receive, send))
    assert sent == []


def test_an_address_longer_than_the_limit_is_414() -> None:
    """Path and query count together."""
    app = UrlLimit(INNER, 20, plain_error_page)
    assert ask(app, "GET", "/0123456789?x=012345").status_code == 200
    answer = ask(app, "GET", "/0123456789?x=0123456789")
    assert answer.status_code == 414
    assert "20 bytes" in answer.json()["detail"]
