"""Pictures drawn as patches on what they share are the pictures as they would be drawn whole."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageChops

from app import raster
from app.figures import FIGURES, Look
from app.figures.animation import film, run
from app.figures.bounds import Bounds, Inherited
from app.figures.boxes import EVERYWHERE, NOWHERE
from app.figures.patches import plain, spelt_out
from app.figures.sheet import lay_out, picture
from app.figures.subpaths import subpaths
from app.figures.tree import parse
from tests.figures.drawing import NAMES, scene

IMAGE = [[2, 2, 2, 7, 7]] * 4 + [[2, 7, 7, 7, 7]]
CASES = {
    "the question": (NAMES, {}, Look()),
    "full, dark and dimmed": (("sliding", "network", "matrix"), {"padding": "full", "highlight": 1}, Look("dark")),
    "one that scrolls": (("sliding", "network", "matrix"), {"input": list(range(90)), "weight": [1, 2, 3]}, Look()),
    "filters on a clear ground": (
        ("sliding", "network", "feature-maps"),
        {"weight": [[5, 6, 7], [1, 0, -1]], "activation": "relu"},
        Look(ground="transparent"),
    ),
    "two axes": (("sliding", "network", "matrix", "im2col"), {"input": IMAGE, "weight": [[1, 2], [3, 4]]}, Look()),
    "of a chosen size": (("sliding", "matrix"), {"padding": "same", "compare": "dense"}, Look(width=700, height=500)),
    "backward": (("network", "gradients"), {"backward": True, "compare": "locally-connected"}, Look("light")),
}
NEAR = 64
"""Levels: a quarter of a pixel. resvg counts no finer, so an edge that lies between two quarters may be a quarter
darker where its coordinates are rounded in another way."""

FEW = 20
"""Pixels of one picture that may differ by more: resvg draws a slanting hair line as steps, and they begin elsewhere
where its coordinates are rounded in another way. A number that is missing or stands elsewhere is more."""


EVERY = 4
"""Of so many steps one is looked at: to draw them whole takes long."""


def whole_and_patched(case: str, zoom: float) -> list[tuple[Image.Image, Image.Image]]:
    """Some pictures of a run as they are drawn whole, and as their patches make them."""
    names, options, look = CASES[case]
    moving = run(scene(**options), lambda shown: lay_out({name: FIGURES[name](shown) for name in names}))
    drawn = film(moving, look, zoom)
    bottom = raster.image(drawn.bottom, zoom)
    ground = Image.alpha_composite(bottom, raster.image(drawn.ground, zoom))
    pairs = []
    for sheet, patches in list(zip(moving.sheets, drawn.frames, strict=False))[::EVERY]:
        frame = ground.copy()
        for patch in patches:
            frame.paste(*raster.patched(bottom, patch, drawn.size))
        pairs.append((raster.image(picture(sheet, look), zoom), frame))
    return pairs


def over_grey(picture: Image.Image) -> Image.Image:
    """What is seen of a picture: what is clear has no colour of its own."""
    return Image.alpha_composite(Image.new("RGBA", picture.size, "#808080"), picture).convert("RGB")


@pytest.mark.slow
@pytest.mark.parametrize("zoom", [1, 0.74])
@pytest.mark.parametrize("case", CASES)
def test_patches_make_the_same_picture(case, zoom):
    """Every step of figures of every kind, whole and patched, pixel by pixel."""
    for whole, frame in whole_and_patched(case, zoom):
        difference = ImageChops.difference(over_grey(whole), over_grey(frame))
        assert int((np.asarray(difference).max(axis=-1) > NEAR).sum()) <= FEW


def test_a_step_of_a_large_picture_is_a_small_patch():
    """Of a matrix of 15 rows a step changes its own row, and the frame round it."""
    moving = run(scene(input=list(range(17))), lambda shown: lay_out({"matrix": FIGURES["matrix"](shown)}))
    drawn = film(moving, Look())
    whole = drawn.size[0] * drawn.size[1]
    for patches in drawn.frames:
        area = sum((patch.right - patch.left) * (patch.bottom - patch.top) for patch in patches)
        assert 0 < area < whole / 6
        assert sum(len(patch.markup) for patch in patches) < len(picture(moving.sheets[0], Look())) / 2


def test_a_picture_that_stands_still_is_its_bottom():
    """Nothing is laid over it."""
    one = run(scene(input=[1, 2, 3]), lambda shown: lay_out({"matrix": FIGURES["matrix"](shown)}))
    still = film(one, Look())
    assert (still.bottom, still.ground, still.frames) == (picture(one.sheets[0], Look()), "", ((),))


def test_what_is_shown_again_stands_there_again():
    """A `use` becomes a group with its paint and the element that it names; what is hidden becomes an empty group."""
    drawing = parse(
        '<svg><defs><path id="a" d="M0 0h4"/></defs><use href="#a" stroke="#fff"/><g display="none"><path/></g></svg>'
    )
    made = plain(drawing)
    assert [child.tag for child in made] == ["g", "g", "g"]
    assert (made[1].get("stroke"), made[1][0].get("d"), "id" in made[1][0].attrib) == ("#fff", "M0 0h4", False)
    assert len(made[0]) == len(made[2]) == 0
    assert spelt_out(drawing[1], {"a": drawing[0][0]})[0].tag == "path"


@pytest.mark.parametrize(
    ("markup", "box"),
    [
        ('<path d="M10 20h30v5z" stroke-width="2"/>', (7, 17, 43, 28)),
        ('<rect x="1" y="2" width="3" height="4"/>', (-1, 0, 6, 8)),
        ('<g transform="translate(100 -50)"><path d="M0 0l5 5"/></g>', (98, -52, 107, -43)),
        ('<svg x="10" y="0" width="8" height="8" viewBox="-2 0 8 8"><path d="M0 0h4"/></svg>', (10, -2, 18, 2)),
        ('<path d="M0 0C1 1 2 2 3 3"/>', tuple(EVERYWHERE)),
        ('<g transform="rotate(-90 3 4)"><path d="M0 0h4"/></g>', tuple(EVERYWHERE)),
        ("<circle/>", tuple(EVERYWHERE)),
        ("<g/>", tuple(NOWHERE)),
        ("<style>.v{}</style>", tuple(NOWHERE)),
    ],
)
def test_a_box_holds_its_element(markup, box):
    """Worked by hand: a line adds its width and a pixel on each side; what is not known lies everywhere."""
    assert tuple(Bounds().box(parse(markup), Inherited())) == box


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
@pytest.mark.parametrize("text", ["wide: WWWmmm −123.4", "1", "All 1,225 cells to scale", "gjpqy|ÅÉ"])
def test_the_box_of_a_text_holds_its_letters(text, anchor):
    """As resvg draws them: no dark pixel lies outside."""
    label = f'<text x="300" y="40" dy=".355em" font-size="20" text-anchor="{anchor}">{text}</text>'
    around = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="80">{}</svg>'
    found = Image.open(BytesIO(raster.png(around.format(label)))).getchannel("A").getbbox()
    left, top, right, bottom = Bounds().box(parse(label), Inherited())
    assert left <= found[0]
    assert top <= found[1]
    assert right >= found[2]
    assert bottom >= found[3]


def test_a_subpath_stands_alone():
    """An arc reaches as far as its ellipse is wide; after a `z` the next begins where the last one began."""
    found = subpaths("M10 10a5 5 0 0 1 0 10zm20 0h3")
    assert [each.path for each in found] == ["M10 10a5 5 0 0 1 0 10z", "M30 10h3"]
    assert tuple(found[0].box) == (0, 10, 20, 30)


def test_what_lies_under_all_changes_is_drawn_once():
    """The lines of a network are under the lines of its step, so that no patch holds them."""
    moving = run(scene(input=list(range(9))), lambda shown: lay_out({"network": FIGURES["network"](shown)}))
    drawn = film(moving, Look())
    assert drawn.bottom.count("data-weight") == 6
    assert not any("data-weight" in patch.markup for patches in drawn.frames for patch in patches)
