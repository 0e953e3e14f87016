"""Pictures of whole pages: which there are, how they are taken, and how two are compared.

`python -m tests.browser.pictures` (`make record`) takes them anew; behind it may stand the states that are wanted.
"""

import io
import json
import sys
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from app.main import create_app
from tests.browser.conftest import CHROMIUM, FLAGS, serving

FOLDER = Path(__file__).parent / "recorded"
FONTS = FOLDER / "fonts.json"

EXAMPLE = "input=1,2,3,4&weight=5,6,7"
IMAGE = "input=2,2,2,7,7;2,2,2,7,7;2,2,2,7,7;2,2,2,7,7;2,7,7,7,7&weight=-1,0,1;-2,0,2;-1,0,1&padding=same"
WAVE = ",".join(str((n * n) % 11 - 4) for n in range(40))
STATES = {
    "example": EXAMPLE,
    "dense": f"{EXAMPLE}&compare=dense",
    "highlight": f"{EXAMPLE}&step=1&highlight=1",
    "flipped": f"{EXAMPLE}&operation=convolution&padding=full&step=1",
    "relu": f"{EXAMPLE}&bias=-45&activation=relu",
    "backward": f"{EXAMPLE}&view=sliding,network,gradients",
    "stride": "input=1,2,3,4,5,6&weight=5,6,7;1,0,-1&stride=2&bias=1,-2",
    "image": f"{IMAGE}&step=6",
    "channels": "input=1,2,3,4;4,3,2,1&weight=[[[1,0,-1]],[[1,1,1]]]&groups=2&pooling.kind=max&pooling.size=2",
    "wave": f"input={WAVE}&weight=1,2,4,2,1&step=12",
}
THEMES = ("light", "dark")
WIDTHS = (1280, 375)

ALIKE = 64
"""A channel of a colour may differ by so much, of 256: edges of letters are smoothed in many ways."""

ROUNDED = 24
"""By so much a channel of a recorded colour may differ from the one that was taken: far less than `ALIKE`, or two
rounded hues would be one."""

TILE = 24
"""Differences are counted in squares of so many pixels, so that a page however long cannot hide a small one."""

MOST = 3
"""So many pixels of a tile may differ: fewer than the dot of a structural zero has."""

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.int16]]


@dataclass(frozen=True)
class Shot:
    """One picture: a state in a theme, at a width in pixels, in colour or without."""

    state: str
    theme: str
    width: int
    grey: bool = False

    @property
    def name(self) -> str:
        """What it is called, as a file too."""
        return f"{self.state}-{self.theme}-{self.width}" + ("-grey" if self.grey else "")

    @property
    def recorded(self) -> Path:
        """Where it is kept."""
        return FOLDER / f"{self.name}.png"


SHOTS = [
    *(Shot(*each) for each in product(STATES, THEMES, WIDTHS)),
    *(Shot(state, "light", 1280, grey=True) for state in STATES),
]

SETTLED = (
    "document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))"
)
READY = ".drawing:not([tabindex])"
"""What the script has looked at: a drawing that does not scroll is no stop of the Tab key any more."""

HEIGHT = "document.documentElement.scrollHeight"
BELOW_THE_FIGURES = "Math.ceil(document.querySelector('[data-part=formula]').getBoundingClientRect().top)"
WIDTHS_OF_FONTS = """() => {
  const style = getComputedStyle(document.documentElement), pen = document.createElement("canvas").getContext("2d");
  const families = {
    sans: style.getPropertyValue("--sans"), serif: style.getPropertyValue("--serif"),
    mono: getComputedStyle(document.querySelector("code")).fontFamily,
    math: getComputedStyle(document.querySelector("math")).fontFamily,
  };
  return Object.fromEntries(Object.entries(families).map(([name, family]) => {
    pen.font = `16px ${family}`;
    return [name, Math.round(pen.measureText("Weights 0123456789 are tied ∑ ∂ − ×").width)];
  }));
}"""


