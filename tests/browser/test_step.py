"""The step: the window, the row, the connections and the arithmetic move as one."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seen import step, sum_of, wait_for_output

OpenPage = Callable[..., Page]

FIRST = {
    "sliding": {"1", "2", "3", "38"},
    "matrix": ["5", "6", "7", "38"],
    "network": ["1-38", "2-38", "3-38"],
    "sum": "z0 = 1·5 + 2·6 + 3·7 = 38",
}
SECOND = {
    "sliding": {"2", "3", "4", "56"},
    "matrix": ["5", "6", "7", "56"],
    "network": ["2-56", "3-56", "4-56"],
    "sum": "z1 = 2·5 + 3·6 + 4·7 = 56",
}
LONG = "/?input=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24&weight=1,1,1,1,1"


def in_figures(page: Page) -> dict[str, Any]:
    """The step in the figures, without the kernel that always lies in its own window."""
    found = step(page)
    return {
        "sliding": {text for text in found["sliding"] if text not in ("5", "6", "7") and not text.startswith("w")},
        "matrix": found["matrix"],
        "network": found["network"],
        "sum": sum_of(page),
    }


def test_the_first_step_stands_on_the_page(page: Page) -> None:
    """38 is the sum of 1·5, 2·6 and 3·7 in every figure before anything is touched."""
    assert in_figures(page) == FIRST


@pytest.mark.parametrize("button", ["Next", "Last"])
def test_a_button_moves_every_figure_at_once(page: Page, button: str) -> None:
    """The window, the row, the connections and the sum are those of the second output, and 2·5 + 3·6 + 4·7 = 56."""
    page.get_by_role("button", name=button, exact=True).click()
    assert in_figures(page) == SECOND


@pytest.mark.parametrize("button", ["Back", "First"])
def test_a_button_moves_every_figure_back(open_page: OpenPage, button: str) -> None:
    """What Next did is undone, from an address that names the second step."""
    page = open_page("/?input=1,2,3,4&weight=5,6,7&step=1")
    assert in_figures(page) == SECOND
    page.get_by_role("button", name=button, exact=True).click()
    assert in_figures(page) == FIRST


def test_the_products_and_the_place_follow(page: Page) -> None:
    """The written sum of the sliding view is 10 + 18 + 28, and the player names the second of two outputs."""
    page.locator("[data-go=next]").click()
    assert page.locator("[data-figure=sliding] [data-slots] text").all_text_contents() == ["10", "18", "28"]
    assert step(page)["place"] == "output 2 of 2"


def test_the_scrubber_moves_every_figure(page: Page) -> None:
    """The slider is a way to every output, and says where it stands."""
    scrubber = page.get_by_role("slider", name="Output")
    scrubber.fill("1")
    assert in_figures(page) == SECOND
    expect(scrubber).to_have_attribute("aria-valuetext", "Step 2 of 2: output 1")


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["ArrowRight"], 2),
        (["ArrowRight", "ArrowRight", "ArrowLeft"], 2),
        (["End"], 20),
        (["End", "Home"], 1),
        (["PageDown"], 11),
        (["End", "PageUp"], 10),
        (["ArrowLeft"], 1),
        (["End", "ArrowRight"], 20),
    ],
)
def test_keys_step_inside_the_figures(open_page: OpenPage, keys: list[str], place: int) -> None:
    """Left, Right, Home, End, PageUp and PageDown, which stop at the first and at the last output."""
    page = open_page(LONG)
    page.locator("[data-stage]").focus()
    scrolled = page.evaluate("scrollY")
    for key in keys:
        page.keyboard.press(key)
    wait_for_output(page, place)
    first, *_, last = range(place, place + 5)
    assert step(page)["network"][0].startswith(f"{first}-")
    assert step(page)["network"][-1].startswith(f"{last}-")
    assert page.evaluate("scrollY") == scrolled


def test_keys_step_wherever_in_the_figures_the_focus_is(page: Page) -> None:
    """A weight that is focused keeps the focus while the step moves on, so the next key works too."""
    page.locator("[data-arithmetic] .chip").nth(1).focus()
    page.keyboard.press("ArrowRight")
    assert in_figures(page) == SECOND
    expect(page.locator("[data-arithmetic] .chip").nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    assert in_figures(page) == FIRST


def test_keys_do_nothing_outside_the_figures(page: Page) -> None:
    """Neither on the page nor in a field, where Home and End belong to the text."""
    page.evaluate("document.activeElement.blur()")
    for key in ("ArrowRight", "End", "Space"):
        page.keyboard.press(key)
    field = page.locator("textarea[name=input]")
    field.focus()
    for key in ("Home", "ArrowRight", "End"):
        page.keyboard.press(key)
    assert field.evaluate("field => field.selectionStart") == len("1, 2, 3, 4")
    assert in_figures(page) == FIRST
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_tab_always_leaves(page: Page) -> None:
    """From the skip link to the end of the page and out of it, no place holds the focus."""
    seen = []
    for _ in range(120):
        page.keyboard.press("Tab")
        place = page.evaluate(
            "(() => { const e = document.activeElement; e.n ??= window.n = (window.n ?? 0) + 1;"
            " return e === document.body ? 0 : e.n; })()"
        )
        if place == 0 or (seen and place == seen[0]):
            break
        seen.append(place)
    else:
        pytest.fail("the focus never left the page")
    assert len(seen) == len(set(seen))
    assert len(seen) > 25


STOPS = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return [...document.querySelectorAll(".drawing")].filter((each) => each.clientWidth > 0)
    .map((each) => [each.scrollWidth > each.clientWidth, each.tabIndex === 0]);
}"""


