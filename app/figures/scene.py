"""What a figure draws: a layer on an input at one step, with every number already computed by the core."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.convolution import Axis, Gradients, Layer, LearningStep, Matrix, Plan, Pooling, Slide, Ties
from app.convolution.arrays import Floats, Integers, finite, quiet
from app.convolution.axis import unread
from app.figures import numbers
from app.figures.palette import TAPS
from app.figures.section import Section, find_section

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
    show: tuple[str, ...] = ()
    pooling: Pooling | None = None

    @cached_property
    def plan(self) -> Plan:
        """The layer on this input."""
        return self.layer.plan(self.input.shape)

    @property
    def planar(self) -> bool:
        """Whether the layer slides along two axes."""
        return len(self.plan.axes) > 1

    @property
    def plain(self) -> bool:
        """Whether the layer slides along one axis, over one input channel."""
        return not self.planar and self.plan.in_channels == 1

    @property
    def padded(self) -> bool:
        """Whether there is padding on any side."""
        return any(axis.before or axis.after for axis in self.plan.axes)

    @property
    def axis(self) -> Axis:
        """The one spatial axis of a layer that is not planar."""
        return self.plan.axes[0]

    @property
    def inputs(self) -> int:
        """Entries of the input, all channels."""
        return self.plan.inputs

    @property
    def filters(self) -> int:
        """How many filters there are."""
        return self.plan.out_channels

    @property
    def kernel_size(self) -> int:
        """How many taps a kernel has."""
        return self.plan.taps

    @property
    def filter_size(self) -> int:
        """How many weights a filter has: a kernel for each input channel that it reads."""
        return self.plan.group_inputs * self.plan.taps

    @cached_property
    def section(self) -> Section:
        """The part of T that is drawn: all of it, or what stands round the output of the step."""
        return find_section(self.plan, self.ties, self.step, self.channel)

    @property
    def steps(self) -> range:
        """The outputs whose steps a page holds: those of the rows that are drawn."""
        return self.section.rows

    @property
    def shown_filters(self) -> range:
        """The filters of these steps."""
        return range(self.steps.start // self.positions, (self.steps.stop - 1) // self.positions + 1)

    @property
    def group(self) -> int:
        """The group of the step's filter."""
        return self.filter // self.plan.group_outputs

    @property
    def channel(self) -> int:
        """The input channel drawn where only one is: that of the highlighted weight, else the first of the filter."""
        read = self.plan.group_inputs
        lit = 0 if self.highlight is None or self.filter_of(self.highlight) != self.filter else self.highlight
        return self.group * read + lit // self.kernel_size % read

    @property
    def highlight_unseen(self) -> list[str]:
        """What is said where the highlighted weight is of another filter, and only that of the step is drawn."""
        if self.highlight is None or self.filter_of(self.highlight) == self.filter:
            return []
        other = self.filter_of(self.highlight)
        first, last = other * self.positions, (other + 1) * self.positions - 1
        return [f"The highlighted weight belongs to filter {other}: it is seen at the steps {first} to {last}."]

    def filter_of(self, weight: int) -> int:
        """The filter that a weight belongs to."""
        return weight // self.filter_size

    @cached_property
    def unread(self) -> Integers:
        """The places of a channel that no window reads."""
        return unread(self.plan.windows, self.plan.spatial_inputs)

    def window(self, output: int) -> Integers:
        """The input that each weight of an output's filter reads, in window order; −1 off the input."""
        channel, position = divmod(output, self.positions)
        window: Integers = self.slide.windows[channel // self.plan.group_outputs, position]
        return window

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

    @property
    def maps(self) -> Floats:
        """a = f(z), in the shape of the output."""
        shaped: Floats = self.activation.reshape(self.plan.output_shape)
        return shaped

    @cached_property
    def pooled(self) -> Floats:
        """The pooled maps, one row for each filter; only where there is pooling."""
        if self.pooling is None:
            return np.empty((self.filters, 0))
        return self.pooling.forward(self.maps, len(self.plan.axes)).reshape(self.filters, -1)

    @cached_property
    def pooling_plan(self) -> Plan | None:
        """The windows of the pooling."""
        return None if self.pooling is None else self.pooling.plan(self.plan.output_shape, len(self.plan.axes))

    @cached_property
    def winners(self) -> Integers:
        """Where in its map each maximum stands, one row for each filter; none for an average."""
        if self.pooling is None or self.pooling.kind != "max":
            return np.empty((self.filters, 0), dtype=np.int64)
        return self.pooling.argmax(self.maps, len(self.plan.axes)).reshape(self.filters, -1)

    @cached_property
    def pooled_texts(self) -> list[str]:
        """The pooled maps as written, flat."""
        return numbers.written(self.pooled)

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
        return self.plan.positions

    @property
    def outputs(self) -> int:
        """How many outputs there are in all."""
        return self.plan.outputs

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
        """What is drawn of T as a full array, for layers whose cells are weights of their own."""
        section = self.section
        return self.matrix.rows(section.rows.start, section.rows.stop)[:, section.columns]

    @cached_property
    def connected(self) -> Integers:
        """1 where what is drawn of T has a connection, 0 where it has none."""
        mask = np.zeros(self.section.shape, dtype=np.int64)
        mask.ravel()[self.section.ties.cells] = 1
        return mask

    @cached_property
    def by_row(self) -> bool:
        """Whether colours go by kernel row: along two axes, where a kernel has more taps than there are colours."""
        return self.planar and self.kernel_size > len(TAPS)

    def hue(self, weight: int) -> int:
        """Which of the colours a weight has: its own while there are enough, else that of its tap or of its row."""
        if self.layer.weight.size <= len(TAPS):
            return weight
        tap = weight % self.kernel_size
        return (tap // self.plan.axes[1].kernel_size if self.by_row else tap) % len(TAPS)

    def printed_index(self, weight: int) -> str:
        """What is printed beside a weight where its colour says only the row of its kernel: the tap's column."""
        return str(weight % self.plan.axes[1].kernel_size) if self.by_row else ""

    def colour(self, weight: int) -> str:
        """The fill of a weight: its hue where it is tied, else neutral."""
        return TAPS[self.hue(weight)] if self.tied else "neutral"

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
    def cell_texts(self) -> list[str]:
        """What stands in the cells of T: the weights, with the printed index of each where it has one."""
        return [text + self.printed_index(weight) for weight, text in enumerate(self.weight_texts)]

    @cached_property
    def longest_cell_text(self) -> str:
        """The longest of them, which all cells have room for: it is asked for with each cell."""
        return max(self.cell_texts, key=len)

    @cached_property
    def contribution_texts(self) -> list[str]:
        """x·δ of each drawn tie as written, in the order of the section's ties."""
        ties, section = self.section.ties, self.section
        inputs = self.input.ravel()[section.columns]
        deltas = self.delta.ravel()[section.rows.start : section.rows.stop]
        return numbers.written(inputs[ties.input] * deltas[ties.output])

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

    def copies(self, weight: int) -> Integers:
        """The indices of the ties of a weight, in output order."""
        if self.section.whole:
            return self.section.by_weight[weight][1]
        return np.flatnonzero(self.ties.weight == weight)

    @property
    def evenly_tied(self) -> bool:
        """Whether each weight ties every output of one run to inputs that follow it at the stride: without copies."""
        return not self.planar and self.axis.padding_mode == "zeros"
