"""The list of keys: opened by a button or by ? in the figures, and true."""

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
