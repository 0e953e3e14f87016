"""The frame on course pages as they are: it shows, is as high as it needs, and leaves the page alone."""

import html
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import Watch, serving
from tests.browser.hosts import CANVAS, FITS, HOSTS, NETWORK, QUERY, WORDPRESS, framed, pasted, posted, site_of, written

OpenPage = Callable[..., Page]
Host = Callable[..., Page]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The pages of another site, by their paths."""
    return {}


@pytest.fixture(scope="module")
def course(pages: dict[str, str]) -> Iterator[str]:
    """The address of that site."""
    with serving(site_of(pages)) as address:
        yield address


@pytest.fixture
def host(open_page: OpenPage, course: str, pages: dict[str, str]) -> Host:
    """Opens a page of that site with this body and this script."""

    def host(name: str, body: str, script: str = "", **options: object) -> Page:
        pages[f"/{name}"] = written(body, script)
        return open_page(f"{course}/{name}", **options)

    return host


def ours(page: Page) -> Frame:
    """The frame, ready to be used."""
    frame = page.frames[1]
    frame.locator("[data-stage]").wait_for()
    return frame


def resizes_both_ways(page: Page) -> None:
    """As high as it needs at once, higher in a narrow column, and lower again in the wide one."""
    page.wait_for_function(FITS)
    wide = page.evaluate("window.needed")
    page.evaluate("document.querySelector('#column').style.width = '330px'")
    page.wait_for_function(f"window.needed !== {wide}")
    page.wait_for_function(FITS)
    page.evaluate("document.querySelector('#column').style.width = '700px'")
    page.wait_for_function(f"window.needed === {wide}")
    page.wait_for_function(FITS)
    assert ours(page).evaluate("document.documentElement.scrollHeight <= innerHeight + 1")


@pytest.mark.parametrize("name", HOSTS)
def test_it_shows_steps_and_resizes_both_ways(name: str, host: Host, site: str) -> None:
    """On each host as pasted, also in its sandbox; no word on the console, and nothing is refused."""
    page = host(name.replace(", ", "-"), *pasted(name, site))
    if "isolated" in name:
        assert page.evaluate("crossOriginIsolated")
    resizes_both_ways(page)
    frame = ours(page)
    frame.get_by_role("button", name="Next").click()
    expect(frame.locator("[data-place] b")).to_have_text("2")
    assert page.context.cookies() == []


def test_wordpress_shows_what_its_filter_leaves(host: Host, site: str) -> None:
    """The quote gives way to the frame, which has a secret, a sandbox and a height between 200 and 1000."""
    page = host("wordpress", posted(site, NETWORK), WORDPRESS)
    frame = ours(page)
    expect(page.locator("blockquote")).to_be_hidden()
    resizes_both_ways_in_wordpress(page)
    assert frame.evaluate("self.origin") == "null"
    expect(frame.locator("[data-place] b")).to_have_text("2")


def resizes_both_ways_in_wordpress(page: Page) -> None:
    """Its theme gives the frame the width of the column."""
    page.add_style_tag(content="iframe { width: 100%; border: 0 }")
    resizes_both_ways(page)


def test_wordpress_keeps_a_high_frame_usable(host: Host, site: str) -> None:
    """Above 1000 pixels it is cut off, and scrolls."""
    page = host("wordpress-high", posted(site, f"{QUERY}&padding=full"), WORDPRESS)
    frame = ours(page)
    page.wait_for_function("document.querySelector('iframe').height === '1000'")
    frame.locator(".source a").scroll_into_view_if_needed()
    expect(frame.locator(".source a")).to_be_in_viewport()


FIGURE = """<convolens-figure height="{height}">
  <a href="{page}"><img src="{picture}" alt="Three weights make six connections" style="max-width:100%"></a>
