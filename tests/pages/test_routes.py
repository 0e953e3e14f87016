import re
from collections import Counter
from urllib.parse import parse_qsl, quote

import pytest

from app.address import encode
from app.pages.reading import read
from app.settings import Settings
from tests.asking import ask
from tests.pages.markup import parse
from tests.pages.states import QUERIES, QUESTION

FIGURES = ("sliding", "network", "matrix", "feature-maps", "gradients", "im2col", "counts")
PAGES = [f"{path}?{query}" for path in ("/", "/embed", "/share", "/worksheet") for query in QUERIES]
PAGES.append("/teachers")
# What stands in issue 2, as an address would bring it: the field that is marked, and a word of what would work.
BAD = {
    "a kernel that does not fit": ({"input": "1,2", "weight": "5,6,7"}, "weight", "use padding"),
    "an empty list": ({"input": "[]", "weight": "5"}, "input", "at least one number"),
    "text": ({"input": "1,x", "weight": "5"}, "input", "give numbers such as"),
    "NaN": ({"input": "NaN", "weight": "5"}, "input", "finite"),
    "1e999": ({"input": "1e999", "weight": "5"}, "input", "finite"),
    "stride 0": ({"input": "1,2", "weight": "5", "stride": "0"}, "stride", "at least 1"),
    "reflect padding as wide as the input": (
        {"input": "1,2,3,4", "weight": "5,6,7", "padding": "4", "padding_mode": "reflect"},
        "padding",
        "at most 3",
    ),
}


def kept(control):
    """What stands in a control."""
    if control.tag == "select":
        return next(option.get("value") for option in control.walk() if "selected" in option.attributes)
    return control.get("value") if control.tag == "input" else control.text


def address(path, fields):
    """The address of these fields."""
    return path + "?" + "&".join(f"{key}={quote(value)}" for key, value in fields.items())


@pytest.mark.parametrize("url", PAGES)
def test_every_page_is_well_formed_and_its_ids_are_unique(url, page):
    """Each element closes in its place, no attribute stands twice, no id stands twice, every reference has a target."""
    shown = page(url)
    named = Counter(element.get("id") for element in shown.walk() if element.get("id") is not None)
    assert [name for name, times in named.items() if times > 1] == []
    wanted = {
        target
        for element in shown.walk()
        for key in ("for", "aria-labelledby", "aria-describedby")
        for target in (element.get(key) or "").split()
    }
    wanted |= {link.get("href")[1:] for link in shown.all(href=None) if link.get("href").startswith("#")}
    assert wanted - set(named) == set()


@pytest.mark.parametrize("url", [*PAGES, *(address("/", fields) for fields, _, _ in BAD.values())])
def test_no_page_has_a_style_or_script_of_its_own_inside(url, get):
    """The security policy forbids both, so a browser would not show them."""
    shown = parse(get(url).text)
    assert not shown.all("style")
    assert not [e.tag for e in shown.walk() if "style" in e.attributes]
    assert not [key for e in shown.walk() for key in e.attributes if key.startswith("on")]
    assert all(script.get("src") and not script.text.strip() for script in shown.all("script"))


@pytest.mark.parametrize("query", QUERIES)
def test_a_page_comes_back_from_its_own_address(query, get, page):
    """Page → canonical query → page: the same bytes, and the canonical form is its own."""
    canonical = encode(read(parse_qsl(query), Settings()).state)
    assert encode(read(parse_qsl(canonical), Settings()).state) == canonical
    assert page(f"/?{query}").one("dialog", data_share=None).get("data-address") == f"/?{canonical}"
    assert get(f"/?{canonical}").text == get(f"/?{query}").text


def test_typed_numbers_become_the_canonical_query(page):
    """Blanks, tabs and line breaks separate; what is default is left out."""
    messy = "/?weight=5%206%207&padding=valid&input=1%0A2%093,%204&bias=&stride=1&operation=cross-correlation"
    assert page(messy).one("dialog", data_share=None).get("data-address") == f"/?{QUESTION}"


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_422_with_the_same_sentence_on_page_and_picture(kind, app, get, page):
    """The sentence says what would work, and what was typed is still there."""
    fields, field, word = BAD[kind]
    shown = page(address("/", fields), status=422)
    said = shown.one("p", data_error=field).text
    assert word in said
    for key, value in fields.items():
        assert [kept(control) for control in shown.all(name=key)] == [value]
    problem = ask(app, "GET", address("/figure/matrix.svg", fields), headers={"Accept": "application/json"})
    assert (problem.status_code, problem.headers["content-type"]) == (422, "application/problem+json")
    assert problem.json()["errors"][0] | {"code": ""} == {"parameter": field, "code": "", "message": said}
    frame = get(address("/embed", fields))
    assert frame.status_code == 422
    assert said in parse(frame.text).text


