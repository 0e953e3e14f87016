"""How the log is written: one record a line, whatever stands in it."""

import json
import logging
import logging.config
import sys

import pytest

from app.logs import JsonFormatter, TextFormatter, log_config


def record(message: str, **extra: object) -> logging.LogRecord:
    """A record as the server makes it, a quarter of a second after the beginning of time."""
    return logging.makeLogRecord(
        {"name": "convolens", "levelname": "INFO", "msg": message, "created": 0.25, "process": 7} | extra
    )


def fault() -> logging.LogRecord:
    """A record with an error whose words try to look like another record."""
    try:
        raise ValueError("a\n1970-01-01T00:00:00.000Z INFO forged\x1b[2J")
    except ValueError:
        return record("a fault", exc_info=sys.exc_info())


def test_as_text_a_record_is_a_line_of_fields() -> None:
    """For people, and for grep."""
    line = TextFormatter().format(record("request", fields={"id": "1a", "status": 200}))
    assert line == "1970-01-01T00:00:00.250Z INFO [7] request id=1a status=200"


def test_as_json_a_record_is_one_object() -> None:
    """For whatever collects logs."""
    line = JsonFormatter().format(record("request", fields={"id": "1a", "status": 200}))
    assert json.loads(line) == {
        "time": "1970-01-01T00:00:00.250Z",
        "level": "INFO",
        "logger": "convolens",
        "worker": 7,
        "message": "request",
        "id": "1a",
        "status": 200,
    }


def test_no_text_can_forge_a_record() -> None:
    """A line break in a message is written as two characters; the lines of a traceback are set in."""
    assert "\n" not in TextFormatter().format(record("a\nb\r\u2028c"))
    first, *others = TextFormatter().format(fault()).split("\n")
    assert first.endswith("INFO [7] a fault")
    assert others
    assert all(line.startswith("    ") for line in others)
    assert "\x1b" not in "".join(others)


def test_as_json_a_traceback_stays_in_its_line() -> None:
    """JSON escapes what ends a line."""
    line = JsonFormatter().format(fault())
    assert "\n" not in line
    assert "ValueError" in json.loads(line)["traceback"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_configuration_can_be_used(form: str) -> None:
    """Our records and the server's go one way; its own line for each request is left out."""
    config = log_config(form)
    before = logging.root.handlers[:], logging.root.level
    levels = {name: logging.getLogger(name).level for name in config["loggers"]}
    try:
        logging.config.dictConfig(config)
        assert logging.getLogger("convolens.request").isEnabledFor(logging.INFO)
        assert not logging.getLogger("uvicorn.access").isEnabledFor(logging.INFO)
    finally:
        logging.root.handlers[:], level = before
        logging.root.setLevel(level)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
