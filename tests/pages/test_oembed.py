"""oEmbed: what a page needs that is given only our address."""

from urllib.parse import quote

import pytest

from app.main import create_app
from app.settings import Settings
from tests.asking import ask
from tests.pages.markup import parse
from tests.pages.states import QUESTION

SITE = "https://lens.example/course"
PAGE = f"{SITE}/?{QUESTION}&step=1"


@pytest.fixture(scope="module")
def oembed():
    """`oembed(url)`: the answer of a service that knows its address, which has a path."""
    service = create_app(Settings(public_url=SITE))

    def oembed(url=PAGE, headers=None, **options):
        more = "".join(f"&{key}={value}" for key, value in options.items())
        return ask(service, "GET", f"/oembed?url={quote(url, safe='')}{more}", headers=headers)

    return oembed


def test_the_answer_is_rich_and_complete(oembed):
    """Version 1.0, whole numbers, and one titled frame behind a link to the page."""
    answer = oembed()
    assert answer.headers["content-type"] == "application/json"
    found = answer.json()
    assert (found["type"], found["version"], found["provider_name"]) == ("rich", "1.0", "Convolens")
    assert found["provider_url"] == f"{SITE}/"
    assert (found["width"], type(found["height"])) == (700, int)
    markup = parse(found["html"])
    frame = markup.one("iframe")
    assert [child.tag for child in markup.children] == ["blockquote", "iframe"]
    assert markup.one("a").get("href") == f"{SITE}/?{QUESTION}&step=1&v=1"
    assert frame.get("src") == f"{SITE}/embed?{QUESTION}&step=1&v=1"
    assert frame.get("title") == found["title"] == "A convolutional layer, step by step"
    assert (frame.get("width"), frame.get("height")) == ("700", str(found["height"]))


@pytest.mark.parametrize(
    "url",
    [
        PAGE.replace("/?", "/embed?"),
        PAGE.replace("https:", "http:"),
        PAGE.replace("lens.example", "LENS.example:443"),
        f"/?{QUESTION}&step=1",
        f"{SITE}?{QUESTION}&step=1",
        f"{PAGE}#fragment",
    ],
)
def test_our_pages_are_ours_however_they_are_written(url, oembed):
    """The frame's own address, another scheme or case, the port that needs no saying: all are answered alike."""
    assert oembed(url).json() == oembed().json()


@pytest.mark.parametrize(
    "url",
    [
        f"https://evil.example/?{QUESTION}",
        f"https://lens.example.evil.example/course/?{QUESTION}",
        f"https://lens.example@evil.example/course/?{QUESTION}",
        f"https://user@lens.example/course/?{QUESTION}",
        f"https://lens.example:8443/course/?{QUESTION}",
        f"ftp://lens.example/course/?{QUESTION}",
        f"//evil.example/?{QUESTION}",
        f"{SITE}/figure/matrix.svg?{QUESTION}",
        f"{SITE}/nothing",
        f"https://lens.example/other/?{QUESTION}",
        f"http://127.0.0.1/?{QUESTION}",
        "javascript:alert(1)",
        "http://[",
        "https://lens.example:port/course/",
        "nonsense",
    ],
)
def test_an_address_that_is_not_ours_is_not_found(url, oembed):
    """404, as a problem."""
    answer = oembed(url)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_without_a_public_address_only_this_machine_is_ours(host):
    """So that it can be tried out; the header Host is not asked."""
    service = create_app(Settings())
    url = quote(f"http://{host}/?{QUESTION}", safe="")
    frame = parse(ask(service, "GET", f"/oembed?url={url}").json()["html"]).one("iframe")
    assert frame.get("src") == f"http://{host}/embed?{QUESTION}&v=1"
    own = quote(f"http://convolens.test/?{QUESTION}", safe="")
    assert ask(service, "GET", f"/oembed?url={own}").status_code == 404


