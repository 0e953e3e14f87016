"""An input along two axes is painted, with the pointer and with the keys."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_quiet import findings

OpenPage = Callable[..., Page]

BLANK = ";".join(["0,0,0,0"] * 3)
PLANE = f"/?input={BLANK}&weight=1,1;1,1"


@pytest.fixture
def painting(open_page: OpenPage) -> Page:
    """A blank input of three rows and four columns, with its cells."""
    page = open_page(PLANE)
    unfold(page)
    return page


def unfold(page: Page) -> None:
    """Open the panel, which fetches what it needs."""
    page.locator("[data-stage]").hover()
    page.locator("main[data-editable]").wait_for()
    page.get_by_text("Paint the input").click()
    page.get_by_role("gridcell").first.wait_for()


def cell(page: Page, row: int, column: int) -> Locator:
    """One cell, by its place."""
    return page.get_by_role("gridcell", name=f"row {row}, column {column}:")


def stroke(page: Page, *cells: Locator) -> None:
    """Draw from cell to cell."""
    for place, each in enumerate(cells):
        box = each.bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        if not place:
            page.mouse.down()
    page.mouse.up()


def written(page: Page) -> str:
    """What stands in the field, without blanks."""
    return page.locator("[data-form] [name=input]").input_value().replace(" ", "")


def test_a_stroke_paints_every_cell_that_it_passes(painting: Page) -> None:
    """Also those that a quick pointer leaps over; the figures follow, and one stroke is undone as one."""
    page = painting
    page.locator("[data-brush]").fill("7")
    stroke(page, cell(page, 0, 0), cell(page, 0, 3), cell(page, 2, 3))
    assert written(page) == "7,7,7,7;0,0,0,7;0,0,0,7"
    page.wait_for_url("**input=7,7,7,7;0,0,0,7;0,0,0,7*")
    expect(page.locator("[data-figure=sliding] [data-inputs] text")).to_have_text(list("777700070007"))
    stroke(page, cell(page, 1, 0))
    page.wait_for_url("**input=7,7,7,7;7,0,0,7;0,0,0,7*")
    page.locator("[data-undo]").click()
    expect(cell(page, 1, 0)).to_have_text("0")
    expect(page.locator("[data-brush]")).to_have_value("7")
    page.locator("[data-undo]").click()
    expect(page.locator("[data-undo]")).to_be_disabled()
    expect(cell(page, 0, 0)).to_have_text("0")
    assert written(page) == BLANK


def test_a_stroke_that_begins_on_the_number_of_the_brush_wipes_it_out(painting: Page) -> None:
    """The same brush draws and erases, as a pencil turned round."""
    page = painting
    stroke(page, cell(page, 1, 0), cell(page, 1, 3))
    assert written(page) == "0,0,0,0;9,9,9,9;0,0,0,0"
    stroke(page, cell(page, 1, 1), cell(page, 1, 2))
    assert written(page) == "0,0,0,0;9,0,0,9;0,0,0,0"


def test_the_keys_paint_as_well(painting: Page) -> None:
    """The grid is one stop of the Tab key; arrows move, Space paints, Shift and an arrow go on painting."""
    page = painting
    page.locator("[data-brush]").focus()
    page.keyboard.press("Tab")
    expect(cell(page, 0, 0)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(cell(page, 1, 1)).to_be_focused()
    page.keyboard.press("Space")
    assert written(page) == "0,0,0,0;0,9,0,0;0,0,0,0"
    page.wait_for_url("**input=0,0,0,0;0,9,0,0;0,0,0,0*")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Shift+ArrowUp")
    assert written(page) == "9,0,0,0;9,9,0,0;0,0,0,0"
    expect(page.get_by_role("gridcell", name="row 0, column 0: 9")).to_be_focused()
    page.wait_for_url("**input=9,0,0,0;9,9,0,0;0,0,0,0*")
    page.keyboard.press("Control+z")
    page.wait_for_url("**input=0,0,0,0;0,9,0,0;0,0,0,0*")


def test_a_channel_is_painted_at_a_time(open_page: OpenPage) -> None:
    """The others stay as they are."""
    page = open_page("/?input=[[[1,2],[3,4]],[[5,6],[7,8]]]&weight=[[[[1]],[[10]]]]")
    unfold(page)
    page.locator("[data-channel]").select_option("1")
    expect(cell(page, 0, 0)).to_have_text("5")
    stroke(page, cell(page, 0, 1))
    assert written(page) == "[[[1,2],[3,4]],[[5,9],[7,8]]]"


def test_there_is_nothing_to_paint_along_one_axis(page: Page, watch: Any) -> None:
    """The panel comes and goes with the second axis."""
    watch.expected = ("422",)  # a plane under a kernel of one axis
    panel = page.locator("[data-painting]")
    expect(panel).to_be_hidden()
    page.locator("[data-form] [name=input]").fill("1, 2; 3, 4")
    page.locator("[data-form] [name=weight]").fill("1, 1; 1, 1")
    expect(panel).to_be_visible()


def test_axe_finds_nothing_in_the_panel(painting: Page) -> None:
    """A grid of named cells, in a form of native controls."""
    assert findings(painting) == []
