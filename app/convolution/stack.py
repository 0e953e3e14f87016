"""Layers, non-linearities and pooling one after another: forward with every map between, and back."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from numpy.typing import ArrayLike

from .activation import ACTIVATIONS
from .arrays import Floats, Integers, counted, finite, index_below, numbers, one_of, quiet
from .errors import ConvolutionError, OptionError, ShapeError
from .gradients import Gradients
from .layer import Layer
from .plan import Plan, Shape, written_shape
from .pooling import Pooling, read_upstream
from .receptive import Field, Reach, projective_field, reach, reached_by, read_by, receptive_field

Part = Layer | Pooling | str
"""A layer with its own non-linearity, a pooling, or the name of a non-linearity."""


@dataclass(frozen=True)
class Passage:
    """What one part made of its input: `output` is f(z) for a layer, whose z is `pre_activation`.

    `argmax` holds the places of a max pooling's maxima, flat in their maps.

    >>> (passed,) = Stack([Layer([5, 6, 7], bias=-45, activation="relu")]).forward([1, 2, 3, 4])
    >>> passed.pre_activation.tolist(), passed.output.tolist()
    ([-7.0, 11.0], [0.0, 11.0])
    """

    input: Floats
    pre_activation: Floats
    output: Floats
    argmax: Integers | None = None


@dataclass(frozen=True)
class StackGradients:
    """The gradients of a loss: `layers` has one entry a part, None where a part has no weights.

    `maps` are the gradients of each part's input, in order, so that the first belongs to the input of the stack.

    >>> found = Stack([Layer([5, 6, 7]), "relu"]).backward([1, 2, 3, 4])
    >>> found.input.tolist(), found.layers[0].weight.tolist(), found.layers[1]
    ([5.0, 11.0, 13.0, 7.0], [3.0, 5.0, 7.0], None)
    """

    layers: tuple[Gradients | None, ...]
    maps: tuple[Floats, ...]

    @property
    def input(self) -> Floats:
        """The gradient of the stack's input."""
        return self.maps[0]


class Stack:
    """Parts that are run one after another; each reads what the one before it gives, along the same axes.

    Raises ConvolutionError and its children, with the number of the part in front, counted from 1, and its place in
    the field, `1.weight` for the second.

    >>> stack = Stack([Layer([5, 6, 7], activation="relu"), Pooling("max", 2)])
    >>> stack.forward([1, 2, 3, 4])[-1].output
    array([56.])
    >>> stack.backward([1, 2, 3, 4]).input
    array([0., 5., 6., 7.])
    """

    def __init__(self, parts: Iterable[Part]) -> None:
        """Check that there are parts; how they fit one another is checked where an input shape is given."""
        self.parts = tuple(read_part(part) for part in parts)
        if not self.parts:
            raise OptionError("a stack needs at least one part: a layer, a pooling or an activation", "parts")

    def plans(self, input_shape: Shape) -> list[Plan | None]:
        """The plan of each part, None for a non-linearity, which leaves every shape as it is.

        >>> [plan and plan.output_shape for plan in Stack([Layer([5, 6, 7]), "relu", Pooling("max", 2)]).plans((9,))]
        [(7,), None, (3,)]
        """
        shape, axes, found = tuple(input_shape), None, []
        for place, part in enumerate(self.parts):
            with numbered(place):
                plan = plan_of(part, shape, axes)
            found.append(plan)
            if plan is not None:
                shape, axes = plan.output_shape, len(plan.axes)
        return found

    def output_shapes(self, input_shape: Shape) -> list[Shape]:
        """The shape that each part gives.

        >>> Stack([Layer([5, 6, 7]), "relu", Pooling("max", 2)]).output_shapes((9,))
        [(7,), (7,), (3,)]
        """
        shape, found = tuple(input_shape), []
        for plan in self.plans(input_shape):
            shape = shape if plan is None else plan.output_shape
            found.append(shape)
        return found

    def forward(self, input: ArrayLike) -> list[Passage]:
        """What each part gives, in order, with everything between.

        >>> found = Stack([Layer([5, 6, 7], bias=-45, activation="relu"), Pooling("max", 2)]).forward([1, 2, 3, 4])
        >>> found[0].pre_activation.tolist(), found[0].output.tolist(), found[1].argmax.tolist()
        ([-7.0, 11.0], [0.0, 11.0], [1])
        """
        values, found = numbers(input, "input"), []
        for place, (part, plan) in enumerate(zip(self.parts, self.plans(values.shape), strict=True)):
            with numbered(place):
                found.append(passage(part, plan, values))
            values = found[-1].output
        return found

    def backward(self, input: ArrayLike, upstream: ArrayLike | None = None) -> StackGradients:
        """The gradients of every weight, bias and map for a gradient of the last output (all ones unless given).

        >>> found = Stack([Layer([5, 6, 7], activation="relu"), Pooling("max", 2)]).backward([1, 2, 3, 4], [10])
        >>> found.layers[0].weight.tolist(), found.maps[1].tolist()
        ([20.0, 30.0, 40.0], [0.0, 10.0])
        """
        passages = self.forward(input)
        plans = self.plans(passages[0].input.shape)
        delta = read_upstream(upstream, passages[-1].output.shape, passages[-1].output)
        layers: list[Gradients | None] = []
        maps: list[Floats] = []
        for place in reversed(range(len(self.parts))):
            with numbered(place):
                learned, delta = step_back(self.parts[place], plans[place], passages[place], delta)
            layers.insert(0, learned)
            maps.insert(0, delta)
        return StackGradients(tuple(layers), tuple(maps))

    def receptive_field(self, input_shape: Shape, output: int, part: int | None = None) -> Field:
        """The entries of the stack's input that an output reads, through all parts up to `part` (the last).

        `output` is flat in what that part gives. Raises OptionError.

        >>> stack = Stack([Layer([5, 6, 7]), Pooling("max", 2)])
        >>> stack.receptive_field((9,), 1).ranges
        ((2, 6),)
        """
        last, *before = reversed(self.windowed(input_shape, part))
        field = receptive_field(last, output)
        for plan in before:
            field = read_by(plan, field)
        return field

    def projective_field(self, input_shape: Shape, input: int, part: int | None = None) -> Field:
        """The entries of what `part` (the last) gives that an entry of the stack's input reaches. Raises OptionError.

        >>> Stack([Layer([5, 6, 7]), Pooling("max", 2)]).projective_field((9,), 4).indices.tolist()
        [1, 2]
        """
        first, *after = self.windowed(input_shape, part)
        field = projective_field(first, input)
        for plan in after:
            field = reached_by(plan, field)
        return field

    def reach(self, input_shape: Shape) -> tuple[Reach, ...]:
        """The span of the receptive field away from the borders, and the step between neighbours, for each axis.

        >>> Stack([Layer([5, 6, 7]), Pooling("max", 2)]).reach((9,))
        (Reach(size=4, jump=2),)
        """
        return reach(self.windowed(input_shape, None))

    def windowed(self, input_shape: Shape, part: int | None) -> list[Plan]:
        """The plans of the parts that have windows, up to and with `part`. Raises OptionError.

        >>> [plan.output_shape for plan in Stack([Layer([5, 6, 7]), "relu", Pooling("max", 2)]).windowed((9,), None)]
        [(7,), (3,)]
        """
        count = len(self.parts)
        stop = count if part is None else index_below(count, part, "part") + 1
        found = [plan for plan in self.plans(input_shape)[:stop] if plan is not None]
        if not found:
            raise OptionError("a non-linearity has no windows: give a part with a layer or a pooling before it", "part")
        return found


