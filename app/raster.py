"""SVG as pixels: PNG and GIF, drawn by resvg with two fonts that are installed with us (docs/decisions/0008).

resvg holds the interpreter's lock while it draws, so a service draws in a process of its own (`painter.py`).
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

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

SAMPLED = 4
"""Of so many pictures, and rows of pixels, one is counted: enough to tell the colours of areas from those of edges."""

Pixels = NDArray[np.uint32]


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


def gif(frames: Sequence[str], milliseconds: Sequence[int], zoom: float = 1) -> bytes:
    """Pictures one after the other, each for its time; they run once, and the last one stays."""
    pictures = {frame: pixels(frame, zoom) for frame in dict.fromkeys(frames)}
    palette = Palette(list(pictures.values()))
    reduced = {frame: palette.reduce(picture) for frame, picture in pictures.items()}
    first, *others = [reduced[frame] for frame in frames]
    options: dict[str, Any] = {"transparency": CLEAR}
    if others:
        options |= {"save_all": True, "append_images": others, "duration": list(milliseconds)}
    # what stays as it was is written as nothing, which is short; but over a clear ground each frame begins anew
    options |= {"disposal": 2} if palette.has_clear else {"optimize": True}
    written = BytesIO()
    first.save(written, "GIF", **options)
    return written.getvalue()


def pixels(markup: str, zoom: float) -> Pixels:
    """A picture as one number for each pixel, blue before green before red; what is mostly transparent is NOTHING."""
    picture = Image.open(BytesIO(png(markup, zoom))).convert("RGBA")
    found = np.asarray(picture).view("<u4")[..., 0]
    return np.where(found >> 31, found & COLOUR, np.uint32(NOTHING))


class Palette:
    """The colours that most pixels of some pictures have: ours are flat, so those are met exactly.

    The few others, at the edges of lines and letters, become the nearest of them. Pillow's own search is nearest to
    within four levels only, and the ground would be seen to change.
    """

    def __init__(self, pictures: Sequence[Pixels]) -> None:
        counts = np.zeros(NOTHING + 1, dtype=np.int32)
        for picture in pictures:
            counts[picture] |= 1
        for picture in pictures[::SAMPLED]:
            np.add.at(counts, picture[::SAMPLED].ravel(), 2)
        self.has_clear = bool(counts[NOTHING])
        counts[NOTHING] = 0
        colours = np.flatnonzero(counts)
        ordered = colours[np.argsort(-counts[colours], kind="stable")]
        self.kept = channels(ordered[:CLEAR])
        self.index = np.full(NOTHING + 1, CLEAR, dtype=np.uint8)
        self.index[ordered] = nearest(channels(ordered), self.kept)

    def reduce(self, picture: Pixels) -> Image.Image:
        """A picture in these colours."""
        found = Image.fromarray(self.index[picture])
        found.putpalette(self.kept.astype(np.uint8).tobytes())
        return found


def channels(colours: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
    """Red, green and blue of each colour, (colours, 3)."""
    return np.stack([colours & 255, colours >> 8 & 255, colours >> 16], axis=-1).astype(np.int32)


def nearest(colours: NDArray[np.int32], kept: NDArray[np.int32]) -> NDArray[np.intp]:
    """The place of the nearest kept colour for each colour; a few hundred at a time, so that it stays small."""
    parts = np.array_split(colours, len(colours) // 256 + 1)
    return np.concatenate([np.argmin(((part[:, None] - kept) ** 2).sum(axis=-1), axis=1) for part in parts])
