"""The kernel at rest in `sliding` along one axis: as it was typed, and the threads by which it is reversed."""

import numpy as np

from app.figures.layout import for_filter
from app.figures.palette import Paint, draws, fills
from app.figures.stencil import tap_cell
from app.figures.strip import RESTING_HEIGHT, Strip
from app.figures.svg import Points, label, lines, tag

REST_ROW = 26
"""Height of a kernel at rest."""


def reversal(strip: Strip) -> str:
    """The kernel at rest above a strip, and the threads by which it is reversed before it slides."""
    top = strip.top - RESTING_HEIGHT
    xs = (np.arange(strip.scene.kernel_size, dtype=np.float64) + 0.5) * strip.pitch
    ends = np.full(xs.shape, top + REST_ROW + 1.0), np.full(xs.shape, top + REST_ROW + 21.0)
    threads = tag("path", d=lines(xs, ends[0], xs[::-1], ends[1]), paint=draws("outline", 1))
    word = label(xs[-1] + strip.pitch / 2 + 10, top + 37, "reversed", fills("muted"), font_size=13, text_anchor="start")
    return resting_kernels(strip, top) + threads + reversed_bars(strip, xs, top + 50) + word


def resting_kernels(strip: Strip, top: float) -> str:
    """The kernel of each filter as it was typed; that of the step's filter is seen."""
    scene = strip.scene
    drawn = []
    for channel in scene.shown_filters:
        first = channel * scene.filter_size + strip.place * scene.kernel_size
        cells = [tap_cell(strip, tap * strip.pitch, top, REST_ROW, first + tap) for tap in range(scene.kernel_size)]
        drawn.append(for_filter(scene, channel, *cells))
    return "".join(drawn)


def reversed_bars(strip: Strip, xs: Points, y: float) -> str:
    """Where each thread ends, the colour of the weight that it brings."""
    scene = strip.scene
    return "".join(
        for_filter(
            scene,
            channel,
            *(
                tag(
                    "path",
                    d=f"M{x - strip.pitch / 2 + 3:g} {y:g}h{strip.pitch - 6:g}",
                    paint=Paint(stroke=scene.colour(weight), width=5),
                )
                for x, weight in zip(xs.tolist(), strip.weights(channel), strict=True)
            ),
        )
        for channel in scene.shown_filters
    )
