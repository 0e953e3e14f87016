"""/docs in a real browser: it works under its own policy, and asks nobody else, as every test here sees to."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_an_example_can_be_sent_from_the_documentation(open_page: Callable[..., Page]) -> None:
    """The answer comes back and is shown."""
    page = open_page("/docs")
    operation = page.locator("#operations-Layer-postConvolution")
    operation.locator("button.opblock-summary-control").click()
    operation.locator(".try-out__btn").click()
    operation.locator(".execute").click()
    answer = operation.locator(".live-responses-table")
    answer.wait_for()
    assert "output_shape" in answer.inner_text()


def test_the_documentation_is_dark_for_who_prefers_that(open_page: Callable[..., Page]) -> None:
    """At once, and when the preference changes while it is read."""
    page = open_page("/docs")
    title = page.locator(".swagger-ui .info .title")
    light = title.evaluate("(element) => getComputedStyle(element).color")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(28, 32, 34)")
    expect(title).not_to_have_css("color", light)
