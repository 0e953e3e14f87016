"""Whether the service lives and takes work."""

from fastapi import FastAPI

from app.health import Stopping, create_health
from tests.asking import ask


def service() -> tuple[FastAPI, Stopping]:
    """An application with nothing but its health."""
    app, stopping = FastAPI(), Stopping()
    app.include_router(create_health(stopping))
    return app, stopping


def test_a_service_that_runs_is_alive_and_ready() -> None:
    """And no cache may say so in its place."""
    app, _ = service()
    for path in ("/livez", "/readyz"):
        answer = ask(app, "GET", path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"


def test_a_service_that_stops_is_alive_and_not_ready() -> None:
    """A restart would not help, and new clients should go elsewhere."""
    app, stopping = service()
    stopping.begin()
    assert ask(app, "GET", "/livez").status_code == 200
    assert ask(app, "GET", "/readyz").status_code == 503
