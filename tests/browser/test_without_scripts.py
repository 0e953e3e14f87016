"""Without JavaScript: steps, switch and grid are links, the form is GET, and an error keeps what was typed."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seen import step

OpenPage = Callable[..., Page]


@pytest.fixture
def plain(open_page: OpenPage) -> Callable[[str], Page]:
    """Opens a page in a browser that runs no scripts."""
    return lambda path="/": open_page(path, java_script_enabled=False)


def outputs(page: Page) -> list[str]:
    """The outputs as the sliding view shows them."""
    return page.locator("[data-figure=sliding] g[data-outputs] text").all_text_contents()


def test_steps_are_links(plain: Callable[..., Page]) -> None:
    """Next, Back, First and Last lead to the step, drawn by the server; no button stands there that does nothing."""
    page = plain()
    for name, number, total in (("Next", "2", "56"), ("Back", "1", "38"), ("Last", "2", "56"), ("First", "1", "38")):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("[data-place] b")).to_have_text(number)
        expect(page.locator("[data-arithmetic] b")).to_have_text(total)
    assert page.locator("button:visible").all_inner_texts() == ["5", "6", "7", "Show"]
    expect(page.get_by_role("slider")).to_have_count(0)


def test_a_step_of_the_server_looks_like_a_step_of_the_script(open_page: OpenPage) -> None:
    """The two ways to the second step give one picture."""
    by_address = open_page("/?input=1,2,3,4&weight=5,6,7&step=1")
    by_script = open_page("/?input=1,2,3,4&weight=5,6,7")
    by_script.locator("[data-go=next]").click()
    assert step(by_script) == step(by_address)


def test_the_switch_and_the_direction_are_links(plain: Callable[..., Page]) -> None:
    """Dense, locally connected, backward."""
    page = plain()
    page.locator(".switch a", has_text="Dense").click()
    expect(page.locator("[data-part=lesson] b").first).to_have_text("8")
    page.get_by_role("link", name="Backward").click()
    expect(page.locator("[data-figure=network] [id^=net-x] text")).to_have_text(["5", "11", "13", "7"])


def test_the_six_answers_are_links(plain: Callable[..., Page]) -> None:
    """A click on the full convolution shows 5 16 34 52 45 28."""
    page = plain()
    page.locator(".answer[data-padding=full][data-operation=convolution]").click()
    assert outputs(page) == ["5", "16", "34", "52", "45", "28"]


def test_the_form_is_sent_with_get(plain: Callable[..., Page]) -> None:
    """What is typed goes into the address, with the choice of the grid."""
    page = plain("/?input=1,2,3,4&weight=5,6,7&operation=convolution&padding=full")
    page.locator("textarea[name=input]").fill("1, 1")
    page.get_by_role("button", name="Show").click()
    assert outputs(page) == ["5", "11", "13", "7"]
    expect(page.locator(".answer[aria-current]")).to_have_attribute("data-padding", "full")


def test_an_error_keeps_what_was_typed(plain: Callable[..., Page], watch: Any) -> None:
    """The sentence stands beside its field, every other field is as it was, and the page says 422."""
    watch.expected = ("422",)
    page = plain()
    page.locator("textarea[name=weight]").fill("5, six, 7")
    page.locator("textarea[name=bias]").fill("-45")
    with page.expect_response("**/?input=*") as answer:
        page.get_by_role("button", name="Show").click()
    assert answer.value.status == 422
    expect(page.locator("#weight-error")).to_contain_text("six")
    expect(page.locator("textarea[name=weight]")).to_have_value("5, six, 7")
    expect(page.locator("textarea[name=bias]")).to_have_value("-45")
    page.locator("textarea[name=weight]").fill("5, 6, 7")
    page.get_by_role("button", name="Show").click()
    assert outputs(page) == ["−7", "11"]


def test_a_highlight_in_the_address_is_drawn(plain: Callable[..., Page]) -> None:
    """A link to a highlighted weight needs no script: its copies are lit, the others dimmed."""
    page = plain("/?input=1,2,3,4&weight=5,6,7&highlight=1")
    expect(page.locator("[data-arithmetic] .chip.lit")).to_have_text("6")
    expect(page.locator("[data-figure=matrix] [data-kin]:not([display])").first).to_have_attribute("data-kin", "1")