def test_a_drawing_is_a_tab_stop_only_where_it_scrolls(open_page: OpenPage) -> None:
    """None at the width of a desk; on a phone those that are wider than it."""
    page = open_page(LONG)
    assert {stop for _, stop in page.evaluate(STOPS)} == {False}
    page.set_viewport_size({"width": 375, "height": 812})
    found = page.evaluate(STOPS)
    assert all(scrolls == stop for scrolls, stop in found)
    assert [True, True] in found


def test_a_drawing_that_goes_on_fades_there_and_its_words_stay(open_page: OpenPage) -> None:
    """On a phone the matrix of a long input is cut at its right, at its left once it is scrolled to its end."""
    page = open_page(LONG, viewport={"width": 375, "height": 812})
    matrix = page.locator(".drawing.of-matrix:visible")
    notes = matrix.locator("[data-notes]")
    expect(matrix).to_have_attribute("data-cut", "right")
    before = notes.bounding_box()
    matrix.evaluate("(region) => { region.scrollLeft = region.scrollWidth; }")
    expect(matrix).to_have_attribute("data-cut", "left")
    after = notes.bounding_box()
    assert before is not None
    assert after is not None
    assert (round(after["x"]), round(after["width"])) == (round(before["x"]), round(before["width"]))
    assert after["x"] + after["width"] <= 375


def test_a_link_to_a_step_shows_it_where_the_drawing_is_wider_than_a_phone(open_page: OpenPage) -> None:
    """Its frame lies within the region that scrolls, clear of where that fades."""
    page = open_page(f"{LONG}&step=6", viewport={"width": 375, "height": 812})
    region = page.locator(".drawing:visible", has=page.locator("[data-figure=sliding]"))
    expect(region).not_to_have_js_property("scrollLeft", 0)
    frame, room = region.locator("[data-frame]").first.bounding_box(), region.bounding_box()
    assert frame is not None
    assert room is not None
    assert room["x"] <= frame["x"] < frame["x"] + frame["width"] <= room["x"] + room["width"]


def with_clock(open_page: OpenPage, path: str) -> Page:
    """A page whose clock stands still until it is moved."""
    return open_page(path, clock=True)


def test_play_advances_one_output_a_second_and_stops_at_the_end(open_page: OpenPage) -> None:
    """While it plays the button is Pause; at the last output it is Play again."""
    page = with_clock(open_page, LONG)
    page.get_by_role("button", name="Play", exact=True).click()
    pause = page.get_by_role("button", name="Pause", exact=True)
    expect(pause).to_be_visible()
    expect(pause.locator(".playing-shown")).to_be_visible()
    expect(pause.locator(".playing-hidden")).to_be_hidden()
    page.clock.run_for(3000)
    assert step(page)["place"] == "output 4 of 20"
    page.clock.run_for(30_000)
    assert step(page)["place"] == "output 20 of 20"
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_play_starts_again_from_the_end(open_page: OpenPage) -> None:
    """Play at the last output begins with the first."""
    page = with_clock(open_page, LONG)
    page.locator("[data-stage]").focus()
    page.keyboard.press("End")
    page.keyboard.press("Space")
    assert step(page)["place"] == "output 1 of 20"
    page.clock.run_for(1000)
    assert step(page)["place"] == "output 2 of 20"


