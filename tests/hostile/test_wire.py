"""The same hostile requests over a socket, and those that only a socket can carry."""

import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest

from app.main import create_app
from app.settings import Settings
from tests.hostile.requests import Hostile
from tests.hostile.test_hostile import ALL, GOOD, check_problem, code
from tests.serving import send, served


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    """Where the application answers."""
    with served(create_app(Settings())) as found:
        yield found


def check_the_next(address: tuple[str, int]) -> None:
    """A good request is answered as ever."""
    assert send(address, "GET", GOOD).json()["output"] == [38, 56]


@pytest.mark.parametrize("hostile", ALL, ids=lambda hostile: hostile.name)
def test_a_hostile_request_gets_the_same_answer_over_a_socket(address: tuple[str, int], hostile: Hostile) -> None:
    """But for what is no HTTP at all, which the server refuses before we see it."""
    url = hostile.url.encode().decode("latin-1")
    answer = send(address, hostile.verb, url, hostile.headers.items(), hostile.body)
    assert answer.status == (hostile.wire or hostile.status), answer.text[:500]
    if hostile.wire is None:
        assert code(answer) == hostile.code
        if answer.status >= 400:
            check_problem(answer)
    check_the_next(address)


# What is sent, byte by byte, and the beginning of the answer: none where the connection is only closed.
RAW = {
    "nothing": (b"", b""),
    "a line break": (b"\r\n", b""),
    "noise": (bytes(range(256)) * 4, b"HTTP/1.1 400"),
    "a greeting of TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500), b"HTTP/1.1 400"),
    "HTTP/2 from the start": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"HTTP/1.1 4"),
    "half a request": (b"POST /api/v1/convolution HTTP/1.1\r\nHost: a\r\nContent-Le", b""),
    "a body that stops": (b"POST /api/v1/convolution HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{", b""),
    "a chunk of no size": (
        b"POST /api/v1/convolution HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 400",
    ),
    "a body in chunks": (
        b"POST /api/v1/convolution HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
        b'Transfer-Encoding: chunked\r\n\r\n9\r\n{"input":\r\n17\r\n[1,2,3],"weight":[1,1]}\r\n0\r\n\r\n',
        b"HTTP/1.1 200",
    ),
    "a body in a length and in chunks": (
        b"POST /api/v1/convolution HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 400",
    ),
    "two lengths": (
        b"POST /api/v1/convolution HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        b"HTTP/1.1 400",
    ),
    "a header without a colon": (b"GET / HTTP/1.1\r\nHost a\r\n\r\n", b"HTTP/1.1 400"),
    "a header with NUL": (b"GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", b"HTTP/1.1 400"),
    "a blank before the colon": (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", b"HTTP/1.1 400"),
    "a whole address": (
        b"GET http://evil.example/api/v1/meta HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"HTTP/1.1 ",
    ),
    "an asterisk": (b"OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", b"HTTP/1.1 4"),
    "CONNECT": (b"CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", b"HTTP/1.1 4"),
    "no Host": (b"GET /api/v1/meta HTTP/1.1\r\nConnection: close\r\n\r\n", b"HTTP/1.1 200"),
    "HTTP/1.0": (b"GET /api/v1/meta HTTP/1.0\r\n\r\n", b"HTTP/1.1 200"),
    "HTTP/0.9": (b"GET /\r\n\r\n", b""),
    "HTTP/9.9": (b"GET / HTTP/9.9\r\n\r\n", b"HTTP/1.1 4"),
    "an upgrade": (
        b"GET /api/v1/meta HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n",
        b"HTTP/1.1 200",
    ),
}


@pytest.mark.parametrize("name", RAW)
def test_what_is_no_request_breaks_nothing(address: tuple[str, int], name: str) -> None:
    """The client closes its side, as one that has gone does; never a 500, and the next is served."""
    sent, expected = RAW[name]
    with socket.create_connection(address, timeout=30) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        with suppress(ConnectionResetError):
            while received := connection.recv(65_536):
                answer += received
    assert answer.startswith(expected), answer[:200]
    assert not answer.startswith(b"HTTP/1.1 5")
    check_the_next(address)
