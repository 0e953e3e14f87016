"""The list of keys: opened by a button or by ? in the figures, and true."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect


def test_the_list_of_keys_opens_and_gives_the_focus_back(page: Page) -> None:
    """A native dialog: Escape closes it, and the focus is where it was."""
    keys = page.get_by_role("dialog", name="Keys")
    page.get_by_role("button", name="Keys").click()
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(page.get_by_role("button", name="Keys")).to_be_focused()
    page.locator("[data-stage]").focus()
    page.keyboard.press("?")
    expect(keys).to_be_visible()
    keys.get_by_role("button", name="Close").click()
    expect(page.locator("[data-stage]")).to_be_focused()


def test_outside_the_figures_the_key_is_a_character(page: Page, watch: Any) -> None:
    """Whoever types a question mark into a field means a question mark."""
    watch.expected = ("422",)  # which is no number
    page.locator("textarea[name=bias]").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_keyboard_only_from_the_start_to_a_changed_kernel_and_its_last_step(page: Page) -> None:
    """Tab reaches the stage and the sum; the first weight becomes 8, and End shows 16 + 18 + 28."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-stage]')"):
            break
    expect(page.locator("[data-stage]")).to_be_focused()
    page.locator("main[data-editable]").wait_for()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-arithmetic] .chip')"):
            break
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    expect(page.locator("[data-arithmetic] b")).to_have_text("41")
    page.keyboard.press("End")
    expect(page.locator("[data-arithmetic] b")).to_have_text("62")
    expect(page.locator("[data-place]")).to_have_text("output 2 of 2")


def test_the_focus_goes_on_where_what_had_it_goes(page: Page) -> None:
    """A menu closes onto its button, by Escape or by a choice; a question that is left hands on to the next one."""
    menu = page.locator("details.menu summary").first
    menu.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    menu.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-place]")).to_have_text("output 1 of 6")
    expect(menu).to_be_focused()
    page.get_by_role("link", name="Is it flipped?", exact=True).press("Enter")
    page.locator("[data-hint='4']:visible").get_by_role("link", name="Next question").press("Enter")
    expect(page.locator("[data-hint='5']")).to_be_focused()


def test_on_a_phone_nothing_has_the_focus_under_the_player(open_page: Callable[..., Page]) -> None:
    """Whatever Tab reaches is in view above it (WCAG 2.2, 2.4.11)."""
    page = open_page("/", viewport={"width": 375, "height": 812})
    page.locator("main").click(position={"x": 5, "y": 5})
    hidden = []
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(COVERED)
        if found is None:
            break
        hidden += found
    assert hidden == []


COVERED = """() => {
  const active = document.activeElement, player = document.querySelector("[data-player]");
  if (active === document.body) return null;
  const box = active.getBoundingClientRect();
  const under = !player.contains(active) && box.top >= player.getBoundingClientRect().top;
  return under ? [active.textContent.trim().slice(0, 40)] : [];
}"""
