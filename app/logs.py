"""How the log is written: one record a line, as text or as JSON, and nothing that was sent can make a second one."""

import logging
from datetime import UTC, datetime
from typing import Any, Literal

import orjson

LogFormat = Literal["text", "json"]
"""As in the settings."""


def log_config(form: LogFormat) -> dict[str, Any]:
    """What `logging.config.dictConfig` takes, for our own records and for the server's.

    The server's line for each request is left out, since ours says more.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"form": {"()": FORMATTERS[form]}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "form"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "convolens": {"level": "INFO"},
            "uvicorn": {"level": "INFO"},
            "uvicorn.access": {"level": "WARNING"},
        },
    }


def moment(record: logging.LogRecord) -> str:
    """When a record was made, in UTC, to the millisecond.

    >>> moment(logging.makeLogRecord({"created": 0.25}))
    '1970-01-01T00:00:00.250Z'
    """
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


class TextFormatter(logging.Formatter):
    """`time LEVEL [worker] message key=value …`; the lines of a traceback are set in, so none looks like a record."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as text."""
        fields = "".join(f" {key}={value}" for key, value in getattr(record, "fields", {}).items())
        message = on_one_line(record.getMessage())
        line = f"{moment(record)} {record.levelname} [{record.process}] {message}{fields}"
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            line += "".join(f"\n    {on_one_line(each)}" for each in trace.splitlines())
        return line


class JsonFormatter(logging.Formatter):
    """One JSON object a line, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as JSON."""
        content: dict[str, Any] = {
            "time": moment(record),
            "level": record.levelname,
            "logger": record.name,
            "worker": record.process,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            content["traceback"] = self.formatException(record.exc_info)
        return orjson.dumps(content, default=str).decode()


FORMATTERS: dict[LogFormat, type[logging.Formatter]] = {"text": TextFormatter, "json": JsonFormatter}


def on_one_line(text: str) -> str:
    """The text with whatever could end a line, or command a terminal, written as an escape.

    >>> on_one_line("é" + chr(10) + "b") == "é" + chr(92) + "nb"
    True
    """
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
