"""The server as we run it, as far as it can be seen without running it; `faults/` runs it."""

import socket

import pytest

from app import serving


def test_whoever_has_connected_is_found_before_the_port_is_closed() -> None:
    """The system has made the connection, so its client thinks that somebody is there."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        assert serving.waiting_connections(listener) == []
        clients = [socket.create_connection(listener.getsockname()) for _ in range(3)]
        found = serving.waiting_connections(listener)
        assert sorted(each.getpeername() for each in found) == sorted(each.getsockname() for each in clients)
        for each in (*clients, *found):
            each.close()


def test_without_a_temporary_directory_workers_load_everything_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that is read-only altogether."""
    assert serving.can_fork_what_is_loaded()

    def none() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(serving, "gettempdir", none)
    assert not serving.can_fork_what_is_loaded()
