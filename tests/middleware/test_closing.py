"""While the service stops, every answer ends its connection."""

from app.health import Stopping
from app.middleware.closing import CloseWhenStopping
from tests.asking import ask
from tests.middleware.inner import INNER


def test_an_answer_ends_its_connection_once_the_service_stops() -> None:
    """So that the next request comes to another server, and none is on its way here when the port closes."""
    stopping = Stopping()
    app = CloseWhenStopping(INNER, stopping)
    assert "connection" not in ask(app, "GET", "/").headers
    stopping.begin()
    assert ask(app, "GET", "/").headers["connection"] == "close"
