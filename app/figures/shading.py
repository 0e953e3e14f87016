"""Numbers as shades of ink, where there is no room for digits."""

import numpy as np

from app.figures.palette import fills
from app.figures.svg import Points, box, copies, group, tag

LEVELS = 10
"""How many shades stand for numbers that have no room."""


def shades(values: Points, x: Points, y: Points, pitch: float, height: float | None = None) -> str:
    """Numbers as squares, or boxes of some height, with the corners (x, y): the more ink the larger.

    One path for each shade but the first, which is bare paper.
    """
    low, high = float(values.min()) / 2, float(values.max()) / 2  # halves, since 1e308 − −1e308 overflows
    level = np.rint((values / 2 - low) / ((high - low) or 1) * LEVELS).astype(np.int64)
    return group(
        *(
            tag(
                "path",
                d=copies(x[level == k], y[level == k], box(pitch, pitch if height is None else height)),
                fill_opacity=k / LEVELS,
            )
            for k in np.unique(level[level > 0]).tolist()
        ),
        paint=fills("ink"),
    )
