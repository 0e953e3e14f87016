"""Every number is edited where it stands: dragged, typed over, or stepped with the arrow keys."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.seen import field, ready, total

OpenPage = Callable[..., Page]
INPUTS = "[data-figure=sliding] [data-inputs] text"


def drag(page: Page, number: Locator, far: int) -> None:
    """Take hold of a number and move it sideways."""
    box = number.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + far / 2, y)
    page.mouse.move(x + far, y)
    page.mouse.up()


# what is taken hold of, how far it is moved, the field, what it then says, the result of the step
DRAGGED = [
    (INPUTS, 1, 24, "input", "1, 5, 3, 4", "56"),
    ("[data-figure=sliding] [data-weight='0'] text.n", 0, -40, "weight", "0, 6, 7", "33"),
    ("[data-figure=matrix] [data-inputs] text", 0, 8, "input", "2, 2, 3, 4", "43"),
    ("[data-figure=matrix] [data-weight='2'] text", 1, 80, "weight", "5, 6, 17", "68"),
    ("[id=net-x2] text", 0, -8, "input", "1, 2, 2, 4", "31"),
]


@pytest.mark.parametrize(("what", "place", "far", "name", "typed", "result"), DRAGGED)
def test_a_number_in_a_figure_is_dragged(
    page: Page, what: str, place: int, far: int, name: str, typed: str, result: str
) -> None:
    """One step every eight pixels, in every figure; one drag is one entry of the history."""
    ready(page)
    drag(page, page.locator(what).nth(place), far)
    total(page, result)
    expect(field(page, name)).to_have_value(typed)
    expect(page.locator("[data-stage]")).to_have_attribute("data-highlight", "")
    page.keyboard.press("Escape")
    page.locator("[data-undo]").click()
    total(page, "38")


def test_a_long_drag_writes_the_address_a_few_times(page: Page) -> None:
    """Some browsers refuse a hundred writes in half a minute; in the end the address is that of what is shown."""
    ready(page)
    page.evaluate(
        """() => {
          window.writes = 0;
          for (const name of ["pushState", "replaceState"]) {
            const write = history[name].bind(history);
            history[name] = (...given) => { window.writes += 1; write(...given); };
          }
        }"""
    )
    box = page.locator(INPUTS).first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    started = page.evaluate("performance.now()")
    for far in range(8, 168, 8):
        page.mouse.move(x + far, y)
    page.mouse.up()
    page.wait_for_url("**input=21,2,3,4*")
    lasted = page.evaluate("performance.now()") - started
    assert 0 < page.evaluate("window.writes") <= 2 + lasted / 350
    page.locator("[data-undo]").click()
    total(page, "38")


def test_the_upstream_gradient_is_dragged_too(open_page: OpenPage) -> None:
    """It is all ones until one of them is changed."""
    page = open_page("/?input=1,2,3,4&weight=5,6,7&view=sliding,network,gradients")
    ready(page)
    drag(page, page.locator("[data-figure=gradients] [data-upstream] text").nth(1), -16)
    expect(field(page, "upstream")).to_have_value("1, -1")
    page.wait_for_url("**upstream=1,-1*")


BIASES = (
    "[data-figure=sliding] [data-bias] text",
    "[data-figure=matrix] [data-bias] text",
    "[data-arithmetic] [data-bias]",
)


@pytest.mark.parametrize("what", BIASES)
def test_the_bias_is_dragged_too(open_page: OpenPage, what: str) -> None:
    """−45 becomes −43 in the sum and beside the matrix: 38 − 43 = −5."""
    page = open_page("/?input=1,2,3,4&weight=5,6,7&bias=-45&activation=relu")
    ready(page)
    drag(page, page.locator(what), 16)
    total(page, "−5")
    expect(field(page, "bias")).to_have_value("-43")


def test_a_double_click_types_over_a_number(page: Page) -> None:
    """Enter keeps it, Escape does not, and the arrows step."""
    ready(page)
    page.locator(INPUTS).nth(3).dblclick()
    typed = page.get_by_role("textbox", name="input 3")
    expect(typed).to_be_focused()
    expect(typed).to_have_value("4")
    page.keyboard.type("-2.5")
    page.keyboard.press("Enter")
    expect(typed).to_have_count(0)
    expect(field(page, "input")).to_have_value("1, 2, 3, -2.5")
    page.wait_for_url("**input=1,2,3,-2.5*")
    page.locator(INPUTS).nth(0).dblclick()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(field(page, "input")).to_have_value("1, 2, 3, -2.5")


def test_a_chip_is_changed_with_the_keys(page: Page) -> None:
    """Up and down by one, with Shift by ten; a digit types over it. The chip keeps the focus."""
    ready(page)
    chip = page.locator("[data-arithmetic] .chip").nth(1)
    chip.focus()
    page.keyboard.press("ArrowUp")
    total(page, "40")
    expect(chip).to_be_focused()
    page.keyboard.press("Shift+ArrowDown")
    total(page, "20")
    page.keyboard.type("6")
    page.keyboard.press("Enter")
    total(page, "38")
    expect(field(page, "weight")).to_have_value("5, 6, 7")


def test_the_arrows_change_the_number_at_the_caret(page: Page) -> None:
    """The keyboard's way of dragging, in a field; an empty bias counts from 0."""
    ready(page)
    text = field(page, "input")
    text.focus()
    text.evaluate("field => field.setSelectionRange(4, 4)")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(text).to_have_value("1, 4, 3, 4")
    total(page, "50")
    field(page, "bias").focus()
    page.keyboard.press("Shift+ArrowDown")
    expect(field(page, "bias")).to_have_value("-10")
    total(page, "40")


