r"""The layer as an equation, z = T x + b and a = f(z), as LaTeX."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Floats, numbers
from .axis import Axis
from .cells import Cells
from .latex import NOTHING, Side, braced, indexed, matrix, number, sign, vector
from .layer import Layer
from .plan import Plan, Shape

MOST_TERMS = 4
"""A cell in which more weights meet, as wide copied padding makes it, ends in dots when they are written one by one."""

FUNCTIONS = {
    "relu": r"\operatorname{ReLU}",
    "leaky_relu": r"\operatorname{LeakyReLU}",
    "sigmoid": r"\sigma",
    "tanh": r"\tanh",
    "softplus": r"\operatorname{softplus}",
    "silu": r"\operatorname{SiLU}",
    "gelu": r"\operatorname{GELU}",
}


@dataclass(frozen=True)
class Equation:
    r"""A layer on an input; `symbols` writes w, x, z and b with their indices instead of numbers.

    >>> print(equation_for(Layer([5, 6, 7]), [1, 2, 3, 4]).written_matrix)
    \begin{bmatrix} 5 & 6 & 7 & \cdot \\ \cdot & 5 & 6 & 7 \end{bmatrix}
    """

    layer: Layer
    input: Floats
    symbols: bool = False

    @cached_property
    def plan(self) -> Plan:
        """The layer on this input."""
        return self.layer.plan(self.input.shape)

    @cached_property
    def cells(self) -> Cells:
        """Which weights stand where in T."""
        return Cells(self.plan)

    @property
    def line(self) -> Axis:
        """The last axis, along which a row of an input or of a map runs."""
        return self.plan.axes[-1]

    @cached_property
    def pre_activation(self) -> Floats:
        """z, shaped as the output."""
        return self.layer.forward(self.input)

    @property
    def outputs(self) -> Side:
        """The rows of T, in blocks of one row of one feature map."""
        return Side(self.plan.outputs, range(0, self.plan.outputs, self.line.output_size))

    @property
    def inputs(self) -> Side:
        """The columns of T, in blocks of one row of one input channel."""
        return Side(self.plan.inputs, range(0, self.plan.inputs, self.line.input_size))

    @property
    def complete(self) -> bool:
        """Whether every entry of z, T and x is written."""
        return self.outputs.complete and self.inputs.complete

    def cell(self, weights: list[int]) -> str:
        r"""What stands in a cell: the sum of its weights, as a number or weight by weight.

        >>> question = equation_for(Layer([5, 6, 7]), [1, 2, 3, 4])
        >>> question.cell([0, 1]), question.cell([])
        ('11', '\\cdot')
        """
        if not weights:
            return NOTHING
        if not self.symbols:
            return number(float(self.layer.weight.ravel()[weights].sum()))
        terms = [self.symbol("w", weight, self.layer.weight.shape) for weight in weights[:MOST_TERMS]]
        return " + ".join(terms if len(weights) <= MOST_TERMS else [*terms, r"\cdots"])

    def symbol(self, name: str, index: int, shape: Shape) -> str:
        """An entry of an array by its position.

        >>> equation_for(Layer([5]), [1]).symbol("w", 3, (2, 2))
        'w_{1,1}'
        """
        return indexed(name, *(int(place) for place in np.unravel_index(index, shape)))

    def entry(self, name: str, array: Floats, index: int) -> str:
        """An entry of an array as a number or a symbol.

        >>> equation_for(Layer([5]), [1, 2]).entry("x", np.array([1.0, 2.0]), 1)
        '2'
        """
        return self.symbol(name, index, array.shape) if self.symbols else number(float(array.ravel()[index]))

    def bias_of(self, which: int) -> str:
        """The bias of a filter, where the layer has one.

        >>> equation_for(Layer([[5], [6]], bias=[1, 2]), [1]).bias_of(1)
        '2'
        """
        bias = np.zeros(self.plan.out_channels) if self.layer.bias is None else self.layer.bias
        return self.entry("b", bias, which)

    @property
    def written_matrix(self) -> str:
        """T, with lines between the rows of the maps and of the input."""
        return matrix(self.outputs, self.inputs, lambda row, column: self.cell(self.cells.weights_at(row, column)))

    @property
    def product(self) -> str:
        r"""The whole of z = T x + b, over braces with their sizes.

        >>> print(equation_for(Layer([5, 6], bias=1), [1, 2], symbols=True).product)
        \underbrace{\begin{bmatrix} z_{0} \end{bmatrix}}_{z \in \mathbb{R}^{1}}
        = \underbrace{\begin{bmatrix} w_{0} & w_{1} \end{bmatrix}}_{T \in \mathbb{R}^{1 \times 2}}
        \underbrace{\begin{bmatrix} x_{0} \\ x_{1} \end{bmatrix}}_{x \in \mathbb{R}^{2}}
        + \underbrace{\begin{bmatrix} b \end{bmatrix}}_{b \in \mathbb{R}^{1}}
        """
        plan, outputs, inputs = self.plan, self.outputs, self.inputs
        output = vector(outputs, lambda row: self.entry("z", self.pre_activation, row))
        values = vector(inputs, lambda row: self.entry("x", self.input, row))
        lines = [
            braced(output, "z", plan.outputs),
            f"{self.sign()} {braced(self.written_matrix, 'T', plan.outputs, plan.inputs)}",
            braced(values, "x", plan.inputs),
        ]
        if self.layer.bias is not None:
            bias = vector(outputs, lambda row: self.bias_of(row // plan.positions))
            lines.append(f"+ {braced(bias, 'b', plan.outputs)}")
        return "\n".join(lines)

    def sign(self) -> str:
        r"""Equal where the numbers of the product are written exactly, about where they are not.

        >>> equation_for(Layer([5]), [1]).sign(), equation_for(Layer([1 / 3]), [1]).sign()
        ('=', '\\approx')
        """
        if self.symbols:
            return "="
        shown = [self.pre_activation.ravel()[self.outputs.shown], self.input.ravel()[self.inputs.shown]]
        shown += [self.layer.weight.ravel()] + ([] if self.layer.bias is None else [self.layer.bias.ravel()])
        return sign(value for array in shown for value in array.tolist())

    @property
    def activation(self) -> str | None:
        r"""a = f(z); None where there is no non-linearity.

        >>> print(equation_for(Layer([5, 6, 7], bias=-45, activation="relu"), [1, 2, 3, 4]).activation)
        \underbrace{\begin{bmatrix} 0 \\ 11 \end{bmatrix}}_{a \in \mathbb{R}^{2}}
        = \operatorname{ReLU}\left(\begin{bmatrix} -7 \\ 11 \end{bmatrix}\right)
        """
        if self.layer.activation == "identity":
            return None
        before, outputs = self.pre_activation, self.outputs
        after = self.layer.activate(before)
        left = vector(outputs, lambda row: self.entry("a", after, row))
        right = vector(outputs, lambda row: self.entry("z", before, row))
        values = [] if self.symbols else [*before.ravel()[outputs.shown], *after.ravel()[outputs.shown]]
        function = FUNCTIONS[self.layer.activation]
        return f"{braced(left, 'a', self.plan.outputs)}\n{sign(map(float, values))} {function}\\left({right}\\right)"


def equation_for(layer: Layer, input: ArrayLike, symbols: bool = False) -> Equation:
    r"""The equation of a layer on an input. Raises what `Layer.plan` raises.

    >>> print(equation_for(Layer([5, 6]), [1, 2, 3], symbols=True).written_matrix)
    \begin{bmatrix} w_{0} & w_{1} & \cdot \\ \cdot & w_{0} & w_{1} \end{bmatrix}
    """
    return Equation(layer, numbers(input, "input"), symbols)