def take(browser: Browser, site: str, shot: Shot) -> Image.Image:
    """The page in a window so high that nothing lies over anything else.

    The example whole, the others down to the last figure: formulas, code and tables are words, tested as such.
    """
    window: Any = {"color_scheme": shot.theme, "reduced_motion": "reduce"}
    page = browser.new_page(viewport={"width": shot.width, "height": 900}, **window)
    try:
        page.goto(f"{site}/?{STATES[shot.state]}", wait_until="networkidle")
        page.locator(READY).first.wait_for(state="attached")
        whole = page.evaluate(HEIGHT)
        page.set_viewport_size({"width": shot.width, "height": whole})
        page.evaluate(SETTLED)
        height = whole if shot.state == "example" else page.evaluate(BELOW_THE_FIGURES)
        clip: Any = {"x": 0, "y": 0, "width": shot.width, "height": height}
        taken = page.screenshot(animations="disabled", caret="hide", clip=clip)
    finally:
        page.close()
    return Image.open(io.BytesIO(taken)).convert("L" if shot.grey else "RGB")


def fonts(page: Page) -> dict[str, int]:
    """How wide a line of each family is here: on a machine with other fonts every picture is another."""
    found: dict[str, int] = page.evaluate(WIDTHS_OF_FONTS)
    return found


def pixels(picture: Image.Image) -> Pixels:
    """A picture as (height, width, 3)."""
    return np.asarray(picture.convert("RGB"), dtype=np.int16)


def unmatched(one: Pixels, other: Pixels) -> list[tuple[int, int]]:
    """The places of `one` whose colour `other` has neither there nor in any of the eight places round it."""
    rows, columns = np.nonzero((np.abs(one - other) > ALIKE).any(axis=2))
    padded = np.pad(other, ((1, 1), (1, 1), (0, 0)), mode="edge")
    missing = np.ones(rows.size, dtype=bool)
    for down, right in product(range(3), range(3)):
        missing &= (np.abs(one[rows, columns] - padded[rows + down, columns + right]) > ALIKE).any(axis=1)
    return list(zip(rows[missing].tolist(), columns[missing].tolist(), strict=True))


def differences(one: Image.Image, other: Image.Image) -> list[str]:
    """Where two pictures differ: the tiles with more than MOST pixels that the other does not have."""
    a, b = pixels(one), pixels(other)
    if a.shape != b.shape:
        return [f"{one.size[0]} × {one.size[1]} px here, {other.size[0]} × {other.size[1]} recorded"]
    counts: dict[tuple[int, int], int] = {}
    for row, column in {*unmatched(a, b), *unmatched(b, a)}:
        tile = row // TILE * TILE, column // TILE * TILE
        counts[tile] = counts.get(tile, 0) + 1
    return [f"{amount} px at x {x}, y {y}" for (y, x), amount in sorted(counts.items()) if amount > MOST]


def with_few_colours(picture: Image.Image) -> Image.Image:
    """The picture in the fewest colours in which no pixel is noticeably another; as it is where that takes too many."""
    coverage, plain = Image.Quantize.MAXCOVERAGE, Image.Dither.NONE  # the median cut gives rare hues away first
    palettes = (picture.convert("RGB").quantize(colours, coverage, dither=plain) for colours in (16, 32, 64, 128, 256))
    return next((few for few in palettes if np.abs(pixels(few) - pixels(picture)).max() <= ROUNDED), picture)


def record(states: list[str]) -> None:
    """Take the pictures of these states anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in set(FOLDER.glob("*.png")) - {shot.recorded for shot in SHOTS}:
        old.unlink()
    with serving(create_app()) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.goto(site)
        FONTS.write_text(json.dumps(fonts(page), indent=2) + "\n", encoding="utf-8")
        for shot in (each for each in SHOTS if each.state in states):
            small = with_few_colours(take(browser, site, shot))
            small.save(shot.recorded, optimize=True)
            print(shot.name, *small.size, f"{shot.recorded.stat().st_size / 1000:.0f} kB", flush=True)  # noqa: T201, a command
        browser.close()


if __name__ == "__main__":
    record(sys.argv[1:] or list(STATES))
