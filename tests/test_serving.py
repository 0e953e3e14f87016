"""The server as we run it, as far as it can be seen without running it; `faults/` runs it."""

import pytest

from app import serving


def test_without_a_temporary_directory_workers_load_everything_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that is read-only altogether."""
    assert serving.can_fork_what_is_loaded()

    def none() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(serving, "gettempdir", none)
    assert not serving.can_fork_what_is_loaded()
