"""The process that draws pixels: it begins when it is needed, is replaced when it dies, and ends with the service."""

import threading
import time
from collections.abc import Iterator

import pytest

from app import raster
from app.painter import Painter, PaintingError
from app.raster import Film, Patch

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><path d="M0 0h4v4h-4z" fill="#3f90da"/></svg>'


@pytest.fixture
def painter() -> Iterator[Painter]:
    """A painter of its own for a test."""
    painter = Painter()
    yield painter
    painter.stop()


def test_it_draws_what_would_be_drawn_here(painter: Painter) -> None:
    """The same bytes, for both formats."""
    assert painter.process is None
    assert painter.png(DOT, 2) == raster.png(DOT, 2)
    film = Film(DOT, DOT, [[Patch(0, 0, 2, 2, DOT)], []], [100, 100], (4, 4))
    assert painter.gif(film) == raster.gif(film)


def test_a_process_that_died_is_replaced(painter: Painter) -> None:
    """Whoever asks next notices nothing."""
    painter.png(DOT)
    first = painter.process
    assert first is not None
    first.kill()
    first.wait()
    assert painter.png(DOT) == raster.png(DOT)
    assert painter.process is not first


def test_what_cannot_be_drawn_is_said_and_the_process_goes_on(painter: Painter) -> None:
    """It is our own SVG, so this is a fault and not a bad request."""
    with pytest.raises(PaintingError):
        painter.png("no picture")
    assert painter.png(DOT)


def test_it_ends_when_its_pipe_does(painter: Painter) -> None:
    """Which is when the service is gone, however it went."""
    painter.png(DOT)
    process = painter.process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=20) == 0


@pytest.mark.timing
def test_nothing_waits_while_it_draws(painter: Painter) -> None:
    """A picture of 8 million pixels takes many times longer than any other thread is kept from running.

    Drawn in this process, it would hold the interpreter's lock all the time.
    """
    large = DOT.replace('width="4" height="4"', 'width="2800" height="2800" viewBox="0 0 4 4"')
    painter.png(DOT)
    drawing = threading.Thread(target=painter.png, args=(large,))
    begun = last = time.perf_counter()
    longest = 0.0
    drawing.start()
    while drawing.is_alive():
        time.sleep(0)  # gives the lock away, and asks for it again
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    assert longest < (last - begun) / 2
