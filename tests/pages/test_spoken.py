"""Words that come when they are needed."""

from urllib.parse import quote

import pytest

LONG = "input=" + ",".join(str(n % 7) for n in range(60)) + "&weight=1,2,3"
"""58 outputs: more than a page carries the words of."""


def steps_of(shown):
    """The steps that a document has words of."""
    return [int(each.get("data-of-step")) for each in shown.walk() if each.get("data-of-step")]


def test_a_small_state_has_all_its_words_in_the_page(page):
    """Then stepping needs no request, and a state of the question is whole without a connection."""
    shown = page("/?padding=full")
    assert steps_of(shown) == [0, 1, 2, 3, 4, 5]
    assert shown.one("template", data_words=None).get("data-words") is None


def test_a_large_state_carries_only_what_is_seen(page):
    """The words of the step, and an address for the others."""
    shown = page(f"/?{LONG}&step=30")
    assert steps_of(shown) == [30]
    assert shown.one("template", data_words=None).get("data-words") == f"/embed/words?{LONG}&step=30"


@pytest.mark.parametrize(("step", "found"), [(0, range(24)), (30, range(24, 48)), (57, range(48, 58))])
def test_words_come_in_runs(page, step, found):
    """The run that holds the step, so that neighbours are there before they are needed."""
    assert steps_of(page(f"/embed/words?{LONG}&step={step}")) == list(found)


def test_the_words_that_come_later_are_those_of_the_page(page):
    """One maker: the words of a step are the same whether they stand in the page or are asked for."""
    first, later = page(f"/?{LONG}&step=30"), page(f"/embed/words?{LONG}&step=25")
    asked = next(each for each in later.walk() if each.get("data-of-step") == "30")
    carried = next(each for each in first.walk() if each.get("data-of-step") == "30")
    assert asked.text == carried.text
    assert asked.attributes == carried.attributes


def test_a_state_that_does_not_fit_has_no_words(get):
    """Its problem is said, with its status."""
    answer = get("/embed/words?input=1,2&weight=" + quote("5,6,7"))
    assert answer.status_code == 422
    assert "does not fit" in answer.text
