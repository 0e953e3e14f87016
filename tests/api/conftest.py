"""The application under test, and how it is asked."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.asking import ask

Post = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def app() -> FastAPI:
    """The application with its default settings."""
    return create_app(Settings())


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    """The address of the application, served on a free port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def post(app: FastAPI) -> Post:
    """`post("toeplitz", input=[…], …)`: the answer to a JSON body of these fields."""

    def send(name: str, /, **fields: Any) -> httpx.Response:
        return ask(app, "POST", f"/api/v1/{name}", json=fields)

    return send


@pytest.fixture
def get(app: FastAPI) -> Post:
    """`get("toeplitz", "input=…")`: the answer to this query."""

    def send(name: str, query: str = "", /, **headers: str) -> httpx.Response:
        return ask(app, "GET", f"/api/v1/{name}?{query}", headers=headers)

    return send


def query_of(fields: dict[str, Any]) -> str:
    """The fields as a query: words as they are, everything else as JSON, the fields of pooling behind a dot."""
    pooling = {f"pooling.{key}": value for key, value in (fields.get("pooling") or {}).items()}
    fields = {key: value for key, value in fields.items() if key != "pooling"} | pooling
    texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in fields.items()}
    return urlencode(texts)


def both(post: Post, get: Post, name: str, /, **fields: Any) -> dict[str, Any]:
    """The answer, after making sure that both verbs give the same one."""
    posted, got = post(name, **fields), get(name, query_of(fields))
    assert posted.status_code == got.status_code == 200, posted.text + got.text
    assert posted.content == got.content
    answer: dict[str, Any] = posted.json()
    return answer
