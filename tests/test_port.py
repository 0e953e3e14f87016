"""Closing a port so that nobody who has connected is cut off; `faults/` does it under load."""

import socket
import sys
from collections.abc import Iterator

import pytest

from app import port

CONNECTED = 1
"""`TCP_ESTABLISHED`, the first byte of what Linux says of a connection."""


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A port on which connections wait."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        made.listen()
        made.setblocking(False)
        yield made


def test_whoever_has_connected_is_found_before_the_port_is_closed(listener: socket.socket) -> None:
    """The system has made the connection, so its client thinks that somebody is there."""
    assert port.waiting_connections(listener) == []
    clients = [socket.create_connection(listener.getsockname()) for _ in range(3)]
    found = port.waiting_connections(listener)
    assert sorted(each.getpeername() for each in found) == sorted(each.getsockname() for each in clients)
    for each in (*clients, *found):
        each.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can drop the packets that begin a connection")
def test_no_connection_is_made_between_the_last_look_and_the_closing(listener: socket.socket) -> None:
    """Whoever comes then waits to try again, and whoever was there goes on in both directions."""
    with begun(listener) as early:
        port.turn_newcomers_away(listener)
        with begun(listener) as late:
            assert state(early) == CONNECTED
            assert state(late) != CONNECTED
        (accepted,) = port.waiting_connections(listener)
        with accepted:
            early.sendall(b"a request")
            assert accepted.recv(100) == b"a request"
            accepted.sendall(b"its answer")
            early.settimeout(10)
            assert early.recv(100) == b"its answer"


def begun(listener: socket.socket) -> socket.socket:
    """A connection that was begun; on one machine it is made before this returns, if it ever is."""
    client = socket.socket()
    client.setblocking(False)
    client.connect_ex(listener.getsockname())
    return client


def state(connection: socket.socket) -> int:
    """How far the system says that a connection is."""
    return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
