"""The share dialog: what it gives is this very moment, and can be copied."""

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
def shared(open_page: OpenPage) -> Page:
    """A step on, a weight pinned, and the dialog opened at once, before the address has followed."""
    page = open_page("/?input=1,2,3,4&weight=5,6,7", fresh=True, permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-arithmetic] .chip").nth(1).click()
    page.evaluate(AT_ONCE)
    dialog(page).locator("[data-snippets]").wait_for()
    return page


def dialog(page: Page) -> Locator:
    """The dialog, by the name that is read out."""
    return page.get_by_role("dialog", name="Share this state")


def text(page: Page, name: str) -> str:
    """What a snippet says, whether or not it is unfolded."""
    return dialog(page).locator(f"#share-{name}").text_content() or ""


def test_the_link_gives_this_very_moment(shared: Page, site: str, open_page: OpenPage) -> None:
    """Step and highlight are in it, though neither had time to rest; whoever opens it sees the same."""
    link = text(shared, "link")
    assert link == f"{site}/?input=1,2,3,4&weight=5,6,7&step=1&highlight=1&v=1"
    assert step(open_page(link))["network"] == step(shared)["network"] == ["2-56", "3-56", "4-56"]


def test_the_state_from_its_start_is_a_choice_away(shared: Page, site: str) -> None:
    """Without step and highlight; the dialog stays, what was unfolded stays unfolded, and the focus on the choice."""
    dialog(shared).get_by_text("Frame for a course page", exact=True).click()
    dialog(shared).get_by_role("link", name="From the start").press("Enter")
    expect(dialog(shared).locator("#share-link")).to_have_text(f"{site}/?input=1,2,3,4&weight=5,6,7&v=1")
    expect(dialog(shared).locator("details[open] summary")).to_have_text("Frame for a course page")
    dialog(shared).get_by_role("link", name="Matrix").click()
    expect(dialog(shared).locator("#share-link")).to_contain_text("view=matrix")
    expect(dialog(shared).get_by_role("link", name="Matrix")).to_be_focused()


def test_copy_puts_it_on_the_clipboard(shared: Page, site: str) -> None:
    """Each button copies the snippet it stands below, with the address of this service, and says so."""
    for name, title in (("link", "Link"), ("frame", "Frame for a course page"), ("myst", "MyST and Jupyter Book")):
        part = dialog(shared).locator("details", has=shared.locator(f"#share-{name}"))
        if part.get_attribute("open") is None:
            part.get_by_text(title, exact=True).click()
        part.get_by_role("button", name="Copy").click()
        expect(dialog(shared).get_by_role("status")).to_have_text("Copied.")
        assert shared.evaluate("navigator.clipboard.readText()") == text(shared, name)
        assert site in text(shared, name)


def test_a_snippet_is_shown_as_it_will_look(shared: Page) -> None:
    """The frame with its figures, at the height they need, and the picture as a picture."""
    dialog(shared).get_by_text("Frame for a course page", exact=True).click()
    frame = dialog(shared).frame_locator("details[open] iframe")
    expect(frame.locator("[data-place] b")).to_have_text("2")
    preview = dialog(shared).locator("details[open] iframe")
    shared.wait_for_function(
        "() => { const frame = document.querySelector('dialog details[open] iframe');"
        " return frame.clientHeight === Math.ceil(frame.contentDocument.body.getBoundingClientRect().height); }"
    )
    assert preview.evaluate("frame => frame.clientHeight") > 500
    dialog(shared).get_by_text("Picture in HTML", exact=True).click()
    image = dialog(shared).locator("details[open] img")
    image.scroll_into_view_if_needed()
    shared.wait_for_function("() => document.querySelector('dialog details[open] img').naturalWidth > 100")


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
    expect(dialog(shared).locator("#share-link")).to_have_text(
        f"{site}/?input=1,2,3,4&weight=5,6,7&bias=1&step=1&highlight=1&v=1"
    )


def test_without_a_connection_the_dialog_says_so(open_page: OpenPage, watch: object) -> None:
    """It opens all the same, with a sentence in place of the snippets."""
    watch.expected = ("Failed to load",)
    page = open_page("/")
    page.route("**/share?*", lambda route: route.abort())
    page.get_by_role("button", name="Share").click()
    expect(dialog(page)).to_contain_text("The service cannot be reached")


def test_without_scripts_sharing_is_a_page(open_page: OpenPage) -> None:
    """The bar has a link in place of the button; every snippet unfolds, and says what stands for the address."""
    page = open_page("/?input=1,2,3,4&weight=5,6,7&step=1", java_script_enabled=False)
    assert page.get_by_role("button", name="Share").count() == 0
    page.get_by_role("link", name="Share").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Share this state")
    page.get_by_text("Jupyter cell").click()
    expect(page.locator("#share-jupyter")).to_contain_text("https://your.host/embed?")
    expect(page.get_by_text("Put the address of this service in the place of https://your.host.")).to_be_visible()


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
