"""The frame in Firefox, on the same course pages: it shows, steps, and is as high as it needs."""

import shutil
from collections.abc import Iterator

import pytest

from tests.browser.conftest import serving
from tests.browser.firefox import Firefox, firefox
from tests.browser.hosts import HOSTS, NETWORK, WORDPRESS, pasted, posted, site_of, written

pytestmark = pytest.mark.long

FITS = "window.needed !== undefined && document.querySelector('iframe').clientHeight === window.needed"
NOTE_FAULTS = """window.faults = [];
for (const kind of ["error", "securitypolicyviolation", "unhandledrejection"]) {
  addEventListener(kind, ({ message, violatedDirective }) => faults.push(`${kind}: ${message ?? violatedDirective}`));
}"""


@pytest.fixture(scope="module")
def driven() -> Iterator[Firefox]:
    """One Firefox for all tests."""
    if not (shutil.which("firefox-esr") or shutil.which("firefox")):
        pytest.skip("Firefox is not installed here")
    with firefox() as running:
        yield running


def widen(driven: Firefox, pixels: int) -> None:
    """Give the column another width."""
    driven.run(f"document.querySelector('#column').style.width = '{pixels}px'")


def resizes_both_ways(driven: Firefox) -> None:
    """Higher in a narrow column, and lower again in the wide one."""
    driven.wait(FITS)
    wide = driven.run("return window.needed")
    widen(driven, 330)
    driven.wait(f"window.needed !== {wide} && {FITS}")
    widen(driven, 700)
    driven.wait(f"window.needed === {wide} && {FITS}")


@pytest.mark.parametrize("name", [*HOSTS, "wordpress"])
def test_it_shows_steps_and_resizes_both_ways(name: str, driven: Firefox, site: str) -> None:
    """As in Chromium, and no fault on the page."""
    body, script = (posted(site, NETWORK), WORDPRESS) if name == "wordpress" else pasted(name, site)
    style = "<style>iframe { width: 100%; border: 0 }</style>"
    path = f"/{name.replace(', ', '-')}"
    with serving(site_of({path: written(style + body, NOTE_FAULTS + script)})) as course:
        driven.goto(course + path)
        resizes_both_ways(driven)
        assert driven.run("return window.faults") == []
        assert driven.run("return crossOriginIsolated") == ("isolated" in name)
        driven.enter(0)
        driven.run("document.querySelector('[data-go=next]').click()")
        driven.wait("document.querySelector('[data-place] b').textContent === '2'")
        assert driven.run("return document.documentElement.scrollHeight <= innerHeight + 1")
        driven.enter(None)


def test_the_first_height_is_right_in_a_usual_column(driven: Firefox, site: str) -> None:
    """The height in the snippet is what 700 pixels need here too, to a line of text."""
    with serving(site_of({"/first": written(pasted("canvas", site)[0])})) as course:
        driven.goto(f"{course}/first")
        driven.wait("window.needed !== undefined")
        said = int(posted(site, "input=1,2,3,4&weight=5,6,7").split('height="')[1].split('"')[0])
        assert abs(said - driven.run("return window.needed")) <= 30


def test_the_worksheet_prints_its_key(driven: Firefox, site: str) -> None:
    """Firefox knows how to unfold it in print."""
    driven.goto(f"{site}/worksheet")
    assert driven.run("return CSS.supports('selector(details::details-content)')")
