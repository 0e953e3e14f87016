"""The command: what it is told and what it starts."""

from typing import Any

import pytest

from app import cli


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the server was started with, instead of starting it."""
    for name in ("HOST", "PORT", "WORKERS"):
        monkeypatch.delenv(name, raising=False)
    options: dict[str, Any] = {}

    def serve(host: str, port: int, workers: int, settings: object) -> None:
        options.update(host=host, port=port, workers=workers)

    monkeypatch.setattr(cli, "serve", serve)
    return options


def test_serve_starts_one_process_on_this_machine_only(started: dict[str, Any]) -> None:
    """Nobody opens a port to the world by accident."""
    cli.main(["serve"])
    assert started == {"host": "127.0.0.1", "port": 8000, "workers": 1}


def test_the_environment_says_where_and_how_many(started: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """As containers expect."""
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("WORKERS", "4")
    cli.main(["serve"])
    assert started == {"host": "0.0.0.0", "port": 9000, "workers": 4}


def test_an_option_goes_before_the_environment(started: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """It was typed just now."""
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("WORKERS", "4")
    cli.main(["serve", "--port", "1234", "--workers", "2"])
    assert (started["port"], started["workers"]) == (1234, 2)


@pytest.mark.parametrize("port", ["", "-1", "65536", "http", "8 000", "²"])
def test_a_port_that_is_none_stops_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], port: str
) -> None:
    """From the environment too."""
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit):
        cli.main(["serve"])
    assert "a port is a whole number" in capsys.readouterr().err


@pytest.mark.parametrize("workers", ["0", "-1", "257", "all", "1.5"])
def test_a_number_of_workers_that_cannot_be_meant_stops_with_a_sentence(
    capsys: pytest.CaptureFixture[str], workers: str
) -> None:
    """Nobody serves with none, and a thousand processes are a slip of the finger."""
    with pytest.raises(SystemExit):
        cli.main(["serve", f"--workers={workers}"])
    assert "the number of workers is a whole number from 1 to 256" in capsys.readouterr().err


def test_a_setting_that_cannot_be_meant_stops_the_command(
    started: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before a port is opened."""
    monkeypatch.setenv("CONVOLENS_LOG_FORMAT", "xml")
    with pytest.raises(ValueError, match="log_format"):
        cli.main(["serve"])
    assert started == {}
