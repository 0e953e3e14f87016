"""SVG as pixels: PNG and GIF, drawn by resvg with two fonts that are installed with us (docs/decisions/0008).

resvg holds the interpreter's lock while it draws, so a service draws in a process of its own (`painter.py`).
"""

import math
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
import resvg_py
from font_source_sans_pro import font_files_ttf as sans
from font_source_serif_pro import font_files_ttf as serif
from numpy.typing import NDArray
from PIL import Image

FONTS = [
    # the upright serif is first, since resvg takes a word with δ, which the italics lack, from the first that has it
    *(serif[name] for name in ("SourceSerifPro", "SourceSerifProIt")),
    *(sans[name] for name in ("SourceSansPro", "SourceSansProIt", "SourceSansProSemibold", "SourceSansProSemiboldIt")),
]
"""The files of the fonts. No other is looked at, so that a picture has the same bytes on every machine."""

CLEAR = 255
"""The colour of a GIF that is nothing; there are so many others."""

NOTHING = 1 << 24
"""What stands for a pixel without a colour."""

COLOUR = NOTHING - 1
"""The bits of a colour."""

FLAT = 20
"""The colours of areas, and then some: so many are kept as they are."""

KIND = 0xF0F0F0
"""Colours that differ in their last bits only are of one kind."""

EDGE = 4
"""Pixels round a patch that are drawn and left out: resvg draws hair lines darker where they meet the edge."""

Pixels = NDArray[np.uint32]
"""One number for each pixel, blue before green before red; NOTHING for what is mostly transparent."""

Indices = NDArray[np.uint8]
"""The place in a palette of each pixel."""


class Patch(NamedTuple):
    """A rectangle of a picture, in the picture's own pixels, and markup of a whole picture that is right there."""

    left: float
    top: float
    right: float
    bottom: float
    markup: str


class Film(NamedTuple):
    """Pictures of one size, each for its time: the ground on the bottom, and on both of them the patches of each."""

    bottom: str
    ground: str = ""
    frames: Sequence[Sequence[Patch]] = ((),)
    milliseconds: Sequence[int] = (0,)
    size: tuple[float, float] = (1, 1)


class Place(NamedTuple):
    """A rectangle in pixels."""

    left: int
    top: int
    right: int
    bottom: int


def png(markup: str, zoom: float = 1) -> bytes:
    """A picture in pixels, `zoom` for each of its own. Raises ValueError for what is no SVG."""
    return resvg_py.svg_to_bytes(
        svg_string=markup,
        zoom=zoom,
        skip_system_fonts=True,
        font_files=FONTS,
        sans_serif_family="Source Sans Pro",
        serif_family="Source Serif Pro",
    )


def gif(film: Film, zoom: float = 1) -> bytes:
    """Pictures one after the other; they run once, and the last one stays."""
    bottom = image(film.bottom, zoom)
    ground = Image.alpha_composite(bottom, image(film.ground, zoom)) if film.ground else bottom
    drawn = [[patched(bottom, Patch(*patch), film.size) for patch in patches] for patches in film.frames]
    palette = Palette([pixels(ground), *(pixels(found) for patches in drawn for found, _ in patches)])
    indices = palette.indices(ground)
    first, *others = [palette.reduced(indices, patches) for patches in drawn]
    options: dict[str, Any] = {"transparency": CLEAR}
    if others:
        options |= {"save_all": True, "append_images": others, "duration": list(film.milliseconds)}
    # what stays as it was is written as nothing, which is short; but over a clear ground each frame begins anew
    options |= {"disposal": 2} if palette.has_clear else {"optimize": True}
    written = BytesIO()
    first.save(written, "GIF", **options)
    return written.getvalue()


def image(markup: str, zoom: float = 1) -> Image.Image:
    """A picture, decoded."""
    return Image.open(BytesIO(png(markup, zoom))).convert("RGBA")


