"""Pixels: text is there, colours are right, nothing is black that should not be, the same bytes every time."""

import shutil
import subprocess
from io import BytesIO

import pytest
from PIL import Image

from app import raster
from app.figures import FIGURES
from app.figures.look import Look
from app.figures.palette import ROLES, TAPS
from app.figures.sheet import lay_out, picture
from tests.figures.drawing import NAMES, scene

Pixels = Image.Image

EVERY_LETTER = sorted(
    {
        *"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+=()[]{},.;:?!/%<>|'\"&-_",
        *"·×−≈…′’“”–←→∂∑δ₀₁₅",
    }
)
"""What the figures and the sentences are written with."""


def rgb(colour: str) -> tuple[int, int, int]:
    """A colour as three numbers.

    >>> rgb("#3f90da")
    (63, 144, 218)
    """
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def markup(*names: str, look: Look | None = None, **options) -> str:
    """A picture of some figures."""
    shown = scene(**options)
    return picture(lay_out({name: FIGURES[name](shown) for name in names}), look or Look("light"))


def resvg(text: str) -> Pixels:
    """As we draw it."""
    return Image.open(BytesIO(raster.png(text))).convert("RGBA")


def rsvg(text: str) -> Pixels:
    """As librsvg draws it, which many a tool for course pages uses."""
    if shutil.which("rsvg-convert") is None:
        pytest.skip("rsvg-convert is not installed: `make tools` installs it where there is apt-get")
    done = subprocess.run(["rsvg-convert"], input=text.encode(), capture_output=True, check=True)
    return Image.open(BytesIO(done.stdout)).convert("RGBA")


RENDERERS = pytest.mark.parametrize("render", [resvg, rsvg])


def amount(pixels: Pixels, colour: str, box: tuple[float, float, float, float] | None = None) -> int:
    """How many pixels of a box have exactly this colour."""
    part = pixels.convert("RGB").crop(box) if box else pixels.convert("RGB")
    return sum(times for times, found in part.getcolors(part.width * part.height) if found == rgb(colour))


def differing(pixels: Pixels, ground: str, box: tuple[float, float, float, float]) -> int:
    """How many pixels of a box are clearly something else than the ground."""
    part = pixels.convert("RGB").crop(box)
    far = [times for times, found in part.getcolors(part.width * part.height) if distance(found, rgb(ground)) > 200]
    return sum(far)


def distance(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """How far apart two colours are."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


@RENDERERS
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_numbers_are_there(render, theme):
    """A machine without fonts draws everything but text, so dark pixels are counted where the labels stand.

    In the picture of the network the units of x stand at 40 + 80 i + 40 + 16 across and 16 + 16 + 16 down; the round
    line of a unit is at 18 pixels from its centre, so that a box of 20 holds nothing but its digit.
    """
    pixels = render(markup("network", look=Look(theme)))
    ground = ROLES["page"][theme == "dark"]
    root = lay_out({"network": FIGURES["network"](scene())}).figures["network"]
    digits = [element for element in root.iter("text") if element.text in ("1", "2", "3", "4")]
    assert len(digits) == 4
    for digit in digits:
        x, y = float(digit.get("x")) + 40 + 16 - 2, float(digit.get("y")) + 16
        assert differing(pixels, ground, (x - 8, y - 8, x + 8, y + 8)) >= 10


@RENDERERS
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_colours_are_right_and_nothing_is_black(render, name, theme):
    """The ground and the hues of all three weights are met exactly; what a converter cannot read would be black."""
    pixels = render(markup(name, look=Look(theme), bias=-45, activation="relu"))
    ground = ROLES["page"][theme == "dark"]
    assert pixels.convert("RGB").getpixel((2, 2)) == rgb(ground)
    assert amount(pixels, ground) > pixels.width * pixels.height / 3
    assert all(amount(pixels, colour) > 20 for colour in TAPS[:3])
    assert amount(pixels, "#000000") < pixels.width * pixels.height / 500


@RENDERERS
def test_a_transparent_picture_is_clear_where_nothing_is_drawn(render):
    """And opaque where something is."""
    pixels = render(markup("matrix", look=Look(ground="transparent")))
    assert pixels.getpixel((2, 2))[3] == 0
    assert pixels.getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize("letter", EVERY_LETTER)
@pytest.mark.parametrize("style", ["sans-serif", "serif", 'serif" font-style="italic'])
def test_every_letter_has_a_form_of_its_own(style, letter):
    """A letter that no font has is not drawn, or as the box that stands for none."""
    shown, missing = (glyph(each, style) for each in (letter, "\u0e01"))
    assert shown.getextrema()[0] < 255
    assert shown.tobytes() != missing.tobytes()


def glyph(letter: str, style: str) -> Pixels:
    """One letter in the middle of a small picture."""
    text = letter.replace("&", "&amp;").replace("<", "&lt;")
    return resvg(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><rect width="60" height="60" fill="#fff"/>'
        f'<text x="20" y="40" font-size="32" font-family="{style}">{text}</text></svg>'
    ).convert("L")


def test_zoom_is_pixels_for_each_of_the_drawing():
    """A PNG of twice the size has twice the pixels on each side."""
    text = markup("matrix")
    once, twice = (Image.open(BytesIO(raster.png(text, zoom))) for zoom in (1, 2))
    assert (2 * once.width, 2 * once.height) == twice.size


@pytest.mark.parametrize("name", NAMES)
def test_the_bytes_are_the_same_every_time(name):
    """So that an entity tag means what it says."""
    text = markup(name)
    assert raster.png(text) == raster.png(text)
    assert raster.gif(raster.Film(text)) == raster.gif(raster.Film(text))
