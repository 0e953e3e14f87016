"""im2col: the layer unrolled into one product of two matrices, the patches and the weights.

Where T repeats the weights for every position, the patches repeat the inputs: the same sums, folded the other way.
"""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from .arrays import Floats, Integers, finite, numbers, quiet
from .kernels import patches, stencils
from .layer import Layer, by_channel
from .plan import Plan
from .trace import flat_weights, flat_windows


@dataclass(frozen=True)
class Unrolled:
    """The patches P and the weights W of each group, with z = P Wᵀ + b.

    `patches` is (groups, positions, terms): row o holds what output position o reads, in window order, one input
    channel after the other; 0 on padding of zeros. `windows` says which input each of them is, −1 for none.
    `weights` is (groups, filters of a group, terms): row c holds filter c in window order, so reversed for a
    convolution. `weight_index` says which weight each of them is.
    """

    plan: Plan
    patches: Floats
    windows: Integers
    weights: Floats
    weight_index: Integers
    bias: Floats | None

    @property
    def copies(self) -> float:
        """How many times an input entry is written down, on average: (cells of the patches) / inputs."""
        return self.patches.size / self.plan.inputs

    @quiet
    def product(self) -> Floats:
        """P Wᵀ + b, group by group, shaped as the output.

        >>> unroll(Layer([5, 6, 7]), [1, 2, 3, 4]).product()
        array([38., 56.])
        """
        maps = (self.weights @ self.patches.transpose(0, 2, 1)).reshape(self.plan.out_channels, -1)
        if self.bias is not None:
            maps = maps + self.bias.reshape(-1, 1)
        return finite(maps, "the output").reshape(self.plan.output_shape)


def unroll(layer: Layer, input: ArrayLike) -> Unrolled:
    """The patches and the weights of a layer on an input. Raises what `Layer.forward` raises.

    >>> found = unroll(Layer([5, 6, 7], operation="convolution"), [1, 2, 3, 4])
    >>> found.patches[0].tolist(), found.weights[0].tolist()
    ([[1.0, 2.0, 3.0], [2.0, 3.0, 4.0]], [[7.0, 6.0, 5.0]])

    Padding of zeros is written down as zeros, which no input stands behind:

    >>> found = unroll(Layer([5, 6, 7], padding="same"), [1, 2, 3, 4])
    >>> found.patches[0, 0].tolist(), found.windows[0, 0].tolist()
    ([0.0, 1.0, 2.0], [-1, 0, 1])
    """
    values = numbers(input, "input")
    plan = layer.plan(values.shape)
    return Unrolled(
        plan=plan,
        patches=patches(by_channel(values, plan), plan),
        windows=flat_windows(plan),
        weights=stencils(layer.weight, plan),
        weight_index=flat_weights(plan).reshape(plan.groups, plan.group_outputs, -1),
        bias=layer.bias,
    )
