"""Drawings without numbers: they depend on the shapes and options of a layer only, and are kept while these stay.

Each is drawn of a scene whose numbers are all 0, so that it cannot depend on one.
"""

from collections.abc import Callable, Hashable
from copy import copy
from dataclasses import replace

import numpy as np

from app.figures.scene import Scene
from app.kept import Kept

MOST_KEPT = 4_000_000
"""So many characters of drawings are kept: the connections of 512 inputs under 31 taps are 340,000."""


DRAWINGS = Kept[str](MOST_KEPT)


def drawn_bare(name: str, scene: Scene, draw: Callable[[Scene], str]) -> str:
    """The drawing of a figure of a scene without its numbers."""
    key = (name, *shapes(scene))
    found = DRAWINGS.get(key)
    if found is None:
        found = draw(bare(scene))
        DRAWINGS.put(key, found, len(found))
    return found


def shapes(scene: Scene) -> tuple[Hashable, ...]:
    """All of a scene but its numbers."""
    layer = scene.layer
    options = (
        layer.operation,
        layer.padding,
        layer.padding_mode,
        layer.stride,
        layer.dilation,
        layer.groups,
        layer.dims,
    )
    sizes = (scene.input.shape, layer.weight.shape, layer.bias is None)
    return repr(options), *sizes, scene.backward, scene.step, scene.highlight, scene.compare, scene.show


def bare(scene: Scene) -> Scene:
    """The scene with 0 for every number."""
    layer = copy(scene.layer)
    layer.weight = np.zeros_like(layer.weight)
    layer.bias = None if layer.bias is None else np.zeros_like(layer.bias)
    return replace(scene, layer=layer, input=np.zeros_like(scene.input), upstream=None, pooling=None)
