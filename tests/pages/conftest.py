"""The application under test, asked as a browser asks it."""

from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.asking import ask
from tests.pages.markup import Document, parse

Get = Callable[[str], httpx.Response]


@pytest.fixture(scope="session")
def app() -> FastAPI:
    """The application with its default settings."""
    return create_app(Settings())


@pytest.fixture(scope="session")
def get(app: FastAPI) -> Get:
    """`get("/?padding=full")`: the answer."""
    return lambda url: ask(app, "GET", url)


@pytest.fixture(scope="session")
def page(get: Get) -> Callable[..., Document]:
    """`page("/?padding=full")`: the document, whose status is 200 unless another is expected."""

    def load(url: str, status: int = 200) -> Document:
        answer = get(url)
        assert answer.status_code == status, answer.text[:500]
        return parse(answer.text)

    return load
