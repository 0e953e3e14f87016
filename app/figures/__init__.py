"""Pictures: SVG text drawn from the core's numbers. One drawing of each thing, wherever it is shown."""

from collections.abc import Callable

from app.figures import feature_maps, gradients, matrix, network, sliding
from app.figures.scene import Scene

FIGURES: dict[str, Callable[..., str]] = {
    "sliding": sliding.draw,
    "network": network.draw,
    "matrix": matrix.draw,
    "feature-maps": feature_maps.draw,
    "gradients": gradients.draw,
}
"""Every figure by its name: `draw(scene, theme)` gives SVG text."""

__all__ = ["FIGURES", "Scene"]