def read_part(part: Part) -> Part:
    """A layer, a pooling or the name of a non-linearity. Raises OptionError."""
    if isinstance(part, Layer | Pooling):
        return part
    return one_of(part, tuple(ACTIVATIONS), "parts")


@contextmanager
def numbered(place: int) -> Iterator[None]:
    """Put the number of the part in front of what it raises, and its place, from 0, in front of the field."""
    try:
        yield
    except ConvolutionError as fault:
        field = str(place) if fault.field is None else f"{place}.{fault.field}"
        raise type(fault)(f"part {place + 1}: {fault}", field) from fault


OTHER_AXES = {
    Layer: ("weight", "its weight as (filters, channels/groups, and one size an axis)"),
    Pooling: ("size", "each option as one number, or one for each axis"),
}
"""What to give instead, and where, when a part reads other axes than the parts before it."""


def plan_of(part: Part, shape: Shape, axes: int | None) -> Plan | None:
    """The plan of a part on what comes before it. Raises ShapeError when it reads other axes than the parts before."""
    if isinstance(part, str):
        return None
    plan = part.plan(shape, axes) if isinstance(part, Pooling) else part.plan(shape)
    if axes is not None and len(plan.axes) != axes:
        field, instead = OTHER_AXES[type(part)]
        raise ShapeError(
            f"it reads {counted(len(plan.axes), 'axis', 'axes')}, but the maps before it, of shape "
            f"{written_shape(shape)}, have {counted(axes, 'axis', 'axes')}: give {instead}",
            field,
        )
    return plan


@quiet
def passage(part: Part, plan: Plan | None, values: Floats) -> Passage:
    """What a part makes of these values."""
    if isinstance(part, Layer):
        sums = part.forward(values)
        return Passage(values, sums, finite(part.activate(sums), "the output"))
    if isinstance(part, str):
        return Passage(values, values, finite(ACTIVATIONS[part].function(values), "the output"))
    dims = len(plan.axes) if plan is not None else None
    pooled = part.forward(values, dims)
    return Passage(values, pooled, pooled, part.argmax(values, dims) if part.kind == "max" else None)


@quiet
def step_back(part: Part, plan: Plan | None, passed: Passage, delta: Floats) -> tuple[Gradients | None, Floats]:
    """The gradients of a part's own weights, if it has any, and of its input."""
    if isinstance(part, Layer):
        learned = part.gradients(passed.input, delta, through_activation=True)
        return learned, learned.input
    if isinstance(part, str):
        return None, finite(delta * ACTIVATIONS[part].derivative(passed.input), "a gradient")
    return None, part.backward(passed.input, delta, None if plan is None else len(plan.axes))
