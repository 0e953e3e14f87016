"""Drawings without the numbers of a layer: they depend on its shapes and options only, and are kept while these stay.

Each is drawn of a scene whose numbers are all 0, but perhaps for its input, so that it cannot depend on them.
"""

from collections.abc import Callable, Hashable
from copy import copy
from dataclasses import replace

import numpy as np

from app.convolution.arrays import Floats
from app.figures.scene import Scene
from app.kept import Kept

MOST_KEPT = 4_000_000
"""So many characters of drawings are kept: the connections of 512 inputs under 31 taps are 340,000."""


DRAWINGS = Kept[str](MOST_KEPT)


def drawn_bare(name: str, scene: Scene, draw: Callable[[Scene], str], reads_input: bool = False) -> str:
    """The drawing of a figure, or of what has this name in one, of a scene without its numbers."""
    key = (name, *shapes(scene), scene.input.tobytes() if reads_input else None)
    found = DRAWINGS.get(key)
    if found is None:
        found = draw(bare(scene, scene.input if reads_input else np.zeros_like(scene.input)))
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


def bare(scene: Scene, input: Floats) -> Scene:
    """The scene with this input and 0 for every other number."""
    layer = copy(scene.layer)
    layer.weight = np.zeros_like(layer.weight)
    layer.bias = None if layer.bias is None else np.zeros_like(layer.bias)
    return replace(scene, layer=layer, input=input, upstream=None, pooling=None)
