"""The command: what it is told and what it starts."""

from typing import Any

import pytest
import uvicorn

from app.cli import main


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the server was started with, instead of starting it."""
    options: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **given: options.update(given, app=app))
    return options


def test_serve_starts_the_application_on_this_machine_only(
    started: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody opens a port to the world by accident."""
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.delenv("PORT", raising=False)
    main(["serve"])
    assert (started["app"], started["host"], started["port"]) == ("app.main:app", "127.0.0.1", 8000)


def test_the_environment_says_where(started: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """As containers expect."""
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PORT", "9000")
    main(["serve"])
    assert (started["host"], started["port"]) == ("0.0.0.0", 9000)


def test_an_option_goes_before_the_environment(started: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """It was typed just now."""
    monkeypatch.setenv("PORT", "9000")
    main(["serve", "--port", "1234"])
    assert started["port"] == 1234


@pytest.mark.parametrize("port", ["", "-1", "65536", "http", "8 000", "²"])
def test_a_port_that_is_none_stops_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], port: str
) -> None:
    """From the environment too."""
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit):
        main(["serve"])
    assert "a port is a whole number" in capsys.readouterr().err
