import pytest

from app.assets import find_assets
from app.pages.parts import PARTS
from tests.pages.states import QUERIES, QUESTION


@pytest.mark.parametrize("query", QUERIES)
def test_an_answer_to_an_edit_has_the_parts_of_the_page(query, page):
    """Part by part the same text and the same attributes: what is patched is what a reload gives."""
    whole, some = page(f"/?{query}"), page(f"/parts/{','.join(PARTS)}?{query}")
    for name in PARTS:
        one, other = (shown.one(data_part=name) for shown in (whole, some))
        assert [(each.tag, each.attributes) for each in one.walk()] == [(e.tag, e.attributes) for e in other.walk()]
        assert one.text == other.text


def test_an_answer_has_the_parts_that_were_asked_for_and_no_others(page):
    """Each once, and where the state stands."""
    shown = page(f"/parts/lesson,counts,lesson?{QUESTION}&step=1")
    assert [part.get("data-part") for part in shown.all(data_part=None)] == ["lesson", "counts"]
    answer = shown.one(data_answer=None)
    assert answer.get("data-address") == f"/?{QUESTION}&step=1"
    assert answer.get("data-question") == "0"


def test_a_state_that_does_not_fit_has_only_its_errors(page):
    """The last figures stay; the sentence is that of the page."""
    query = "input=1,2&weight=5,6,7"
    shown = page(f"/parts/stage,grid?{query}", status=422)
    assert shown.all(data_part=None) == []
    assert shown.one(data_error="weight").text == page(f"/?{query}", status=422).one("p", data_error="weight").text


def test_a_part_that_does_not_exist_is_named_with_those_that_do(get):
    """404, with the list."""
    answer = get(f"/parts/stage,script?{QUESTION}")
    assert answer.status_code == 404
    assert ", ".join(PARTS) in answer.text


def test_the_page_has_every_part_and_every_part_has_its_template(page):
    """A part that is left out of either list would never be brought up to date."""
    found = [part.get("data-part") for part in page("/").all(data_part=None)]
    templates = {path.stem for path in (find_assets().templates / "parts").iterdir()}
    assert set(found) == set(PARTS) == templates
    assert len(found) == len(PARTS)
