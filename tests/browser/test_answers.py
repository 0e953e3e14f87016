"""What the server answers to an edit: in which order it is asked, what comes late, or never, or is no answer."""

from collections.abc import Callable
from itertools import chain
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.seen import field, ready, sum_of, total

OpenPage = Callable[..., Page]


def watched(page: Page) -> None:
    """Wait until editing is ready and it is known which parts are seen."""
    ready(page)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_the_latest_change_wins(page: Page) -> None:
    """An older answer that arrives late is not shown."""
    held: list[Route] = []
    page.route("**/parts/*", lambda route: held.append(route))  # noqa: PLW0108, Playwright takes functions only
    for typed in ("9, 9, 9, 9", "1, 1, 1, 1"):
        with page.expect_request("**/parts/*"):
            field(page, "input").fill(typed)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert sum_of(page).endswith("= 38")
    older, newer = held
    newer.continue_()
    total(page, "18")
    older.continue_()
    page.evaluate("fetch('/api/v1/meta').then((answer) => answer.text())")
    total(page, "18")
    page.wait_for_url("**input=1,1,1,1*")


def test_parts_that_arrive_late_do_not_overwrite_newer_ones(page: Page) -> None:
    """What is not seen is asked for after the rest; the next edit gives that up."""
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        late = "stage" not in route.request.url and not held
        held.append(route) if late else route.continue_()

    watched(page)
    page.route("**/parts/*", hold_the_first)
    with page.expect_request(lambda request: "/parts/" in request.url and "stage" not in request.url):
        field(page, "bias").fill("1")
    total(page, "39")
    with page.expect_event("requestfailed", lambda request: "bias=1&" in f"{request.url}&"):
        field(page, "bias").fill("2")
    total(page, "40")
    expect(page.locator("main:not([aria-busy])")).to_be_attached()
    expect(page.locator("[data-part=maps]")).to_contain_text("40")
    page.unroute_all(behavior="ignoreErrors")


def test_figures_are_asked_for_before_words_and_what_is_seen_before_the_rest(page: Page) -> None:
    """Every part is asked for once; the figures are there while the words about them are still on their way."""
    asked: list[list[str]] = []
    held: list[Route] = []

    def hold_the_words(route: Route) -> None:
        names = route.request.url.split("/parts/")[1].split("?")[0].split(",")
        asked.append(names)
        held.append(route) if "formula" in names else route.continue_()

    page.set_viewport_size({"width": 1280, "height": 3000})
    watched(page)
    parts = page.eval_on_selector_all("[data-part]", "parts => parts.map((part) => part.dataset.part)")
    page.route("**/parts/*", hold_the_words)
    with page.expect_request("**/parts/*formula*"):
        field(page, "bias").fill("1")
    assert {"stage", "maps", "im2col", "counts"} <= set(asked[0])
    expect(page.locator("[data-part=maps]")).to_contain_text("39")
    expect(page.locator("[data-part=formula] [data-expanded]")).to_contain_text("38")
    held[0].continue_()
    expect(page.locator("[data-part=formula] [data-expanded]")).to_contain_text("39")
    expect(page.locator("main:not([aria-busy])")).to_be_attached()
    assert sorted(chain.from_iterable(asked)) == sorted(parts)
    assert len(asked) == 3, asked


def test_while_a_number_is_dragged_words_wait_until_it_rests(open_page: OpenPage) -> None:
    """Asked for at once, as after a single edit, they would be drawn while the next figures are waited for."""
    page = open_page("/", clock=True)
    page.set_viewport_size({"width": 1280, "height": 3000})
    ready(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "formula" in request.url else None)
    for bias, sum_shown in ((1, "39"), (2, "40"), (3, "41")):
        field(page, "bias").fill(str(bias))
        total(page, sum_shown)
        page.clock.run_for(60)  # four frames
    assert len(asked) == 1, "but the first value, of which nobody knows that others follow"
    with page.expect_request("**/parts/*formula*"):
        page.clock.run_for(100)


def test_a_step_made_while_an_answer_is_under_way_is_kept(page: Page) -> None:
    """The answer was asked for at the first output, but the second is looked at when it comes."""
    held: list[Route] = []
    page.route("**/parts/*", lambda route: held.append(route), times=1)  # noqa: PLW0108, it takes functions only
    with page.expect_request("**/parts/*"):
        field(page, "bias").fill("1")
    page.locator("[data-go=next]").click()
    total(page, "56")
    held[0].continue_()
    total(page, "57")
    page.wait_for_url("**bias=1&step=1")
    expect(page.locator("[data-place]")).to_have_text("output 2 of 2")


def test_without_a_connection_from_the_start_a_click_is_done_later(open_page: OpenPage, watch: Any) -> None:
    """What a change needs is fetched at the first touch; when that fails it is fetched again."""
    watch.expected = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "dynamically imported module")
    page = open_page("/", fresh=True)
    page.context.set_offline(True)
    page.locator(".answer[data-padding=full][data-operation=convolution]").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("cannot be reached")
    page.context.set_offline(False)
    expect(page.locator("[data-place]")).to_have_text("output 1 of 6")
    expect(alert).to_have_count(0)


def test_a_lost_connection_is_said_and_mends_itself(page: Page, watch: Any) -> None:
    """What was typed is kept, the last figures stay, and it is sent again when there is a connection."""
    watch.expected = ("ERR_INTERNET_DISCONNECTED",)
    page.context.set_offline(True)
    try:
        field(page, "weight").fill("1, 1, 1")
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("cannot be reached")
        assert sum_of(page).endswith("= 38")
        assert field(page, "weight").input_value() == "1, 1, 1"
    finally:
        page.context.set_offline(False)
    total(page, "6")
    expect(alert).to_have_count(0)


def test_an_answer_that_is_no_page_of_ours_is_said(open_page: OpenPage, watch: Any) -> None:
    """A gateway in between may answer anything; the figures stay, and it is asked again after two seconds."""
    watch.expected = ("502",)
    page = open_page("/", clock=True)
    page.route("**/parts/*", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    field(page, "weight").fill("1, 1, 1")
    expect(page.get_by_role("alert")).to_contain_text("cannot answer this now")
    assert sum_of(page).endswith("= 38")
    page.unroute("**/parts/*")
    page.clock.run_for(2000)
    total(page, "6")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_what_is_too_long_for_an_address_is_said_once(page: Page, watch: Any) -> None:
    """Asking again would bring the same answer; what was typed is kept."""
    watch.expected = ("414",)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    field(page, "input").fill("1.2345678," * 2000)
    expect(page.get_by_role("alert")).to_contain_text("bytes")
    assert sum_of(page).endswith("= 38")
    assert len(field(page, "input").input_value()) == 20_000
    field(page, "input").fill("1, 2, 3, 5")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert len([url for url in asked if "1.2345678" in url]) == 1
