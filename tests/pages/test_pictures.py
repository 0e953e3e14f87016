"""Pictures by URL: every figure in every format, compositions, and a picture where something does not fit."""

import re
import xml.etree.ElementTree as ET
from io import BytesIO

import pytest
from PIL import Image

from app.main import create_app
from app.settings import Settings
from tests.asking import ask
from tests.pages.states import QUESTION

FIGURES = ("sliding", "network", "matrix", "feature-maps", "gradients", "im2col", "counts")
MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png", "gif": "image/gif"}
SPACE = "{http://www.w3.org/2000/svg}"
PAPER, NIGHT = (0xFB, 0xFA, 0xF7), (0x16, 0x18, 0x1C)


def opened(answer) -> Image.Image:
    """A picture in pixels."""
    return Image.open(BytesIO(answer.content))


def tree(answer) -> ET.Element:
    """A picture as a tree."""
    return ET.fromstring(answer.text)  # noqa: S314  # our own text


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("query", ["", "padding=full&step=3&theme=dark", "compare=dense", "weight=5,0,7&input=1,2,3,4"])
def test_every_figure_is_a_picture_by_its_address(name, query, get):
    """SVG that stands alone, that may be shown anywhere and that can run nothing."""
    answer = get(f"/figure/{name}.svg?{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert (tree(answer).tag, tree(answer).get("data-figure")) == (f"{SPACE}svg", name)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("form", ["png", "gif"])
def test_every_figure_comes_in_pixels(name, form, get):
    """In the size of the drawing, a PNG twice as fine; the ground of the theme at its edge."""
    drawing = tree(get(f"/figure/{name}.svg?{QUESTION}"))
    answer = get(f"/figure/{name}.{form}?{QUESTION}&theme=dark")
    assert (answer.status_code, answer.headers["content-type"]) == (200, MEDIA_TYPES[form])
    fine = 2 if form == "png" else 1
    picture = opened(answer)
    assert picture.size == (fine * int(drawing.get("width")), fine * int(drawing.get("height")))
    assert picture.convert("RGB").getpixel((3, 3)) == NIGHT


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_a_picture_may_be_shown_and_kept_anywhere(form, app):
    """The headers of a route of pictures: open to every site, kept for an hour, checked by a weak tag; HEAD alike."""
    path = f"/figure/network.{form}?{QUESTION}"
    answer = ask(app, "GET", path)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "public, max-age=3600, stale-while-revalidate=86400"
    assert answer.headers["etag"].startswith('W/"')
    head = ask(app, "HEAD", path)
    assert (head.status_code, head.content, head.headers["content-type"]) == (200, b"", MEDIA_TYPES[form])
    known = ask(app, "GET", path, headers={"If-None-Match": answer.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


def test_the_tag_of_a_picture_follows_from_what_it_shows(get):
    """Two spellings of one picture share it; the format, the figures and the size do not."""
    same = {
        get(f"/figure/network.svg?{query}").headers["etag"] for query in (QUESTION, f"{QUESTION}&stride=1&theme=auto")
    }
    assert len(same) == 1
    others = (
        f"/figure/network.svg?{QUESTION}&view=sliding,network,matrix",
        f"/figure/network.png?{QUESTION}",
        f"/figure/network.svg?{QUESTION}&width=400",
        f"/figure/network.svg?{QUESTION}&ground=transparent",
    )
    assert len(same | {get(address).headers["etag"] for address in others}) == 1 + len(others)


def test_a_view_puts_figures_together(get):
    """`view` with the figure of the address in it: all of them, in that order; without it, that figure alone."""
    together = tree(get(f"/figure/network.svg?{QUESTION}&view=network,matrix"))
    assert together.get("data-figure") == "network,matrix"
    whole = tree(get(f"/figure/sliding.svg?{QUESTION}&view=sliding,network,matrix"))
    assert whole.get("data-figure") == "sliding,network,matrix"
    assert tree(get(f"/figure/network.svg?{QUESTION}")).get("data-figure") == "network"


def test_a_figure_outside_the_view_is_alone_and_follows_its_pass(get):
    """The network of the backward pass: with Tᵀδ at its inputs, 5 11 13 7, and δ, all ones, at its outputs."""
    backward = tree(get(f"/figure/network.svg?{QUESTION}&view=gradients"))
    assert backward.get("data-figure") == "network"
    texts = ["".join(text.itertext()) for text in backward.iter(f"{SPACE}text")]
    assert [text for text in texts if text in ("5", "11", "13", "7", "1")].count("13") == 1
    assert "38" not in texts


@pytest.mark.parametrize(("query", "size"), [("width=600", (600, None)), ("width=1200&height=630", (1200, 630))])
@pytest.mark.parametrize("form", ["png", "gif"])
def test_a_picture_in_pixels_has_the_size_that_is_asked_for(form, query, size, get):
    """As Open Graph wants it, for instance: 1200 × 630, the drawing in the middle."""
    picture = opened(get(f"/figure/network.{form}?{QUESTION}&{query}"))
    natural = tree(get(f"/figure/network.svg?{QUESTION}"))
    follows = round(int(natural.get("height")) * size[0] / int(natural.get("width")))
    assert picture.size == (size[0], size[1] or follows)


def test_a_transparent_ground_is_clear(get):
    """In every format."""
    for form in ("png", "gif"):
        assert (
            opened(get(f"/figure/matrix.{form}?{QUESTION}&ground=transparent")).convert("RGBA").getpixel((2, 2))[3] == 0
        )
    assert tree(get(f"/figure/matrix.svg?{QUESTION}&ground=transparent")).find(f"{SPACE}rect[@class='f-page']") is None


def test_more_pixels_than_the_limit_are_refused_with_the_limit(app):
    """A size that is asked for is never made smaller in silence."""
    answer = ask(
        app, "GET", f"/figure/matrix.png?{QUESTION}&width=4000&height=4000", headers={"Accept": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "width"
    assert "16,000,000" in answer.json()["detail"]
    assert "4,194,304" in answer.json()["detail"]


def test_a_drawing_of_more_pixels_than_the_limit_is_made_coarser(get):
    """Where no size is asked for there is always a picture."""
    coarse = create_app(Settings(max_picture_pixels=10_000))
    picture = opened(ask(coarse, "GET", f"/figure/matrix.png?{QUESTION}"))
    assert 9_000 < picture.width * picture.height <= 10_200


def test_an_animated_picture_moves_once_through_its_steps(get):
    """SVG by key frames, GIF by frames: two steps of a second each, then the step of the address for ever."""
    moving = get(f"/figure/network.svg?{QUESTION}&animate=1").text
    assert moving.count("@keyframes") >= 1
    assert "animation:k0 2s step-end" in moving
    assert "@keyframes" not in get(f"/figure/network.svg?{QUESTION}").text
    animation = opened(get(f"/figure/network.gif?{QUESTION}&animate=1"))
    assert (animation.n_frames, animation.info["duration"]) == (3, 1000)
    assert getattr(opened(get(f"/figure/network.gif?{QUESTION}")), "n_frames", 1) == 1
    assert opened(get(f"/figure/network.png?{QUESTION}&animate=1")).format == "PNG"


def test_the_frames_of_a_gif_share_their_limit(app):
    """A size that one frame may have is too much for sixteen of them."""
    wide = "input=" + ",".join(map(str, range(20))) + "&weight=1,2,3&width=1200&height=1200"
    assert ask(app, "GET", f"/figure/matrix.gif?{wide}").status_code == 200
    answer = ask(app, "GET", f"/figure/matrix.gif?{wide}&animate=1&step=1", headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert "1,440,000 of them in each of 15 frames" in answer.json()["detail"]


BAD = {
    "a kernel that does not fit": ("/figure/matrix.{}?input=1,2&weight=5,6,7", 422, "use padding"),
    "an unknown parameter": ("/figure/matrix.{}?strid=2", 422, "did you mean stride"),
    "a step past the end": ("/figure/matrix.{}?step=99", 422, "There is no output 99"),
    "no such figure": ("/figure/heatmap.{}", 404, "the figures are sliding, network"),
    "a long address": ("/figure/matrix.{}?input=" + "1," * 9000, 414, "16,384 bytes"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_does_not_fit_is_a_picture_of_the_sentence(kind, get):
    """With its status, which browsers do not mind: a course page never shows a broken picture."""
    address, status, words = BAD[kind]
    answer = get(address.format("svg"))
    assert (answer.status_code, answer.headers["content-type"]) == (status, "image/svg+xml")
    assert answer.headers.get("cache-control") in ("no-store", None if status == 414 else "")
    assert words in " ".join("".join(text.itertext()) for text in tree(answer).iter(f"{SPACE}text"))
    for form in ("png", "gif"):
        answer = get(address.format(form))
        assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPES[form])
        picture = opened(answer).convert("L")
        dark = sum(picture.crop((20, 10, picture.width, picture.height)).histogram()[:100])
        assert dark > 500, "the sentence is not to be seen"


@pytest.mark.parametrize("kind", BAD)
def test_a_program_that_asks_for_json_gets_the_problem(kind, app):
    """The same status and sentence, with its place."""
    address, status, words = BAD[kind]
    answer = ask(app, "GET", address.format("png"), headers={"Accept": "application/problem+json"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]


def test_the_picture_of_a_problem_has_the_theme_that_was_asked_for(get):
    """Even where the rest of the address is wrong."""
    assert opened(get("/figure/none.png?theme=dark")).convert("RGB").getpixel((2, 2)) == NIGHT
    assert opened(get("/figure/none.png?theme=nothing")).convert("RGB").getpixel((2, 2)) == PAPER


def test_a_service_that_is_busy_says_so_in_a_picture(app):
    """The status, the picture and when to come again."""
    busy = create_app(Settings(max_queued_pictures=0))
    busy.state.picture_slots.running = 0
    answer = ask(busy, "GET", f"/figure/network.png?{QUESTION}")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "image/png")
    assert answer.headers["retry-after"] == "1"
    assert ask(busy, "GET", f"/figure/network.svg?{QUESTION}").status_code == 200


def test_another_method_is_a_problem_as_everywhere(app):
    """Only what is shown as a picture needs one."""
    assert ask(app, "POST", "/figure/network.png").headers["content-type"] == "application/problem+json"
    assert ask(app, "GET", "/figure/network.exe").headers["content-type"] == "application/problem+json"


def test_the_picture_is_the_drawing_of_the_page(get):
    """There is one drawing of each thing: the same paths in both."""
    picture = re.findall(r'data-weight="\d+"[^>]*', get(f"/figure/network.svg?{QUESTION}").text)
    assert picture
    whole = get(f"/?{QUESTION}").text
    assert all(part in whole for part in picture)