def test_the_host_header_changes_nothing(oembed):
    """Whoever writes it cannot make our answer name another site."""
    assert oembed(headers={"Host": "evil.example"}).content == oembed().content


def test_a_consumer_says_how_much_room_there_is(oembed):
    """`maxwidth` and `maxheight` are kept to; more room than needed changes nothing."""
    assert oembed(maxwidth=400).json()["width"] == 400
    assert oembed(maxheight=300).json()["height"] == 300
    assert oembed(maxwidth=5000, maxheight=50000).json() == oembed().json()
    small = parse(oembed(maxwidth=400, maxheight=300).json()["html"]).one("iframe")
    assert (small.get("width"), small.get("height")) == ("400", "300")


def test_xml_is_a_problem(oembed):
    """501, as any other format; JSON may be asked for by name."""
    for form in ("xml", "yaml"):
        answer = oembed(format=form)
        assert (answer.status_code, answer.json()["type"]) == (501, "/problems/not-offered")
    assert oembed(format="json").status_code == 200


def test_what_a_page_only_remarks_on_is_embedded(oembed):
    """Campaigns add parameters to links; the frame leaves them out."""
    assert oembed(f"{PAGE}&utm_source=mail").json() == oembed().json()


def test_what_a_consumer_adds_is_passed_over(oembed):
    """WordPress says `dnt`."""
    assert oembed(dnt=1).json() == oembed().json()


@pytest.mark.parametrize("size", ["0", "-1", "1.5", "wide", "9999999"])
def test_a_size_that_is_none_is_said(size, oembed):
    """422 at its parameter."""
    answer = oembed(maxwidth=size)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "maxwidth"


def test_a_missing_address_and_a_state_that_does_not_fit_are_said(oembed):
    """422 with the sentence that the page has."""
    assert ask(create_app(), "GET", "/oembed").json()["errors"][0]["code"] == "missing"
    answer = oembed(f"{SITE}/?input=1,2&weight=5,6,7")
    assert answer.status_code == 422
    assert "does not fit in an input of 2" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/", "/embed", "/share", "/worksheet", "/tables", "/teachers"])
def test_every_page_of_a_state_leads_to_its_answer(path, get, page):
    """The link in its head, followed, gives the frame of the state that the page shows."""
    query = "" if path == "/teachers" else f"?{QUESTION}&step=1"
    link = page(path + query).one("link", type="application/json+oembed")
    assert link.get("rel") == "alternate"
    frame = parse(get(link.get("href")).json()["html"]).one("iframe")
    assert frame.get("src") == f"/embed?{QUESTION}{'' if path == '/teachers' else '&step=1'}&v=1"


def test_absolute_addresses_begin_with_the_public_one():
    """In the head of a page: oEmbed, the page itself and its picture, which is a PNG of the exact state."""
    shown = parse(ask(create_app(Settings(public_url=SITE)), "GET", f"/?{QUESTION}&step=1").text)
    assert shown.one("link", type="application/json+oembed").get("href").startswith(f"{SITE}/oembed?url=https://lens")
    named = {meta.get("property"): meta.get("content") for meta in shown.all("meta", property=None)}
    assert named["og:url"] == f"{SITE}/?{QUESTION}&step=1&v=1"
    assert named["og:image"] == f"{SITE}/figure/network.png?{QUESTION}&step=1&width=1200&height=630&v=1"
    assert "weights make" in named["og:description"]


def test_a_page_without_a_state_offers_no_frame(page):
    """There is nothing to embed where nothing is drawn."""
    assert not page("/?input=1,x&weight=1", status=422).all("link", rel="alternate")


def test_an_address_too_long_to_be_asked_about_is_not_offered(page):
    """Within another address it would be refused."""
    numbers = ",".join(["1.23456789012345"] * 962)
    assert page(f"/?input={numbers[: len(numbers) // 2]}&weight=1").all("link", rel="alternate")
    assert not page(f"/?input={numbers}&weight=1").all("link", rel="alternate")
