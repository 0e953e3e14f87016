"""Pages that were just sent are sent again as they were, and what is not a whole page never is."""

import pytest

from app.main import create_app
from app.pages import explorer
from app.settings import Settings
from tests.asking import ask

SPELT = ["/?input=1,2,3,4&weight=5,6,7", "/?weight=5,6,7&input=[1, 2.0,3,4]", "/?padding=valid&stride="]


@pytest.fixture
def fresh():
    """An application that has sent nothing yet."""
    return create_app(Settings())


def test_a_state_is_drawn_once_however_it_is_spelt(fresh, monkeypatch):
    """The same bytes and the same headers, but for the number of the request."""
    first, *others = [ask(fresh, "GET", SPELT[0])]
    monkeypatch.setattr(explorer, "all_of", None)  # who draws fails
    others = [ask(fresh, "GET", url) for url in SPELT]
    assert {answer.content for answer in others} == {first.content}
    for answer in others:
        assert {**answer.headers, "x-request-id": ""} == {**first.headers, "x-request-id": ""}


def test_each_client_gets_the_coding_that_it_takes(fresh):
    """Who does not decompress is not sent what was compressed for another."""
    packed, plain, again = (
        ask(fresh, "GET", "/", headers={"Accept-Encoding": coding}) for coding in ("gzip", "identity", "gzip")
    )
    assert [answer.headers.get("content-encoding") for answer in (packed, plain, again)] == ["gzip", None, "gzip"]
    assert packed.content == plain.content == again.content
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) == len(plain.content)


def test_only_whole_pages_are_kept(fresh):
    """Not what a page asked for in pieces, nor what does not fit, nor a picture, which a page shows but once."""
    ask(fresh, "GET", "/parts/stage", headers={"Convolens-Has": "0123456789abcdef"})
    ask(fresh, "GET", "/?input=1&weight=1,2,3")
    ask(fresh, "GET", "/figure/network.svg")
    assert fresh.state.pages.length == 0
    ask(fresh, "GET", "/")
    ask(fresh, "GET", "/embed")
    ask(fresh, "GET", "/parts/stage")
    assert len(fresh.state.pages.values) == 3


def test_pages_of_other_themes_notices_and_paths_are_others(fresh):
    """All that a page says of its address belongs to what it is kept by."""
    urls = [
        "/",
        "/?theme=dark",
        "/?step=1",
        "/?step=7",
        "/?utm=1",
        "/embed",
        "/share",
        "/parts/stage",
        "/parts/stage,player",
    ]
    texts = [ask(fresh, "GET", url).text for url in urls]
    assert len(set(texts)) == len(urls)
    assert [ask(fresh, "GET", url).text for url in urls] == texts