@pytest.mark.parametrize("key", ["Space", "Escape", "ArrowLeft"])
def test_a_key_stops_the_playing(open_page: OpenPage, key: str) -> None:
    """Space and Escape pause where it is; a step by hand takes over."""
    page = with_clock(open_page, LONG)
    page.locator("[data-stage]").focus()
    page.keyboard.press("Space")
    page.clock.run_for(2000)
    page.keyboard.press(key)
    place = 2 if key == "ArrowLeft" else 3
    page.clock.run_for(10_000)
    assert step(page)["place"] == f"output {place} of 20"
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_the_speed_is_a_choice_of_at_most_three_steps_a_second(open_page: OpenPage) -> None:
    """3× is the fastest, and a change takes effect while it plays."""
    page = with_clock(open_page, LONG)
    page.get_by_role("button", name="Play", exact=True).click()
    speed = page.get_by_role("combobox", name="Speed")
    assert max(map(float, speed.locator("option").evaluate_all("all => all.map(one => one.value)"))) == 3
    speed.select_option("3")
    page.clock.run_for(2001)
    assert step(page)["place"] == "output 7 of 20"


SPOKEN = """() => {
  window.spoken = [];
  new MutationObserver(() => window.spoken.push(document.querySelector("[data-announce]").textContent))
    .observe(document.querySelector("[data-announce]"), { childList: true, characterData: true, subtree: true });
}"""


def test_a_step_by_hand_is_announced_once_and_short(open_page: OpenPage) -> None:
    """A run of keys is one announcement, after it rests, of at most 120 characters."""
    page = with_clock(open_page, LONG)
    page.evaluate(SPOKEN)
    page.locator("[data-stage]").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
        page.clock.run_for(100)
    assert page.evaluate("spoken") == []
    page.clock.run_for(5000)
    assert page.evaluate("spoken") == ["Step 6 of 20: output 5 is 40"]


def test_playing_is_silent_and_its_end_is_announced(open_page: OpenPage) -> None:
    """Nothing is said on the way; what is reached is said at the end."""
    page = with_clock(open_page, LONG)
    page.evaluate(SPOKEN)
    page.get_by_role("button", name="Play", exact=True).click()
    page.clock.run_for(18_900)
    assert page.evaluate("spoken") == []
    page.clock.run_for(10_000)
    assert page.evaluate("spoken") == ["Step 20 of 20: output 19 is 110"]


def test_a_step_taken_while_playing_is_announced_once(open_page: OpenPage) -> None:
    """Where the playing stood is not said before where the step went."""
    page = with_clock(open_page, LONG)
    page.evaluate(SPOKEN)
    page.get_by_role("button", name="Play", exact=True).click()
    page.clock.run_for(2000)
    page.locator("[data-go=next]").click()
    page.clock.run_for(5000)
    assert page.evaluate("spoken") == ["Step 4 of 20: output 3 is 30"]


def test_reduced_motion_steps_without_any_animation(open_page: OpenPage) -> None:
    """The frame jumps, nothing tweens, and the information is the same."""
    page = open_page("/", reduced_motion="reduce")
    page.locator("[data-go=next]").click()
    assert page.evaluate("document.getAnimations().length") == 0
    assert in_figures(page) == SECOND
    page.locator("[data-go=play]").click()
    assert page.evaluate("document.getAnimations().length") == 0


def test_a_step_goes_into_the_address_without_filling_the_history(page: Page) -> None:
    """A reload gives the same step, and Back does not run through them."""
    entries = page.evaluate("history.length")
    page.locator("[data-go=next]").click()
    page.wait_for_url("**/?*step=1")
    assert page.evaluate("history.length") == entries
    page.reload()
    assert in_figures(page) == SECOND


def test_the_step_stays_in_view_where_the_figure_is_wider_than_its_place(open_page: OpenPage) -> None:
    """On a phone the region scrolls with the frame, and the page does not."""
    page = open_page(LONG, viewport={"width": 375, "height": 812})
    page.locator("[data-stage]").focus()
    page.keyboard.press("End")
    wait_for_output(page, 20)
    inside = """async () => {
      await new Promise(requestAnimationFrame);
      return [...document.querySelectorAll("[data-stage] .drawing")].every((region) => {
        const frame = region.querySelector("[data-frame]")?.getBoundingClientRect();
        const room = region.getBoundingClientRect();
        return !frame || !frame.width || (frame.left >= room.left - 4 && frame.right <= room.right + 4);
      });
    }"""
    assert page.evaluate(inside)
    assert page.evaluate("scrollX") == 0
