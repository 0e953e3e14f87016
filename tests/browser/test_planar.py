"""Two axes: window, kernel, sum, row and connections move as one, in a large layer from one page to the next."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.seen import wait_for_output

OpenPage = Callable[..., Page]

SOBEL = "/?input=2,2,2,7,7;2,2,2,7,7;2,2,2,7,7;2,2,2,7,7;2,7,7,7,7&weight=-1,0,1;-2,0,2;-1,0,1&padding=same"
ROW = ",".join(str(n % 9) for n in range(28))
LARGE = f"/?input={';'.join([ROW] * 28)}&weight=1,0;0,1&step=26"


def slots(page: Page) -> str:
    """The sum as it is written in the figure."""
    texts = page.locator("[data-figure=sliding] [data-slot]").all_text_contents()
    return " ".join(text.replace("\u00a0", " ") for text in texts)


def test_a_step_moves_window_sum_and_row(open_page: OpenPage) -> None:
    """From output 5 to output 6: the window is all on the image, and nothing is crossed out any more."""
    page = open_page(f"{SOBEL}&step=5")
    assert slots(page) == "0 2 2 0 2 2 0 2 2 5 = 8"
    lines = page.locator("[data-paths]").get_attribute("d")
    page.locator("[data-stage]").focus()
    page.keyboard.press("ArrowRight")
    wait_for_output(page, 7)
    expect(page.locator("[data-figure=sliding] [data-slot]").last).to_have_text(re.compile(r"=\s0"))  # words may follow
    assert slots(page) == "2 2 2 2 2 2 2 2 2 6 = 0"
    assert page.locator("[data-strikes] path:not([display])").count() == 0
    assert page.locator("[data-paths]").get_attribute("d") != lines
    expect(page.locator("[data-figure=sliding] g[data-outputs] text[font-weight]")).to_have_text("0")


def test_page_down_is_a_row_of_outputs(open_page: OpenPage) -> None:
    """Five outputs on."""
    page = open_page(f"{SOBEL}&step=6")
    page.locator("[data-stage]").focus()
    page.keyboard.press("PageDown")
    wait_for_output(page, 12)


def test_a_weight_is_lit_in_kernel_window_and_matrix(open_page: OpenPage) -> None:
    """Hovering the kernel lights the weight in all figures."""
    page = open_page(f"{SOBEL}&step=6")
    page.locator("[data-figure=sliding] #sli-w4").hover(force=True)
    for name in ("sliding", "matrix", "network"):
        seen = page.locator(f"[data-figure={name}] [data-kin]:not([display])")
        assert {seen.nth(k).get_attribute("data-kin") for k in range(seen.count())} == {"4"}


def test_a_large_layer_is_stepped_from_page_to_page(open_page: OpenPage) -> None:
    """The last output of a row is followed by the first of the next, which the server draws."""
    page = open_page(LARGE)
    expect(page.locator("[data-stage]")).to_have_attribute("data-first", "0")
    page.locator("[data-stage]").focus()
    page.keyboard.press("ArrowRight")
    wait_for_output(page, 28)
    expect(page.locator("[data-stage]")).to_have_attribute("data-first", "27")
    assert "step=27" in page.url
