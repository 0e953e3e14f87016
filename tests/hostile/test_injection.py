"""What stands in an address stays text: in every parameter, in every output, nothing becomes markup."""

from urllib.parse import quote

import pytest

from app.main import create_app
from app.settings import Settings
from app.state import STATE_KEYS
from tests.asking import ask
from tests.hostile.injections import INJECTIONS

PATHS = (
    "/",
    "/embed",
    "/embed/words",
    "/share",
    "/worksheet",
    "/tables",
    "/array/input.csv",
    "/figure/network.svg",
    "/api/v1/convolution",
)
NAMES = ("/figure/{}.svg", "/figure/{}.png", "/array/{}.csv", "/problems/{}", "/{}", "/static/x/{}", "/api/v1/{}")
KEYS = (*STATE_KEYS, "unknown")
BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def service():
    """A service that knows its address: nothing in its answers begins with anything else."""
    return create_app(Settings(public_url="https://lens.example"))


def is_text(answer, text):
    """Whether an answer holds a text only in a form in which it is no markup."""
    body = answer.content.decode(errors="replace")
    marked = any(character in text for character in "<>\"'")
    return not (marked and text in body) and "<script>caught" not in body and 'href="javascript:' not in body


def whole(path, text, keys=KEYS):
    """An address with the text in all of these parameters."""
    return path + "?" + "&".join(f"{key}={quote(text, safe='')}" for key in keys)


def test_there_are_two_hundred():
    """All different, and each with something that would have to be escaped or would not be a number."""
    assert len(set(INJECTIONS)) == len(INJECTIONS) == 200


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_no_parameter_becomes_markup(path, service):
    """All parameters at once; and one by itself, or the name of one; asked by a browser."""
    for place, text in enumerate(INJECTIONS):
        by_itself = whole(path, text, (KEYS[place % len(KEYS)],))
        for url in (whole(path, text), f"{path}?{quote(text, safe='')}=1" if place % 2 else by_itself):
            answer = ask(service, "GET", url, headers=BROWSER)
            assert answer.status_code in (200, 422), url
            assert is_text(answer, text), url


@pytest.mark.slow
def test_no_name_in_a_path_becomes_markup(service):
    """Of a figure, an array, a problem, a file or nothing at all."""
    for text in INJECTIONS:
        for path in NAMES:
            answer = ask(service, "GET", path.format(quote(text, safe="")), headers=BROWSER)
            assert answer.status_code in (404, 405, 414), path
            assert is_text(answer, text)


@pytest.mark.slow
def test_nothing_that_oembed_is_asked_comes_back(service):
    """As the address, within it, and as every other parameter."""
    for text in INJECTIONS:
        within = quote(whole("https://lens.example/", text, ("input", "view")), safe="")
        for query in (f"url={quote(text, safe='')}", f"url={within}", f"url=/&format={quote(text, safe='')}"):
            answer = ask(service, "GET", f"/oembed?{query}&maxwidth=500", headers=BROWSER)
            assert answer.status_code in (404, 422, 501)
            assert "caught" not in answer.text
            assert "stranger" not in answer.text
        answer = ask(service, "GET", f"/oembed?url=/&maxwidth={quote(text, safe='')}", headers=BROWSER)
        assert answer.status_code == 422


@pytest.mark.long
@pytest.mark.parametrize("path", PATHS)
def test_no_text_in_any_parameter_becomes_markup(path, service):
    """Every text in every parameter by itself."""
    for text in INJECTIONS:
        for key in KEYS:
            answer = ask(service, "GET", f"{path}?{key}={quote(text, safe='')}", headers=BROWSER)
            assert answer.status_code in (200, 422)
            assert is_text(answer, text)