def test_an_unknown_parameter_is_a_notice_on_a_page_and_an_error_for_a_picture(get, page):
    """Never ignored in silence."""
    notices = [notice.text for notice in page("/?strid=2").all("p", "notice")]
    assert len(notices) == 1
    assert "did you mean stride" in notices[0]
    assert get("/figure/matrix.svg?strid=2").status_code == 422


@pytest.mark.parametrize(
    "query", ["input={}&weight=1", "weight={}", "{}=1", "padding={}", "operation={}", "view={}", "bias={}", "theme={}"]
)
def test_what_was_typed_cannot_become_markup(query, get):
    """In a field, in a sentence, in a notice: it stays text."""
    for path in ("/", "/embed", "/figure/matrix.svg"):
        for typed in ("</textarea><u>", '"><u>', "'><u>"):
            answer = get(f"{path}?{query.format(quote(typed))}")
            assert answer.status_code in (200, 422)
            assert "<u>" not in answer.text


@pytest.mark.parametrize("query", QUERIES)
def test_a_frame_shows_the_figures_of_its_view_without_chrome(query, page):
    """The chosen figures with the player, and a way to the full page; no form, no bar."""
    shown = page(f"/embed?{query}")
    view = dict(parse_qsl(query)).get("view", "sliding,network,matrix").split(",")
    drawn = {svg.get("data-figure") for svg in shown.all("svg", data_figure=None)}
    assert {name for name in drawn if not name.endswith("-narrow")} == set(view)
    assert not shown.all("form", class_="controls")
    assert shown.all(data_player=None)


def test_a_frame_without_controls_has_no_player(page):
    """`controls=0`."""
    assert not page("/embed?controls=0").all(data_player=None)


def test_a_frame_may_stand_on_any_site(get):
    """The headers of web.md: any ancestor, readable across origins, and nothing from another host."""
    headers = get("/embed").headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert "x-frame-options" not in headers


def test_the_first_page_is_at_most_fifty_kilobytes_in_ten_requests(app, get, page):
    """The page, its style sheet, its scripts and what those import, its icon: compressed, counted."""
    found: dict[str, int] = {}
    waiting = ["/"]
    while waiting:
        url = waiting.pop()
        answer = ask(app, "GET", url, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, url
        found[url] = int(answer.headers["content-length"])
        waiting += [other for other in referenced(url, answer.text) if other not in found and other not in waiting]
    assert len(found) <= 10, found
    assert sum(found.values()) <= 50_000, found


def referenced(url, text):
    """The addresses that a browser fetches for this text."""
    folder = url.rsplit("/", 1)[0]
    if url.endswith(".js"):
        return [f"{folder}/{name}" for name in re.findall(r'(?:from|import)\s*"\./([\w.-]+)"', text)]
    if url != "/":
        return []
    shown = parse(text)
    links = [
        link.get("href") for link in shown.all("link") if link.get("rel") in ("stylesheet", "icon", "modulepreload")
    ]
    others = [script.get("src") for script in shown.all("script")] + [image.get("src") for image in shown.all("img")]
    return [link for link in links + others if not link.startswith("data:")]


def test_no_page_asks_another_host(get):
    """Everything comes from here."""
    for url in PAGES:
        fetched = [
            value
            for element in parse(get(url).text).walk()
            for key, value in element.attributes.items()
            if key in ("src", "srcset", "action") or (key == "href" and element.tag in ("link", "use"))
        ]
        assert not [value for value in fetched if value and re.match(r"(\w+:)?//", value)]


@pytest.mark.parametrize("path", ["/", "/embed", "/figure/network.svg"])
def test_a_view_of_commas_only_is_said(get, path):
    """It names no figure, so nothing could be drawn."""
    answer = get(f"{path}?input=1,2,3,4&weight=5,6,7&view=,")
    assert answer.status_code == 422
    assert "names nothing" in answer.text


def test_a_learning_step_beyond_float64_is_said(get):
    """Not drawn as an infinity, and without a warning in the log."""
    answer = get("/figure/gradients.svg?input=1,2,3,4&weight=5,6,7&learning_rate=1e308")
    assert answer.status_code == 422
    assert "too large for float64" in answer.text
