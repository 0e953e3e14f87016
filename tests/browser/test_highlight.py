"""The linked highlight: one weight, wherever it is met, lights every copy of it in every figure."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.seen import kin, lit

OpenPage = Callable[..., Page]

FORWARD = ("sliding", "network", "matrix", "feature-maps", "im2col")
NOTHING = lit("", *FORWARD)

# Where the weight 6, the second of three, is met.
PLACES = {
    "a chip of the sum": "[data-arithmetic] .chip[data-weight='1']",
    "a cell of the stencil": "[data-figure=sliding] #sli-w1 rect",
    "a cell of the matrix": "[data-figure=matrix] #mat-t1 text >> nth=1",
    "a lozenge in the network": "[data-figure=network] #net-m1 text >> nth=0",
    "a chip of the feature map": "[data-figure=feature-maps] [data-weight='1'] rect",
}


def point_at(page: Page, place: Locator, right: float = 0, down: float = 0) -> None:
    """Move the pointer near the middle of a place, and a little on, as a hand does."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2 + right, box["y"] + box["height"] / 2 + down
    page.mouse.move(x, y)
    page.mouse.move(x + 1, y + 1)


def unit(page: Page, number: str) -> Locator:
    """The unit of the network that holds a number."""
    return page.locator("[data-figure=network] text:visible").filter(has_text=re.compile(f"^{number}$")).last


def leave(page: Page) -> None:
    """Take the pointer where nothing is."""
    page.mouse.move(2, 2)


@pytest.mark.parametrize("place", PLACES)
def test_hovering_lights_every_copy_and_leaving_restores(page: Page, place: str) -> None:
    """The weight that is pointed at, and no other, is lit in every figure; the rest is dimmed."""
    assert kin(page) == NOTHING
    point_at(page, page.locator(PLACES[place]).first)
    assert kin(page) == lit("1", *FORWARD)
    expect(page.locator("[data-said]")).to_contain_text("w1 = 6 is one number in 2 places")
    leave(page)
    assert kin(page) == NOTHING
    expect(page.locator("[data-said]")).to_contain_text("Row 0 of T reads")


def test_the_nearest_connection_is_picked_in_the_network(page: Page) -> None:
    """A few pixels beside the line from 3 to 56 it is still that line; far from all lines it is none."""
    point_at(page, unit(page, "3"), right=8, down=70)
    assert kin(page) == lit("1", *FORWARD)
    point_at(page, unit(page, "1"), down=150)
    assert kin(page) == NOTHING


def test_focusing_a_weight_lights_it_as_hovering_does(page: Page) -> None:
    """The chips of the sum and those of the table are buttons, for those who do not point."""
    page.locator("[data-arithmetic] .chip").nth(2).focus()
    assert kin(page) == lit("2", *FORWARD)
    page.keyboard.press("Shift+Tab")
    assert kin(page) == lit("1", *FORWARD)
    page.locator(".tables summary").click()
    assert kin(page) == NOTHING
    page.locator(".tables .chip").nth(0).focus()
    assert kin(page) == lit("0", *FORWARD)


def test_a_click_pins_a_weight_into_the_address(page: Page) -> None:
    """It stays lit when the pointer goes, comes back with a reload, and a second click lets go of it."""
    chip = page.locator("[data-arithmetic] .chip").nth(1)
    chip.click()
    page.evaluate("document.activeElement.blur()")
    leave(page)
    assert kin(page) == lit("1", *FORWARD)
    page.wait_for_url("**highlight=1")
    page.reload()
    assert kin(page) == lit("1", *FORWARD)
    page.locator("[data-arithmetic] .chip").nth(1).click()
    page.wait_for_url(lambda url: "highlight" not in url)
    page.evaluate("document.activeElement.blur()")
    leave(page)
    assert kin(page) == NOTHING


def test_a_pinned_weight_comes_back_after_another_was_pointed_at(open_page: OpenPage) -> None:
    """Pointing is for as long as one points, a pin is for good; Escape lets go."""
    page = open_page("/?input=1,2,3,4&weight=5,6,7&highlight=0")
    page.locator("[data-arithmetic] .chip").nth(2).hover()
    assert kin(page) == lit("2", *FORWARD)
    leave(page)
    assert kin(page) == lit("0", *FORWARD)
    page.locator("[data-stage]").focus()
    page.keyboard.press("Escape")
    assert kin(page) == NOTHING


def test_escape_dismisses_what_hovering_shows(page: Page) -> None:
    """Without moving the pointer or the focus."""
    page.locator("[data-arithmetic] .chip").nth(1).focus()
    assert kin(page) == lit("1", *FORWARD)
    page.keyboard.press("Escape")
    assert kin(page) == NOTHING


def test_a_highlight_and_a_step_show_at_once(page: Page) -> None:
    """The highlight stays while the step moves on."""
    page.locator("[data-arithmetic] .chip").nth(1).click()
    page.locator("[data-go=next]").click()
    leave(page)
    assert kin(page) == lit("1", *FORWARD)
    expect(page.locator("[data-place]")).to_have_text("output 2 of 2")
    expect(page.locator("[data-arithmetic] .chip.lit")).to_have_text("6")


def test_the_gradients_are_linked_too(open_page: OpenPage) -> None:
    """In the backward pass the cells of ∂T and the sums over the ties light up with the rest."""
    page = open_page("/?input=1,2,3,4&weight=5,6,7&view=sliding,network,gradients")
    point_at(page, page.locator("[data-figure=gradients] [data-weight='1'] text").first)
    assert kin(page) == lit("1", "sliding", "network", "gradients", "feature-maps", "im2col")


def test_only_the_filter_of_the_step_is_picked(open_page: OpenPage) -> None:
    """With two filters the network shows the lines of one; the other's, at the same place, are not found."""
    page = open_page("/?input=1,2,3,4&weight=5,6,7;1,0,-1")
    for weight, output in (("0", 0), ("3", 2)):
        page.get_by_role("slider", name="Output").fill(str(output))
        point_at(page, unit(page, "1"), right=14, down=40)
        assert {each["kin"] for each in kin(page).values()} - {""} == {weight}
        leave(page)


def test_only_the_term_of_a_lit_weight_stands_out_in_the_sum(page: Page) -> None:
    """Its factor as well as its chip: 2·6 of 1·5 + 2·6 + 3·7."""
    terms = page.locator("[data-arithmetic] .term")
    assert [terms.nth(place).evaluate("(term) => getComputedStyle(term).opacity") for place in range(3)] == ["1"] * 3
    page.locator("[data-arithmetic] .chip").nth(1).click()
    for place, opacity in enumerate(("0.45", "1", "0.45")):
        expect(terms.nth(place)).to_have_css("opacity", opacity)
