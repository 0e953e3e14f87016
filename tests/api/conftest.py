"""The application under test, and how it is asked."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
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
