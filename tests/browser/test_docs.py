"""/docs in a real browser: it works under its own policy, and asks nobody else, as every test here sees to."""

from collections.abc import Callable

from playwright.sync_api import Page


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
