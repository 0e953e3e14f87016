"""Without colour: every drawing of the screen's table can be told from every other.

All numbers are 0, so that no digit helps. What is left is what a drawing is made of: outline, dash, hatch, stroke,
fill from light to dark, italics.
"""

import io
from collections.abc import Callable
from itertools import combinations

import numpy as np
from PIL import Image
from playwright.sync_api import Page

OpenPage = Callable[..., Page]
Greys = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

ZEROS = "input=0,0,0,0,0&weight=0,0,0"
STATES = {
    "padded": f"/?{ZEROS}&padding=1&step=4",
    "lit": f"/?{ZEROS}&padding=1&step=4&highlight=1",
    "local": f"/?{ZEROS}&padding=1&step=4&compare=locally-connected",
    "trimmed": f"/?{ZEROS}&show=trimmed",
    "outside": f"/?{ZEROS}&padding=1&step=4&show=padding",
    "copied": f"/?{ZEROS}&padding=1&padding_mode=replicate&step=2",
    "unread": "/?input=0,0,0,0,0,0&weight=0,0,0&stride=2",
}

SLIDING, MATRIX, NETWORK = "[data-figure=sliding]", "[data-figure=matrix]", "[data-figure=network]"

# the drawing, the state that has it, what it stands at (the middle of these), and which of those
CELLS = {
    "an input": ("padded", f"{SLIDING} [data-inputs] text", [1]),
    "an input in the window of the step": ("padded", f"{SLIDING} [data-inputs] text", [3]),
    "an input that no window reaches": ("unread", f"{SLIDING} [data-inputs] text", [5]),
    "padding": ("padded", f"{SLIDING} g[font-style=italic] text", [0]),
    "a product": ("padded", f"{SLIDING} [data-slots] text", [0]),
    "a product with padding": ("padded", f"{SLIDING} [data-slots] text", [2]),
    "a tied weight": ("padded", f"{MATRIX} #mat-t1 text", [1]),
    "a weight of its own": ("local", f"{MATRIX} g.n:not([data-inputs], [data-outputs]) text", [3]),
    "a weight that is lit": ("lit", f"{MATRIX} #mat-t1 text", [1]),
    "a weight that is dimmed": ("lit", f"{MATRIX} #mat-t0 text", [1]),
    "a weight in the row of the step": ("padded", f"{MATRIX} #mat-t1 text", [4]),
    "two weights in one cell": ("copied", f"{MATRIX} :is(#mat-t0, #mat-t1) text", [0, 5]),
    "a structural zero": ("padded", f"{MATRIX} path[stroke-linecap=round]", [0]),
    "an entry of a vector": ("padded", f"{MATRIX} [data-inputs] text", [1]),
    "a tap on padding": ("outside", f"{MATRIX} g.n.f-muted text", [0]),
}
LINES = {
    "a connection": ("padded", f"{NETWORK} :is(#net-x1, #net-z1)", [0, 1]),
    "a connection of the step": ("padded", f"{NETWORK} :is(#net-x4, #net-z4)", [0, 1]),
    "a connection that is lit": ("lit", f"{NETWORK} :is(#net-x1, #net-z1)", [0, 1]),
    "a connection with a weight of its own": ("local", f"{NETWORK} :is(#net-x1, #net-z1)", [0, 1]),
}

MIDDLE = """([selector, places]) => {
  const stage = document.querySelector("[data-stage]").getBoundingClientRect();
  const all = [...document.querySelectorAll(`[data-stage] ${selector}`)];
  const middles = places.map((place) => {
    const dots = all[place].localName === "path" && /^M([-\\d.]+) ([-\\d.]+)/.exec(all[place].getAttribute("d"));
    if (dots) return new DOMPoint(Number(dots[1]), Number(dots[2])).matrixTransform(all[place].getScreenCTM());
    const { x, y, width, height } = all[place].getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  });
  const mean = (key) => middles.reduce((sum, each) => sum + each[key], 0) / middles.length;
  return [mean("x") - stage.x, mean("y") - stage.y];
}"""

HALF_WIDTH, HALF_HEIGHT = 24, 23
"""Half of what is looked at, in pixels: a cell of the matrix and the frame round it."""

TOLD = 24
"""Two greys, of 256, that an eye tells from one another in lines of a pixel or two."""

LEAST = 0.05
"""The share of pixels that are told from one another in any two drawings; the two that are most alike have 0.11."""


def greys(page: Page) -> Greys:
    """The stage as a person without colours sees it."""
    picture = Image.open(io.BytesIO(page.locator("[data-stage]").screenshot()))
    return np.asarray(picture.convert("L"), dtype=np.float64)


Drawings = dict[str, tuple[str, str, list[int]]]


def patches(open_page: OpenPage, wanted: Drawings) -> dict[str, dict[str, Greys]]:
    """Each drawing by itself, all of one size, in both themes."""
    found: dict[str, dict[str, Greys]] = {"light": {}, "dark": {}}
    for state in dict.fromkeys(state for state, _, _ in wanted.values()):
        page = open_page(STATES[state], viewport={"width": 1280, "height": 1200})
        for scheme, cut in found.items():
            page.emulate_media(color_scheme=scheme)
            picture = greys(page)
            for name, (where, selector, places) in wanted.items():
                if where == state:
                    x, y = map(round, page.evaluate(MIDDLE, [selector, places]))
                    cut[name] = picture[y - HALF_HEIGHT : y + HALF_HEIGHT, x - HALF_WIDTH : x + HALF_WIDTH]
    return found


def difference(one: Greys, other: Greys) -> float:
    """The share of pixels that are told from one another."""
    return float((np.abs(one - other) > TOLD).mean())


def test_in_greyscale_every_drawing_is_told_from_every_other(open_page: OpenPage) -> None:
    """Each pair of cells and each pair of connections; and the same drawing at two places is the same."""
    elsewhere: Drawings = {"a tied weight elsewhere": ("padded", f"{MATRIX} #mat-t1 text", [2])}
    for found in patches(open_page, CELLS | LINES | elsewhere).values():
        assert {patch.shape for patch in found.values()} == {(2 * HALF_HEIGHT, 2 * HALF_WIDTH)}
        assert difference(found["a tied weight"], found["a tied weight elsewhere"]) == 0
        pairs = [*combinations(CELLS, 2), *combinations(LINES, 2)]
        shares = {pair: difference(found[pair[0]], found[pair[1]]) for pair in pairs}
        assert {pair: share for pair, share in shares.items() if share < LEAST} == {}


def test_what_is_dashed_is_named_by_its_place(open_page: OpenPage) -> None:
    """Rows that are left out are dashed as padding is, since neither is part of T: they have their names beside them.

    Padding that is not zero is dashed too, and has the input above it that it copies.
    """
    page = open_page(STATES["trimmed"])
    names = page.locator(f"[data-stage] {MATRIX} text[text-anchor=start]").all_text_contents()
    assert (names.count("full only"), names.count("full, same")) == (2, 2)
    page = open_page(STATES["copied"])
    names = page.locator(f"[data-stage] {SLIDING} text").all_text_contents()
    assert [name for name in names if name.startswith("=")] == ["=\u00a0x0", "=\u00a0x4"]
