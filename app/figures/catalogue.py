"""Every figure by its name."""

from collections.abc import Callable

from app.figures import counts, feature_maps, gradients, im2col, matrix, network, sliding

FIGURES: dict[str, Callable[..., str]] = {
    "sliding": sliding.draw,
    "network": network.draw,
    "matrix": matrix.draw,
    "feature-maps": feature_maps.draw,
    "gradients": gradients.draw,
    "im2col": im2col.draw,
    "counts": counts.draw,
}
"""`draw(scene)` gives SVG text, for a page."""
