"""What is pasted: every snippet leads to the same state, says its version, and is right in its language."""

import ast
import html
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from app.address import encode
from app.main import create_app
from app.pages.reading import read
from app.settings import Settings
from tests.asking import ask
from tests.pages.markup import parse
from tests.pages.states import QUERIES, QUESTION

SITE = "https://lens.example/course"
NAMES = ["link", "frame", "markdown", "html", "animated", "gif", "element", "myst", "quarto", "jupyter", "latex"]
ADDRESS = re.compile(re.escape(SITE) + r"""/[^\s"'<>`)}\\]*""")
DEEP = "input=[[[1,2],[3,4]],[[5,6],[7,8]]]&weight=[[[[1]],[[10]]]]&view=feature-maps&step=2&highlight=1"


@pytest.fixture(scope="module")
def service():
    """A service that knows its address, which has a path."""
    return create_app(Settings(public_url=SITE))


@pytest.fixture(scope="module")
def texts(service):
    """`texts(query)`: the snippets of a state by their names, as they are copied."""

    def texts(query):
        shown = parse(ask(service, "GET", f"/share?{query}").text)
        codes = [code for code in shown.all("code") if (code.get("id") or "").startswith("share-")]
        return {code.get("id").removeprefix("share-"): code.text for code in codes}

    return texts


@pytest.mark.parametrize("query", [*QUERIES, DEEP, "theme=dark&controls=0"])
def test_every_address_in_every_snippet_is_the_state_and_says_its_version(query, texts):
    """Read back, each gives the state that was shared: nothing is lost on the way, and `v=1` stands at its end."""
    expected = read(parse_qsl(query), Settings()).state
    found = texts(query)
    assert list(found) == NAMES
    for name, text in found.items():
        addresses = [html.unescape(each) for each in ADDRESS.findall(text) if not each.endswith("/embed.js")]
        assert addresses, name
        for address in addresses:
            assert address.endswith("&v=1"), name
            shared = read(parse_qsl(urlsplit(address).query), Settings()).state
            moves = name == "gif" or (name == "animated" and "/figure/" in address)
            assert shared.animate == moves
            assert encode(shared, animate=False) == encode(expected, animate=False)


def test_the_frame_has_a_title_a_height_and_the_full_width(texts):
    """One iframe; its ampersands are escaped, and its border is gone."""
    frame = parse(texts(QUESTION)["frame"]).one("iframe")
    assert frame.get("src") == f"{SITE}/embed?{QUESTION}&v=1"
    assert frame.get("title")
    assert int(frame.get("height")) > 200
    assert frame.get("style") == "width:100%;border:0"
    assert "&amp;weight" in texts(QUESTION)["frame"]


def test_markdown_is_a_picture_in_a_link(texts):
    """No bracket or blank in its addresses ends it too early."""
    pattern = r"\[!\[(.+)\]\((\S+)\)\]\((\S+)\)"
    alt, picture, page = re.fullmatch(pattern, texts(DEEP)["markdown"]).groups()
    assert "weights make" in alt
    assert picture.startswith(f"{SITE}/figure/feature-maps.svg?input=%5B")
    assert page.startswith(f"{SITE}/?input=")
    assert not set("[]()") & set(picture + page)


def test_the_picture_of_three_figures_is_the_one_that_says_most(texts):
    """The network forward, the gradients backward; of one figure it is that."""
    for view, name in {
        "sliding,network,matrix": "network",
        "sliding,network,gradients": "gradients",
        "matrix": "matrix",
        "counts,matrix": "counts",
    }.items():
        assert f"/figure/{name}.svg?" in texts(f"{QUESTION}&view={view}")["html"]


def test_the_element_holds_a_picture_with_a_link(texts):
    """Without the script a reader sees the picture; the script has an address that does not change."""
    found = parse(texts(QUESTION)["element"])
    assert found.one("script").get("src") == f"{SITE}/embed.js"
    link = next(child for child in found.one("convolens-figure").walk() if child.tag == "a")
    assert link.get("href") == f"{SITE}/?{QUESTION}&v=1"
    assert found.one("img").get("alt")


def test_a_notebook_cell_is_python(texts):
    """It parses, and its first argument is the address of the frame."""
    call = ast.parse(texts(DEEP)["jupyter"]).body[-1].value
    assert call.func.id == "IFrame"
    assert call.args[0].value.startswith(f"{SITE}/embed?input=%5B")


