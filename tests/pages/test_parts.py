import pytest

from app.assets import find_assets
from app.pages.parts import PARTS
from tests.asking import ask
from tests.pages.markup import parse
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


LARGE = "input=" + ",".join(str(n % 7) for n in range(200)) + "&weight=" + ",".join(["0.1"] * 9)

SEVERAL = [
    *QUERIES,
    LARGE,
    "input=" + ",".join(str(n % 9) for n in range(64)) + "&weight=1,2,3;4,5,6",
    "input=" + ";".join(["1,2,3,4,5,6"] * 6) + "&weight=1,2,3;4,5,6&show=padding,trimmed&padding=full",
]


def test_an_answer_leaves_out_the_pieces_that_a_page_says_it_has(app, get, page):
    """It has their names where they belong: filled in from the page, it is the whole answer, which nobody keeps."""
    held = {str(piece.get("data-piece")): piece for piece in page(f"/?{LARGE}").all(data_piece=None)}
    url = f"/parts/stage,im2col?{LARGE}&bias=3"
    short = ask(app, "GET", url, headers={"Convolens-Has": ",".join(held)})
    assert short.status_code == 200
    assert short.headers["cache-control"] == "no-store"
    assert "etag" not in short.headers
    assert len(short.text) < 0.7 * len(get(url).text)
    whole, cut = page(url), parse(short.text)
    for piece in cut.all(data_piece=None):
        if not piece.children:
            piece.children = held[str(piece.get("data-piece"))].children
    assert [(each.tag, each.attributes) for each in cut.walk()] == [(e.tag, e.attributes) for e in whole.walk()]
    assert cut.text == whole.text


def test_names_of_pieces_that_nobody_knows_change_nothing(app, get):
    """The header may say anything."""
    url = f"/parts/stage?{LARGE}"
    for names in ("", ",", "x" * 4000, 'a"b,<g>'):
        assert ask(app, "GET", url, headers={"Convolens-Has": names}).text == get(url).text


MARKED = ("moves", "paths", "slots", "slot", "strikes", "kin", "filter", "frame", "base", "piece", "step-weight")


@pytest.mark.parametrize("query", SEVERAL)
def test_no_step_and_no_highlight_changes_anything_in_a_piece(query, page):
    """What a script moves, writes, shows or hides stands outside: a piece that is left out is taken to be as drawn."""
    for piece in page(f"/?{query}").all(data_piece=None):
        inside = list(piece.walk())[1:]
        assert not [each for each in inside for mark in MARKED if f"data-{mark}" in each.attributes]
        assert not [each for each in inside if each.tag == "g" and "data-outputs" in each.attributes]
