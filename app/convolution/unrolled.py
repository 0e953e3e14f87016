"""im2col: the layer unrolled into one product of two matrices, the patches and the weights.

Where T repeats the weights for every position, the patches repeat the inputs: the same sums, folded the other way.
"""

from dataclasses import dataclass

from .affordable import check_cells
from .arrays import Floats, Integers, finite, quiet
from .kernels import patches, stencils
from .plan import Plan
from .trace import flat_weights, flat_windows


@dataclass(frozen=True)
class Unrolled:
    """The patches P and the weights W of each group, with z = P Wᵀ + b.

    `patches` is (groups, positions, terms): row o holds what output position o reads, in window order, one input
    channel after the other; 0 on padding of zeros. `windows` says which input each of them is, −1 for none.
    `weights` is (groups, filters of a group, terms): row c holds filter c in window order, so reversed for a
    convolution. `weight_index` says which weight each of them is.

    >>> from app.convolution import Layer
    >>> found = Layer([5, 6, 7]).im2col([1, 2, 3, 4])
    >>> found.patches.tolist(), found.weights.tolist(), found.copies
    ([[[1.0, 2.0, 3.0], [2.0, 3.0, 4.0]]], [[[5.0, 6.0, 7.0]]], 1.5)
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

        >>> from app.convolution import Layer
        >>> Layer([5, 6, 7]).im2col([1, 2, 3, 4]).product()
        array([38., 56.])
        """
        maps = (self.weights @ self.patches.transpose(0, 2, 1)).reshape(self.plan.out_channels, -1)
        if self.bias is not None:
            maps = maps + self.bias.reshape(-1, 1)
        return finite(maps, "the output").reshape(self.plan.output_shape)


def unroll(plan: Plan, values: Floats, weight: Floats, bias: Floats | None) -> Unrolled:
    """The patches and the weights of a layer; `values` is (input channels, entries of a channel).

    Raises TooLargeError.
    """
    cells = plan.in_channels * plan.positions * plan.taps
    check_cells(2 * cells, "the matrix of patches", "use a smaller input or kernel, or a larger stride")
    return Unrolled(
        plan=plan,
        patches=patches(values, plan),
        windows=flat_windows(plan),
        weights=stencils(weight, plan),
        weight_index=flat_weights(plan).reshape(plan.groups, plan.group_outputs, -1),
        bias=bias,
    )
