"""Share: the link and the frame of this very moment."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.seen import step

OpenPage = Callable[..., Page]


AT_ONCE = """() => {
  document.querySelector("[data-go=next]").click();
  const share = document.querySelector("[data-open-share]");
  share.focus();
  share.click();
}"""


@pytest.fixture
def shared(open_page: OpenPage, site: str) -> Page:
    """An explorer at its second step, with the weight 6 pinned, and the dialog just opened."""
    page = open_page("/", fresh=True, permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-arithmetic] .chip").nth(1).click()
    page.evaluate(AT_ONCE)
    dialog(page).wait_for()
    return page


def dialog(page: Page) -> Locator:
    """The dialog, by the name that is read out."""
    return page.get_by_role("dialog", name="Share this state")


def test_the_link_gives_this_very_moment(shared: Page, site: str, open_page: OpenPage) -> None:
    """Step and highlight are in it, though neither had time to rest; whoever opens it sees the same."""
    link = dialog(shared).get_by_label("Link").input_value()
    assert link == f"{site}/?input=1,2,3,4&weight=5,6,7&step=1&highlight=1"
    assert step(open_page(link))["network"] == step(shared)["network"] == ["2-56", "3-56", "4-56"]


def test_the_frame_line_is_ready_to_paste(shared: Page, site: str) -> None:
    """One iframe with the absolute address, a title, a height and the full width; ampersands are escaped."""
    line = dialog(shared).get_by_label("Frame for a course page").input_value()
    assert f'src="{site}/embed?input=1,2,3,4&amp;weight=5,6,7&amp;step=1&amp;highlight=1"' in line
    assert 'title="' in line
    assert 'style="width:100%;border:0"' in line
    assert line.startswith("<iframe ")
    assert line.endswith("></iframe>")


def test_copy_puts_it_on_the_clipboard(shared: Page) -> None:
    """Both buttons copy what stands beside them, and say so."""
    for label in ("Link", "Frame for a course page"):
        text = dialog(shared).get_by_label(label)
        text.locator("xpath=following-sibling::button").click()
        expect(dialog(shared).get_by_role("status")).to_have_text("Copied.")
        assert shared.evaluate("navigator.clipboard.readText()") == text.input_value()


def test_without_the_clipboard_the_text_is_selected(open_page: OpenPage) -> None:
    """A browser that refuses leaves the text selected, ready for the keyboard, and says so."""
    page = open_page("/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.get_by_role("button", name="Share").click()
    dialog(page).get_by_role("button", name="Copy").first.click()
    expect(dialog(page).get_by_role("status")).to_contain_text("Selected")
    assert page.evaluate("document.getSelection().toString()").startswith("http://127.0.0.1")


def test_escape_closes_it_and_gives_the_focus_back(shared: Page) -> None:
    """As a native dialog does; the pinned weight is still lit."""
    shared.keyboard.press("Escape")
    expect(dialog(shared)).to_be_hidden()
    expect(shared.get_by_role("button", name="Share")).to_be_focused()
    expect(shared.locator("[data-arithmetic] .chip.lit")).to_have_text("6")


def test_a_shared_link_follows_the_next_edit(shared: Page, site: str) -> None:
    """The dialog is replaced with the state, and says the new one when it is opened again."""
    dialog(shared).get_by_role("button", name="Close").click()
    shared.locator("textarea[name=bias]").fill("1")
    expect(shared.locator("[data-arithmetic] b")).to_have_text("57")
    shared.get_by_role("button", name="Share").click()
    link = dialog(shared).get_by_label("Link").input_value()
    assert link == f"{site}/?input=1,2,3,4&weight=5,6,7&bias=1&step=1&highlight=1"


def test_code_is_copied_as_it_stands(open_page: OpenPage) -> None:
    """The listing of NumPy, every line of it; and the page says so."""
    page = open_page("/", fresh=True, permissions=["clipboard-read", "clipboard-write"])
    page.locator(".code[open]").get_by_role("button", name="Copy").click()
    expect(page.locator("section [data-copied]")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#code-1").text_content()
    assert copied.splitlines()[0] == "import numpy as np"


def test_the_formula_follows_the_step(page: Page) -> None:
    """The output that is written out is the one that is shown."""
    formula = page.locator("[data-expanded]")
    expect(formula).to_contain_text("=38")
    page.locator("[data-go=next]").click()
    expect(formula).to_contain_text("=56")
