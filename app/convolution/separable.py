"""Windows combined along one axis after the other: what a maximum and a sum allow, and what makes them quick.

Maps are (channels, sizes of the axes) throughout.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .arrays import Floats, Integers
from .axis import OFF, Axis
from .plan import Plan

CACHE = 1 << 17
"""Numbers of maps that are worked on at a time."""


def taps_along(array: NDArray[Any], axis: Axis, place: int, filling: float) -> list[NDArray[Any]]:
    """For each position of a window the entries that all windows have there, as views of the padded array.

    `place` counts from the last axis of the array, −1.
    """
    last = (axis.output_size - 1) * axis.stride
    if axis.before or axis.after:
        widths = [(0, 0)] * array.ndim
        widths[place] = (axis.before, axis.after)
        array = np.pad(array, widths, constant_values=filling)
    padded = np.moveaxis(array, place, -1)
    starts = range(0, axis.span, axis.dilation)
    return [np.moveaxis(padded[..., start : start + last + 1 : axis.stride], -1, place) for start in starts]


def slide(maps: Floats, plan: Plan, combine: Callable[..., Any], filling: float) -> Floats:
    """The windows of maps (channels, sizes) combined: a maximum or a sum allows one axis after the other."""
    some = max(1, CACHE // plan.spatial_inputs)
    parts = [slide_some(maps[first : first + some], plan, combine, filling) for first in range(0, len(maps), some)]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def slide_some(maps: Floats, plan: Plan, combine: Callable[..., Any], filling: float) -> Floats:
    """The same for so many maps that they stay in the cache from one axis to the next."""
    for place in range(-len(plan.axes), 0):
        first, *others = taps_along(maps, plan.axes[place], place, filling)
        maps = combine(first, others[0]) if others else first.copy()
        for entries in others[1:]:
            combine(maps, entries, out=maps)
    return maps


def first_maxima(maps: Floats, plan: Plan) -> Integers:
    """Where the first maximum of each window stands in its map, (channels, output sizes).

    Along the columns first, then along the rows: a later entry must be larger to take over, so that the first of
    equals in reading order stays.
    """
    places: Integers = np.broadcast_to(np.arange(plan.spatial_inputs).reshape(maps.shape[1:]), maps.shape)
    for place in range(-1, -len(plan.axes) - 1, -1):
        axis = plan.axes[place]
        entries, where = taps_along(maps, axis, place, -np.inf), taps_along(places, axis, place, OFF)
        values, found = entries[0].copy(), where[0].copy()
        for later, there in zip(entries[1:], where[1:], strict=True):
            larger = later > values
            np.copyto(values, later, where=larger)
            np.copyto(found, there, where=larger)
        maps, places = values, found
    return places


def give_back(upstream: Floats, places: Integers, plan: Plan) -> Floats:
    """Each gradient added at the place of its maximum, (channels, entries of a map)."""
    channels = np.arange(plan.in_channels)[:, None] * plan.spatial_inputs
    flat = (places.reshape(plan.in_channels, -1) + channels).ravel()
    summed = np.bincount(flat, weights=upstream.ravel(), minlength=plan.inputs)
    return summed.astype(upstream.dtype, copy=False)


def unslide(maps: Floats, plan: Plan) -> Floats:
    """Every entry of maps (channels, output sizes) added to all that its window reads: the adjoint of the sums."""
    for place in range(-len(plan.axes), 0):
        axis = plan.axes[place]
        moved = np.moveaxis(maps, place, -1)
        padded = np.zeros((*moved.shape[:-1], axis.before + axis.input_size + axis.after), dtype=maps.dtype)
        last = (axis.output_size - 1) * axis.stride
        for start in range(0, axis.span, axis.dilation):
            padded[..., start : start + last + 1 : axis.stride] += moved
        maps = np.moveaxis(padded[..., axis.before : axis.before + axis.input_size], -1, place)
    return maps
