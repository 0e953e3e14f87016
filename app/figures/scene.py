"""What a figure draws: a layer on an input at one step, with every number already computed by the core."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.convolution import Axis, Gradients, Layer, LearningStep, Matrix, Plan, Slide, Ties
from app.convolution.arrays import Floats, Integers, finite, quiet
from app.figures import numbers
from app.figures.palette import tap_colour

DEFAULT_LEARNING_RATE = 0.1


@dataclass(frozen=True)
class Scene:
    """A layer, its input and what is looked at; `step` and `highlight` are flat indices."""

    layer: Layer
    input: Floats
    upstream: Floats | None = None
    through_activation: bool = False
    learning_rate: float = DEFAULT_LEARNING_RATE
    backward: bool = False
    step: int = 0
    highlight: int | None = None
    compare: str = "convolutional"
    theme: str = "auto"

    @cached_property
    def plan(self) -> Plan:
        """The layer on this input."""
        return self.layer.plan(self.input.shape)

    @property
    def axis(self) -> Axis:
        """The one spatial axis: figures draw layers along one axis on one input channel."""
        return self.plan.axes[0]

    @property
    def filters(self) -> int:
        """How many filters there are."""
        return self.plan.out_channels

    @property
    def kernel_size(self) -> int:
        """How many taps a kernel has."""
        return self.plan.taps

    @property
    def bias(self) -> Floats | None:
        """The bias, one number a filter."""
        return self.slide.bias

    @cached_property
    def ties(self) -> Ties:
        """The ties of the layer."""
        return self.matrix.ties

    @cached_property
    def matrix(self) -> Matrix:
        """The matrix T."""
        return self.layer.matrix(self.input.shape)

    @cached_property
    def slide(self) -> Slide:
        """The forward pass as steps."""
        return self.layer.slide(self.input)

    @property
    def pre_activation(self) -> Floats:
        """z, one row for each filter."""
        return self.slide.sums.reshape(self.filters, -1)

    @cached_property
    def activation(self) -> Floats:
        """a = f(z), one row for each filter."""
        return self.layer.activate(self.pre_activation)

    @cached_property
    def gradients(self) -> Gradients:
        """The gradients for the upstream gradient."""
        return self.layer.gradients(self.input, self.upstream, self.through_activation)

    @property
    def delta(self) -> Floats:
        """∂loss/∂z, one row for each filter."""
        return self.gradients.delta.reshape(self.filters, -1)

    @cached_property
    def upstream_values(self) -> Floats:
        """The upstream gradient as given or all ones, one row for each filter."""
        given = np.ones(self.slide.sums.shape) if self.upstream is None else self.upstream
        return given.reshape(self.filters, -1)

    @cached_property
    def learning_step(self) -> LearningStep:
        """The matrices of the three layers after one step."""
        return self.layer.learning_step(self.input, self.upstream, self.through_activation, rate=self.learning_rate)

    @cached_property
    @quiet
    def weight_after(self) -> Floats:
        """The weights after one step of gradient descent."""
        moved = self.layer.weight - self.learning_rate * self.gradients.weight
        return finite(moved, "a weight after the step")

    @property
    def positions(self) -> int:
        """How many outputs one filter has."""
        return self.axis.output_size

    @property
    def outputs(self) -> int:
        """How many outputs there are in all."""
        return self.ties.outputs

    @property
    def filter(self) -> int:
        """The filter whose output the step computes."""
        return self.step // self.positions

    @property
    def position(self) -> int:
        """The place of the step's output in its feature map."""
        return self.step % self.positions

    @property
    def tied(self) -> bool:
        """Whether the weights are shown as tied: only then do they have a hue."""
        return self.compare == "convolutional"

    @property
    def dense(self) -> bool:
        """Whether absent connections are shown as weights of a dense layer."""
        return self.compare == "dense"

    @cached_property
    def cells(self) -> Floats:
        """T as a full array, for layers whose cells are weights of their own."""
        return self.matrix.dense()

    @cached_property
    def connected(self) -> Integers:
        """1 where T has a connection, 0 where it has none."""
        return self.matrix.mask()

    def colour(self, weight: int) -> str:
        """The fill of a weight: its own hue where it is tied, else neutral."""
        return tap_colour(weight) if self.tied else "neutral"

    def filter_weights(self, channel: int) -> Integers:
        """The flat weight indices of one filter in window order."""
        weights: Integers = self.slide.weight[channel]
        return weights

    @cached_property
    def input_texts(self) -> list[str]:
        """The input as written."""
        return numbers.written(self.input)

    @cached_property
    def weight_texts(self) -> list[str]:
        """The weights as written, by flat index."""
        return numbers.written(self.layer.weight)

    @cached_property
    def pre_activation_texts(self) -> list[str]:
        """z as written, by flat output index."""
        return numbers.written(self.pre_activation)

    @cached_property
    def activation_texts(self) -> list[str]:
        """a = f(z) as written, by flat output index."""
        return numbers.written(self.activation)

    @cached_property
    def delta_texts(self) -> list[str]:
        """δ as written, by flat output index."""
        return numbers.written(self.delta)

    @cached_property
    def upstream_texts(self) -> list[str]:
        """The upstream gradient as written, by flat output index."""
        return numbers.written(self.upstream_values)

    @cached_property
    def input_gradient_texts(self) -> list[str]:
        """Tᵀδ as written, by flat input index."""
        return numbers.written(self.gradients.input)

    @property
    def evenly_tied(self) -> bool:
        """Whether each weight ties every output of one run to inputs that follow it at the stride: without copies."""
        return self.axis.padding_mode == "zeros"

    @cached_property
    def connections_by_weight(self) -> list[Integers]:
        """For each weight the indices of its ties, in output order."""
        order = np.argsort(self.ties.weight, kind="stable")
        return np.split(order, np.cumsum(self.ties.connections)[:-1])
