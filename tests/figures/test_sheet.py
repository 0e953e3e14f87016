"""Pictures that stand alone: nothing from elsewhere, colours in the markup itself, and the size that is asked for."""

import gzip
import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from app.figures import FIGURES
from app.figures.arrangement import Size
from app.figures.look import Look
from app.figures.palette import ROLES
from app.figures.sheet import Sheet, lay_out, picture
from tests.figures.drawing import NAMES, scene

SPACE = "{http://www.w3.org/2000/svg}"
LIGHT, DARK = ({role: colours[theme] for role, colours in ROLES.items()} for theme in (0, 1))
IMAGE = [[2, 2, 2, 7, 7]] * 4 + [[2, 7, 7, 7, 7]]
SHOWN = {
    "the question": {},
    "full, highlight": {"padding": "full", "step": 3, "highlight": 1},
    "dense": {"compare": "dense"},
    "two axes": {"input": IMAGE, "weight": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], "step": 4},
}


def sheet(*names: str, **options) -> Sheet:
    """Some figures of a scene."""
    shown = scene(**options)
    return lay_out({name: FIGURES[name](shown) for name in names})


def tree(text: str) -> ET.Element:
    """A picture as a tree."""
    return ET.fromstring(text)  # noqa: S314  # our own text


def colours(root: ET.Element) -> set[str]:
    """Every colour that stands in an attribute."""
    return {element.get(name, "") for element in root.iter() for name in ("fill", "stroke")} & {
        *LIGHT.values(),
        *DARK.values(),
    }


@pytest.mark.parametrize("shown", SHOWN)
@pytest.mark.parametrize("name", NAMES)
def test_a_dark_picture_has_dark_colours_in_its_attributes(name, shown):
    """A converter reads neither media queries nor, often, style rules: not one light role may be left."""
    root = tree(picture(sheet(name, **SHOWN[shown]), Look("dark")))
    assert root.find(f"{SPACE}rect").get("fill") == DARK["page"]
    # digits on a hue are ink or white by contrast in both themes, so light ink is no role there
    assert colours(root) - set(DARK.values()) <= {LIGHT["ink"]}
    assert not re.search(r'class="[^"]*\b[fs]-', picture(sheet(name, **SHOWN[shown]), Look("dark")))


@pytest.mark.parametrize("name", NAMES)
def test_an_automatic_picture_is_light_and_refined_by_the_preference(name):
    """Its attributes are light; only the style sheet knows the dark."""
    root = tree(picture(sheet(name), Look("auto")))
    assert colours(root) <= set(LIGHT.values())
    style = root.find(f"{SPACE}style").text
    assert "@media (prefers-color-scheme:dark){" in style
    assert f".f-ink{{fill:{DARK['ink']}}}" in style
    assert "prefers" not in tree(picture(sheet(name), Look("light"))).find(f"{SPACE}style").text


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_a_picture_needs_nothing_from_elsewhere_and_nothing_that_converters_lack(name, theme):
    """No link, script, image or font; none of what rsvg-convert and resvg were seen to paint black or drop."""
    text = picture(sheet(name, highlight=1), Look(theme))
    assert not re.search(r"<(script|image|a|foreignObject|link)\b|url\(|https?://(?!www\.w3\.org/2000/svg)", text)
    assert not re.search(r"var\(|color-mix\(|light-dark\(|:is\(|dominant-baseline|@import", text)


def test_a_transparent_picture_has_no_ground():
    """It lies on whatever is behind it."""
    assert tree(picture(sheet("network"), Look(ground="transparent"))).find(f"{SPACE}rect") is None
    assert tree(picture(sheet("network"), Look())).find(f"{SPACE}rect").get("fill") == LIGHT["page"]


def test_a_picture_has_the_size_that_is_asked_for():
    """One side brings the other with it; two sides keep the drawing in the middle of the ground."""
    network = sheet("network")
    width, height = network.size
    natural = tree(picture(network, Look()))
    assert (natural.get("width"), natural.get("height")) == (str(width), str(height))
    wide = tree(picture(network, Look(width=2 * width)))
    assert (wide.get("height"), wide.get("viewBox")) == (str(2 * height), natural.get("viewBox"))
    square = tree(picture(network, Look(width=800, height=800)))
    assert (square.get("width"), square.get("height")) == ("800", "800")
    x, y, across, down = map(float, square.get("viewBox").split())
    assert (x, across, down) == (-16, width, width)
    assert y == pytest.approx(-16 - (width - height) / 2)
    ground = square.find(f"{SPACE}rect")
    assert [float(ground.get(key)) for key in ("x", "y", "width", "height")] == [x, y, across, down]


def test_figures_of_a_composition_lie_beside_or_below_one_another():
    """No two of them overlap, and all of them lie in the picture."""
    for names in (["network", "matrix"], ["sliding", "network", "gradients"], list(NAMES)):
        for options in SHOWN.values():
            found = sheet(*names, **options)
            for one, other in combinations(names, 2):
                (x, y), (w, h) = found.places[one], found.sizes[one]
                (u, v), (c, d) = found.places[other], found.sizes[other]
                assert x + w <= u or u + c <= x or y + h <= v or v + d <= y
            assert found.size == Size(
                32 + max(found.places[name].x + found.sizes[name].width for name in names),
                32 + max(found.places[name].y + found.sizes[name].height for name in names),
            )


def test_a_composition_is_the_figures_themselves():
    """Each weight has its one path in each of them, and the ids stay unique."""
    root = tree(picture(sheet("network", "matrix"), Look()))
    assert [group.get("data-figure") for group in root.findall(f"{SPACE}g[@data-figure]")] == ["network", "matrix"]
    identities = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(identities) == len(set(identities))
    assert root.findtext(f"{SPACE}title") == "The layer as a network; The layer as a matrix multiplication"
    used = {element.get("href")[1:] for element in root.iter() if element.get("href")}
    assert used <= set(identities)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_of_the_question_is_at_most_six_kilobytes(name):
    """Compressed, as it is sent, in its dearest theme."""
    assert len(gzip.compress(picture(sheet(name), Look("auto")).encode())) <= 6_000


def test_a_picture_is_the_same_text_every_time():
    """Nothing of the clock, of a set's order or of an address in memory."""
    assert picture(sheet(*NAMES), Look("auto")) == picture(sheet(*NAMES), Look("auto"))