def test_undo_and_redo(page: Page) -> None:
    """Buttons, and the usual keys in the stage; they never lead off the page."""
    undo, redo = page.locator("[data-undo]"), page.locator("[data-redo]")
    expect(undo).to_be_disabled()
    expect(redo).to_be_disabled()
    field(page, "bias").fill("1")
    total(page, "39")
    page.locator(".answer[data-padding=full][data-operation=convolution]").click()
    total(page, "6")
    page.locator("[data-stage]").focus()
    page.keyboard.press("Control+z")
    total(page, "39")
    expect(redo).to_be_enabled()
    undo.click()
    total(page, "38")
    expect(undo).to_be_disabled()
    page.locator("[data-stage]").focus()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+y")
    total(page, "39")
    page.keyboard.press("Control+Shift+Z")
    total(page, "6")
    expect(redo).to_be_disabled()


def test_a_matrix_is_pasted_from_a_spreadsheet(page: Page, watch: Any) -> None:
    """Rows stay rows, in a field that reads one row of numbers otherwise."""
    watch.expected = ("422",)  # until the kernel is a matrix too
    ready(page)
    page.evaluate(
        """() => {
          const field = document.querySelector("[data-form] [name=input]");
          field.focus();
          const data = new DataTransfer();
          data.setData("text/plain", "1\\t2\\t3\\n4\\t5\\t6\\n7\\t8\\t9\\n");
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(field(page, "input")).to_have_value("1,2,3;4,5,6;7,8,9")
    field(page, "weight").fill("1, 0; 0, 1")
    expect(page.locator("[data-place]")).to_have_text("output 1 of 4")


def test_pooling_is_chosen(page: Page) -> None:
    """A kind brings its usual size, and without a kind the other options are not in the address."""
    ready(page)
    page.get_by_text("Pooling", exact=True).click()
    page.locator("[name='pooling.kind']").select_option("max")
    page.wait_for_url("**pooling.kind=max&pooling.size=2*")
    page.locator("[name='pooling.kind']").select_option("")
    page.wait_for_url(lambda url: "pooling" not in url)


def test_sizes_are_changed_by_links(page: Page) -> None:
    """One entry more: three windows; one filter more: six outputs."""
    page.get_by_text("Sizes").click()
    page.get_by_role("link", name="input: one entry more").click()
    expect(page.locator("[data-place]")).to_have_text("output 1 of 3")
    page.get_by_role("link", name="weights: one filter more").click()
    expect(page.locator("[data-place]")).to_have_text("output 1 of 6")


def test_a_picture_becomes_the_input_and_never_leaves(page: Page, watch: Any) -> None:
    """Its cells are in the address, the file is not sent; red is a fifth of white to the eye."""
    ready(page)
    page.get_by_text("Input from a picture").click()
    png = page.evaluate(
        """async () => {
          const canvas = new OffscreenCanvas(8, 4), context = canvas.getContext("2d");
          context.fillStyle = "white"; context.fillRect(0, 0, 8, 4);
          context.fillStyle = "red"; context.fillRect(0, 0, 4, 4);
          const blob = await canvas.convertToBlob();
          return [...new Uint8Array(await blob.arrayBuffer())];
        }"""
    )
    page.locator("[data-picture]").set_input_files({"name": "p.png", "mimeType": "image/png", "buffer": bytes(png)})
    row = "21,21,21,21,99,99,99,99"
    page.wait_for_url(lambda url: f"input={row};{row};{row};{row}&weight=-1,0,1;-2,0,2;-1,0,1" in url)
    expect(page.locator("[data-place]")).to_have_text("output 1 of 12")
    page.get_by_text("three channels").click()
    page.wait_for_url(lambda url: url.count("99,99,99,99,99,99,99,99") == 4)
    expect(page.locator("[data-place]")).to_have_text("output 1 of 12")
    assert not [url for url in watch.asked if "p.png" in url or url.startswith("blob:")]


def test_a_file_that_is_no_picture_is_said(page: Page) -> None:
    """And nothing changes."""
    ready(page)
    page.get_by_text("Input from a picture").click()
    page.locator("[data-picture]").set_input_files({"name": "p.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.locator("[data-picture-error]")).to_contain_text("cannot be read as a picture")
    total(page, "38")