</convolens-figure><script type="module" src="{site}/embed.js"></script>"""


def figure(site: str, page: str | None = None) -> str:
    """Our element as it is pasted; the picture is the SVG."""
    return FIGURE.format(
        site=site,
        height=650,
        page=html.escape(page or f"{site}/?{NETWORK}&v=1"),
        picture=html.escape(f"{site}/figure/network.svg?{NETWORK}&v=1"),
    )


def test_the_element_turns_its_picture_into_the_frame(host: Host, site: str) -> None:
    """Named as the picture, of the state that the link opens, as high as it needs."""
    page = host("element", figure(site))
    expect(page.locator("img")).to_have_count(0)
    resizes_both_ways(page)
    expect(page.locator("iframe")).to_have_attribute("title", "Three weights make six connections")
    expect(ours(page).locator("[data-place] b")).to_have_text("2")


def test_the_element_keeps_its_picture_while_the_service_is_silent(host: Host, site: str, watch: Watch) -> None:
    """A reader loses nothing when the frame does not come."""
    watch.expected = ("Failed to load",)
    page = host("about", "")
    page.context.route("**/embed?*", lambda route: route.abort())
    try:
        page = host("silent", figure(site))
        page.locator("iframe").wait_for(state="attached")
        expect(page.locator("img")).to_be_visible()
        expect(page.locator("iframe")).to_be_hidden()
    finally:
        page.context.unroute("**/embed?*")


def test_the_element_leaves_links_to_others_alone(host: Host, site: str) -> None:
    """It frames nothing but this service, and nothing of it but states."""
    for target in ("http://127.0.0.1:9/?input=1&weight=1", f"{site}/docs", "javascript:void(0)"):
        page = host("foreign", figure(site, target))
        page.wait_for_function("customElements.get('convolens-figure') !== undefined")
        assert page.locator("iframe").count() == 0
        expect(page.locator("img")).to_be_visible()


def test_messages_of_others_resize_nothing(host: Host, site: str) -> None:
    """Only the frame itself says how high it is, and only what can be meant."""
    page = host("forged", framed(site, NETWORK) + f'<script type="module" src="{site}/embed.js"></script>')
    page.wait_for_function(FITS)
    height = page.evaluate("window.needed")
    page.evaluate("postMessage({ type: 'convolens:resize', version: 1, height: 5 }, '*')")
    page.evaluate(
        "() => new Promise((done) => { addEventListener('message', done, { once: true }); postMessage(0, '*'); })"
    )
    assert page.evaluate("document.querySelector('iframe').clientHeight") == height


STATES = [
    QUERY,
    f"{QUERY}&padding=full&step=3",
    f"{QUERY}&bias=-45&activation=relu&highlight=1",
    f"{QUERY}&view=sliding,network,gradients",
    f"{QUERY}&view=matrix&controls=0",
    f"{QUERY}&compare=dense",
    "input=1,2,3,4;4,3,2,1&weight=[[[1,0,-1]],[[1,1,1]]]&groups=2",
    "input=1,2,3;4,5,6;7,8,9&weight=1,0;0,1",
    "input=" + ",".join(map(str, range(40))) + "&weight=1,2,3,4,5,6,7,8,9",
]


def test_the_first_height_is_right_in_a_usual_column(open_page: OpenPage, site: str) -> None:
    """The height in the snippet is what 700 pixels need before any script has run: never less, never 30 more."""
    page = open_page("about:blank", java_script_enabled=False, viewport={"width": 700, "height": 600})
    for query in STATES:
        said = httpx.get(f"{site}/oembed", params={"url": f"{site}/embed?{query}"}).json()["height"]
        page.goto(f"{site}/embed?{query}")
        box = page.locator("body").bounding_box()
        assert box
        assert 0 <= said - box["height"] <= 30, query


def test_the_frame_prints_whole_with_its_address(open_page: OpenPage, site: str) -> None:
    """No player, no figure wider than the paper, and the address of the full version."""
    for path in ("/embed", "/"):
        page = open_page(f"{path}?{QUERY}&step=1", viewport={"width": 660, "height": 900})
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator("[data-own-address]")).to_have_text(f"{site}/?{QUERY}&step=1")
        expect(page.locator("[data-own-address]")).to_be_visible()
        expect(page.locator("[data-player]")).to_be_hidden()
        sides = "[...document.querySelectorAll('.stage svg.figure')].map((each) => each.getBoundingClientRect().right)"
        assert max(page.evaluate(sides)) <= 660
        page.emulate_media(media="screen")


def test_the_worksheet_prints_its_key_on_a_sheet_of_its_own(open_page: OpenPage) -> None:
    """On the screen it is folded; on paper it begins a new page, and is there."""
    page = open_page(f"/worksheet?{QUERY}", viewport={"width": 660, "height": 900})
    answer = page.locator(".key .line").first
    expect(answer).to_be_hidden()
    page.emulate_media(media="print")
    expect(answer).to_be_visible()
    assert page.locator(".key").evaluate("key => getComputedStyle(key).breakBefore") == "page"
    page.emulate_media(media="screen")


def test_bad_parameters_are_said_in_place_of_the_figure(host: Host, site: str, watch: Watch) -> None:
    """In the frame, as high as the sentence."""
    watch.expected = ("422",)
    page = host("bad", framed(site, "input=1,2&weight=5,6,7"), CANVAS)
    frame = page.frames[1]
    expect(frame.locator(".error")).to_contain_text("does not fit in an input of 2")
    page.wait_for_function(FITS)
    assert page.evaluate("window.needed") < 200
