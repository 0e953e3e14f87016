"""Longer and shorter inputs and kernels, more and fewer filters and channels: the states beside this one, as links."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from app.address import Encoder
from app.convolution import ConvolutionError
from app.convolution.arrays import Floats
from app.figures import Scene
from app.state import State

Changes = dict[str, Floats]
"""Arrays of a state by their names; an empty one says that there is no such state."""

NEW = 1.0
"""What stands in a new place: not 0, which would look like a place where there is nothing."""


@dataclass(frozen=True)
class Resize:
    """A pair of links that make something smaller and larger by one; None where that does not fit."""

    what: str
    fewer: str | None
    more: str | None


def resizes(state: State, scene: Scene, address: Encoder) -> dict[str, list[Resize]]:
    """The links beside the field of the input, and beside that of the weights."""
    names = ("row", "column") if len(scene.plan.axes) > 1 else ("entry",)
    taps = ("row", "column") if len(scene.plan.axes) > 1 else ("tap",)

    def beside(what: str, changes: Callable[[int], Changes]) -> Resize:
        return Resize(what, link(state, address, changes(-1)), link(state, address, changes(1)))

    return {
        "input": [
            *(beside(what, partial(lengthened, "input", state.input, axis)) for what, axis in from_the_last(names)),
            beside("channel", partial(with_channels, scene)),
        ],
        "weight": [
            *(beside(what, partial(lengthened, "weight", state.weight, axis)) for what, axis in from_the_last(taps)),
            beside("filter", partial(with_filters, scene)),
        ],
    }


def from_the_last(names: tuple[str, ...]) -> list[tuple[str, int]]:
    """Names of the last axes of an array, each with its axis counted from the end.

    >>> from_the_last(("row", "column"))
    [('row', -2), ('column', -1)]
    """
    return [(name, place - len(names)) for place, name in enumerate(names)]


def lengthened(name: str, array: Floats, axis: int, by: int) -> Changes:
    """An array of the state, longer or shorter."""
    return {name: along(array, axis, by)}


def along(array: Floats, axis: int, by: int) -> Floats:
    """An array with one more or one fewer entry at the end of an axis."""
    if by < 0:
        return np.delete(array, -1, axis)
    return np.concatenate([array, np.full_like(array.take([-1], axis), NEW)], axis)


def full(scene: Scene) -> Floats:
    """The weight with all its axes: (filters, channels of a group, taps)."""
    taps = (axis.kernel_size for axis in scene.plan.axes)
    return scene.layer.weight.reshape(scene.plan.out_channels, scene.plan.group_inputs, *taps)


def with_filters(scene: Scene, by: int) -> Changes:
    """One filter more or fewer in each group, with its bias."""
    weight = regrouped(full(scene), scene.plan.groups, by)
    changes: Changes = {"weight": weight}
    if scene.bias is not None:
        changes["bias"] = regrouped(scene.bias, scene.plan.groups, by, new=0.0)
    return changes


def regrouped(array: Floats, groups: int, by: int, new: float = NEW) -> Floats:
    """One more or one fewer entry of the first axis in each of its groups."""
    parts = np.split(array, groups)
    if by < 0:
        return np.concatenate([part[:-1] for part in parts])
    return np.concatenate([np.concatenate([part, np.full_like(part[:1], new)]) for part in parts])


def with_channels(scene: Scene, by: int) -> Changes:
    """One input channel more or fewer, which every filter reads; layers with groups keep theirs."""
    if scene.plan.groups > 1:
        return {"input": np.empty(0), "weight": np.empty(0)}
    sizes = (axis.input_size for axis in scene.plan.axes)
    maps = scene.input.reshape(scene.plan.in_channels, *sizes)
    return {"input": along(maps, 0, by), "weight": along(full(scene), 1, by)}


def link(state: State, address: Encoder, changes: Changes) -> str | None:
    """The state with these arrays, at its first output, or None where there is no such layer."""
    if any(not array.size for array in changes.values()):
        return None
    changed = state.model_copy(update=changes)
    try:
        layer = changed.layer()
        layer.plan(changed.input.shape)
    except ConvolutionError:
        return None
    return address(**changes, step=0, highlight=None, upstream=None)
