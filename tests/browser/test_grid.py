"""The matrix as one stop of the Tab key, in which the arrow keys move."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seen import kin, lit

OpenPage = Callable[..., Page]
EXAMPLE = "?input=1,2,3,4&weight=5,6,7"
FOCUSED = "document.activeElement.getAttribute('aria-label')"


def opened(page: Page) -> Page:
    """The page with its tables opened and the matrix ready."""
    page.locator(".tables summary").click()
    page.locator("#table-matrix[role=grid]").wait_for()
    return page


# keys from the first cell, where they lead in T of 2 × 4 cells
WAYS = [
    ([], "row 0, column 0: weight w(0) = 5, tied with 1 other"),
    (["ArrowRight"], "row 0, column 1: weight w(1) = 6, tied with 1 other"),
    (["ArrowRight", "ArrowDown"], "row 1, column 1: weight w(0) = 5, tied with 1 other"),
    (["End"], "row 0, column 3: structural zero"),
    (["End", "ArrowRight", "PageDown"], "row 1, column 3: weight w(2) = 7, tied with 1 other"),
    (["PageDown", "Home", "ArrowLeft", "ArrowDown"], "row 1, column 0: structural zero"),
]


def test_the_arrow_keys_move_and_each_cell_says_what_it_is(page: Page) -> None:
    """To the neighbours and to the ends, never out of the matrix; the page does not scroll away under it."""
    opened(page)
    for keys, name in WAYS:
        page.locator("#table-matrix tbody td").first.click()
        for key in keys:
            page.keyboard.press(key)
        assert page.evaluate(FOCUSED) == name
        expect(page.locator("#table-matrix [tabindex='0']")).to_have_count(1)
    expect(page.get_by_role("gridcell", name="row 0, column 3: structural zero")).to_be_visible()


def test_the_matrix_is_one_stop_of_the_tab_key(page: Page) -> None:
    """Tab enters it where it was left, and leaves it at once."""
    opened(page)
    page.locator("#table-matrix tbody td").nth(1).click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('table')") is None
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUSED).startswith("row 0, column 1:")


def test_a_cell_lights_its_copies_in_every_figure(page: Page) -> None:
    """Focus does what pointing does."""
    opened(page)
    page.locator("#table-matrix [tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    assert kin(page) == lit("1", "sliding", "network", "matrix", "feature-maps", "im2col")


def test_an_edit_leaves_the_matrix_one_stop(page: Page) -> None:
    """The place is kept while the numbers change."""
    opened(page)
    page.locator("#table-matrix [tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.locator("[data-form] [name=weight]").evaluate(
        "field => { field.value = '5, 8, 7'; field.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    expect(page.locator("#table-matrix tbody td").nth(1)).to_have_text("8")
    expect(page.locator("#table-matrix[role=grid] [tabindex='0']")).to_have_count(1)
    assert page.evaluate(FOCUSED) == "row 0, column 1: weight w(1) = 8, tied with 1 other"


@pytest.mark.parametrize("path", ["/tables", "/"])
def test_above_400_cells_the_matrix_comes_on_demand(open_page: OpenPage, path: str) -> None:
    """58 × 60 cells, and 58 heads, stand on the page of all numbers, where the keys work too, and copying does."""
    query = "?input=" + ",".join(str(n % 7) for n in range(60)) + "&weight=1,2,3"
    page = open_page(path + query, permissions=["clipboard-read", "clipboard-write"])
    if path == "/":
        expect(page.locator("#table-matrix")).to_have_count(0)
        page.locator(".tables summary").click()
        page.get_by_role("link", name="3,538 cells").click()
    page.locator("#table-matrix[role=grid]").wait_for()
    page.locator("#table-matrix [tabindex='0']").focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("End")
    assert page.evaluate(FOCUSED) == "row 10, column 59: structural zero"
    page.get_by_role("button", name="Copy").first.click()
    expect(page.locator("[data-copied]")).to_have_text("Copied.")
    assert "import numpy" in page.evaluate("navigator.clipboard.readText()")