def test_myst_and_quarto_have_the_picture_for_print(texts):
    """A frame on the web, a PNG elsewhere."""
    found = texts(QUESTION)
    assert found["myst"].startswith(f"```{{iframe}} {SITE}/embed?{QUESTION}&v=1\n")
    assert f":placeholder: {SITE}/figure/network.png?{QUESTION}&v=1\n" in found["myst"]
    assert ":class: col-page-right\n" in found["myst"]  # where its theme leaves room for a whole layer
    assert found["quarto"].count(":::") == 4
    assert '<iframe src="' in found["quarto"].split("content-hidden")[0]
    assert f"({SITE}/figure/network.png?" in found["quarto"].split("content-hidden")[1]


def test_latex_keeps_the_address_out_of_the_caption(texts):
    """A per cent sign would end the line there; the command for addresses takes it as it is."""
    text = texts(DEEP)["latex"]
    assert "%5B" in text.split("\\url{")[1]
    assert "%" not in text.split("\\caption{")[1].split("\n")[0]
    assert text.count("{") == text.count("}")


def choices(document, label):
    """The links of one choice: what each says, where it leads, and whether one is there."""
    return {
        link.text: (link.get("href"), link.get("aria-current"))
        for link in document.one("nav", aria_label=label).walk()
        if link.tag == "a"
    }


def test_a_state_can_be_shared_from_its_start_or_as_it_is(page):
    """With step and highlight, or without both; a state at its start has no choice."""
    found = choices(page(f"/share?{QUESTION}&step=1&highlight=2"), "Moment")
    assert found == {
        "From the start": (f"/share?{QUESTION}", None),
        "This very moment: output 2, weight 2 lit": (f"/share?{QUESTION}&step=1&highlight=2", "true"),
    }
    assert not page(f"/share?{QUESTION}").all("nav", aria_label="Moment")


def test_one_figure_can_be_shared_instead_of_all(page):
    """Backward there is no forward figure to choose, and a view of its own choosing stays."""
    found = choices(page(f"/share?{QUESTION}"), "Figures to share")
    assert found["All together"] == (f"/share?{QUESTION}", "true")
    assert found["Matrix"] == (f"/share?{QUESTION}&view=matrix", None)
    backward = choices(page(f"/share?{QUESTION}&view=sliding,network,gradients"), "Figures to share")
    assert list(backward) == ["All together", "Gradients", "Feature maps"]
    own = choices(page(f"/share?{QUESTION}&view=matrix,counts"), "Figures to share")
    assert own["As it is"] == (f"/share?{QUESTION}&view=matrix,counts", "true")


@pytest.mark.parametrize(("entries", "warned"), [(10, False), (985, True)])
def test_long_addresses_are_warned_of(entries, warned, page):
    """Above 2,000 characters some programs cut them; how long it is, is said."""
    notices = page(f"/share?input={','.join(['1'] * entries)}&weight=1").all("p", "notice")
    assert bool(notices) == warned
    assert all("some programs cut addresses above 2,000" in notice.text for notice in notices)


def test_without_a_public_address_a_place_is_kept_for_it(get):
    """The header Host is never asked; what stands there is said, and the page's script puts its own in."""
    shown = parse(get(f"/share?{QUESTION}").text)
    assert shown.one("code", id="share-link").text == f"https://your.host/?{QUESTION}&v=1"
    assert shown.one("div", data_snippets=None).get("data-unknown-site") == "https://your.host"
    assert "convolens.test" not in get(f"/share?{QUESTION}").text


def test_with_a_public_address_nothing_is_left_to_a_script(service):
    """The texts are final as the server writes them."""
    answer = ask(service, "GET", f"/share?{QUESTION}", headers={"Host": "evil.example"})
    assert "data-unknown-site" not in answer.text
    assert "your.host" not in answer.text
    assert "evil.example" not in answer.text


def test_previews_ask_only_this_service(service):
    """Whatever the public address is, what is shown here comes from here."""
    shown = parse(ask(service, "GET", f"/share?{DEEP}").text)
    seen = [each.get("src") for each in [*shown.all("img"), *shown.all("iframe")]]
    assert len(seen) == 10
    assert all(source.startswith(("/figure/", "/embed?")) for source in seen)


def test_what_does_not_fit_is_said_in_place_of_the_snippets(page):
    """The sentence, beside the name of its field."""
    shown = page("/share?input=1,2&weight=5,6,7", status=422)
    assert "does not fit in an input of 2" in shown.one("p", "error").text
    assert not shown.all("code")
