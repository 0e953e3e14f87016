"""Pictures in a browser: those that move do so once, and not for readers who asked for less motion."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

OpenPage = Callable[..., Page]
MOVING = "/figure/network.svg?input=1,2,3,4&weight=5,6,7&view=network,matrix&animate=1"
RUNNING = "document.getAnimations().length"


@pytest.mark.browser
def test_a_picture_moves_once_and_rests_at_its_step(open_page: OpenPage) -> None:
    """Two steps of a second; afterwards nothing runs, and it looks as the still picture does."""
    page = open_page(MOVING)
    assert page.evaluate(RUNNING) > 0
    ends = page.evaluate("document.getAnimations().map(each => each.effect.getComputedTiming().endTime)")
    assert set(ends) == {2000}
    page.evaluate("document.getAnimations().forEach(each => each.finish())")
    assert page.evaluate(RUNNING) == 0
    still = open_page(MOVING.replace("&animate=1", ""))
    assert page.screenshot() == still.screenshot()


@pytest.mark.browser
def test_a_picture_is_at_rest_for_readers_who_asked_for_less_motion(open_page: OpenPage) -> None:
    """From the beginning."""
    assert open_page(MOVING, reduced_motion="reduce").evaluate(RUNNING) == 0


@pytest.mark.browser
def test_a_picture_follows_the_preference_for_dark_unless_it_is_told(open_page: OpenPage) -> None:
    """The ground of `auto` is dark for those who prefer that; that of `light` is not."""
    ground = "getComputedStyle(document.querySelector('rect')).fill"
    auto = open_page("/figure/network.svg", color_scheme="dark")
    assert auto.evaluate(ground) == "rgb(22, 24, 28)"
    assert open_page("/figure/network.svg?theme=light", color_scheme="dark").evaluate(ground) == "rgb(251, 250, 247)"
    assert open_page("/figure/network.svg?theme=dark").evaluate(ground) == "rgb(22, 24, 28)"
