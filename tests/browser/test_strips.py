"""Of a strip that is wider than its view the numbers in view are laid out, and those far from it are not."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]

INPUTS, WEIGHTS = [n % 7 - 3 for n in range(64)], [1, -2, 3, -4, 5]
LONG = f"input={','.join(map(str, INPUTS))}&weight={','.join(map(str, WEIGHTS))}&bias=0"

# which numbers are laid out; then all of them are, to see where each would stand
LAID_OUT = """(figure) => {
  const view = figure.querySelector("svg");
  const texts = [...view.querySelectorAll("g.n > text")];
  const laidOut = texts.map((text) => text.getClientRects().length > 0);
  for (const text of texts) text.removeAttribute("data-away");
  const left = figure.getBoundingClientRect().left + Number(view.getAttribute("x"));
  const right = left + Number(view.getAttribute("width"));
  return texts.map((text, place) => {
    const box = text.getBoundingClientRect(), middle = box.left + box.width / 2;
    return { isLaidOut: laidOut[place], beyond: Math.max(left - middle, middle - right, 0) };
  });
}"""

FAR = 200
"""So many pixels beyond the edge of the view nothing is seen of a number."""


@pytest.mark.parametrize("figure", ["sliding", "network"])
@pytest.mark.parametrize("step", [0, 25, 59])
def test_the_numbers_in_view_are_laid_out_and_those_far_away_are_not(
    open_page: OpenPage, figure: str, step: int
) -> None:
    """At the first step, in the middle and at the last, when the step is reached by hand after an edit."""
    page = open_page(f"/?{LONG}")
    page.locator("[data-form] [name=bias]").fill("7")
    expect(page.locator("[data-arithmetic]")).to_contain_text("+ 7")
    expect(page.locator("main:not([aria-busy])")).to_be_attached()
    page.locator("[data-scrubber]").fill(str(step))
    found = page.locator(f"[data-figure={figure}]").evaluate(LAID_OUT)
    assert sum(number["beyond"] == 0 for number in found) > 20
    assert sum(number["beyond"] > FAR for number in found) > 20
    assert all(number["isLaidOut"] for number in found if number["beyond"] == 0)
    assert not any(number["isLaidOut"] for number in found if number["beyond"] > FAR)


def test_a_number_that_was_out_of_view_when_it_changed_is_new_when_it_comes(open_page: OpenPage) -> None:
    """The last output after an edit of the bias at the first step."""
    page = open_page(f"/?{LONG}")
    page.locator("[data-form] [name=bias]").fill("7")
    expect(page.locator("[data-arithmetic]")).to_contain_text("+ 7")
    page.locator("[data-go=last]").click()
    last = int(np.correlate(INPUTS, WEIGHTS)[-1]) + 7
    for figure in ("sliding", "network"):
        number = page.locator(f"[data-figure={figure}] g[data-outputs] text[font-weight='600']")
        expect(number).to_be_visible()
        expect(number).to_have_text(str(last).replace("-", "−"))
