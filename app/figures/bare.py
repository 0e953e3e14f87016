"""Drawings without numbers: they depend on the shapes and options of a layer only, and are kept while these stay.

Each is drawn of a scene whose numbers are all 0, so that it cannot depend on one.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from copy import copy
from dataclasses import replace
from threading import Lock

import numpy as np

from app.figures.scene import Scene

MOST_KEPT = 4_000_000
"""So many characters of drawings are kept: the connections of 512 inputs under 31 taps are 340,000."""


class Kept:
    """The texts that were used last, by what they depend on, together not longer than `most`."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.texts: OrderedDict[Hashable, str] = OrderedDict()
        self.length = 0
        self.lock = Lock()

    def get(self, key: Hashable, make: Callable[[], str]) -> str:
        """The text of a key, made where it is not kept; two threads may both make one, and one is kept."""
        with self.lock:
            if key in self.texts:
                self.texts.move_to_end(key)
                return self.texts[key]
        text = make()
        with self.lock:
            self.length += len(text) - len(self.texts.pop(key, ""))
            self.texts[key] = text
            while self.length > self.most:
                self.length -= len(self.texts.popitem(last=False)[1])
        return text


DRAWINGS = Kept(MOST_KEPT)


def drawn_bare(name: str, scene: Scene, draw: Callable[[Scene], str]) -> str:
    """The drawing of a figure of a scene without its numbers."""
    return DRAWINGS.get((name, *shapes(scene)), lambda: draw(bare(scene)))


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
