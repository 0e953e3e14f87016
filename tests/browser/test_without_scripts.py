"""Without JavaScript: steps, switch and grid are links, the form is GET, and an error keeps what was typed."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seen import step

OpenPage = Callable[..., Page]


@pytest.fixture
def plain(open_page: OpenPage) -> Callable[[str], Page]:
    """Opens a page in a browser that runs no scripts, as wide as a desk or as a phone."""

    def plain(path: str = "/", width: int = 1280) -> Page:
        return open_page(path, java_script_enabled=False, viewport={"width": width, "height": 812})

    return plain


def outputs(page: Page) -> list[str]:
    """The outputs as the sliding view shows them."""
    return page.locator("[data-figure=sliding] g[data-outputs] text").all_text_contents()


def test_steps_are_links(plain: Callable[..., Page]) -> None:
    """Next, Back, First and Last lead to the step, drawn by the server; no button stands there that does nothing."""
    page = plain()
    for name, number, total in (("Next", "2", "56"), ("Back", "1", "38"), ("Last", "2", "56"), ("First", "1", "38")):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("[data-place] b")).to_have_text(number)
        expect(page.locator("[data-arithmetic] b")).to_have_text(total)
    assert page.locator("button:visible").all_inner_texts() == ["5", "6", "7", "Show"]
    expect(page.get_by_role("slider")).to_have_count(0)


def test_a_step_of_the_server_looks_like_a_step_of_the_script(open_page: OpenPage) -> None:
    """The two ways to the second step give one picture."""
    by_address = open_page("/?input=1,2,3,4&weight=5,6,7&step=1")
    by_script = open_page("/?input=1,2,3,4&weight=5,6,7")
    by_script.locator("[data-go=next]").click()
    assert step(by_script) == step(by_address)


def test_the_switch_and_the_direction_are_links(plain: Callable[..., Page]) -> None:
    """Dense, locally connected, backward."""
    page = plain()
    page.locator(".switch a", has_text="Dense").click()
    expect(page.locator("[data-part=lesson] b").first).to_have_text("8")
    page.get_by_role("link", name="Backward").click()
    expect(page.locator("[data-figure=network] [id^=net-x] text")).to_have_text(["5", "11", "13", "7"])


def test_the_six_answers_are_links(plain: Callable[..., Page]) -> None:
    """A click on the full convolution shows 5 16 34 52 45 28."""
    page = plain()
    page.locator(".answer[data-padding=full][data-operation=convolution]").click()
    assert outputs(page) == ["5", "16", "34", "52", "45", "28"]


def test_the_form_is_sent_with_get(plain: Callable[..., Page]) -> None:
    """What is typed goes into the address, with the choice of the grid."""
    page = plain("/?input=1,2,3,4&weight=5,6,7&operation=convolution&padding=full")
    page.locator("textarea[name=input]").fill("1, 1")
    page.get_by_role("button", name="Show").click()
    assert outputs(page) == ["5", "11", "13", "7"]
    expect(page.locator(".answer[aria-current]")).to_have_attribute("data-padding", "full")


def test_an_error_keeps_what_was_typed(plain: Callable[..., Page], watch: Any) -> None:
    """The sentence stands beside its field, every other field is as it was, and the page says 422."""
    watch.expected = ("422",)
    page = plain()
    page.locator("textarea[name=weight]").fill("5, six, 7")
    page.locator("textarea[name=bias]").fill("-45")
    with page.expect_response("**/?input=*") as answer:
        page.get_by_role("button", name="Show").click()
    assert answer.value.status == 422
    expect(page.locator("#weight-error")).to_contain_text("six")
    expect(page.locator("textarea[name=weight]")).to_have_value("5, six, 7")
    expect(page.locator("textarea[name=bias]")).to_have_value("-45")
    page.locator("textarea[name=weight]").fill("5, 6, 7")
    page.get_by_role("button", name="Show").click()
    assert outputs(page) == ["−7", "11"]


def test_a_highlight_in_the_address_is_drawn(plain: Callable[..., Page]) -> None:
    """A link to a highlighted weight needs no script: its copies are lit, the others dimmed."""
    page = plain("/?input=1,2,3,4&weight=5,6,7&highlight=1")
    expect(page.locator("[data-arithmetic] .chip.lit")).to_have_text("6")
    expect(page.locator("[data-figure=matrix] [data-kin]:not([display])").first).to_have_attribute("data-kin", "1")


WIDTHS = pytest.mark.parametrize("width", [1280, 375])


@pytest.mark.parametrize(
    "query", ["step=1&highlight=2", "view=sliding,network,gradients", "compare=dense&padding=full"]
)
def test_figures_and_tables_are_those_of_the_page_with_scripts(
    plain: Callable[..., Page], open_page: OpenPage, query: str
) -> None:
    """Scripts add nothing to what is drawn or written."""
    address = f"/?input=1,2,3,4&weight=5,6,7&{query}"
    unscripted, scripted = (
        page.locator("[data-figure], table").all_text_contents() for page in (plain(address), open_page(address))
    )
    assert len(unscripted) > 8
    assert unscripted == scripted


@WIDTHS
def test_the_guide_is_a_path_of_links(plain: Callable[..., Page], width: int) -> None:
    """Predict, answer on demand, check, and the next question, to the last and round to the first."""
    page = plain(width=width)
    page.get_by_role("link", name="Which weight meets which entry?").click()
    for _ in range(7):
        hint = page.locator(".hint:visible")
        expect(hint).to_have_count(1)
        expect(hint.get_by_text("Predict.")).to_be_visible()
        expect(hint.get_by_text("Check.")).to_be_hidden()
        hint.locator("summary").click()
        expect(hint.get_by_text("Check.")).to_be_visible()
        hint.get_by_role("link", name="Next question").click()
    expect(page.locator("[data-hint='0']")).to_be_visible()


@WIDTHS
def test_every_field_of_the_layer_is_sent(plain: Callable[..., Page], width: int) -> None:
    """Those that are folded away too: pooling, groups, axes; and a kind of pooling takes the size that it suggests."""
    page = plain("/?input=1,2,3,4;4,3,2,1&weight=[[[1,0]],[[1,1]]]&groups=2", width=width)
    page.get_by_text("Pooling", exact=True).click()
    page.get_by_label("kind").select_option("max")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".notice")).to_have_text("The pooling has windows of 2, since no size is given.")
    expect(page.get_by_label("groups", exact=True)).to_have_value("2")
    expect(page.get_by_label("size", exact=True)).to_have_value("2")
    expect(page.locator("[data-figure=feature-maps]")).to_contain_text("largest entry of each window (max, 2)")


@WIDTHS
def test_code_formulas_and_all_numbers_are_there(plain: Callable[..., Page], width: int) -> None:
    """The code of each framework and the LaTeX unfold; the page of all numbers too; nothing asks for a script."""
    page = plain("/?input=1,2,3,4&weight=5,6,7", width=width)
    for _ in range(2):
        for name, text in (("SciPy", "scipy"), ("LaTeX", "bmatrix")):
            page.locator("details.code summary", has_text=name).click()
            expect(page.locator("details.code[open] .listing")).to_contain_text(text)
        expect(page.get_by_role("button", name="Copy")).to_have_count(0)
        page.goto(page.url.replace("/?", "/tables?"))
    expect(page.locator("#table-matrix tbody tr")).to_have_count(2)
    with page.expect_download() as download:
        page.get_by_role("link", name="matrix as CSV").click()
    assert download.value.path().read_text().split() == ["5,6,7,0", "0,5,6,7"]


@WIDTHS
def test_no_control_is_shown_that_needs_a_script(plain: Callable[..., Page], width: int) -> None:
    """No Share, Keys, Play, Undo or stepper, no field for a picture; the weights of the sum alone are still buttons."""
    page = plain(width=width)
    for summary in page.locator("[data-form] summary:visible").all():
        if summary.locator("..").get_attribute("open") is None:
            summary.click()
    assert page.locator("button:visible").all_inner_texts() == ["5", "6", "7", "Show"]
    expect(page.locator("input[type=file]")).to_be_hidden()
    expect(page.locator("form [name='pooling.size']")).to_be_visible()