def patched(bottom: Image.Image, patch: Patch, size: tuple[float, float]) -> tuple[Image.Image, Place]:
    """A patch on the bottom, and where it belongs."""
    across, down = bottom.width / size[0], bottom.height / size[1]
    place = Place(
        math.floor(patch.left * across),
        math.floor(patch.top * down),
        min(math.ceil(patch.right * across), bottom.width),
        min(math.ceil(patch.bottom * down), bottom.height),
    )
    width, height = place.right - place.left, place.bottom - place.top
    shift = f"translate({EDGE - place.left} {EDGE - place.top}) scale({across} {down})"
    wider = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + 2 * EDGE}" height="{height + 2 * EDGE}">'
        f'<g transform="{shift}">{patch.markup}</g></svg>'
    )
    drawn = image(wider).crop((EDGE, EDGE, EDGE + width, EDGE + height))
    return Image.alpha_composite(bottom.crop(place), drawn), place


def pixels(picture: Image.Image) -> Pixels:
    """A picture in numbers."""
    found = np.asarray(picture).view("<u4")[..., 0]
    return np.where(found >> 31, found & COLOUR, np.uint32(NOTHING))


class Palette:
    """The colours of some pictures: those that most pixels have, exactly, and of the others one of each kind.

    The others, at the edges of lines and letters, become the nearest of them. Pillow's own search is nearest to
    within four levels only, and the ground would be seen to change.
    """

    def __init__(self, pictures: Sequence[Pixels]) -> None:
        colours, times = np.unique(np.concatenate([picture.ravel() for picture in pictures]), return_counts=True)
        self.has_clear = bool(colours[-1] == NOTHING)
        end = len(colours) - self.has_clear
        often = np.argsort(-times[:end], kind="stable")
        ordered = colours[often]
        rest = of_each_kind(ordered[FLAT:], times[often][FLAT:])
        self.kept = channels(np.concatenate([ordered[:FLAT], rest])[:CLEAR])
        self.index = np.full(NOTHING + 1, CLEAR, dtype=np.uint8)
        self.index[ordered] = nearest(channels(ordered), self.kept)

    def indices(self, picture: Image.Image) -> Indices:
        """The places of a picture's colours."""
        found: Indices = self.index[pixels(picture)]
        return found

    def reduced(self, ground: Indices, patches: Iterable[tuple[Image.Image, Place]]) -> Image.Image:
        """A picture in these colours: a ground and what is on it."""
        found = ground.copy()
        for patch, place in patches:
            found[place.top : place.bottom, place.left : place.right] = self.indices(patch)
        picture = Image.fromarray(found)
        picture.putpalette(self.kept.astype(np.uint8).tobytes())
        return picture


def of_each_kind(colours: Pixels, times: NDArray[np.integer[Any]]) -> Pixels:
    """Of colours in the order of how often they are met, the first of each kind; the most frequent kinds first."""
    _, first, kind = np.unique(colours & KIND, return_index=True, return_inverse=True)
    found: Pixels = colours[first[np.argsort(-np.bincount(kind, times), kind="stable")]]
    return found


def channels(colours: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
    """Red, green and blue of each colour, (colours, 3)."""
    return np.stack([colours & 255, colours >> 8 & 255, colours >> 16], axis=-1).astype(np.int32)


def nearest(colours: NDArray[np.int32], kept: NDArray[np.int32]) -> NDArray[np.intp]:
    """The place of the nearest kept colour for each colour; a few thousand at a time, so that it stays small.

    |c − k|² is least where |k|² − 2 c·k is. That is a product of matrices, exact in float32 as whole numbers below 2²⁴.
    """
    lengths, columns = (kept**2).sum(axis=-1).astype(np.float32), kept.T.astype(np.float32)
    parts = np.array_split(colours.astype(np.float32), len(colours) // 4096 + 1)
    return np.concatenate([np.argmin(lengths - 2 * part @ columns, axis=1) for part in parts])
