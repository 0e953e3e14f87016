"""Large states: the words of a step are fetched when they are needed, and edits change only what differs."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.seen import sum_of, total, wait_for_output

OpenPage = Callable[..., Page]
LONG = "/?input=" + ",".join(str(n % 7) for n in range(60)) + "&weight=1,2,3"


def test_a_step_beyond_the_words_that_are_there_gets_its_own(open_page: OpenPage) -> None:
    """Output 57 of 58 reads 0, 1 and 2: its sum is that of the core, in the figures and beside them."""
    page = open_page(LONG)
    page.locator("[data-go=last]").click()
    wait_for_output(page, 58)
    total(page, "14")
    assert sum_of(page) == "z57 = 1·1 + 2·2 + 3·3 = 14"
    expect(page.locator("[data-scrubber]")).to_have_attribute("aria-valuetext", "Step 58 of 58: output 57")
    page.locator("[data-go=back]").click()
    assert sum_of(page) == "z56 = 0·1 + 1·2 + 2·3 = 8"


def test_without_a_connection_the_figures_step_all_the_same(open_page: OpenPage, watch: Any) -> None:
    """The words come once there is a connection and a further step asks for them."""
    watch.expected = ("ERR_FAILED",)
    page = open_page(LONG)
    page.route("**/embed/words*", lambda route: route.abort())
    page.locator("[data-go=last]").click()
    wait_for_output(page, 58)
    expect(page.locator("[data-stage]")).to_have_attribute("data-step", "57")
    page.unroute("**/embed/words*")
    page.locator("[data-go=back]").click()
    total(page, "8")


def test_words_of_a_state_that_was_left_are_not_waited_for(open_page: OpenPage, watch: Any) -> None:
    """The next edit gives the request up: what it would answer belongs to no stage any more."""
    watch.expected = ("ERR_FAILED",)
    page = open_page(LONG)
    page.route("**/embed/words*", lambda route: None)
    with page.expect_request("**/embed/words*"):
        page.locator("[data-go=last]").click()
    with page.expect_event("requestfailed", lambda request: "/embed/words" in request.url):
        page.locator("[data-form] [name=bias]").fill("100")
    total(page, "114")
    assert sum_of(page) == "z57 = 1·1 + 2·2 + 3·3 + 100 = 114"
    page.unroute_all(behavior="ignoreErrors")


def test_an_edit_keeps_what_it_does_not_change(page: Page) -> None:
    """The wires of the network are the same elements after the bias has changed: nothing is painted anew."""
    page.evaluate("document.querySelectorAll('[data-wire]').forEach((wire, place) => { wire.kept = place })")
    page.locator("[data-form] [name=bias]").fill("1")
    total(page, "39")
    assert page.evaluate("[...document.querySelectorAll('[data-wire]')].map((wire) => wire.kept)") == [0, 1, 2]


def test_an_edit_gives_what_a_reload_gives(page: Page) -> None:
    """The page that is patched is, part by part, the page that the server would send."""
    page.locator("[data-form] [name=weight]").fill("1, 2; 3, 4")
    page.wait_for_url("**weight=1,2;3,4*")
    total(page, "5")
    parts = "[...document.querySelectorAll('[data-part]')].map((part) => part.textContent.replaceAll(/\\s+/g, ' '))"
    expect(page.locator("main:not([aria-busy])")).to_be_attached()  # the parts that are not seen come a moment later
    patched = page.evaluate(parts)
    page.reload()
    assert page.evaluate(parts) == patched
