"""The layer backwards, Tᵀ δ, by the same fast kernels: what each padded input contributed to, then the padding undone.

At stride 1 the adjoint is a layer itself: the other operation, over δ with the padding that is missing to a full one,
with the channels of weight changed over. At wider strides, and from many channels to fewer, the taps are added one by
one.
"""

from dataclasses import replace
from itertools import product

import numpy as np

from .arrays import Floats, Integers
from .axis import OFF, Axis
from .kernels import compute
from .layout import both_axes, kernels_in_window_order, padding_sources, read_size
from .plan import Plan

FEW = 8
"""Fewer channels than this make narrow products, tap by tap."""


def adjoint(plan: Plan, weight: Floats, delta: Floats) -> Floats:
    """Tᵀ δ, (input channels, entries of a channel); `weight` is flat and `delta` (filters, positions).

    >>> adjoint(Plan((Axis(4, 3),), 1, 1, 1, False, True), np.array([5.0, 6, 7]), np.ones((1, 2))).tolist()
    [[5.0, 11.0, 13.0, 7.0]]
    """
    starts = [axis.before for axis in both_axes(plan)]
    if any(axis.stride > 1 for axis in plan.axes) or suits_taps(plan):
        found = by_taps(plan, weight, delta)
    else:
        cut = all(axis.padding_mode == "zeros" for axis in plan.axes)
        found = by_layer(plan, tuple(adjoint_axis(axis, cut) for axis in plan.axes), weight, delta)
        if cut:
            starts = [max(axis.before - axis.span + 1, 0) for axis in both_axes(plan)]
    for place, (axis, start) in enumerate(zip(both_axes(plan), starts, strict=True), start=1):
        found = folded(found, axis, place, start)
    return found.reshape(plan.in_channels, -1)


def suits_taps(plan: Plan) -> bool:
    """Whether it is quicker to add tap by tap at stride 1 too: sums of FEW channels or more, from more of them."""
    return FEW <= plan.group_inputs < plan.group_outputs


def adjoint_axis(axis: Axis, cut: bool) -> Axis:
    """The axis that δ lies on: its outputs are the padded inputs that were read, or without padding where it is cut.

    >>> adjoint_axis(Axis(4, 3, before=1, after=1), cut=True).output_size
    4
    """
    before, after = axis.before, max(read_size(axis) - axis.before - axis.input_size, 0)
    most = axis.span - 1
    skipped = (min(before, most), min(after, most)) if cut else (0, 0)
    return Axis(axis.output_size, axis.kernel_size, 1, axis.dilation, most - skipped[0], most - skipped[1])


def by_layer(plan: Plan, axes: tuple[Axis, ...], weight: Floats, delta: Floats) -> Floats:
    """δ through the layer with the other operation and the channels of the weights changed over, on two axes."""
    turned = replace(
        plan, axes=axes, in_channels=plan.out_channels, out_channels=plan.in_channels, reverses=not plan.reverses
    )
    shape = (plan.groups, plan.group_outputs, plan.group_inputs, plan.taps)
    changed = weight.reshape(shape).swapaxes(1, 2).ravel()
    return compute(delta, changed, turned).reshape(plan.in_channels, *(axis.output_size for axis in both_axes(turned)))


def by_taps(plan: Plan, weight: Floats, delta: Floats) -> Floats:
    """Σ over the taps of what all outputs give back through one of them, (input channels, padded rows, columns)."""
    rows, columns = both_axes(plan)
    kernels = kernels_in_window_order(weight, plan).reshape(plan.groups, plan.group_outputs, plan.group_inputs, -1)
    given = delta.reshape(plan.groups, plan.group_outputs, -1)
    found = np.zeros((plan.in_channels, read_size(rows), read_size(columns)), dtype=np.result_type(weight, delta))
    shape = (plan.in_channels, rows.output_size, columns.output_size)
    places = product(range(rows.kernel_size), range(columns.kernel_size))
    for tap, (down, across) in enumerate(places):
        terms = kernels[..., tap].swapaxes(1, 2) @ given
        found[:, read_by(rows, down), read_by(columns, across)] += terms.reshape(shape)
    return found


def read_by(axis: Axis, tap: int) -> slice:
    """The padded inputs that the windows read at one place.

    >>> read_by(Axis(6, 3, stride=2), 1)
    slice(1, 4, 2)
    """
    first = tap * axis.dilation
    return slice(first, first + (axis.output_size - 1) * axis.stride + 1, axis.stride)


def folded(found: Floats, axis: Axis, place: int, start: int) -> Floats:
    """One axis of sums over padded inputs as sums over inputs; the first input is at `start`.

    What lies on padding of zeros is dropped, what lies on a copy is added to what it is a copy of.
    """
    inside = found[(slice(None),) * place + (slice(start, start + axis.input_size),)]
    copies = axis.padding_mode != "zeros"
    if inside.shape[place] == axis.input_size and not copies:
        return inside
    shape = list(found.shape)
    shape[place] = axis.input_size
    sums = np.zeros(shape, dtype=found.dtype)
    sums[(slice(None),) * place + (slice(0, inside.shape[place]),)] = inside
    if copies:
        add_copies(sums.swapaxes(0, place), found.swapaxes(0, place), padding_sources(axis), start)
    return sums


def add_copies(sums: Floats, found: Floats, sources: Integers, start: int) -> None:
    """Add what lies on padding, along the first axis, to the inputs that it copies."""
    places = np.arange(len(sources))
    copied = places[((places < start) | (places >= start + len(sums))) & (sources != OFF)]
    np.add.at(sums, sources[copied], found[copied])
